"""Shares of 0 to 1 as percentages on the screen."""

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def percent(share: float) -> str:
    """Return `share` in percent without decimals; what is nearly certain is not called certain."""
    if 0.995 <= share < 1:
        return "> 99 %"
    return f"{number_format(round(share * 100), use_l10n=True)} %"


@register.filter
def points(share: float) -> str:
    """Return `share` as a whole number of percentage points, for the ends of an interval."""
    return str(round(share * 100))


@register.filter
def signed_points(share: float) -> str:
    """Return a change as percentage points with its sign: +12, −3, 0."""
    number = round(share * 100)
    return f"{'+' if number > 0 else '−' if number < 0 else ''}{abs(number)}"

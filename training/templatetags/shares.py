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

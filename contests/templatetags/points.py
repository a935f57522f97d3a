"""Points of stage contests, kept in whole hundredths, and times in seconds, as people read them."""

from decimal import Decimal

from django import template
from django.utils.formats import number_format

register = template.Library()


@register.filter
def points(hundredths: int | None) -> str:
    """Return points with a decimal comma, and no more decimals than they have: 825 → "8,25", 1000 → "10"."""
    return "" if hundredths is None else figure_shown(Decimal(hundredths) / 100)


@register.filter(name="figure")
def figure_shown(given: Decimal | None) -> str:
    """Return a figure as it is, with a decimal comma: Decimal("33.50") → "33,5"."""
    if given is None:
        return ""
    whole = given == given.to_integral_value()
    return str(number_format(given.quantize(Decimal(1)) if whole else given.normalize(), use_l10n=True))


@register.filter
def hundred(hundredths: int) -> str:
    """Return points with a decimal point, as scripts and sliders read them: 825 → "8.25"."""
    return f"{hundredths / 100:.2f}"


@register.filter
def minutes(seconds: int | None) -> str:
    """Return minutes and seconds, two digits each: 72 → "01:12"."""
    if seconds is None:
        return ""
    whole, rest = divmod(int(seconds), 60)
    return f"{whole:02}:{rest:02}"

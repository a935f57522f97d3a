"""Shares of 0 to 1 as percentages on the screen."""

from django import template
from django.utils.formats import number_format

from training.findings import HardQuestion
from training.questions import warned as warned_in_words

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
def warned(question: HardQuestion) -> list[str]:
    """Return in words why somebody should look at the question."""
    return warned_in_words(question)


@register.filter
def fifths(share: float) -> str:
    """Return the class of a bar as long as `share` of its whole."""
    return f"w-{round(share * 20) * 5}"


@register.filter
def share_of(part: float, whole: float) -> float:
    """Return `part` as a share of `whole`, 0 where that is nothing."""
    return part / whole if whole else 0.0


@register.filter
def signed_points(share: float) -> str:
    """Return a change as percentage points with its sign: +12, −3, 0."""
    number = round(share * 100)
    return f"{'+' if number > 0 else '−' if number < 0 else ''}{abs(number)}"

"""How long something took, to the millisecond that decides a place."""

from django import template
from django.utils.formats import get_format

register = template.Library()


@register.filter
def took(milliseconds: int | None) -> str:
    """Return minutes and seconds, with hours when there are any: 303214 → "5:03,214"."""
    if milliseconds is None:
        return ""
    seconds, thousandths = divmod(int(milliseconds), 1000)
    minutes, seconds = divmod(seconds, 60)
    hours, minutes = divmod(minutes, 60)
    front = f"{hours}:{minutes:02}" if hours else str(minutes)
    return f"{front}:{seconds:02}{get_format('DECIMAL_SEPARATOR')}{thousandths:03}"

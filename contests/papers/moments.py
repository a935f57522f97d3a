"""A moment as people read it in a sentence."""

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format


def shown(at: datetime) -> str:
    """Return hour and day of `at` on clocks here, in the reader's language."""
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")

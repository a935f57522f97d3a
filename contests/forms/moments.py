"""Days and hours as organisers type them."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

MOMENT = "%d/%m/%Y %H:%M"


def moment_field(label: Any, **more: Any) -> forms.DateTimeField:
    """Return a field for a day and an hour, written 25/11/2026 08:00."""
    return forms.DateTimeField(
        label=label,
        input_formats=[MOMENT, "%H:%M %d/%m/%Y", "%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(format=MOMENT, attrs={"placeholder": "dd/mm/yyyy hh:mm", "autocomplete": "off"}),
        error_messages={"invalid": _("Write the time as dd/mm/yyyy hh:mm, such as 25/11/2026 08:00.")},
        **more,
    )

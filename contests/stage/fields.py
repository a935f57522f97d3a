"""What people type on the pages of a stage contest: points with a comma or a point, times as minutes and seconds."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.templatetags.points import minutes, points

PLAIN = re.compile(r"-?\d{1,7}([.,]\d{1,2})?")
TIME = re.compile(r"(\d{1,3}):([0-5]?\d)|(\d{1,5})")


class NotPoints(ValueError):
    """What was typed is no number of points with at most two decimals."""


def hundredths(typed: str) -> int:
    """Return the hundredths that "8,25" or "8.25" say. Raises NotPoints."""
    plain = "".join(typed.split())
    if not PLAIN.fullmatch(plain):
        raise NotPoints
    try:
        return int(Decimal(plain.replace(",", ".")) * 100)
    except InvalidOperation:
        raise NotPoints from None


class PointsField(forms.CharField):
    """Hundredths, typed as points."""

    def __init__(self, *, least: int = 0, most: int = 1_000_000, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "decimal", "autocomplete": "off", "maxlength": 12})
        super().__init__(widget=kwargs.pop("widget", widget), **kwargs)
        self.least, self.most = least, most

    def clean(self, value: Any) -> int | None:
        typed = super().clean(value)
        if typed in self.empty_values:
            return None
        try:
            found = hundredths(str(typed))
        except NotPoints:
            raise forms.ValidationError(_("Write a number of points, for example 8,25.")) from None
        if not self.least <= found <= self.most:
            raise forms.ValidationError(
                _("Write between %(least)s and %(most)s points.")
                % {"least": points(self.least), "most": points(self.most)}
            )
        return found

    def prepare_value(self, value: Any) -> Any:
        return points(value) if isinstance(value, int) else value


class SecondsField(forms.CharField):
    """Seconds, typed as 1:30 or as a number of seconds."""

    def __init__(self, *, least: int = 0, most: int = 86_399, **kwargs: Any) -> None:
        widget = forms.TextInput(attrs={"inputmode": "text", "autocomplete": "off", "maxlength": 8})
        super().__init__(widget=widget, **kwargs)
        self.least, self.most = least, most

    def clean(self, value: Any) -> int | None:
        typed = super().clean(value)
        if typed in self.empty_values:
            return None
        told = TIME.fullmatch(str(typed).strip())
        if told is None:
            raise forms.ValidationError(_("Write minutes and seconds, for example 1:30, or only seconds."))
        found = int(told[3]) if told[3] else int(told[1]) * 60 + int(told[2])
        if not self.least <= found <= self.most:
            raise forms.ValidationError(
                _("Write between %(least)s and %(most)s.") % {"least": minutes(self.least), "most": minutes(self.most)}
            )
        return found

    def prepare_value(self, value: Any) -> Any:
        return minutes(value) if isinstance(value, int) else value

"""What people type to enter a contest without an account, and to come back."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.models import Contest
from contests.reach import units_that_may_enter
from people.models import Unit


class RegisterForm(forms.Form):
    """Name, unit and phone number of a person without an account."""

    full_name = forms.CharField(
        label=_("Full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Your unit"), empty_label=_("Choose your unit"))
    phone = forms.CharField(
        label=_("Phone number"),
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
        help_text=_("Only to tell two people of the same name apart and to let you come back."),
    )

    def __init__(self, *args: Any, contest: Contest, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_that_may_enter(contest, day)  # type: ignore[attr-defined]


class ComeBackForm(forms.Form):
    phone = forms.CharField(
        label=_("Phone number"),
        max_length=20,
        widget=forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"}),
    )
    code = forms.CharField(
        label=_("Return code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"class": "code-field", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

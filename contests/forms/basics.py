"""The first page of a draft: what the contest is called, and who holds it."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.drafts.drafting import Basics
from contests.models import Contest
from contests.reach import units_organised_by
from people.models import Unit, User


class BasicsForm(forms.Form):
    """`basics()` gives what was typed in the form that actions take."""

    title = forms.CharField(label=_("Name of the contest"), max_length=200)
    introduction = forms.CharField(label=_("Introduction"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Organising unit"))
    partner = forms.CharField(label=_("Held together with"), max_length=200, required=False)

    def __init__(self, *args: Any, organiser: User, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_organised_by(organiser).valid_on(day)  # type: ignore[attr-defined]

    def basics(self) -> Basics:
        """Return what was typed. Call it only after is_valid()."""
        return Basics(**self.cleaned_data)


def initial_of(contest: Contest) -> dict[str, Any]:
    """Return what the form shows for the draft `contest`."""
    return {field: getattr(contest, field) for field in ("title", "introduction", "unit", "partner")}

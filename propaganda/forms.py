"""What people type into the register of propaganda."""

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.utils.translation import gettext_lazy as _

from propaganda.models import Activity, Kind
from propaganda.naming import AREA_NAMES
from propaganda.planning import Line
from propaganda.registering import Proof, Said
from questionbank.models import Topic

MOST = 1_000_000
_KINDS = [choice for choice in Kind.choices if choice[0] != Kind.CONTEST]


def _day() -> forms.DateInput:
    return forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ActivityForm(forms.Form):
    kind = forms.ChoiceField(label=_("Form"), choices=_KINDS)
    title = forms.CharField(label=_("What was done"), max_length=300)
    held_on = forms.DateField(label=_("Held on"), widget=_day())
    quantity = forms.IntegerField(
        label=_("How many times, pieces or programmes"), min_value=1, max_value=MOST, initial=1
    )
    people = forms.IntegerField(label=_("People reached"), min_value=0, max_value=100 * MOST, required=False)
    topics = forms.MultipleChoiceField(
        label=_("Topics of the plan"), widget=forms.CheckboxSelectMultiple, required=False
    )
    areas = forms.MultipleChoiceField(
        label=_("Areas of administrative reform"), widget=forms.CheckboxSelectMultiple, required=False,
        choices=list(AREA_NAMES.items()), help_text=_("An area that a topic belongs to is counted by itself."),
    )  # fmt: skip
    proof_link = forms.URLField(label=_("Link to a proof"), max_length=500, required=False, assume_scheme="https")
    proof = forms.FileField(
        label=_("File that proves it"), required=False,
        widget=forms.FileInput(attrs={"accept": ".pdf,.jpg,.jpeg,.png,.docx,.xlsx"}),
        help_text=_("PDF, picture, Word or Excel, at most 10 MB. Choose it again if the form comes back with a fault."),
    )  # fmt: skip
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 2}))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topics"].choices = [(str(t.pk), str(t)) for t in Topic.objects.offered()]  # type: ignore[attr-defined]

    def said(self) -> Said:
        """Return what was typed, once the form is valid."""
        given = {name: value for name, value in self.cleaned_data.items() if name != "proof"}
        return Said(**{**given, "topics": [int(pk) for pk in given["topics"]]})

    def given_proof(self) -> Proof | None:
        sent: UploadedFile | None = self.cleaned_data["proof"]
        return Proof(sent.name or "", sent.read()) if sent else None

    @staticmethod
    def initial_of(activity: Activity) -> dict[str, Any]:
        names = ("kind", "title", "held_on", "quantity", "people", "areas", "proof_link", "note")
        return {name: getattr(activity, name) for name in names} | {
            "topics": [str(pk) for pk in activity.topics.values_list("pk", flat=True)]
        }


class PlanForm(forms.Form):
    number = forms.CharField(label=_("Number of the plan"), max_length=60, required=False)
    signed_on = forms.DateField(label=_("Signed on"), widget=_day(), required=False)


class LineForm(forms.Form):
    kind = forms.ChoiceField(label=_("Form"), choices=Kind)
    title = forms.CharField(label=_("What is planned"), max_length=300)
    quantity = forms.IntegerField(label=_("Quantity"), min_value=1, max_value=MOST, initial=1)
    due_on = forms.DateField(label=_("To be done by"), widget=_day(), required=False)

    def line(self) -> Line:
        return Line(**self.cleaned_data)


class WithdrawForm(forms.Form):
    why = forms.CharField(label=_("Why it is withdrawn"), max_length=300)

"""What the board and the participants type between the last paper and the published result."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.forms.moments import moment_field
from contests.marking import Ruling
from contests.models import Contest, Incident, KeyEdition
from contests.reach import units_that_may_enter
from contests.review.appeals import MOST_WORDS
from contests.review.asked import LETTERS, Given
from contests.review.incidents import MOST_MINUTES
from people.models import Unit
from questionbank.kinds import CHOOSING
from questionbank.models import Choice, Kind, QuestionVersion


def _words(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(
        label=label, max_length=MOST_WORDS, widget=forms.Textarea(attrs={"rows": 4, "maxlength": MOST_WORDS}), **more
    )


class ReasonForm(forms.Form):
    reason = _words(_("Reason"), help_text=_("It stands in the record for everybody who asks."))


class CorrectionForm(forms.Form):
    """A ruling on one question: other right answers are chosen among its choices, or among the answers given."""

    ruling = forms.ChoiceField(label=_("Correction"), choices=KeyEdition.Ruling.choices, widget=forms.RadioSelect)
    choices = forms.TypedMultipleChoiceField(required=False, coerce=int, widget=forms.CheckboxSelectMultiple)
    given = forms.TypedMultipleChoiceField(required=False, coerce=int, widget=forms.CheckboxSelectMultiple)
    reason = _words(_("Reason"), help_text=_("It stands in the record for everybody who asks."))

    def __init__(
        self, *args: Any, version: QuestionVersion, offered: Sequence[Choice], given: Sequence[Given], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.version, self.answers = version, given
        self.fields["choices"].choices = [  # type: ignore[attr-defined]
            (choice.pk, f"{letter}. {choice.text}") for letter, choice in zip(LETTERS, offered, strict=False)
        ]
        self.fields["given"].choices = [(place, each.words) for place, each in enumerate(given)]  # type: ignore[attr-defined]

    def ruling_of(self) -> Ruling:
        """Return what was chosen. Call it only after is_valid()."""
        what, choices = self.cleaned_data["ruling"], sorted(self.cleaned_data["choices"])
        if what != "key":
            return Ruling(what)
        accepted: list[list[Any]] = [list(self.answers[place].chosen) for place in self.cleaned_data["given"]]
        if self.version.kind == Kind.MULTIPLE:
            accepted += [choices] if choices else []
        elif self.version.kind in CHOOSING:
            accepted += [[choice] for choice in choices]
        return Ruling("key", [answer for at, answer in enumerate(accepted) if answer not in accepted[:at]])


class AppealForm(forms.Form):
    """What a participant asks to be looked at again."""

    position = forms.TypedChoiceField(label=_("What is it about?"), coerce=int)
    words = _words(_("What is wrong, and why"))

    def __init__(self, *args: Any, positions: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        about = [(place, _("Question %(position)s") % {"position": place}) for place in positions]
        self.fields["position"].choices = [*about, (0, _("The paper as a whole"))]  # type: ignore[attr-defined]


class AnswerForm(forms.Form):
    outcome = forms.ChoiceField(
        label=_("Decision"), choices={"yes": _("Upheld"), "no": _("Not upheld")}, widget=forms.RadioSelect
    )
    answer = _words(_("Answer, with the reason"))


class OwnIncidentForm(forms.Form):
    """What went wrong, from when to when."""

    what = forms.ChoiceField(label=_("What happened"), choices=Incident.What.choices)
    began_at = moment_field(_("From"))
    ended_at = moment_field(_("To"))
    words = _words(_("What is known of it"))


class IncidentForm(OwnIncidentForm):
    """The same, for one unit with everything under it, or for everybody."""

    unit = forms.ModelChoiceField(
        Unit.objects.none(), label=_("Unit"), required=False, empty_label=_("everybody in the contest")
    )
    field_order = ("what", "unit", "began_at", "ended_at", "words")

    def __init__(self, *args: Any, contest: Contest, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["unit"].queryset = units_that_may_enter(contest, day)  # type: ignore[attr-defined]


class DecisionForm(forms.Form):
    minutes = forms.IntegerField(
        label=_("Minutes given back"), min_value=0, max_value=MOST_MINUTES, initial=0,
        help_text=_("To each paper that was open then and still is; never past the end of its round. 0: none."),
    )  # fmt: skip
    decision = _words(_("Decision and reason"))

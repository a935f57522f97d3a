"""What a trainer types about a question."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from questionbank.models import Difficulty, Kind, QuestionVersion, Topic
from questionbank.writing import MOST_CHOICES, Wording
from regulations.models import Provision

LETTERS = "ABCDEF"


class QuestionForm(forms.Form):
    """The wording of a question; the citation is picked from the tree and comes as `provision`."""

    topic = forms.ModelChoiceField(Topic.objects.order_by("position"), label=_("Topic"))
    kind = forms.ChoiceField(label=_("Kind"), choices=Kind.choices)
    difficulty = forms.TypedChoiceField(label=_("Difficulty"), choices=Difficulty.choices, coerce=int, initial=2)
    stem = forms.CharField(label=_("Question"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))
    right = forms.MultipleChoiceField(
        label=_("Right choice"),
        choices=[(str(place), letter) for place, letter in enumerate(LETTERS)],
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Mark the right choice.")},
    )
    explanation = forms.CharField(
        label=_("Explanation"), required=False, max_length=4000, widget=forms.Textarea(attrs={"rows": 3})
    )
    provision = forms.ModelChoiceField(
        Provision.objects.select_related("document"),
        widget=forms.HiddenInput,
        error_messages={"required": _("Pick the clause that proves the answer.")},
    )
    quote = forms.CharField(
        label=_("Quoted words"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Copy the proving words exactly from the clause."),
    )
    keep_order = forms.BooleanField(label=_("Always show the choices in this order"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, letter in enumerate(LETTERS[:MOST_CHOICES]):
            self.fields[f"choice_{place}"] = forms.CharField(
                label=_("Choice %(letter)s") % {"letter": letter}, required=place < 2, max_length=1000
            )

    def choice_fields(self) -> list[forms.BoundField]:
        return [self[f"choice_{place}"] for place in range(MOST_CHOICES)]

    def wording(self) -> Wording:
        """Return what was typed. Raises nothing: `writing.check` judges it."""
        given = self.cleaned_data
        texts = [given[f"choice_{place}"].strip() for place in range(MOST_CHOICES)]
        while texts and not texts[-1]:
            texts.pop()
        return Wording(
            kind=given["kind"],
            difficulty=given["difficulty"],
            stem=given["stem"],
            choices=texts,
            right=frozenset(int(place) for place in given["right"]),
            explanation=given["explanation"],
            cited=[(given["provision"], given["quote"])],
            keep_order=given["keep_order"],
        )


def initial_of(version: QuestionVersion) -> dict[str, Any]:
    """Return what the form shows of `version`."""
    choices = list(version.choices.order_by("position"))
    cited = version.citations.first()
    return {
        "topic": version.question.topic_id,
        "kind": version.kind,
        "difficulty": version.difficulty,
        "stem": version.stem,
        "right": [str(place) for place, choice in enumerate(choices) if choice.is_correct],
        "explanation": version.explanation,
        "provision": cited.provision_id if cited else None,
        "quote": cited.quote if cited else "",
        "keep_order": version.keep_order,
        **{f"choice_{place}": choice.text for place, choice in enumerate(choices)},
    }

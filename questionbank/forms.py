"""What a trainer types about a question, and the file that they bring."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from official.figures import whole
from questionbank.askable import MOST_CHOICES
from questionbank.bodies import body_of
from questionbank.faults import in_words
from questionbank.formats.files import LARGEST_PACKAGE, MOST_ROWS
from questionbank.kinds import CHOOSING, Body
from questionbank.models import Difficulty, Kind, Question, Topic
from questionbank.typing_boxes import accepted_of, accepted_text, parts_of, parts_text, rubric_of, rubric_text
from questionbank.writing import Wording
from regulations.models import Provision

PARTS_EXAMPLE = "Câu 1. …\nA. …\nB. …\nĐáp án: A\n\nCâu 2. …\nLoại: Trả lời ngắn\nĐáp án: …"
PLACES = "ABCDEFGHIJ"[:MOST_CHOICES]
ROWS_IN_SIGHT = 4


@dataclass(frozen=True)
class ChoiceRow:
    """The boxes of one choice. right: whether it is marked as right."""

    place: int
    letter: str
    text: forms.BoundField
    partner: forms.BoundField
    remark: forms.BoundField
    right: bool


class QuestionForm(forms.Form):
    """The wording of a question; what it cites is picked beside it."""

    use_required_attribute = False  # the server says what is missing, so that picking a clause needs nothing filled in

    topic = forms.ModelChoiceField(
        Topic.objects.offered(), label=gettext_lazy("Topic"), empty_label=gettext_lazy("Choose a topic")
    )
    kind = forms.ChoiceField(label=gettext_lazy("Kind"), choices=Kind.choices)
    difficulty = forms.TypedChoiceField(
        label=gettext_lazy("Difficulty"), choices=Difficulty.choices, coerce=int, initial=Difficulty.MEDIUM
    )
    stem = forms.CharField(
        label=gettext_lazy("Text of the question"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3})
    )
    right = forms.MultipleChoiceField(choices=[(str(p), letter) for p, letter in enumerate(PLACES)], required=False)
    keep_order = forms.BooleanField(
        label=gettext_lazy("Always show the choices in this order (for “all of the above” and the like)"),
        required=False,
    )
    explanation = forms.CharField(
        label=gettext_lazy("Explanation, shown after the contest"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    accepted = forms.CharField(
        label=gettext_lazy("Answers taken as right"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy(
            "One line for each gap, or one line in all; other ways of writing it on the same line after a “|”. "
            "Tone marks and capitals do not count."
        ),
    )
    tolerance = forms.CharField(label=gettext_lazy("May be off by"), required=False, max_length=20)
    rubric = forms.CharField(
        label=gettext_lazy("Rubric: a line for each criterion, with its points after a colon"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
    )

    parts = forms.CharField(
        label=gettext_lazy("Questions of the situation, written as in a Word file"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 12, "placeholder": PARTS_EXAMPLE}),
    )

    def clean_parts(self) -> tuple[Body, ...]:
        """Read the parts where the kind wants any; what is wrong is named with its line."""
        text = self.cleaned_data["parts"]
        if self.cleaned_data.get("kind") != Kind.SITUATION or not text.strip():
            return ()
        parts, faults = parts_of(text)
        if faults:
            raise forms.ValidationError(
                [_("Line %(line)s: %(problem)s") % {"line": f.row, "problem": in_words(f)} for f in faults[:5]]
            )
        return parts

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place, letter in enumerate(PLACES):
            self.fields[f"choice_{place}"] = forms.CharField(
                label=_("Choice %(letter)s") % {"letter": letter},
                required=False,
                max_length=1000,
                widget=forms.Textarea(attrs={"rows": 2}),
            )
            self.fields[f"partner_{place}"] = forms.CharField(
                label=_("Right side of %(letter)s") % {"letter": letter}, required=False, max_length=1000
            )
            self.fields[f"remark_{place}"] = forms.CharField(
                label=_("What whoever takes %(letter)s has misunderstood") % {"letter": letter},
                required=False,
                max_length=1000,
            )

    def choice_rows(self) -> Iterator[ChoiceRow]:
        """Yield a row for each choice that there may be."""
        right = {str(place) for place in self["right"].value() or []}
        for place, letter in enumerate(PLACES):
            fields = [self[f"{name}_{place}"] for name in ("choice", "partner", "remark")]
            yield ChoiceRow(place, letter, *fields, str(place) in right)

    def first_rows(self) -> list[ChoiceRow]:
        return list(self.choice_rows())[:ROWS_IN_SIGHT]

    def further_rows(self) -> list[ChoiceRow]:
        return list(self.choice_rows())[ROWS_IN_SIGHT:]

    def further_filled(self) -> bool:
        return any(row.text.value() or row.partner.value() for row in self.further_rows())

    def wording(self, cited: Sequence[tuple[Provision, str]]) -> Wording:
        """Return what was typed, resting on `cited`; `writing.check` judges it."""
        given = self.cleaned_data
        texts, partners, remarks = (
            [given[f"{name}_{place}"] for place in range(MOST_CHOICES)] for name in ("choice", "partner", "remark")
        )
        kind = given["kind"]
        texts = _until_empty(texts) if kind in (*CHOOSING, "order", "match") else []
        return Wording(
            kind=given["kind"],
            difficulty=given["difficulty"],
            stem=given["stem"],
            choices=texts,
            right=frozenset(int(place) for place in given["right"]) if kind in CHOOSING else frozenset(),
            partners=_until_empty(partners) if kind == Kind.MATCH else (),
            accepted=accepted_of(given["accepted"], kind),
            tolerance=given["tolerance"] if kind == Kind.NUMBER else "",
            parts=given["parts"],
            rubric=rubric_of(given["rubric"]) if kind == Kind.ESSAY else (),
            remarks=remarks[: len(texts)] if any(remarks[: len(texts)]) else (),
            explanation=given["explanation"],
            cited=cited,
            keep_order=given["keep_order"],
        )


def _until_empty(texts: list[str]) -> list[str]:
    while texts and not texts[-1]:
        texts.pop()
    return texts


def typed(post: Any) -> dict[str, Any]:
    """Return what stands in the fields of a form that is not finished, to be shown again without judging it."""
    return {**post.dict(), "right": post.getlist("right"), "keep_order": bool(post.get("keep_order"))}


def initial_of(question: Question) -> dict[str, Any]:
    """Return what the form shows of the latest wording of `question`."""
    version = question.latest_version
    assert version is not None  # noqa: S101  # every question is written with a first version
    choices = list(version.choices.order_by("position"))
    return {
        "topic": question.topic_id,
        "kind": version.kind,
        "difficulty": version.difficulty,
        "stem": version.stem,
        "right": [str(place) for place, choice in enumerate(choices) if choice.is_correct],
        "explanation": version.explanation,
        "keep_order": version.keep_order,
        **{f"choice_{place}": choice.text for place, choice in enumerate(choices)},
        **{f"remark_{place}": choice.remark for place, choice in enumerate(choices)},
        **{f"partner_{place}": text for place, text in enumerate(version.body.get("partners", ()))},
        "accepted": accepted_text(version.body.get("accepted", ())),
        "tolerance": version.body.get("tolerance", ""),
        "rubric": rubric_text(version.body.get("rubric", ())),
        "parts": parts_text(body_of(version, choices).parts),
    }


class FileForm(forms.Form):
    file = forms.FileField(
        label=gettext_lazy("File of questions"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.csv,.docx,.txt,.gift,.xml,.zip"}),
        error_messages={"required": gettext_lazy("Choose a file first.")},
        help_text=format_lazy(
            gettext_lazy(
                "Excel, CSV, Word, plain text, GIFT, Aiken, Moodle XML, QTI or Kahoot; at most 10 MB, 50 MB "
                "with pictures, sound and film, and {most} questions."
            ),
            most=whole(MOST_ROWS),
        ),
    )
    topic = forms.ModelChoiceField(
        Topic.objects.offered(),
        label=gettext_lazy("Topic of rows that name none"),
        required=False,
        to_field_name="code",
        empty_label=gettext_lazy("None: every row must name its topic"),
    )

    def file_read(self) -> Mapping[str, Any]:
        """Return what `importing.read_file` takes of the form: the bytes, at most one more than the limit."""
        file, topic = self.cleaned_data["file"], self.cleaned_data["topic"]
        raw = file.read(LARGEST_PACKAGE + 1)
        return {"raw": raw, "file_name": file.name, "default_topic": topic.code if topic else ""}

"""What a paper asks, as a table: so many questions of a topic or regulation, a difficulty, a kind, worth so much."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.rules import MOST_POINTS, MOST_QUESTIONS
from questionbank.blueprint import FULL_POINTS, Slot
from questionbank.models import Difficulty, Kind, Topic
from regulations.models import Document

Choices = list[tuple[Any, Any]]


@dataclass(frozen=True)
class Offered:
    """What the lists of every row offer; read once for all rows."""

    topics: Choices
    documents: Choices


def offered_on(day: date) -> Offered:
    """Return the topics, and the regulations in force on `day`; two queries."""
    topics = Topic.objects.order_by("position", "code")
    documents = Document.objects.without_source().order_by("number_folded")
    return Offered(
        [("", _("any topic")), *((topic.code, str(topic)) for topic in topics)],
        [("", _("any regulation")), *((document.pk, str(document)) for document in documents)],
    )


class SlotForm(forms.Form):
    count = forms.IntegerField(label=_("Questions"), min_value=1, max_value=MOST_QUESTIONS)
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    document = forms.TypedChoiceField(label=_("Regulation"), required=False, coerce=int, empty_value=0)
    difficulty = forms.TypedChoiceField(
        label=_("Difficulty"), choices=[("", _("any difficulty")), *Difficulty.choices], coerce=int,
        empty_value=0, required=False,
    )  # fmt: skip
    kind = forms.ChoiceField(label=_("Kind"), choices=[("", _("any kind")), *Kind.choices], required=False)
    points = forms.DecimalField(
        label=_("Points for each"), min_value=Decimal("0.01"), max_value=Decimal(MOST_POINTS) / 100, decimal_places=2,
        required=False, localize=True,
    )  # fmt: skip

    def __init__(self, *args: Any, offered: Offered, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["topic"].choices = offered.topics  # type: ignore[attr-defined]
        self.fields["document"].choices = offered.documents  # type: ignore[attr-defined]

    def clean_kind(self) -> str:
        if self.cleaned_data["kind"] == Kind.PREDICTION:
            raise forms.ValidationError(_("A prediction is asked for below, once for the whole paper."))
        return str(self.cleaned_data["kind"])

    def has_changed(self) -> bool:
        """A row without any number or choice is an empty row."""
        return any(self[name].value() for name in ("count", "topic", "document", "difficulty", "kind"))


def slot_of(typed: dict[str, Any]) -> Slot:
    """Return the slot that a valid row says."""
    points = typed["points"]
    return Slot(**typed | {"points": int(points * 100) if points else FULL_POINTS})


def initial_of(blueprint: Sequence[Slot]) -> list[dict[str, Any]]:
    """Return a row for each slot."""
    return [
        {
            "count": slot.count, "topic": slot.topic, "document": slot.document or "",
            "difficulty": slot.difficulty or "", "kind": slot.kind, "points": Decimal(slot.points) / 100,
        }
        for slot in blueprint
    ]  # fmt: skip

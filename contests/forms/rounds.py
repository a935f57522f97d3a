"""A round of a draft: its window, and the rules of its papers."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.drafts.opening import RoundDraft
from contests.forms.moments import moment_field
from contests.forms.slots import slot_of
from contests.models import Round
from contests.papers.drawing import drawable_counts
from contests.rules import MOST_ATTEMPTS, MOST_MINUTES, MOST_QUESTIONS, MOST_SETS, PaperRules, RulesError
from questionbank.blueprint import Slot
from questionbank.models import Topic

PLAIN = (
    "minutes", "attempts", "per_day", "counted", "explanations", "shuffle_questions", "shuffle_choices", "paging",
    "back", "wrong", "predicts", "sets",
)  # fmt: skip
MAY_BE_EMPTY = ("per_day", "wrong", "sets")  # numbers that are 0 where nothing is written


class RoundForm(forms.Form):
    """All of a round but the rows of its blueprint, which are a table of their own."""

    title = forms.CharField(
        label=_("Name of the round"), max_length=120, required=False, help_text=_("Left empty: its number.")
    )
    opens_at = moment_field(_("Opens at"))
    closes_at = moment_field(_("Closes at"))
    minutes = forms.IntegerField(label=_("Minutes for one paper"), min_value=1, max_value=MOST_MINUTES)
    attempts = forms.IntegerField(
        label=_("Attempts for each person"), min_value=0, max_value=MOST_ATTEMPTS,
        help_text=_("In this round. 0: as often as they like."),
    )  # fmt: skip
    per_day = forms.IntegerField(
        label=_("Attempts on one day"), min_value=0, max_value=MOST_ATTEMPTS, required=False,
        help_text=_("0: no limit."),
    )  # fmt: skip
    counted = forms.ChoiceField(
        label=_("The attempt that counts"),
        choices={"best": _("the best"), "last": _("the last"), "first": _("the first")},
    )
    wrong = forms.IntegerField(
        label=_("A wrong answer takes away (%)"), min_value=0, max_value=100, required=False,
        help_text=_("Of what the question earns. 0: nothing."),
    )  # fmt: skip
    predicts = forms.ChoiceField(
        label=_("What a paper asks to foretell"),
        required=False,
        choices={
            "": _("nothing"),
            "participants": _("how many people take part in the round"),
            "entries": _("how many papers are handed in"),
            "all_correct": _("how many people answer everything correctly"),
        },
    )
    sets = forms.IntegerField(
        label=_("Fixed papers"), min_value=0, max_value=MOST_SETS, required=False,
        help_text=_("So many are drawn once, and chance gives each person one. 0: every paper is drawn by itself."),
    )  # fmt: skip
    paging = forms.ChoiceField(
        label=_("Questions on one screen"), choices={"one": _("one"), "all": _("all, one below the other")}
    )
    explanations = forms.ChoiceField(
        label=_("Right answers and explanations show"),
        choices={
            "after_close": _("when the round is over"),
            "after_contest": _("when the contest is over"),
            "after_submit": _("when a person has used every attempt"),
        },
    )
    back = forms.BooleanField(label=_("One may go back to an earlier question"), required=False)
    shuffle_questions = forms.BooleanField(label=_("Each paper has its own order of questions"), required=False)
    shuffle_choices = forms.BooleanField(label=_("Each paper has its own order of choices"), required=False)

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        have = drawable_counts(day)
        offered = Topic.objects.order_by("position", "code")
        sent = {*(kwargs.get("initial") or {}), *(args[0] if args and args[0] else {})}
        self.topics = [each for each in offered if each.retired_at is None or f"topic_{each.code}" in sent]
        for topic in self.topics:
            self.fields[f"topic_{topic.code}"] = forms.IntegerField(
                label=str(topic),
                required=False,
                min_value=0,
                max_value=MOST_QUESTIONS,
                help_text=_("%(count)s can be drawn today") % {"count": have.get(topic.code, 0)},
            )

    def topic_fields(self) -> list[forms.BoundField]:
        """Return the fields for the number of questions, in the order of topics."""
        return [self[f"topic_{topic.code}"] for topic in self.topics]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        opens, closes = given.get("opens_at"), given.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("The round must close after it opens."))
        if given.get("paging") == "all" and not given.get("back"):
            self.add_error("back", _("With all questions on one screen one can always go back."))
        if given.get("attempts") == 0 and given.get("explanations") == "after_submit":
            self.add_error("explanations", _("Nobody has ever used every attempt where there is no limit."))
        return given

    def draft(self, rows: list[dict[str, Any]], public: list[dict[str, Any]]) -> RoundDraft | None:
        """Return the round, `rows` and `public` being typed rows of blueprints; None, and the reason told, for none.

        Call it only after is_valid().
        """
        given = self.cleaned_data
        slots = [Slot(given[f"topic_{t.code}"], t.code) for t in self.topics if given.get(f"topic_{t.code}")]
        slots += [slot_of(row) for row in rows]
        plain = {name: given[name] for name in PLAIN} | {name: given[name] or 0 for name in MAY_BE_EMPTY}
        asked = {
            "blueprint": [slot.to_json() for slot in slots],
            "public_blueprint": [slot_of(row).to_json() for row in public],
        }
        try:
            rules = PaperRules.from_json(plain | asked)
        except RulesError as error:
            self.add_error(None, sentence_of(error))
            return None
        return RoundDraft(given["opens_at"], given["closes_at"], rules, given["title"])


def sentence_of(error: RulesError) -> str:
    """Return what is wrong with the rules of papers, for whoever filled in the form."""
    if error.field.startswith("public_blueprint"):
        return str(_("Ask the public as many questions, for as many points in all, as everybody else."))
    if error.field.startswith("blueprint"):
        return str(_("Ask between 1 and %(most)s questions in all: fill in at least one topic.")) % {
            "most": MOST_QUESTIONS
        }
    return str(_("The rules are not complete: %(field)s.")) % {"field": error.field}


def initial_of(of: Round) -> tuple[dict[str, Any], list[Slot]]:
    """Return what the form shows for a round, and the slots left for the rows: all that name more than a topic."""
    rules = of.paper_rules
    shown: dict[str, Any] = {name: getattr(rules, name) for name in PLAIN}
    shown |= {"title": of.title, "opens_at": of.opens_at, "closes_at": of.closes_at}
    rows: list[Slot] = []
    for slot in rules.blueprint:
        if slot.topic and slot == Slot(slot.count, slot.topic) and f"topic_{slot.topic}" not in shown:
            shown[f"topic_{slot.topic}"] = slot.count
        else:
            rows.append(slot)
    return shown, rows

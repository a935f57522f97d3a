"""What organisers settle before a stage contest: parts with their sheets, how marks are combined, teams and jury."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.live.bell import BellRule
from contests.live.rules import LiveRules
from contests.live.scoring import Scoring
from contests.models import Entrant, Stage
from contests.settings import RulesError
from contests.stage.fields import PointsField, SecondsField
from contests.stage.programme import (
    KINDS,
    LONGEST,
    OVERS,
    RESTS,
    THEMES,
    Combining,
    Criterion,
    Penalty,
    Programme,
    Segment,
    TieKey,
)
from contests.stage.wording import KINDS as KIND_NAMES
from contests.stage.wording import OVERS as OVER_NAMES
from contests.stage.wording import RESTS as REST_NAMES
from contests.stage.wording import THEMES as THEME_NAMES
from people.models import Unit


class SegmentForm(forms.Form):
    title = forms.CharField(label=_("Name of the part"), max_length=200)
    theme = forms.ChoiceField(label=_("What it is"), choices=[(each, THEME_NAMES[each]) for each in THEMES])
    kind = forms.ChoiceField(label=_("How it is scored"), choices=[(each, KIND_NAMES[each]) for each in KINDS])
    maximum = PointsField(
        label=_("Maximum of a quiz"), required=False, least=1,
        help_text=_("Of a judged part it is the sum of its criteria."),
    )  # fmt: skip
    weight = forms.IntegerField(
        label=_("Percent of it that counts in the total"), min_value=0, max_value=1000, initial=100
    )
    seconds = SecondsField(
        label=_("Time limit (minutes:seconds)"), most=LONGEST, required=False, help_text=_("Empty: no limit.")
    )
    step = PointsField(label=_("Step between two marks"), least=1, initial=25)
    penalty_points = PointsField(
        label=_("Over time: points proposed to be taken away"), required=False,
        help_text=_("The system proposes; the jury decides. Empty: no scale."),
    )  # fmt: skip
    penalty_every = SecondsField(label=_("… for each time begun of"), most=LONGEST, required=False, initial=30)
    penalty_grace = SecondsField(label=_("… after a time that costs nothing of"), most=LONGEST, required=False)
    out_of = PointsField(
        label=_("Points in the live round that are worth the maximum"), required=False, most=100_000_000,
        help_text=_("Of a quiz. Empty: the points of the round count as they are."),
    )  # fmt: skip

    def segment(self, criteria: Sequence[Criterion]) -> Segment | None:
        """Return the part that a valid form and the rows of its sheet state; None, with its errors, where none fits."""
        given = self.cleaned_data
        judged = given["kind"] == "judged"
        if judged and not criteria:
            self.add_error("kind", _("A judged part needs at least one criterion."))
        if not judged and not given["maximum"]:
            self.add_error("maximum", _("Write how many points the quiz is worth."))
        if given["penalty_points"] and not given["seconds"]:
            self.add_error("seconds", _("A scale for time over needs a time limit."))
        off = next((one for one in criteria if judged and one.maximum % given["step"]), None)
        if off is not None:
            self.add_error("step", _("The maximum of every criterion must be a whole number of steps."))
        if self.errors:
            return None
        penalty = None
        if given["penalty_points"]:
            penalty = Penalty(given["penalty_every"] or 30, given["penalty_points"], given["penalty_grace"] or 0)
        segment = Segment(
            given["title"].strip(), given["theme"], given["kind"],
            sum(one.maximum for one in criteria) if judged else given["maximum"],
            weight=given["weight"], seconds=given["seconds"] or 0, step=given["step"],
            criteria=tuple(criteria) if judged else (), penalty=penalty,
            out_of=0 if judged else given["out_of"] or 0,
        )  # fmt: skip
        try:
            Programme.from_json(Programme((segment,)).to_json())
        except RulesError as wrong:
            self.add_error(None, str(wrong))
            return None
        return segment


class CriterionForm(forms.Form):
    title = forms.CharField(label=_("Criterion"), max_length=200)
    maximum = PointsField(label=_("At most"), least=1)

    def has_changed(self) -> bool:
        """A row counts by what stands in it, whether it was typed now or before."""
        return bool(self["title"].value() or self["maximum"].value())


def initial_of(segment: Segment) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """Return what the form and its rows show of a part."""
    plain = ("title", "theme", "kind", "maximum", "weight", "step")
    shown = {name: getattr(segment, name) for name in plain}
    shown |= {"seconds": segment.seconds or None, "out_of": segment.out_of or None}
    if segment.penalty:
        shown |= {"penalty_points": segment.penalty.points, "penalty_every": segment.penalty.every}
        shown |= {"penalty_grace": segment.penalty.grace or None}
    return shown, [{"title": one.title, "maximum": one.maximum} for one in segment.criteria]


class CombiningForm(forms.Form):
    over = forms.ChoiceField(label=_("A score is"), choices=[(each, OVER_NAMES[each]) for each in OVERS])
    drop_from = forms.IntegerField(
        label=_("The highest and the lowest are left out from how many jurors on"), min_value=0, max_value=50,
        initial=0, help_text=_("0: never. Otherwise at least 3; five is usual."),
    )  # fmt: skip
    decimals = forms.IntegerField(label=_("Decimals of a score"), min_value=0, max_value=4, initial=2)
    rest = forms.ChoiceField(
        label=_("Teams that nothing parts"), choices=[(each, REST_NAMES[each]) for each in RESTS], initial="bell"
    )

    def clean_drop_from(self) -> int:
        given = int(self.cleaned_data["drop_from"])
        if 0 < given < 3:
            raise forms.ValidationError(_("Write 0, or at least 3, so that a mark remains."))
        return given

    def programme(self, now: Programme, ties: Sequence[TieKey]) -> Programme:
        given = self.cleaned_data
        combining = Combining(given["over"], given["drop_from"], given["decimals"])
        return replace(now, combining=combining, ties=tuple(ties), rest=given["rest"])


class TieForm(forms.Form):
    key = forms.ChoiceField(label=_("Of equal totals, the better one has more in"), required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [("", "–")]
        for at, segment in enumerate(programme.segments, start=1):
            choices.append((f"{at}.0", f"{at}. {segment.title}"))
            for place, one in enumerate(segment.criteria, start=1):
                choices.append((f"{at}.{place}", f"{at}. {segment.title}: {one.title}"))
        self.fields["key"].choices = choices  # type: ignore[attr-defined]

    def has_changed(self) -> bool:
        """As of a criterion."""
        return bool(self["key"].value())


def tie_of(typed: str) -> TieKey:
    segment, _dot, criterion = typed.partition(".")
    return TieKey(int(segment), int(criterion))


class TeamForm(forms.Form):
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    name = forms.CharField(
        label=_("Name of the team"), max_length=120, required=False, help_text=_("Empty: the name of the unit.")
    )
    leader = forms.CharField(label=_("Head of the delegation"), max_length=120, required=False)

    def __init__(self, *args: Any, stage: Stage, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        taken = stage.teams.values("unit")
        free = Unit.objects.filter(valid_to=None).exclude(pk__in=taken).order_by("name")
        self.fields["unit"].queryset = free  # type: ignore[attr-defined]


class MemberForm(forms.Form):
    entrant = forms.ModelChoiceField(label=_("Person"), queryset=Entrant.objects.none())
    captain = forms.BooleanField(label=_("captain"), required=False)

    def __init__(self, *args: Any, people: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["entrant"].queryset = people  # type: ignore[attr-defined]
        self.fields["entrant"].label_from_instance = lambda one: f"{one.full_name} · {one.unit.name}"  # type: ignore[attr-defined]


class JurorForm(forms.Form):
    seat = forms.IntegerField(label=_("Seat"), min_value=1, max_value=50)
    name = forms.CharField(label=_("Name"), max_length=120, required=False, help_text=_("Empty: as in the account."))
    username = forms.CharField(
        label=_("Account"), max_length=150, required=False,
        help_text=_("Empty: the secretary enters the marks of a paper sheet."),
    )  # fmt: skip
    head = forms.BooleanField(label=_("head of the jury"), required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not given.get("name") and not given.get("username"):
            self.add_error("name", _("Write a name or an account."))
        return given


WAYS = {
    "captain": _("captains answer for their teams"),
    "bell": _("captains ring the bell, and the first to ring answers"),
    "mean": _("every member answers; a team has the mean"),
}


class QuizForm(forms.Form):
    """The live round of a quiz. `rules()` gives its settings in the form that the action takes."""

    way = forms.ChoiceField(label=_("How it is played"), choices=list(WAYS.items()), initial="captain")
    questions = forms.IntegerField(label=_("Number of questions"), min_value=1, max_value=60, initial=10)
    seconds = forms.IntegerField(label=_("Seconds to answer each question"), min_value=5, max_value=300, initial=30)
    points = forms.IntegerField(label=_("Points of a right answer"), min_value=1, max_value=1000, initial=10)
    penalty = forms.IntegerField(
        label=_("Bell: points lost by who holds it and is wrong or silent"), min_value=0, max_value=1000, initial=0
    )
    bell_seconds = forms.IntegerField(
        label=_("Bell: seconds to answer for who holds it"), min_value=1, max_value=120, initial=15
    )

    def rules(self) -> LiveRules:
        """Return the rules that a valid form states."""
        given = self.cleaned_data
        bell = BellRule(given["points"], given["penalty"], given["bell_seconds"])
        return LiveRules(
            scoring=Scoring("flat", given["points"], 0), bell=bell,
            play="bell" if given["way"] == "bell" else "all", teams="mean" if given["way"] == "mean" else "captain",
        )  # fmt: skip

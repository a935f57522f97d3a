"""Which needs are open now, over the contests of one unit, and the drafts whose blueprints can ask about them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from contests.drafts.drafting import edit_round
from contests.drafts.opening import RoundDraft
from contests.models import Contest, Phase, Round
from contests.papers.drawing import drawable_counts
from contests.rules import PaperRules, RulesError
from people.models import Unit, User
from questionbank.models import Topic
from training.analyses import figures_of, latest
from training.findings import Report, Rule, State
from training.measure.follow_up import Verdict
from training.planning.following import Found as FollowedUp
from training.planning.models import FollowUp
from training.planning.open_needs import Found, OpenNeed, Told, open_needs, weights_of
from training.planning.refusals import BlueprintChanged, NothingByTopic, PointsDiffer, TooFewQuestions
from training.planning.weighting import FLOOR, Cannot, Line, counts_of, reweighed, weighted
from training.reports import report_from

REFUSED = {"nothing_by_topic": NothingByTopic, "points_differ": PointsDiffer, "too_few_questions": TooFewQuestions}


@dataclass(frozen=True)
class Standing:
    """contests: those whose kept analyses were read, oldest first."""

    needs: tuple[OpenNeed, ...]
    contests: tuple[Contest, ...]


@dataclass(frozen=True)
class Proposal:
    """What a round's blueprint would ask. seen: the rules that it was made from, to be named when it is kept."""

    round: Round
    lines: tuple[Line, ...]
    draft: RoundDraft
    seen: str

    @property
    def moves(self) -> bool:
        return any(line.before != line.after for line in self.lines)


def standing_of(unit: Unit, *, now: datetime, rule: Rule | None = None) -> Standing:
    """Return the open needs by the kept analyses of the contests of `unit` that are over, and by follow-ups.

    A contest of which nobody has looked at the report has no analysis, and tells nothing.
    """
    rule = rule or Rule()
    told: list[Told] = []
    read = []
    for contest in Contest.objects.public().filter(unit=unit).select_related("unit").order_by("closes_at", "pk"):
        kept = latest(contest) if contest.phase_at(now) == Phase.OVER else None
        if kept is not None:
            read.append(contest)
            report = report_from(figures_of(kept), contest=contest, cut_off=kept.asked_at, now=now, rule=rule)
            told.extend(told_by(report, contest.closes_at))
    ours = FollowUp.objects.filter(of__plan__contest__unit=unit).select_related("of", "later")
    told.extend(_followed(ours, rule.target))
    return Standing(tuple(open_needs(told)), tuple(read))


def told_by(report: Report, at: datetime) -> Iterable[Told]:
    """Yield what a report surely says of its groups, need or none."""
    words = {State.NEED: Found.NEED, State.OK: Found.MET}
    for row in report.topics:
        for group, cell in zip(report.groups, row.cells, strict=True):
            if cell.state in words and cell.estimate is not None:
                gap = max(report.rule.target - cell.estimate.value, 0.0)
                yield Told(at, words[cell.state], row.topic, group.units, group.label, group.people, gap)


def _followed(made: Iterable[FollowUp], target: float) -> Iterable[Told]:
    for one in made:
        measured = FollowedUp.from_json(one.content).measured
        if measured.verdict is Verdict.BETTER and measured.attended.after >= target:
            units = frozenset(one.of.attendances.values_list("unit_id", flat=True))
            yield Told(one.later.closes_at, Found.FOLLOWED, one.of.topic_id, units)


def by_code(needs: Sequence[OpenNeed]) -> dict[str, float]:
    """Return people × gap of the open needs by code of topic."""
    codes = dict(Topic.objects.values_list("pk", "code"))
    return {codes[topic]: weight for topic, weight in weights_of(needs).items()}


def propose_blueprint(one: Round, needs: Sequence[OpenNeed], *, floor: int = FLOOR) -> Proposal:
    """Return the blueprint that a draft's round would have, weighted by `needs`. floor: as `weighting.weighted` has it.

    Raises NothingByTopic, PointsDiffer or TooFewQuestions.
    """
    rules = one.paper_rules
    before = counts_of(rules.blueprint)
    try:
        lines = weighted(before, by_code(needs), drawable_counts(timezone.localdate(one.opens_at)), floor=floor)
        blueprint = reweighed(rules.blueprint, lines)
    except Cannot as cannot:
        raise REFUSED[cannot.why] from cannot
    changed = rules.to_json() | {"blueprint": [slot.to_json() for slot in blueprint]}
    try:
        asked = PaperRules.from_json(changed)
    except RulesError as wrong:
        raise PointsDiffer from wrong
    return Proposal(one, lines, RoundDraft(one.opens_at, one.closes_at, asked, one.title), _seen(one, lines))


def keep_blueprint(*, one: Round, needs: Sequence[OpenNeed], seen: str, by: User, floor: int = FLOOR) -> Round:
    """Write the blueprint that was shown into the draft.

    seen: `Proposal.seen` as the page showed it. Raises BlueprintChanged where the round or the needs are others by
    now, what `propose_blueprint` raises, or what `drafting.edit_round` refuses.
    """
    made = propose_blueprint(one, needs, floor=floor)
    if made.seen != seen:
        raise BlueprintChanged
    return edit_round(contest=one.contest, number=one.pk, draft=made.draft, by=by)


def _seen(one: Round, lines: Sequence[Line]) -> str:
    counts = ",".join(f"{line.topic}:{line.before}:{line.after}" for line in lines)
    return f"{one.contest.revision}/{counts}"

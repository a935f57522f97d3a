"""The training-need report of a contest: its figures, the rule that a trainer asks for, and the words and clauses
behind them.
"""

from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from django.utils import timezone

from contests.models import Contest
from contests.wording import rules_in_words
from people.models import Unit
from questionbank.models import Topic
from training.analyses import figures_of, in_process, refresh
from training.analysing import is_apart
from training.analysis import Analysed, QuestionFigures
from training.coverage import coverage_of
from training.evidence import Wording, wordings
from training.findings import (
    Cell,
    ChosenChoice,
    Clause,
    Estimate,
    Group,
    HardQuestion,
    Header,
    NeedLine,
    Priority,
    Proposal,
    Report,
    Rule,
    State,
    Suspect,
    TopicRow,
)
from training.measure import needs
from training.measure.mastery import Cell as Measured
from training.measure.mastery import Mastery
from training.measure.warnings import Warn

HARDEST, CLAUSES = 10, 6
STATES = {
    needs.State.NEED: State.NEED,
    needs.State.NO_NEED: State.OK,
    needs.State.NOT_ENOUGH: State.UNSURE,
    needs.State.NOT_MEASURED: State.NONE,
}
SUSPICIONS = {
    Warn.LIKELY_WRONG_KEY: Suspect.WRONG_KEY,
    Warn.NEGATIVE: Suspect.AMBIGUOUS,
    Warn.AMBIGUOUS: Suspect.AMBIGUOUS,
    Warn.GIVES_ITSELF_AWAY: Suspect.GIVES_ITSELF_AWAY,
}


def kept_report(contest: Contest, *, now: datetime, rule: Rule | None = None) -> Report | None:
    """Return the report from the newest finished analysis, None where there is none yet; a newer one is begun where
    due.
    """
    kept = refresh(contest=contest, now=now, run=in_process)
    if kept is None:
        return None
    return report_from(figures_of(kept), contest=contest, cut_off=kept.asked_at, now=now, rule=rule)


def report_from(
    found: Analysed, *, contest: Contest, cut_off: datetime, now: datetime, rule: Rule | None = None
) -> Report:
    """Return the report that `found`, computed at `cut_off`, gives under `rule`, with the law as of `now`."""
    rule = rule or Rule()
    known = wordings({q.version for q in found.questions}, timezone.localdate(now))
    names = dict(Topic.objects.values_list("pk", "name"))
    questions = [(q, _question(q, known[q.version], names)) for q in found.questions]
    groups = _groups(found)
    rows, lines = _rows(found, groups, rule)
    kept = [shown for q, shown in questions if q.question not in found.apart and not is_apart(q, known[q.version])]
    hard = sorted(kept, key=lambda q: q.facility.value)
    return Report(
        header=_header(contest, cut_off),
        rule=rule,
        coverage=coverage_of(contest, found.in_hall),
        groups=groups,
        topics=rows,
        hardest=tuple(hard[:HARDEST]),
        set_apart=tuple(shown for _q, shown in questions if shown not in kept),
        proposals=_proposals(rows, lines, hard, rule),
        questions=tuple(shown for _q, shown in questions),
    )


def _header(contest: Contest, now: datetime) -> Header:
    return Header(
        contest.slug,
        contest.title,
        contest.unit.name,
        contest.opens_at,
        contest.closes_at,
        now,
        tuple(str(sentence) for sentence in rules_in_words(contest)),
    )


def _groups(found: Analysed) -> tuple[Group, ...]:
    units = Unit.objects.in_bulk([unit for group in found.groups for unit in group.units])
    return tuple(
        Group("small", "", "", group.people, merged=True, units=frozenset(group.units))
        if group.merged
        else Group(str(unit.pk), unit.name, unit.block, group.people, units=frozenset(group.units))
        for group in found.groups
        for unit in [units[group.units[0]]]
    )


def _rows(
    found: Analysed, groups: Sequence[Group], rule: Rule
) -> tuple[tuple[TopicRow, ...], dict[int, list[NeedLine]]]:
    """The rows of the report and its needs by topic."""
    mastery = found.mastery
    topics = Topic.objects.in_bulk([topic.topic for topic in found.topics])
    law = needs.Rule(rule.target, rule.threshold, rule.smallest_group)
    measured = {(c.group, c.topic): c for c in mastery.cells}
    totals = {c.topic: c for c in mastery.totals}
    rows = tuple(
        TopicRow(
            topic.topic,
            topics[topic.topic].code,
            topics[topic.topic].name,
            topic.questions,
            topic.unanswered,
            topic.in_hall,
            _total(mastery, totals[t], law),
            tuple(_cell(mastery, measured.get((g, t)), law) for g in range(len(groups))),
        )
        for t, topic in enumerate(found.topics)
    )
    lines: dict[int, list[NeedLine]] = defaultdict(list)
    for need in needs.needs_of(mastery, law):
        cell, group = measured[need.group, need.topic], groups[need.group]
        lines[found.topics[need.topic].topic].append(
            NeedLine(group.label, group.people, cell.answers, _estimate(cell), need.gap, need.chance)
        )
    return rows, lines


def _cell(mastery: Mastery, cell: Measured | None, law: needs.Rule) -> Cell:
    if cell is None:
        return Cell(0, 0, None, None, State.NONE)
    if needs.is_suppressed(cell, law):
        return Cell(cell.answers, cell.people, None, None, State.HIDDEN)
    below = mastery.chance_below(cell.estimate, law.target)
    return Cell(cell.answers, cell.people, _estimate(cell), below, STATES[needs.state_of(mastery, cell, law)])


def _total(mastery: Mastery, total: Measured, law: needs.Rule) -> Cell:
    """A topic over everybody; however few they are, they are no unit that could be recognised by them."""
    below = mastery.chance_below(total.estimate, law.target)
    state = STATES[needs.state_of(mastery, total, needs.Rule(law.target, law.threshold, 1))]
    return Cell(total.answers, total.people, _estimate(total), below, state)


def _estimate(cell: Measured) -> Estimate:
    return Estimate(cell.estimate.share, cell.estimate.low, cell.estimate.high)


def _question(found: QuestionFigures, wording: Wording, names: dict[int, str]) -> HardQuestion:
    shares = {c.choice: c.share for c in found.choices}
    suspect = dict.fromkeys(SUSPICIONS[warn] for warn in found.warnings if warn in SUSPICIONS)
    if any(not clause.in_force for clause in wording.clauses):
        suspect[Suspect.LAW_CHANGED] = Suspect.LAW_CHANGED
    return HardQuestion(
        wording.code,
        wording.stem,
        names[wording.topic],
        found.answers,
        found.unanswered,
        Estimate(found.facility, found.low, found.high),
        found.discrimination,
        tuple(ChosenChoice(text, shares.get(pk, 0.0), right) for pk, text, right in wording.choices),
        tuple(suspect),
        wording.clauses,
    )


def _proposals(
    rows: Sequence[TopicRow], lines: dict[int, list[NeedLine]], hard: Sequence[HardQuestion], rule: Rule
) -> tuple[Proposal, ...]:
    """A line for every topic with a need, largest people × gap first."""
    made = []
    for row in rows:
        own = lines.get(row.topic, [])
        everybody = not own and row.total.state is State.NEED
        if not own and not everybody:
            continue
        reached = sum(line.people for line in own) if own else row.total.people
        total_gap = rule.target - row.total.estimate.value if row.total.estimate else 0.0
        gap = sum(line.people * line.gap for line in own) / reached if own else total_gap
        below = max((line.below for line in own), default=row.total.below or 0.0)
        made.append(
            Proposal(
                row.code,
                row.name,
                reached,
                gap,
                below,
                _priority(gap, row.total.state),
                everybody,
                tuple(own),
                _clauses(row.name, hard),
            )
        )
    return tuple(sorted(made, key=lambda p: -p.people * p.gap))


def _priority(gap: float, everywhere: State) -> Priority:
    """High: the topic is a need for all together, or 15 points are missing; medium: 7 points; else low."""
    if everywhere is State.NEED or gap >= 0.15:
        return Priority.HIGH
    return Priority.MEDIUM if gap >= 0.07 else Priority.LOW


def _clauses(topic: str, hard: Sequence[HardQuestion]) -> tuple[Clause, ...]:
    """The clauses behind the topic's hardest questions, each once."""
    found: dict[int, Clause] = {}
    for question in hard:
        if question.topic == topic:
            for clause in question.clauses:
                found.setdefault(clause.provision, clause)
    return tuple(list(found.values())[:CLAUSES])

"""The training-need report of a contest: its figures, the rule that a trainer asks for, and the words and clauses
behind them.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from contests.models import Contest
from contests.wording import rules_in_words
from training.analyses import cut_of, figures_of, in_process, kept_cut, refresh
from training.analysing import is_apart
from training.analysis import Analysed, Parted, QuestionFigures
from training.asked import question_shown
from training.coverage import coverage_of
from training.cuts import Cut
from training.evidence import Wording, out_of_force, wordings
from training.findings import (
    Cell,
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
    TopicRow,
)
from training.measure import needs
from training.measure.mastery import Cell as Measured
from training.measure.mastery import Mastery
from training.models import Analysis
from training.parting import named_members, named_parts, parts_of

HARDEST, CLAUSES = 10, 6
SMALL_KEY = "small"
STATES = {
    needs.State.NEED: State.NEED,
    needs.State.NO_NEED: State.OK,
    needs.State.NOT_ENOUGH: State.UNSURE,
    needs.State.NOT_MEASURED: State.NONE,
}


@dataclass(frozen=True)
class Figures:
    """What was computed, by which cut, of the answers up to `cut_off`."""

    found: Analysed
    cut: Cut
    cut_off: datetime


def kept_report(contest: Contest, *, now: datetime, rule: Rule | None = None, cut: Cut | None = None) -> Report | None:
    """Return the report from the newest finished analysis, None where there is none yet; a newer one is begun where
    due. cut: None for units and topics of this contest alone, from papers where there are any.
    """
    kept = kept_figures(contest, now=now, cut=cut)
    if kept is None:
        return None
    return report_from(kept.found, contest=contest, cut_off=kept.cut_off, now=now, rule=rule, cut=kept.cut)


def kept_figures(contest: Contest, *, now: datetime, cut: Cut | None = None) -> Figures | None:
    """Return the figures that reports rest on, None where they have still to be computed."""
    found = kept_analyses(contest, cut, now=now)
    if found is None:
        return None
    cut_off = min(one.asked_at for one in found)
    if cut is None or is_usual(cut, contest):
        return Figures(figures_of(found[0]), cut or Cut((contest.pk,)), cut_off)
    parted = kept_cut(kept=found, cut=cut, now=now, run=in_process)
    if parted is None:
        return None
    return Figures(together([figures_of(one) for one in found], cut_of(parted)), cut, cut_off)


def kept_analyses(contest: Contest, cut: Cut | None, *, now: datetime) -> list[Analysis] | None:
    """Return the newest finished analysis of each contest of `cut`, in its order; None until each has one."""
    wanted = Contest.objects.in_bulk(cut.contests) if cut else {contest.pk: contest}
    kept = [refresh(contest=wanted[pk], now=now, run=in_process) for pk in (cut.contests if cut else wanted)]
    return None if None in kept else [one for one in kept if one]


def is_usual(cut: Cut, contest: Contest) -> bool:
    """Say whether `cut` is the one that every analysis of `contest` holds."""
    return cut.plain == usual_cut(contest)


def usual_cut(contest: Contest) -> Cut:
    """Return units and topics of `contest` alone, from papers, or from the hall where there are none."""
    papers = contest.papers.filter(submitted_at__isnull=False).exists()
    return Cut((contest.pk,), papers=100 if papers else 0, hall=0 if papers else 100)


def together(found: Sequence[Analysed], parted: Parted) -> Analysed:
    """Return the questions of several contests as one analysis, with the groups and topics of `parted`.

    Of a question that was asked in several the figures are those of the contest where most answered.
    """
    questions: dict[int, QuestionFigures] = {}
    for question in sorted((q for one in found for q in one.questions), key=lambda q: q.answers):
        questions[question.question] = question
    apart = frozenset().union(*(one.apart for one in found))
    in_hall = found[0].in_hall
    return Analysed(
        tuple(questions.values()), apart, parted.groups, parted.topics, parted.mastery, in_hall, found[0].scale
    )


def report_from(
    found: Analysed,
    *,
    contest: Contest,
    cut_off: datetime,
    now: datetime,
    rule: Rule | None = None,
    cut: Cut | None = None,
    whole: bool = False,
) -> Report:
    """Return the report that `found`, computed at `cut_off`, gives under `rule`, with the law as of `now`.

    cut: what the groups and topics of `found` were parted by. whole: with every question that was asked, whose words
    a page would read for nothing.
    """
    rule, cut, today = rule or Rule(), cut or Cut((contest.pk,)), timezone.localdate(now)
    unsound = out_of_force((q.version for q in found.questions), today)
    keys = parts_of((q.version for q in found.questions), cut.parts)
    names = named_parts({*keys.values(), *(t.topic for t in found.topics)}, cut.parts)
    kept = [q for q in found.questions if q.question not in found.apart and not is_apart(q, unsound)]
    apart = [q for q in found.questions if q.question in found.apart or is_apart(q, unsound)]
    hard = sorted(kept, key=lambda q: q.facility)
    behind = _hardest_of_each(hard, keys)
    known = wordings(
        {q.version for q in (*hard[:HARDEST], *apart, *(q for part in behind.values() for q in part))}
        | ({q.version for q in found.questions} if whole else set()),
        today,
    )

    def shown(question: QuestionFigures) -> HardQuestion:
        about = known[question.version]
        return question_shown(question, about, names[keys[question.version]][1], question.version in unsound)

    groups = _groups(found, cut)
    rows, lines = _rows(found, groups, names, rule)
    return Report(
        header=_header(contest, cut_off),
        rule=rule,
        coverage=coverage_of(contest, found.in_hall),
        groups=groups,
        topics=rows,
        hardest=tuple(shown(q) for q in hard[:HARDEST]),
        set_apart=tuple(shown(q) for q in apart),
        proposals=_proposals(rows, lines, {part: _clauses(of, known) for part, of in behind.items()}, rule),
        parts=cut.parts,
        contests=titles_of(cut) if len(cut.contests) > 1 else (),
        questions=tuple(shown(q) for q in found.questions) if whole else (),
    )


def titles_of(cut: Cut) -> tuple[str, ...]:
    titles = dict(Contest.objects.filter(pk__in=cut.contests).values_list("pk", "title"))
    return tuple(titles[pk] for pk in cut.contests)


def _hardest_of_each(hard: Sequence[QuestionFigures], keys: dict[int, int]) -> dict[int, list[QuestionFigures]]:
    """The hardest questions of each part, as many as could give all the clauses to teach."""
    found: dict[int, list[QuestionFigures]] = defaultdict(list)
    for question in hard:
        if len(of := found[keys[question.version]]) < CLAUSES:
            of.append(question)
    return found


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


def _groups(found: Analysed, cut: Cut) -> tuple[Group, ...]:
    names = named_members({unit for group in found.groups for unit in group.units}, cut)
    return tuple(
        Group(SMALL_KEY, "", "", group.people, merged=True, units=frozenset(group.units))
        if group.merged
        else Group(str(key), *names[key], group.people, units=frozenset(group.units))
        for group in found.groups
        for key in group.units[:1]
    )


def _rows(
    found: Analysed, groups: Sequence[Group], names: dict[int, tuple[str, str]], rule: Rule
) -> tuple[tuple[TopicRow, ...], dict[int, list[NeedLine]]]:
    """The rows of the report and its needs by topic."""
    mastery = found.mastery
    law = needs.Rule(rule.target, rule.threshold, rule.smallest_group)
    measured = {(c.group, c.topic): c for c in mastery.cells}
    totals = {c.topic: c for c in mastery.totals}
    rows = tuple(
        TopicRow(
            topic.topic,
            *names[topic.topic],
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
            NeedLine(group.label, group.people, cell.answers, _estimate(cell), need.gap, need.chance, group.key)
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


def _proposals(
    rows: Sequence[TopicRow], lines: dict[int, list[NeedLine]], clauses: dict[int, tuple[Clause, ...]], rule: Rule
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
                clauses.get(row.topic, ()),
                row.topic,
            )
        )
    return tuple(sorted(made, key=lambda p: -p.people * p.gap))


def _priority(gap: float, everywhere: State) -> Priority:
    """High: the topic is a need for all together, or 15 points are missing; medium: 7 points; else low."""
    if everywhere is State.NEED or gap >= 0.15:
        return Priority.HIGH
    return Priority.MEDIUM if gap >= 0.07 else Priority.LOW


def _clauses(hardest: Sequence[QuestionFigures], known: dict[int, Wording]) -> tuple[Clause, ...]:
    """The clauses behind a part's hardest questions, each once."""
    found: dict[int, Clause] = {}
    for question in hardest:
        for clause in known[question.version].clauses:
            found.setdefault(clause.provision, clause)
    return tuple(list(found.values())[:CLAUSES])

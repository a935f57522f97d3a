"""The training-need report of a contest, computed from its answers.

Figures rest on papers: the first closed paper of each person, an empty answer counting as wrong.
Where a contest has no papers they rest on its live rounds, where silence says nothing.
Units with fewer than five people are taken together, so that nobody is recognised.
"""

from collections import Counter, defaultdict
from collections.abc import Sequence
from datetime import datetime

import numpy as np
from django.utils import timezone

from contests.models import Contest
from contests.papers import close_overdue
from contests.wording import rules_in_words
from people.models import Unit
from questionbank.models import Topic
from training import needs
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
from training.items import analyse
from training.mastery import Answers, Mastery, estimate_mastery
from training.mastery import Cell as Measured
from training.responses import Response, responses_of

HARDEST, CLAUSES = 10, 6
STATES = {
    needs.State.NEED: State.NEED,
    needs.State.NO_NEED: State.OK,
    needs.State.NOT_ENOUGH: State.UNSURE,
    needs.State.NOT_MEASURED: State.NONE,
}


def build_report(contest: Contest, *, now: datetime, rule: Rule | None = None) -> Report:
    """Return the report of `contest` as of `now`; papers whose time is over are closed first."""
    close_overdue(contest=contest, now=now)
    rule = rule or Rule()
    everything = responses_of(contest)
    papers = [r for r in everything if r.mode == "self_paced"]
    used = papers or [r for r in everything if r.counts]
    known = wordings({r.version for r in used}, timezone.localdate(now))
    questions = _questions(used, known)
    apart = {q.code for q in questions if q.set_apart}
    counted = [r for r in used if known[r.version].code not in apart]
    groups = _groups(counted, rule)
    topics = list(Topic.objects.filter(pk__in={r.topic for r in counted}).order_by("position"))
    rows, lines = _measure(counted, everything, groups, topics, rule)
    hard = sorted((q for q in questions if not q.set_apart), key=lambda q: q.facility.value)
    return Report(
        header=_header(contest, now),
        rule=rule,
        coverage=coverage_of(contest, len({r.person for r in everything if r.mode == "live" and r.answered})),
        groups=groups,
        topics=rows,
        hardest=tuple(hard[:HARDEST]),
        set_apart=tuple(q for q in questions if q.set_apart),
        proposals=_proposals(rows, lines, hard, rule),
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


def _groups(used: Sequence[Response], rule: Rule) -> tuple[Group, ...]:
    """Units with enough people, by name, and the others together."""
    people: defaultdict[int, set[int]] = defaultdict(set)
    for response in used:
        people[response.unit].add(response.person)
    units = Unit.objects.in_bulk(list(people))
    large = [u for u in units.values() if len(people[u.pk]) >= rule.smallest_group]
    small = [u for u in units.values() if len(people[u.pk]) < rule.smallest_group]
    groups = [
        Group(str(u.pk), u.name, u.block, len(people[u.pk]), units=frozenset({u.pk}))
        for u in sorted(large, key=lambda u: u.name_folded)
    ]
    if small:
        together = sum(len(people[u.pk]) for u in small)
        groups.append(Group("small", "", "", together, merged=True, units=frozenset(u.pk for u in small)))
    return tuple(groups)


def _measure(
    used: Sequence[Response],
    everything: Sequence[Response],
    groups: Sequence[Group],
    topics: Sequence[Topic],
    rule: Rule,
) -> tuple[tuple[TopicRow, ...], dict[int, list[NeedLine]]]:
    """Estimate every group × topic; return the rows of the report and its needs by topic."""
    if not used:
        return (), {}
    group_of = {unit: index for index, group in enumerate(groups) for unit in group.units}
    topic_of = {topic.pk: index for index, topic in enumerate(topics)}
    mastery = estimate_mastery(
        Answers(
            _dense([r.person for r in used]),
            np.array([group_of[r.unit] for r in used]),
            np.array([topic_of[r.topic] for r in used]),
            _dense([r.question for r in used]),
            np.array([r.fraction for r in used]),
        ),
        level=rule.interval,
    )
    law = needs.Rule(rule.target, rule.threshold, rule.smallest_group)
    measured = {(c.unit, c.topic): c for c in mastery.cells}
    rows = tuple(
        TopicRow(
            topic.pk,
            topic.code,
            topic.name,
            len({r.question for r in used if r.topic == topic.pk}),
            sum(r.mode == "self_paced" and not r.answered for r in used if r.topic == topic.pk),
            sum(r.mode == "live" and r.answered for r in everything if r.topic == topic.pk),
            _total(mastery, t, rule),
            tuple(_cell(mastery, measured.get((g, t)), law) for g in range(len(groups))),
        )
        for t, topic in enumerate(topics)
    )
    lines: dict[int, list[NeedLine]] = defaultdict(list)
    for need in needs.needs_of(mastery, law):
        cell = measured[need.unit, need.topic]
        group = groups[need.unit]
        lines[topics[need.topic].pk].append(
            NeedLine(group.label, group.people, cell.answers, _estimate(cell), need.gap, need.chance)
        )
    return rows, lines


def _dense(values: Sequence[int]) -> "np.ndarray":
    return np.asarray(np.unique(np.array(values), return_inverse=True)[1])


def _cell(mastery: Mastery, cell: Measured | None, law: needs.Rule) -> Cell:
    if cell is None:
        return Cell(0, 0, None, None, State.NONE)
    if needs.is_suppressed(cell, law):
        return Cell(cell.answers, cell.people, None, None, State.HIDDEN)
    below = mastery.chance_below(cell.estimate, law.target)
    return Cell(cell.answers, cell.people, _estimate(cell), below, STATES[needs.state_of(mastery, cell, law)])


def _total(mastery: Mastery, topic: int, rule: Rule) -> Cell:
    found = mastery.topics[topic]
    below = mastery.chance_below(found.estimate, rule.target)
    state = State.NEED if below >= rule.threshold else State.OK if 1 - below >= rule.threshold else State.UNSURE
    shown = Estimate(found.estimate.share, found.estimate.low, found.estimate.high)
    return Cell(found.answers, found.people, shown, below, state)


def _estimate(cell: Measured) -> Estimate:
    return Estimate(cell.estimate.share, cell.estimate.low, cell.estimate.high)


def _questions(used: Sequence[Response], known: dict[int, Wording]) -> list[HardQuestion]:
    """Every question that was asked, with its statistics and why it may be suspect."""
    people = {p: i for i, p in enumerate(sorted({r.person for r in used}))}
    places = {q: i for i, q in enumerate(sorted({r.question for r in used}))}
    scores = np.full((len(people), len(places)), np.nan)
    by_question: defaultdict[int, list[Response]] = defaultdict(list)
    for response in used:
        scores[people[response.person], places[response.question]] = response.fraction
        by_question[response.question].append(response)
    names = dict(Topic.objects.values_list("pk", "name"))
    items = analyse(scores) if used else ()
    return [_question(by_question[q], items[i], known, names) for q, i in places.items()]


def _question(asked: list[Response], item, known: dict[int, Wording], names: dict[int, str]) -> HardQuestion:  # type: ignore[no-untyped-def]
    newest = known[max(r.version for r in asked)]
    answered = [r for r in asked if r.answered]
    taken = Counter(choice for r in answered for choice in r.chosen)
    choices = tuple(
        ChosenChoice(text, taken[pk] / len(answered) if answered else 0.0, right) for pk, text, right in newest.choices
    )
    return HardQuestion(
        newest.code,
        newest.stem,
        names[newest.topic],
        item.answers,
        len(asked) - len(answered),
        Estimate(item.facility, item.low, item.high),
        None if np.isnan(item.item_rest) else item.item_rest,
        choices,
        _suspicions(item.suspect, choices, newest.clauses),
        newest.clauses,
    )


def _suspicions(
    codes: tuple[str, ...], choices: tuple[ChosenChoice, ...], clauses: tuple[Clause, ...]
) -> tuple[Suspect, ...]:
    found = []
    if "negative_discrimination" in codes:
        wrong = max((c.share for c in choices if not c.right), default=0.0)
        right = max((c.share for c in choices if c.right), default=0.0)
        found.append(Suspect.WRONG_KEY if wrong > right else Suspect.AMBIGUOUS)
    if "everyone_right" in codes:
        found.append(Suspect.GIVES_ITSELF_AWAY)
    if any(not clause.in_force for clause in clauses):
        found.append(Suspect.LAW_CHANGED)
    return tuple(found)


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

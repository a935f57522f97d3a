"""What stands behind one cell of a report: the questions, what was chosen instead of the right answer, and the
clauses.
"""

from collections import Counter, defaultdict
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils import timezone

from contests.models import Contest
from training.analysis import QuestionFigures
from training.asked import question_shown
from training.cuts import GROUP, Cut
from training.evidence import Wording, out_of_force, wordings
from training.findings import SMALLEST_GROUP, Cell, Clause, Estimate, Group, HardQuestion, Rule, State, TopicRow
from training.heatmap import EVERYBODY
from training.measure.proportions import wilson
from training.parting import NOT_TOLD, parts_of, units_within
from training.reports import Figures, report_from
from training.responses import Response, live, self_paced

MOST = 20  # questions, the hardest of the part


@dataclass(frozen=True)
class ChosenBy:
    """A choice. of_all: share of all who answered. of_group: of the group's people; None where fewer than five
    answered, or where the group is everybody.
    """

    text: str
    right: bool
    of_all: float
    of_group: float | None
    misconception: str


@dataclass(frozen=True)
class Evidence:
    """A question behind a cell. own: the group's share of right answers; None where fewer than five answered."""

    question: HardQuestion
    people: int
    own: Estimate | None
    choices: tuple[ChosenBy, ...]


@dataclass(frozen=True)
class Drilled:
    """group: None for everybody. more: questions of the part beyond those shown. apart: its questions that nothing
    rests on. clauses: those to teach, each once, that of the hardest question first.
    """

    group: Group | None
    row: TopicRow
    cell: Cell
    rule: Rule
    questions: tuple[Evidence, ...]
    more: int
    apart: tuple[HardQuestion, ...]
    clauses: tuple[Clause, ...]


def drill(kept: Figures, contest: Contest, *, group: str, part: int, rule: Rule, now: datetime) -> Drilled | None:
    """Return the evidence behind a cell, None where there is no such cell or nothing may be shown of it.

    group: key of a group of the report, or EVERYBODY. part: key of a part of the questions.
    """
    report = report_from(kept.found, contest=contest, cut_off=kept.cut_off, now=now, rule=rule, cut=kept.cut)
    row = next((t for t in report.topics if t.topic == part), None)
    at = next((n for n, g in enumerate(report.groups) if g.key == group), None)
    if row is None or (at is None and group != EVERYBODY):
        return None
    cell = row.total if at is None else row.cells[at]
    if cell.state in (State.HIDDEN, State.NONE):
        return None
    keys = parts_of((q.version for q in kept.found.questions), kept.cut.parts)
    of_part = [q for q in kept.found.questions if keys[q.version] == part]
    unsound = out_of_force((q.version for q in of_part), timezone.localdate(now))
    aside = {q.question for q in _aside(of_part, kept.found.apart, unsound)}
    answers = _answers(kept.cut, report.groups[at], of_part) if at is not None else {}
    sound = sorted((q for q in of_part if q.question not in aside), key=lambda q: _share(q, answers))
    known = wordings({q.version for q in of_part}, timezone.localdate(now))
    shown = tuple(
        _evidence(q, known[q.version], row.name, answers.get(q.question) if at is not None else None)
        for q in sound[:MOST]
    )
    return Drilled(
        None if at is None else report.groups[at],
        row,
        cell,
        rule,
        shown,
        max(len(sound) - MOST, 0),
        tuple(
            question_shown(q, known[q.version], row.name, q.version in unsound) for q in of_part if q.question in aside
        ),
        tuple({c.provision: c for evidence in shown for c in evidence.question.clauses}.values()),
    )


def _aside(
    questions: Sequence[QuestionFigures], apart: Collection[int], unsound: Collection[int]
) -> list[QuestionFigures]:
    """Return the questions that nothing rests on: when the figures were computed, or by the law of today."""
    return [q for q in questions if q.question in apart or q.version in unsound]


def _share(question: QuestionFigures, answers: dict[int, list[Response]]) -> float:
    """The group's share of right answers where enough of them answered, else everybody's."""
    own = answers.get(question.question, [])
    return sum(r.fraction for r in own) / len(own) if len(own) >= SMALLEST_GROUP else question.facility


def _answers(cut: Cut, group: Group, questions: Sequence[QuestionFigures]) -> dict[int, list[Response]]:
    """What the group's people answered to each question, by the question."""
    wanted = {q.question for q in questions}
    found: defaultdict[int, list[Response]] = defaultdict(list)
    seen: set[tuple[int, int]] = set()
    for contest in Contest.objects.filter(pk__in=cut.contests):
        for response in _of_contest(contest, cut, group, wanted):
            if (response.entrant, response.question) not in seen:
                seen.add((response.entrant, response.question))
                found[response.question].append(response)
    return found


def _of_contest(contest: Contest, cut: Cut, group: Group, wanted: Collection[int]) -> list[Response]:
    among = _people(cut, group, "paper__entrant__") & Q(version__question__in=wanted)
    papers = self_paced(contest, among) if cut.papers else []
    if not cut.hall and papers:
        return papers
    members = set(contest.entrants.filter(_people(cut, group)).values_list("pk", flat=True))
    in_hall = [r for r in live(contest) if r.counts and r.entrant in members and r.question in wanted]
    return [*papers, *in_hall]


def _people(cut: Cut, group: Group, before: str = "") -> Q:
    """Entrants of the group. before: the way that leads to them."""
    if cut.people != GROUP:
        return Q(**{f"{before}unit__in": units_within(group.units, cut)})
    named = Q(**{f"{before}group__in": [*group.units]})
    return named | Q(**{f"{before}group__isnull": True}) if NOT_TOLD in group.units else named


def _evidence(found: QuestionFigures, wording: Wording, part: str, own: list[Response] | None) -> Evidence:
    question = question_shown(found, wording, part, law_changed=False)
    enough = own is not None and len(own) >= SMALLEST_GROUP
    chose = [response.chosen for response in own or () if response.chosen]
    taken = Counter(choice for chosen in chose for choice in chosen)
    told = len(chose) >= SMALLEST_GROUP
    shares = [taken[pk] / len(chose) if told else None for pk, _text, _right in wording.choices]
    choices = tuple(
        ChosenBy(choice.text, choice.right, choice.share, share, choice.misconception)
        for choice, share in zip(question.choices, shares, strict=True)
    )
    people = len(own) if own is not None else found.answers
    return Evidence(question, people, _own(own) if own and enough else None, choices)


def _own(own: Sequence[Response]) -> Estimate:
    right = sum(r.fraction for r in own)
    low, high = wilson(right, len(own))
    return Estimate(right / len(own), low, high)

"""From a contest's answers to its figures.

Figures rest on papers: the first closed paper of each person, an empty answer counting as wrong. Where a contest has
no papers they rest on its live rounds, where silence says nothing. Units with fewer than five people are taken
together, so that nobody is recognised.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Sequence
from datetime import date

import numpy as np

from contests.models import Contest
from people.models import Unit
from questionbank.models import Topic
from training.analysis import Analysed, ChoiceFigures, GroupFigures, QuestionFigures, TopicFigures
from training.evidence import Wording, wordings
from training.findings import SMALLEST_GROUP
from training.measure.answers import Answers, Ints
from training.measure.choices import choices_of
from training.measure.items import Scored, analyse
from training.measure.mastery import Mastery, estimate_mastery
from training.measure.warnings import Option, Warn, warnings_for
from training.responses import Response, responses_of

Watch = Callable[[int, int], None]
STEPS = 4


def analyse_contest(contest: Contest, *, day: date, watch: Watch = lambda done, total: None) -> Analysed:
    """Return the figures of `contest`, with the law as of `day`. watch: called with steps done and in all; may raise
    to stop.
    """
    watch(0, STEPS)
    everything = responses_of(contest)
    papers = [r for r in everything if r.mode == "self_paced"]
    used = papers or [r for r in everything if r.counts]
    in_hall = [r for r in everything if r.mode == "live" and r.answered]
    watch(1, STEPS)
    known = wordings({r.version for r in used}, day)
    questions = _questions(used, known)
    watch(2, STEPS)
    apart = frozenset(q.question for q in questions if is_apart(q, known[q.version]))
    counted = [r for r in used if r.question not in apart]
    groups = _groups(counted)
    topics = list(
        Topic.objects.filter(pk__in={r.topic for r in counted}).order_by("position").values_list("pk", flat=True)
    )
    watch(3, STEPS)
    found = _mastery(counted, groups, topics)
    watch(4, STEPS)
    return Analysed(
        tuple(questions), apart, groups, _topics(topics, counted, in_hall), found, len({r.person for r in in_hall})
    )


def is_apart(question: QuestionFigures, wording: Wording) -> bool:
    """Say whether nobody should be judged, or trained, by the question: its key or its law is in doubt."""
    return Warn.LIKELY_WRONG_KEY in question.warnings or any(not clause.in_force for clause in wording.clauses)


def _codes(values: Sequence[int]) -> tuple[Ints, Ints]:
    """Distinct values in order, and the code of each."""
    found, codes = np.unique(np.array(values, dtype=np.int64), return_inverse=True)
    return found, codes


def _answers(used: Sequence[Response]) -> tuple[Answers, Ints]:
    """The answers with their questions' primary keys by code."""
    _, person = _codes([r.person for r in used])
    questions, item = _codes([r.question for r in used])
    return Answers(person, item, np.array([r.fraction for r in used], dtype=np.float64)), questions


def _questions(used: Sequence[Response], known: dict[int, Wording]) -> list[QuestionFigures]:
    """Every question that was asked, with its statistics and why it may be suspect."""
    if not used:
        return []
    answers, questions = _answers(used)
    scored = Scored(answers)
    items = analyse(scored)
    newest: dict[int, int] = {}
    for response in used:
        newest[response.question] = max(response.version, newest.get(response.question, 0))
    empty = np.bincount(answers.item, [not r.answered for r in used], answers.items).astype(int)
    by_choice = _choices(used, scored)
    made = []
    for code, question in enumerate(questions.tolist()):
        wording = known[newest[question]]
        taken = [(right, *by_choice.get(pk, _NOBODY), pk) for pk, _text, right in wording.choices]
        told = float(items.discrimination[code])
        low, high = float(items.low[code]), float(items.high[code])
        options = [Option(right, share, rest, error) for right, share, rest, error, _pk in taken]
        warnings = warnings_for(
            answers=int(items.answers[code]), low=low, high=high, discrimination=told, options=options
        )
        made.append(
            QuestionFigures(
                question,
                wording.version,
                int(items.answers[code]),
                int(empty[code]),
                float(items.facility[code]),
                low,
                high,
                None if np.isnan(told) else told,
                tuple(ChoiceFigures(pk, share, None if np.isnan(rest) else rest) for _r, share, rest, _e, pk in taken),
                warnings,
            )
        )
    return made


_NOBODY = (0.0, float("nan"), float("nan"))


def _choices(used: Sequence[Response], scored: Scored) -> dict[int, tuple[float, float, float]]:
    """Share, mean rest and its standard error by the primary key of the choice; those taken by somebody."""
    rows = [(row, choice) for row, response in enumerate(used) for choice in response.chosen]
    if not rows:
        return {}
    answer = np.array([row for row, _ in rows])
    choices, code = _codes([choice for _, choice in rows])
    item_of = np.zeros(len(choices), dtype=np.intp)
    item_of[code] = scored.answers.item[answer]
    found = choices_of(scored, answer=answer, choice=code, item_of=item_of)
    figures = zip(found.share.tolist(), found.rest.tolist(), found.error.tolist(), strict=True)
    return dict(zip(choices.tolist(), figures, strict=True))


def _groups(used: Sequence[Response]) -> tuple[GroupFigures, ...]:
    """Units with enough people, by name, and the others together."""
    people: defaultdict[int, set[int]] = defaultdict(set)
    for response in used:
        people[response.unit].add(response.person)
    units = sorted(Unit.objects.in_bulk(list(people)).values(), key=lambda unit: unit.name_folded)
    large = [u.pk for u in units if len(people[u.pk]) >= SMALLEST_GROUP]
    small = tuple(u.pk for u in units if len(people[u.pk]) < SMALLEST_GROUP)
    groups = [GroupFigures((unit,), len(people[unit]), merged=False) for unit in large]
    if small:
        groups.append(GroupFigures(small, sum(len(people[unit]) for unit in small), merged=True))
    return tuple(groups)


def _mastery(used: Sequence[Response], groups: Sequence[GroupFigures], topics: Sequence[int]) -> Mastery:
    if not used:
        nothing = np.zeros(0, dtype=np.intp)
        return estimate_mastery(Answers(nothing, nothing, np.zeros(0)), nothing, nothing)
    answers, _ = _answers(used)
    group_of = {unit: index for index, group in enumerate(groups) for unit in group.units}
    topic_of = {topic: index for index, topic in enumerate(topics)}
    by_person, by_item = np.zeros(answers.people, dtype=np.intp), np.zeros(answers.items, dtype=np.intp)
    by_person[answers.person] = [group_of[r.unit] for r in used]
    by_item[answers.item] = [topic_of[r.topic] for r in used]
    return estimate_mastery(answers, by_person, by_item)


def _topics(topics: Sequence[int], used: Sequence[Response], in_hall: Sequence[Response]) -> tuple[TopicFigures, ...]:
    questions: defaultdict[int, set[int]] = defaultdict(set)
    empty: Counter[int] = Counter()
    for response in used:
        questions[response.topic].add(response.question)
        empty[response.topic] += response.mode == "self_paced" and not response.answered
    hall = Counter(r.topic for r in in_hall)
    return tuple(TopicFigures(topic, len(questions[topic]), empty[topic], hall[topic]) for topic in topics)

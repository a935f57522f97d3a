"""From a contest's answers to its figures.

Figures rest on papers: the first closed paper of each person, an empty answer counting as wrong. Where a contest has
no papers they rest on its live rounds, where silence says nothing. Units with fewer than five people are taken
together, so that nobody is recognised.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Collection, Sequence
from dataclasses import replace
from datetime import date

import numpy as np

from contests.models import Contest
from training.analysis import (
    Analysed,
    ChoiceFigures,
    GroupFigures,
    LatentFigures,
    Parted,
    QuestionFigures,
    TopicFigures,
)
from training.calibrating import calibrate
from training.cuts import Cut
from training.evidence import Wording, out_of_force, wordings
from training.findings import SMALLEST_GROUP
from training.measure.answers import Answers, Ints
from training.measure.choices import choices_of
from training.measure.items import Scored, analyse
from training.measure.mastery import Mastery, estimate_mastery
from training.measure.warnings import Option, Warn, misfits, warnings_for
from training.parting import in_order, members_of, parts_in_order, parts_of
from training.responses import Response, one_person_each, responses_of

Watch = Callable[[int, int], None]
STEPS = 5


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
    questions, answers = _questions(used, known)
    watch(2, STEPS)
    calibration = calibrate(answers)
    questions = [_with_latent(q, calibration.questions.get(code)) for code, q in enumerate(questions)]
    watch(3, STEPS)
    unsound = out_of_force(known, day)
    apart = frozenset(q.question for q in questions if is_apart(q, unsound))
    counted = [r for r in used if r.question not in apart]
    watch(4, STEPS)
    parted = part(counted, in_hall, Cut((contest.pk,), papers=100 if papers else 0, hall=0 if papers else 100))
    watch(5, STEPS)
    return Analysed(
        tuple(questions),
        apart,
        parted.groups,
        parted.topics,
        parted.mastery,
        len({r.person for r in in_hall}),
        calibration.scale,
    )


def analyse_cut(
    contests: Sequence[Contest], cut: Cut, *, apart: frozenset[int], watch: Watch = lambda done, total: None
) -> Parted:
    """Return what people know by `cut`. contests: those of the cut, in order. apart: questions to leave out."""
    watch(0, 2)
    everything = [r for r in one_person_each(contests) if r.question not in apart]
    watch(1, 2)
    counted = [r for r in everything if r.mode in cut.counts and r.counts]
    found = part(counted, [r for r in everything if r.mode == "live" and r.answered], cut)
    watch(2, 2)
    return found


def is_apart(question: QuestionFigures, out_of_force: Collection[int]) -> bool:
    """Say whether nobody should be judged, or trained, by the question: its key or its law is in doubt.

    out_of_force: versions whose clauses have no effect.
    """
    return Warn.LIKELY_WRONG_KEY in question.warnings or question.version in out_of_force


def _with_latent(question: QuestionFigures, latent: LatentFigures | None) -> QuestionFigures:
    if latent is None:
        return question
    more = (Warn.MISFIT,) if misfits(latent.outfit, latent.outfit_z) else ()
    return replace(question, latent=latent, warnings=(*question.warnings, *more))


def _codes(values: Sequence[int]) -> tuple[Ints, Ints]:
    """Distinct values in order, and the code of each."""
    found, codes = np.unique(np.array(values, dtype=np.int64), return_inverse=True)
    return found, codes


def _answers(used: Sequence[Response]) -> tuple[Answers, Ints]:
    """The answers with their questions' primary keys by code."""
    _, person = _codes([r.person for r in used])
    questions, item = _codes([r.question for r in used])
    return Answers(person, item, np.array([r.fraction for r in used], dtype=np.float64)), questions


def _questions(used: Sequence[Response], known: dict[int, Wording]) -> tuple[list[QuestionFigures], Answers]:
    """Every question that was asked, in the order of its code in the answers, with its statistics and why it may be
    suspect.
    """
    answers, questions = _answers(used)
    if not used:
        return [], answers
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
    return made, answers


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


def part(used: Sequence[Response], in_hall: Sequence[Response], cut: Cut) -> Parted:
    """Return the mastery of the parts that `cut` makes of people and questions. in_hall: to be counted by part."""
    members = members_of(used, cut)
    keys = parts_of({r.version for r in [*used, *in_hall]}, cut.parts)
    groups = _groups(used, members, cut)
    topics = parts_in_order({keys[r.version] for r in used}, cut.parts)
    return Parted(groups, _topics(topics, keys, used, in_hall), _mastery(used, members, keys, groups, topics, cut))


def _groups(used: Sequence[Response], members: Sequence[int], cut: Cut) -> tuple[GroupFigures, ...]:
    """Units, or position groups, with enough people in order, and the others together."""
    people: defaultdict[int, set[int]] = defaultdict(set)
    for response, member in zip(used, members, strict=True):
        people[member].add(response.person)
    ordered = in_order(people, cut)
    small = tuple(key for key in ordered if len(people[key]) < SMALLEST_GROUP)
    groups = [GroupFigures((key,), len(people[key]), merged=False) for key in ordered if key not in small]
    if small:
        groups.append(GroupFigures(small, len(set[int]().union(*(people[key] for key in small))), merged=True))
    return tuple(groups)


def _mastery(
    used: Sequence[Response],
    members: Sequence[int],
    keys: dict[int, int],
    groups: Sequence[GroupFigures],
    topics: Sequence[int],
    cut: Cut,
) -> Mastery:
    if not used:
        nothing = np.zeros(0, dtype=np.intp)
        return estimate_mastery(Answers(nothing, nothing, np.zeros(0)), nothing, nothing)
    group_of = {member: index for index, group in enumerate(groups) for member in group.units}
    topic_of = {topic: index for index, topic in enumerate(topics)}
    group = [group_of[member] for member in members]
    topic = [topic_of[keys[r.version]] for r in used]
    _, person = _codes([r.person * len(groups) + at for r, at in zip(used, group, strict=True)])  # who moved is two
    _, item = _codes(
        [r.question * len(topics) + at for r, at in zip(used, topic, strict=True)]
    )  # so is what cites anew
    weights = cut.counts
    mixed = len(weights) > 1
    answers = Answers(
        person,
        item,
        np.array([r.fraction for r in used], dtype=np.float64),
        weight=np.array([weights[r.mode] for r in used]) if mixed else None,
        mode=np.array([r.mode != "self_paced" for r in used], dtype=np.intp) if mixed else None,
    )
    by_person, by_item = np.zeros(answers.people, dtype=np.intp), np.zeros(answers.items, dtype=np.intp)
    by_person[person] = group
    by_item[item] = topic
    return estimate_mastery(answers, by_person, by_item)


def _topics(
    topics: Sequence[int], keys: dict[int, int], used: Sequence[Response], in_hall: Sequence[Response]
) -> tuple[TopicFigures, ...]:
    questions: defaultdict[int, set[int]] = defaultdict(set)
    empty: Counter[int] = Counter()
    for response in used:
        topic = keys[response.version]
        questions[topic].add(response.question)
        empty[topic] += response.mode == "self_paced" and not response.answered
    hall = Counter(keys[r.version] for r in in_hall)
    return tuple(TopicFigures(topic, len(questions[topic]), empty[topic], hall[topic]) for topic in topics)

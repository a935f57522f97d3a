"""The points of a live round's answers, written by its rules whenever what counts has changed."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from typing import NamedTuple

from contests.live.rules import LiveRules
from contests.live.scoring import Given, Scoring, earned
from contests.live.states import State
from contests.models import LiveAnswer, LiveRound, LiveStep
from questionbank.kinds import choice_share
from questionbank.models import Choice

BATCH = 1000  # rows of one statement
Worth = tuple[float, int]  # fraction and points


class _Row(NamedTuple):
    """An answer as it stands; no more of it is read, since a hall gives thousands at once."""

    pk: int
    step: int
    run: int
    player: int
    chosen: list[int]
    elapsed_ms: int
    fraction: float | None
    points: int | None


_ROW = ("pk", "step_id", "run", "player_id", "chosen", "elapsed_ms", "fraction", "points")


def mark(live_id: int, *, positions: Collection[int], players: Collection[int] | None = None) -> None:
    """Write fraction and points of the answers to closed questions that count, and take back those of all others.

    positions: of the questions that changed; where streaks earn points every question is looked at, since a streak
    reaches back. players: the only ones whose answers changed. Call it within the transaction of the change.
    """
    live = LiveRound.objects.get(pk=live_id)
    scoring = LiveRules.from_json(live.rules).scoring
    answers = LiveAnswer.objects.filter(step__round=live).select_for_update(of=("self",))
    steps = _counting(live)
    if not scoring.streak:
        answers = answers.filter(step__position__in=positions)
        steps = [step for step in steps if step.position in positions]
    if players is not None:
        answers = answers.filter(player__in=players)
    alike: defaultdict[Worth | None, list[int]] = defaultdict(list)
    for pk, worth in _changed(scoring, steps, [_Row(*row) for row in answers.values_list(*_ROW)]):
        alike[worth].append(pk)
    for worth, pks in alike.items():  # speed counts in whole seconds: few differ, however many have answered
        fraction, points = worth or (None, None)
        for start in range(0, len(pks), BATCH):
            LiveAnswer.objects.filter(pk__in=pks[start : start + BATCH]).update(fraction=fraction, points=points)


def _changed(scoring: Scoring, steps: list[LiveStep], answers: list[_Row]) -> Iterator[tuple[int, Worth | None]]:
    """Yield each answer that is worth something else now, with its worth; None: it does not count."""
    keys, runs = _keys(steps), {step.pk: step.run for step in steps}
    by_player: defaultdict[int, dict[int, _Row]] = defaultdict(dict)
    for answer in answers:
        if runs.get(answer.step) == answer.run:
            by_player[answer.player][answer.step] = answer
        elif answer.fraction is not None:
            yield answer.pk, None
    for given in by_player.values():
        told = [_given(given.get(step.pk), step, keys) for step in steps]
        for step, one, points in zip(steps, told, earned(scoring, told), strict=True):
            if one is None:
                continue
            row = given[step.pk]
            if (row.fraction, row.points) != (one.fraction, points):
                yield row.pk, (one.fraction, points)


def _counting(live: LiveRound) -> list[LiveStep]:
    """Return the steps, in order, that have been closed and count."""
    played = live.steps.filter(position__lte=live.position, fate=LiveStep.Fate.COUNTS).order_by("position")
    if State(live.state).is_open:
        played = played.exclude(position=live.position)
    return list(played)


def _keys(steps: list[LiveStep]) -> dict[int, set[int]]:
    """Return the right choices of each step, by its wording."""
    keys: defaultdict[int, set[int]] = defaultdict(set)
    right = Choice.objects.filter(version__in=[step.version_id for step in steps], is_correct=True)
    for version, pk in right.values_list("version_id", "pk"):
        keys[version].add(pk)
    return keys


def _given(answer: _Row | None, step: LiveStep, keys: dict[int, set[int]]) -> Given | None:
    if answer is None:
        return None
    return Given(choice_share(answer.chosen, keys[step.version_id]), answer.elapsed_ms, step.seconds)

"""The points of a live round's answers, written by its rules whenever what counts has changed."""

from collections import defaultdict
from collections.abc import Collection, Iterator

from contests.live.rules import LiveRules
from contests.live.scoring import Given, Scoring, earned
from contests.live.states import State
from contests.models import LiveAnswer, LiveRound, LiveStep
from questionbank.kinds import choice_share
from questionbank.models import Choice


def mark(live_id: int, *, positions: Collection[int], player: int | None = None) -> None:
    """Write fraction and points of the answers to closed questions that count, and take back those of all others.

    positions: of the questions that changed; where streaks earn points every question is looked at, since a streak
    reaches back. player: the only one whose answers changed. Call it within the transaction of the change.
    """
    live = LiveRound.objects.get(pk=live_id)
    scoring = LiveRules.from_json(live.rules).scoring
    answers = LiveAnswer.objects.filter(step__round=live).select_for_update(of=("self",))
    steps = _counting(live)
    if not scoring.streak:
        answers = answers.filter(step__position__in=positions)
        steps = [step for step in steps if step.position in positions]
    if player is not None:
        answers = answers.filter(player=player)
    LiveAnswer.objects.bulk_update(_changed(scoring, steps, list(answers)), ["fraction", "points"], batch_size=500)


def _changed(scoring: Scoring, steps: list[LiveStep], answers: list[LiveAnswer]) -> Iterator[LiveAnswer]:
    keys, runs = _keys(steps), {step.pk: step.run for step in steps}
    by_player: defaultdict[int, dict[int, LiveAnswer]] = defaultdict(dict)
    for answer in answers:
        if runs.get(answer.step_id) == answer.run:
            by_player[answer.player_id][answer.step_id] = answer
        elif answer.fraction is not None:
            answer.fraction = answer.points = None
            yield answer
    for given in by_player.values():
        told = [_given(given.get(step.pk), step, keys) for step in steps]
        for step, one, worth in zip(steps, told, earned(scoring, told), strict=True):
            if one is None or (given[step.pk].fraction, given[step.pk].points) == (one.fraction, worth):
                continue
            given[step.pk].fraction, given[step.pk].points = one.fraction, worth
            yield given[step.pk]


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


def _given(answer: LiveAnswer | None, step: LiveStep, keys: dict[int, set[int]]) -> Given | None:
    if answer is None:
        return None
    return Given(choice_share(answer.chosen, keys[step.version_id]), answer.elapsed_ms, step.seconds)

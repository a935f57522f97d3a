"""The points of a live round's answers and cards, and who is out, whenever what counts has changed."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from django.db.models import F

from contests.live.bell import BellRule, Outcome
from contests.live.cards import CardRule, star_points
from contests.live.knockout import out_after
from contests.live.pacing import order_of
from contests.live.rules import LiveRules
from contests.live.scoring import Given, Scoring, earned
from contests.live.states import Manner, State
from contests.models import LiveAnswer, LiveBuzz, LiveCard, LivePlayer, LiveRound, LiveStep
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


@dataclass(frozen=True, slots=True)
class _Counting:
    """The steps that count, in order, with what their answers are measured by.

    order: in which a player met those that came at their own pace.
    """

    rules: LiveRules
    steps: list[LiveStep]
    keys: dict[int, set[int]]
    words: dict[tuple[int, int], str]  # step, player → what became of their turn at the bell
    order: Callable[[int], Sequence[int]]

    @property
    def runs(self) -> dict[int, int]:
        return {step.pk: step.run for step in self.steps}


def mark(live_id: int, *, positions: Collection[int], players: Collection[int] | None = None) -> None:
    """Write fraction and points of the answers to closed questions that count, and take back those of all others.

    positions: of the questions that changed; where streaks earn points every question is looked at, since a streak
    reaches back. players: the only ones whose answers changed. Call it within the transaction of the change.
    """
    live = LiveRound.objects.get(pk=live_id)
    rules = LiveRules.from_json(live.rules)
    answers = LiveAnswer.objects.filter(step__round=live).select_for_update(of=("self",))
    cards = LiveCard.objects.filter(step__round=live)
    steps = _counting(live)
    if not rules.scoring.streak:
        answers, cards = answers.filter(step__position__in=positions), cards.filter(step__position__in=positions)
        steps = [step for step in steps if step.position in positions]
    if players is not None:
        answers, cards = answers.filter(player__in=players), cards.filter(player__in=players)
    counting = _Counting(rules, steps, _keys(steps), _words(steps), _order(live))
    rows = [_Row(*row) for row in answers.values_list(*_ROW)]
    worth = _worth_of(counting, rows)
    _write(worth, rows)
    if rules.cards != CardRule():
        LiveCard.objects.bulk_update(_cards(counting, list(cards), rows, worth), ["points"], batch_size=BATCH)
    if rules.knockout:
        _put_out(live, players)
    LiveRound.objects.filter(pk=live_id).update(marked=F("marked") + 1)


def _write(worth: Mapping[int, Worth | None], rows: list[_Row]) -> None:
    alike: defaultdict[Worth | None, list[int]] = defaultdict(list)
    for row in rows:
        known = None if row.fraction is None or row.points is None else (row.fraction, row.points)
        if known != worth[row.pk]:
            alike[worth[row.pk]].append(row.pk)
    for same, pks in alike.items():  # speed counts in whole seconds: few differ, however many have answered
        fraction, points = same or (None, None)
        for start in range(0, len(pks), BATCH):
            LiveAnswer.objects.filter(pk__in=pks[start : start + BATCH]).update(fraction=fraction, points=points)


def _worth_of(counting: _Counting, rows: list[_Row]) -> dict[int, Worth | None]:
    """Return by key what each answer is worth; None: it does not count."""
    found: dict[int, Worth | None] = dict.fromkeys((row.pk for row in rows), None)
    by_player: defaultdict[int, dict[int, _Row]] = defaultdict(dict)
    for row in rows:
        if counting.runs.get(row.step) == row.run:
            by_player[row.player][row.step] = row
    for player, given in by_player.items():
        for step, worth in _worth(counting, player, given).items():
            found[given[step].pk] = worth
    return found


def _worth(counting: _Counting, player: int, given: dict[int, _Row]) -> dict[int, Worth | None]:
    """Return what a player's answers are worth, by step; those at the bell stand outside streaks."""
    found: dict[int, Worth | None] = {}
    usual = [step for step in counting.steps if step.manner != Manner.BELL]
    if order := counting.order(player):
        usual.sort(key=lambda step: order.index(step.position))
    told = [_given(given.get(step.pk), step, counting.keys) for step in usual]
    for step, one, worth in zip(usual, told, earned(counting.rules.scoring, told), strict=True):
        if one is not None:
            found[step.pk] = (one.fraction, worth)
    for step in counting.steps:
        if step.manner == Manner.BELL and step.pk in given:
            found[step.pk] = _at_bell(
                counting.rules.bell, counting.rules.scoring, counting.words.get((step.pk, given[step.pk].player), "")
            )
    return found


def _at_bell(rule: BellRule, scoring: Scoring, outcome: str) -> Worth | None:
    if not outcome:  # the verdict was taken back
        return None
    right = outcome == Outcome.RIGHT
    worth = rule.points if right else -rule.penalty
    return (float(right), worth if scoring.mode != "none" else 0)


def _cards(
    counting: _Counting, cards: list[LiveCard], rows: list[_Row], worth: Mapping[int, Worth | None]
) -> Iterator[LiveCard]:
    """Yield each card that adds or costs something else now."""
    of = {(row.step, row.run, row.player): worth[row.pk] for row in rows}
    rules = counting.rules
    for card in cards:
        points: int | None = None
        if counting.runs.get(card.step_id) == card.run:
            fraction, earned_too = of.get((card.step_id, card.run, card.player_id)) or (None, 0)
            if card.kind == LiveCard.Kind.STAR:
                points = star_points(rules.scoring, fraction, earned_too)
            else:
                points = -rules.cards.half_cost if rules.scoring.mode != "none" else 0
        if card.points != points:
            card.points = points
            yield card


def _put_out(live: LiveRound, only: Collection[int] | None) -> None:
    """Write which question put each player out, by all that has been played; one update for each such question."""
    steps = [step for step in _counting(live) if step.only is None]
    right: defaultdict[int, set[int]] = defaultdict(set)
    marked = LiveAnswer.objects.filter(step__in=steps, fraction__gte=1)
    for step, player in marked.values_list("step_id", "player_id"):
        right[step].add(player)
    groups: defaultdict[int | None, list[int]] = defaultdict(list)
    players = live.players.filter(pk__in=only) if only is not None else live.players.all()
    for player, before in players.values_list("pk", "out_after"):
        out = out_after([(step.position, player in right[step.pk]) for step in steps], live.rescues)
        if out != before:
            groups[out].append(player)
    for out, changed in groups.items():
        LivePlayer.objects.filter(pk__in=changed).update(out_after=out)


def _counting(live: LiveRound) -> list[LiveStep]:
    """Return the steps, in order, that have been closed and count."""
    played = live.steps.filter(position__lte=live.position, fate=LiveStep.Fate.COUNTS).order_by("position")
    if State(live.state).is_open:
        played = played.exclude(position=live.position)
        if live.steps.filter(position=live.position, manner=LiveStep.Manner.PACED).exists():
            played = played.exclude(manner=LiveStep.Manner.PACED)
    return list(played)


def _order(live: LiveRound) -> Callable[[int], Sequence[int]]:
    """Return in which order a player met the questions, where it was their own."""
    paced = live.steps.filter(manner=Manner.PACED.value).order_by("position")
    positions = list(paced.values_list("position", flat=True))
    return lambda player: order_of(live.seed, player, positions)


def _keys(steps: list[LiveStep]) -> dict[int, set[int]]:
    """Return the right choices of each step, by its wording."""
    keys: defaultdict[int, set[int]] = defaultdict(set)
    right = Choice.objects.filter(version__in=[step.version_id for step in steps], is_correct=True)
    for version, pk in right.values_list("version_id", "pk"):
        keys[version].add(pk)
    return keys


def _words(steps: list[LiveStep]) -> dict[tuple[int, int], str]:
    """Return what became of each turn at the bell in the run that counts."""
    runs = {step.pk: step.run for step in steps if step.manner == Manner.BELL}
    if not runs:
        return {}
    ruled = (
        LiveBuzz.objects.filter(step__in=runs).exclude(outcome="").values_list("step_id", "player_id", "run", "outcome")
    )
    return {(step, player): outcome for step, player, run, outcome in ruled if runs[step] == run}


def _given(answer: _Row | None, step: LiveStep, keys: dict[int, set[int]]) -> Given | None:
    if answer is None:
        return None
    return Given(choice_share(answer.chosen, keys[step.version_id]), answer.elapsed_ms, step.seconds)

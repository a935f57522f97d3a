"""The answers of a quiz that was played in a live round, question by question and person by person."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass

from contests.live import standings
from contests.live.states import State
from contests.models import LiveAnswer, LiveBuzz, LiveRound, LiveStep
from contests.review.asked import LETTERS

RIGHT, WRONG, NONE = "đúng", "sai", "không trả lời"
Outcome = str


@dataclass(frozen=True, slots=True)
class Asked:
    """chosen: how often each letter was chosen. by_unit: unit → how many answered right, wrong, not at all.

    state: "" for a question that counts.
    """

    position: int
    code: str
    stem: str
    state: str
    chosen: Mapping[str, int]
    by_unit: Mapping[int, Mapping[Outcome, int]]


@dataclass(frozen=True, slots=True)
class Sat:
    """A person. cells: by position of the question, what they answered: B ✓, A ✗; a question without one is missing."""

    place: int
    name: str
    unit: str
    points: int
    cells: Mapping[int, str]


@dataclass(frozen=True, slots=True)
class Quiz:
    asked: tuple[Asked, ...]
    people: tuple[Sat, ...]


def quiz_of(live_id: int) -> Quiz | None:
    """Return what was answered in the round; None before it is finished, while keys are secret. Some eight queries."""
    live = LiveRound.objects.get(pk=live_id)
    if live.state != State.FINISHED:
        return None
    steps = list(live.steps.select_related("version__question").order_by("position"))
    found = standings.scores(live)
    units = {score.player: score.team for score in found}
    answers, cells = _answers(live, steps)
    asked = tuple(_asked(step, answers.get(step.pk, {}), cells, units) for step in steps)
    full = dict(live.players.playing().values_list("pk", "entrant__full_name"))
    own: dict[int, dict[int, str]] = {}
    for (player, position), (_outcome, cell) in cells.items():
        own.setdefault(player, {})[position] = cell
    people = tuple(
        Sat(
            each.place, full.get(int(each.entry.id)) or each.entry.name, each.entry.group,
            int(each.entry.shown["points"]), own.get(int(each.entry.id), {}),
        )
        for each in standings.people(found)
    )  # fmt: skip
    return Quiz(asked, people)


def _answers(
    live: LiveRound, steps: list[LiveStep]
) -> tuple[dict[int, dict[int, tuple[str, ...]]], dict[tuple[int, int], tuple[Outcome, str]]]:
    """Return step → player → letters, and (player, position) → (outcome, cell); of the run that counts."""
    counts = {step.pk: step for step in steps}
    letters: dict[int, dict[int, tuple[str, ...]]] = {}
    cells: dict[tuple[int, int], tuple[Outcome, str]] = {}
    rows = LiveAnswer.objects.filter(step__round=live).values_list("step_id", "run", "player_id", "chosen", "fraction")
    for step_id, run, player, chosen, fraction in rows:
        step = counts[step_id]
        if run != step.run:
            continue
        order = {pk: LETTERS[at] for at, pk in enumerate(step.choice_order)}
        own = tuple(sorted(order.get(pk, "?") for pk in chosen))
        letters.setdefault(step_id, {})[player] = own
        outcome = RIGHT if fraction is not None and fraction >= 1 else WRONG
        cells[player, step.position] = (outcome, f"{','.join(own)} {'✓' if outcome == RIGHT else '✗'}".strip())
    for buzz in LiveBuzz.objects.filter(step__round=live, outcome__in=("right", "wrong")).order_by("ruled_at", "pk"):
        step = counts[buzz.step_id]
        if buzz.run == step.run:
            outcome = RIGHT if buzz.outcome == "right" else WRONG
            cells[buzz.player_id, step.position] = (outcome, f"chuông {'✓' if outcome == RIGHT else '✗'}")
    return letters, cells


def _asked(
    step: LiveStep,
    answers: Mapping[int, tuple[str, ...]],
    cells: Mapping[tuple[int, int], tuple[Outcome, str]],
    units: Mapping[int, int],
) -> Asked:
    by_unit: dict[int, Counter[Outcome]] = {}
    for player, unit in units.items():
        outcome = cells.get((player, step.position), (NONE, ""))[0]
        by_unit.setdefault(unit, Counter())[outcome] += 1
    chosen = Counter(letter for player, own in answers.items() if player in units for letter in own)
    state = "" if step.fate == LiveStep.Fate.COUNTS else str(step.get_fate_display())
    return Asked(step.position, step.version.question.code, step.version.stem, state, chosen, by_unit)

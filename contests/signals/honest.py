"""Simulated people, honest and not, to measure how often each signal is shown by whom. Seeded; no real person's data.

What is assumed of honest people stands here and in docs/signals.md: change it and measure anew.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from math import exp
from random import Random

from contests.signals import finding
from contests.signals.finding import Given, Sheet

ITEMS, QUESTIONS, DISTRACTORS = 150, 30, 3
SYLLABLES = (25, 90)  # of a question with its choices
PACE, PACE_SPREAD = 260.0, 0.3  # median syllables a minute of silent reading, spread of its logarithm
KNOW_THE_BANK, READ_OF_IT = 0.3, 0.45  # people who practised on it, and how much of a question they then read
READ_FIRST = 0.05  # people who read the whole paper before they answer anything
THINK, THINK_SPREAD = 4.0, 0.8
TAP, TAP_SPREAD = 1.2, 0.4


@dataclass(frozen=True)
class Bank:
    """syllables, difficulty and popularity of wrong choices, by item."""

    syllables: tuple[int, ...]
    difficulty: tuple[float, ...]
    popularity: tuple[tuple[float, ...], ...]


def make_bank(draw: Random, items: int = ITEMS) -> Bank:
    return Bank(
        tuple(draw.randint(*SYLLABLES) for _ in range(items)),
        tuple(draw.gauss(0, 1) for _ in range(items)),
        tuple(tuple(draw.gammavariate(1.0, 1.0) for _ in range(DISTRACTORS)) for _ in range(items)),
    )


def honest_sheet(
    draw: Random, bank: Bank, *, paper: int, person: int, group: int = 0, number: int = 1, ability: float | None = None,
    taught_wrong: dict[int, int] | None = None, asked: Sequence[int] = (),
) -> Sheet:  # fmt: skip
    """Return the paper of an honest person. taught_wrong: item → wrong choice that their unit believes in.

    asked: the items, where they are not to be drawn.
    """
    able = draw.gauss(0.8, 1) if ability is None else ability
    pace = PACE * draw.lognormvariate(0, PACE_SPREAD)
    reads = READ_OF_IT if draw.random() < KNOW_THE_BANK else 1.0
    first = draw.random() < READ_FIRST
    asked = asked or draw.sample(range(len(bank.syllables)), QUESTIONS)
    reading = [bank.syllables[item] * reads / pace * 60 for item in asked]
    answers = []
    for at, item in enumerate(asked):
        right = draw.random() < 1 / (1 + exp(bank.difficulty[item] - able))
        wrong = draw.choices(range(1, DISTRACTORS + 1), bank.popularity[item])[0]
        if taught_wrong and item in taught_wrong and draw.random() < 0.8:
            right, wrong = False, taught_wrong[item]
        spent = TAP * draw.lognormvariate(0, TAP_SPREAD)
        if not first:
            spent += reading[at] + THINK * draw.lognormvariate(0, THINK_SPREAD)
        elif at == 0:
            spent += sum(reading)
        answers.append(Given(item, (0,) if right else (wrong,), right, spent, bank.syllables[item]))
    return Sheet(paper, person, group, number, QUESTIONS, tuple(answers))


def bot_sheet(draw: Random, bank: Bank, *, paper: int) -> Sheet:
    """Return the paper of a program: all right, a tenth of a second each."""
    asked = draw.sample(range(len(bank.syllables)), QUESTIONS)
    answers = tuple(Given(item, (0,), True, draw.uniform(0.05, 0.2), bank.syllables[item]) for item in asked)
    return Sheet(paper, paper, 0, 1, QUESTIONS, answers)


def copied(draw: Random, bank: Bank, source: Sheet, *, paper: int, ability: float, share: float) -> Sheet:
    """Return the paper of somebody who was asked what `source` was and took that share of its answers over."""
    asked = [answer.item for answer in source.answers]
    own = honest_sheet(draw, bank, paper=paper, person=paper, ability=ability, asked=asked)
    pairs = zip(source.answers, own.answers, strict=True)
    return replace(own, answers=tuple(theirs if draw.random() < share else mine for theirs, mine in pairs))


# ---------- Measured ----------


def rate_of_fast(seed: int, people: int) -> float:
    """Return the share of honest papers told as faster than reading."""
    draw = Random(seed)
    bank = make_bank(draw)
    return len(finding.fast(honest_sheet(draw, bank, paper=n, person=n) for n in range(people))) / people


def bots_caught(seed: int, bots: int) -> float:
    draw = Random(seed)
    bank = make_bank(draw)
    return len(finding.fast(bot_sheet(draw, bank, paper=n) for n in range(bots))) / bots


def _unit(draw: Random, bank: Bank, people: int, taught: dict[int, int] | None = None) -> list[Sheet]:
    return [honest_sheet(draw, bank, paper=n, person=n, taught_wrong=taught) for n in range(people)]


def rate_of_same_wrong(seed: int, contests: int, people: int, *, taught_wrong: float = 0.0, items: int = 40) -> float:
    """Return the share of honest contests in which any pair is told; `taught_wrong` of the items the unit has wrong.

    items: of the bank; so few that any two papers share many questions, which is the hardest case.
    """
    told = 0
    for number in range(contests):
        draw = Random(f"{seed} {number}")
        bank = make_bank(draw, items)
        taught = {item: draw.randint(1, DISTRACTORS) for item in draw.sample(range(items), int(items * taught_wrong))}
        told += bool(finding.same_wrong(_unit(draw, bank, people, taught)))
    return told / contests


def copies_caught(seed: int, contests: int, people: int, share: float, items: int = 40) -> float:
    """Return how often a pair is told of which one took over that share of a weak neighbour's answers."""
    caught = 0
    for number in range(contests):
        draw = Random(f"{seed} {number} {share}")
        bank = make_bank(draw, items)
        source = honest_sheet(draw, bank, paper=0, person=0, ability=-0.5)
        own = copied(draw, bank, source, paper=1, ability=-0.5, share=share)
        rest = [honest_sheet(draw, bank, paper=n, person=n) for n in range(2, people)]
        caught += any({0, 1} <= set(found.papers) for found in finding.same_wrong([source, own, *rest]))
    return caught / contests


def rate_of_jumps(seed: int, people: int, learned: float) -> float:
    """Return the share of honest people told who sat two papers and grew by `learned` (logits) between them."""
    draw = Random(seed)
    bank = make_bank(draw)
    sheets = []
    for person in range(people):
        able = draw.gauss(0.8, 1)
        for number in (1, 2):
            sheets.append(
                honest_sheet(
                    draw,
                    bank,
                    paper=2 * person + number,
                    person=person,
                    number=number,
                    ability=able + (learned if number == 2 else 0.0),
                )
            )
    return len(finding.jumps(sheets)) / people


def gain(seed: int, people: int, learned: float) -> float:
    """Return how many right answers in 100 growing by `learned` brings on average."""
    right = [
        sum(
            honest_sheet(draw, bank, paper=0, person=0, ability=draw.gauss(0.8, 1) + more).correct
            for _ in range(people)
        )
        for more in (0.0, learned)
        for draw in [Random(seed)]
        for bank in [make_bank(draw)]
    ]
    return (right[1] - right[0]) / people / QUESTIONS * 100


SEED = 2026
MEASURES: dict[str, Callable[[], float]] = {
    "fast: honest papers told, of 20,000": lambda: rate_of_fast(SEED, 20_000),
    "fast: programs told, of 500": lambda: bots_caught(SEED, 500),
    "same wrong: honest contests of 100 people with any pair told, of 100": lambda: rate_of_same_wrong(SEED, 100, 100),
    "same wrong: the same where the unit believes a tenth of the bank wrongly": (
        lambda: rate_of_same_wrong(SEED, 100, 100, taught_wrong=0.1)
    ),
    "same wrong: half of a weak neighbour's answers copied, among 60, told, of 100": (
        lambda: copies_caught(SEED, 100, 60, 0.5)
    ),
    "same wrong: four fifths copied, told": lambda: copies_caught(SEED, 100, 60, 0.8),
    "same wrong: everything copied, told": lambda: copies_caught(SEED, 100, 60, 1.0),
    "jump: honest people told who learned nothing between, of 5,000": lambda: rate_of_jumps(SEED, 5_000, 0.0),
    "jump: honest people told who learned 1 logit": lambda: rate_of_jumps(SEED, 5_000, 1.0),
    "jump: what 1 logit brings, right answers in 100": lambda: gain(SEED, 5_000, 1.0),
    "jump: honest people told who learned 2 logits": lambda: rate_of_jumps(SEED, 5_000, 2.0),
    "jump: what 2 logits bring, right answers in 100": lambda: gain(SEED, 5_000, 2.0),
}

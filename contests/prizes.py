"""Prizes (cơ cấu giải thưởng): what a table of prizes says, whether it may be paid, and who has earned one."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

from contests.settings import RulesError, one_of, read_settings, text, whole

Rank = Literal["first", "second", "third", "encouragement", "other"]
Winner = Literal["person", "unit"]
Scope = Literal["round", "contest"]

RANKS: tuple[Rank, ...] = ("first", "second", "third", "encouragement", "other")
WINNERS: tuple[Winner, ...] = ("person", "unit")
SCOPES: tuple[Scope, ...] = ("round", "contest")
MOST_PRIZES, MOST_AMOUNT = 1000, 1_000_000_000
# đồng for one prize: Circular 56/2023/TT-BTC, Article 3, clause 13, point d.
CEILINGS: Mapping[Winner, Mapping[Rank, int]] = {
    "unit": {
        "first": 15_000_000, "second": 10_500_000, "third": 7_500_000, "encouragement": 4_500_000, "other": 750_000,
    },
    "person": {
        "first": 9_000_000, "second": 4_500_000, "third": 3_000_000, "encouragement": 1_500_000, "other": 750_000,
    },
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Prize:
    """A line of the table: `count` prizes of `amount` đồng each.

    rank: nhất, nhì, ba, khuyến khích, or a further prize that `title` names. scope: given in every round, or once.
    """

    winner: Winner
    rank: Rank
    count: int
    amount: int = 0
    scope: Scope = "contest"
    title: str = ""

    @property
    def over_ceiling(self) -> int:
        """By how many đồng one prize passes what the circular allows; 0 where it does not."""
        return max(self.amount - CEILINGS[self.winner][self.rank], 0)


@dataclass(frozen=True, slots=True)
class Award:
    """What the line at a place has earned. undecided: equals compete for fewer prizes, and the board must decide."""

    place: int
    prize: Prize | None
    undecided: bool = False


def given(prize: Prize, rounds: int, blocks: int = 1) -> int:
    """Return how many of this line are given in all. blocks: of units, each of which has all unit prizes anew."""
    times = (rounds if prize.scope == "round" else 1) * (blocks if prize.winner == "unit" else 1)
    return prize.count * times


def fund(prizes: Iterable[Prize], rounds: int, blocks: int = 1) -> int:
    """Return what all the prizes of a contest of so many rounds and blocks of units cost, in đồng."""
    return sum(prize.amount * given(prize, rounds, blocks) for prize in prizes)


def award(places: Sequence[int], prizes: Iterable[Prize], winner: Winner, scope: Scope) -> tuple[Award, ...]:
    """Return what each of `places` (best first, equals sharing one) has earned by its place.

    Further prizes ("other") are given by the board and never by a place. Equals that the same prizes suffice for have
    them; where one more prize would be needed, or they would get different ones, none has it until the board decides.
    """
    table = sorted((p for p in prizes if (p.winner, p.scope) == (winner, scope)), key=lambda p: RANKS.index(p.rank))
    ladder = [prize for prize in table if prize.rank != "other" for _ in range(prize.count)]
    awards: list[Award] = []
    for place, equals in groupby(places):
        here = len(list(equals))
        reach = {ladder[at] if at < len(ladder) else None for at in range(len(awards), len(awards) + here)}
        decided = len(reach) == 1
        awards += [Award(place, next(iter(reach)) if decided else None, undecided=not decided)] * here
    return tuple(awards)


def read_prizes(field: str, given: object) -> tuple[Prize, ...]:
    """Read a table of prizes. Raises RulesError."""
    if not isinstance(given, list | tuple) or len(given) > 40:
        raise RulesError(field, "must be a list of at most 40 lines")
    return tuple(Prize(**read_settings(line, _READERS, of=f"{field}.{place}")) for place, line in enumerate(given))


_READERS = {
    "winner": one_of(WINNERS),
    "rank": one_of(RANKS),
    "count": whole(MOST_PRIZES),
    "amount": whole(MOST_AMOUNT, 0),
    "scope": one_of(SCOPES),
    "title": text(80),
}

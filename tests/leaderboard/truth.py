"""The truth behind a board: results one after another, of which each person's best counts."""

import itertools
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta

from leaderboard import sources
from leaderboard.entries import Entry
from leaderboard.sources import Loaded

BOARD = "kind.1"
BEGIN = datetime(2026, 11, 2, tzinfo=UTC)


@dataclass(frozen=True)
class Outcome:
    id: str
    at: datetime
    who: str
    score: int


class Truth:
    def __init__(self) -> None:
        self.results: list[Outcome] = []
        self.frozen: datetime | None = None
        self.loads = 0
        self._numbers = itertools.count(1)

    # What the source tells the leaderboard.

    def count(self, key: str) -> int:
        return len(self._shown())

    def load(self, key: str) -> Loaded:
        self.loads += 1
        shown = self._shown()
        return Loaded(entries(shown), [one.id for one in shown])

    def frozen_at(self, key: str) -> datetime | None:
        return self.frozen

    def _shown(self) -> list[Outcome]:
        return [one for one in self.results if self.frozen is None or one.at <= self.frozen]

    # What happens.

    def add(self, who: str, score: int) -> Outcome:
        """Add a result that the board is not told of."""
        number = next(self._numbers)
        self.results.append(Outcome(str(number), BEGIN + timedelta(seconds=number), who, score))
        return self.results[-1]

    def tell(self, result: Outcome) -> None:
        """Put the line of whoever has this result, as the product does when a paper closes."""
        generation = sources.boards().begin(BOARD)
        (entry,) = entries([one for one in self._shown() if one.who == result.who] or [result])
        sources.put(BOARD, entry, result=result.id, generation=generation)

    def remove(self, who: str) -> None:
        self.results = [one for one in self.results if one.who != who]
        sources.boards().drop(BOARD)

    def give_all(self, points: int) -> None:
        self.results = [replace(one, score=one.score + points) for one in self.results]
        sources.boards().drop(BOARD)

    def freeze(self) -> None:
        self.frozen = BEGIN + timedelta(seconds=next(self._numbers))

    def unfreeze(self) -> None:
        self.frozen = None

    # What a board must show, counted by hand.

    def lines(self) -> list[tuple[int, str, int]]:
        """Return (place, who, best score) of everybody shown, in order."""
        best: dict[str, int] = {}
        for one in self._shown():
            best[one.who] = max(one.score, best.get(one.who, one.score))
        in_order = sorted(best.items(), key=lambda who: (-who[1], who[0]))
        return [(1 + sum(other > score for other in best.values()), who, score) for who, score in in_order]


def entries(results: list[Outcome]) -> list[Entry]:
    best: dict[str, int] = {}
    for one in results:
        best[one.who] = max(one.score, best.get(one.who, one.score))
    return [Entry(who, (-score,), f"Người {who}", shown={"score": score}) for who, score in best.items()]

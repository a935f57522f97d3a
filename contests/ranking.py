"""Results and ordered keys make places."""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from contests.rules import Counted, RankingKey

Key = tuple[int, ...]
NOTHING_FORETOLD = 1_000_000_000  # farther off than any prediction: no prediction gives no precedence


@dataclass(frozen=True, slots=True)
class Result:
    """One closed paper, or what all the rounds of a contest make together.

    entrant: whose. number: which attempt, from 1. score: hundredths of a point. time_used, time_correct: milliseconds.
    submitted_at: milliseconds since 1970 by the server's clock. off: how far the prediction was from what came true.
    lot: the number drawn for the entrant. by_board: where the board put the entrant among equals; 0: it did not.
    """

    entrant: int
    number: int
    score: int
    time_used: int
    submitted_at: int
    time_correct: int = 0
    off: int = 0
    lot: int = 0
    by_board: int = 0


def key_of(result: Result, keys: Sequence[RankingKey]) -> Key:
    """Return whole numbers of which the smallest stands first: more points, less of everything else.

    The board's order comes last: it parts those whom every key leaves equal, and nobody else.
    """
    return (*(_SMALLEST_FIRST[name](result) for name in keys), result.by_board)


_SMALLEST_FIRST = {
    "score": lambda result: -result.score,
    "prediction": lambda result: result.off,
    "time_used": lambda result: result.time_used,
    "time_correct": lambda result: result.time_correct,
    "submitted_at": lambda result: result.submitted_at,
    "lots": lambda result: result.lot,
}


def counted(results: Iterable[Result], policy: Counted, keys: Sequence[RankingKey]) -> Result:
    """Return the one of a person's results that counts; of equally good ones the earliest.

    Raises ValueError where there is none.
    """
    in_order = sorted(results, key=lambda r: r.number)
    if not in_order:
        raise ValueError("no result to choose from")
    if policy == "first":
        return in_order[0]
    if policy == "last":
        return in_order[-1]
    return min(in_order, key=lambda r: key_of(r, keys))


def counted_of_each(results: Iterable[Result], policy: Counted, keys: Sequence[RankingKey]) -> Mapping[int, Result]:
    """Return the result that counts for each entrant among `results`."""
    by_entrant: dict[int, list[Result]] = {}
    for result in results:
        by_entrant.setdefault(result.entrant, []).append(result)
    return {entrant: counted(own, policy, keys) for entrant, own in by_entrant.items()}


def together(results: Sequence[Result], unforetold: int = 0) -> Result:
    """Return what a person's counted results, one for each round sat, make together: sums, and the latest hour.

    unforetold: rounds that asked for a prediction and have none of this person because they did not sit them.
    Raises ValueError for no results.
    """
    if not results:
        raise ValueError("no result to add up")
    if len(results) == 1 and not unforetold:
        return results[0]
    return Result(
        entrant=results[0].entrant,
        number=len(results),
        score=sum(r.score for r in results),
        time_used=sum(r.time_used for r in results),
        submitted_at=max(r.submitted_at for r in results),
        time_correct=sum(r.time_correct for r in results),
        off=sum(r.off for r in results) + unforetold * NOTHING_FORETOLD,
        lot=results[0].lot,
    )


def deviation(foretold: int | None, came_true: int | None) -> int:
    """Return how far a prediction was off; 0 for everybody while what came true is not known."""
    if came_true is None:
        return 0
    return NOTHING_FORETOLD if foretold is None else abs(foretold - came_true)


def lot(seed: str, entrant: int) -> int:
    """Return the lot that `seed` draws for an entrant; whoever knows the seed can draw it again."""
    return int.from_bytes(hashlib.sha256(f"{seed}:{entrant}".encode()).digest()[:6])


def rank(results: Iterable[Result], keys: Sequence[RankingKey]) -> tuple[tuple[int, Result], ...]:
    """Return (place, result) with the best first.

    Equal keys share a place and the next place is skipped accordingly (1, 1, 3); among them
    the order is by entrant, so that the list does not depend on the order of `results`.
    """
    in_order = sorted(results, key=lambda r: (key_of(r, keys), r.entrant, r.number))
    placed: list[tuple[int, Result]] = []
    for index, result in enumerate(in_order):
        tied = bool(placed) and key_of(placed[-1][1], keys) == key_of(result, keys)
        placed.append((placed[-1][0] if tied else index + 1, result))
    return tuple(placed)


def mean_score(scores: Sequence[int]) -> int:
    """Return the mean of `scores` (hundredths of a point) in hundredths, half rounded up.

    Units are ranked by exactly the figure that is shown. Raises ValueError for no scores.
    """
    if not scores:
        raise ValueError("no score to take the mean of")
    return (2 * sum(scores) + len(scores)) // (2 * len(scores))

"""Results and ordered keys make places."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from contests.rules import Counted, RankingKey

Key = tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Result:
    """One closed paper.

    entrant: whose. number: which attempt, from 1. score: hundredths of a point.
    time_used: milliseconds. submitted_at: milliseconds since 1970 by the server's clock.
    """

    entrant: int
    number: int
    score: int
    time_used: int
    submitted_at: int


def key_of(result: Result, keys: Sequence[RankingKey]) -> Key:
    """Return whole numbers of which the smallest stands first: more points, less time, earlier."""
    return tuple(-result.score if name == "score" else int(getattr(result, name)) for name in keys)


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

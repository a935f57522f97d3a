"""How teams of equal totals were parted, key by key: what the minutes must tell."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import Literal

from contests.stage.programme import Programme, TieKey
from contests.stage.totals import Line, Standing, told_by

By = Literal["key", "decision", "shared", "waiting"]


@dataclass(frozen=True, slots=True)
class Parting:
    """Some teams that were equal until then, best first.

    by: a key of the programme, with what each team has by it in `values`; a decision, `decision` being which, from 0;
    nothing, so that they share a place; or nothing yet, where an extra question is to part them.
    """

    teams: tuple[int, ...]
    by: By
    key: TieKey | None = None
    values: tuple[Fraction, ...] = ()
    decision: int | None = None


def partings(
    standings: Sequence[Standing], programme: Programme, decisions: Sequence[Sequence[int]] = ()
) -> tuple[Parting, ...]:
    """Return how each group of equal totals was parted, the best group first. standings: as `totals.rank` has them."""
    groups: dict[Fraction, list[Line]] = {}
    for one in standings:
        groups.setdefault(Fraction(one.line.total), []).append(one.line)
    return tuple(
        each
        for lines in groups.values()
        if len(lines) > 1
        for each in _part(lines, programme, programme.ties, decisions)
    )


def _part(
    lines: Sequence[Line], programme: Programme, keys: Sequence[TieKey], decisions: Sequence[Sequence[int]]
) -> Iterator[Parting]:
    teams = tuple(line.team for line in lines)
    for at, key in enumerate(keys):
        values = tuple(told_by(line, key) for line in lines)
        if len(set(values)) == 1:
            continue
        yield Parting(teams, "key", key, values)
        for value in sorted(set(values), reverse=True):
            level = [line for line, has in zip(lines, values, strict=True) if has == value]
            if len(level) > 1:
                yield from _part(level, programme, keys[at + 1 :], decisions)
        return
    about = [at for at, decision in enumerate(decisions) if frozenset(decision) == frozenset(teams)]
    if about:
        yield Parting(tuple(decisions[about[-1]]), "decision", decision=about[-1])
    else:
        yield Parting(teams, "waiting" if programme.rest == "bell" else "shared")

"""A programme changed part by part; what parts equal teams goes on naming the same parts."""

from collections.abc import Callable
from dataclasses import replace

from contests.stage.programme import Programme, Segment, TieKey


def with_segment(programme: Programme, place: int, segment: Segment) -> Programme:
    """Return the programme with `segment` at `place`, counted from 1; one beyond the last adds a part.

    A criterion that is no longer on the sheet parts nobody any more.
    """
    segments = (*programme.segments[: place - 1], segment, *programme.segments[place:])
    known = len(segment.criteria)
    ties = tuple(key for key in programme.ties if key.segment != place or key.criterion <= known)
    return replace(programme, segments=segments, ties=ties)


def without_segment(programme: Programme, place: int) -> Programme:
    """Return the programme without the part at `place`. Raises RulesError for the last one."""
    kept = programme.segments[: place - 1] + programme.segments[place:]
    others = tuple(key for key in programme.ties if key.segment != place)
    return replace(programme, segments=kept, ties=_renumbered(others, lambda at: at - (at > place)))


def moved_up(programme: Programme, place: int) -> Programme:
    """Return the programme with the part at `place` one place earlier; the first stays where it is."""
    if place < 2:
        return programme
    segments = list(programme.segments)
    segments[place - 2 : place] = reversed(segments[place - 2 : place])
    swapped = {place: place - 1, place - 1: place}
    ties = _renumbered(programme.ties, lambda at: swapped.get(at, at))
    return replace(programme, segments=tuple(segments), ties=ties)


def _renumbered(ties: tuple[TieKey, ...], number: Callable[[int], int]) -> tuple[TieKey, ...]:
    return tuple(replace(key, segment=number(key.segment)) for key in ties)

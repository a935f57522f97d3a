"""The programme of a stage contest (hội thi): its parts in order, how each is scored, and what parts equal teams.

All points are whole hundredths, so that a step of 0.25 is 25 and nothing is ever rounded before a mean is taken.
"""

from dataclasses import asdict, dataclass, field
from typing import Any, Literal

from contests.settings import Reader, RulesError, one_of, read_settings, text, whole

Kind = Literal["judged", "quiz"]
Theme = Literal["greeting", "knowledge", "situation", "skit", "audience", "talent", "speech", "other"]
Over = Literal["sheets", "cells"]
Rest = Literal["shared", "bell"]
KINDS: tuple[Kind, ...] = ("judged", "quiz")
THEMES: tuple[Theme, ...] = ("greeting", "knowledge", "situation", "skit", "audience", "talent", "speech", "other")
OVERS: tuple[Over, ...] = ("sheets", "cells")
RESTS: tuple[Rest, ...] = ("shared", "bell")
MOST_POINTS = 1_000_000  # hundredths
MOST_SEGMENTS, MOST_CRITERIA, MOST_TIE_KEYS = 20, 20, 20
LONGEST = 4 * 3600  # seconds


@dataclass(frozen=True, slots=True)
class Criterion:
    """maximum: hundredths of a point."""

    title: str
    maximum: int


@dataclass(frozen=True, slots=True)
class Penalty:
    """What the jury is asked to take away for time over: `points` hundredths for each `every` seconds begun.

    grace: seconds over that cost nothing. most: hundredths at which it ends; 0: at the maximum of the segment.
    """

    every: int
    points: int
    grace: int = 0
    most: int = 0


@dataclass(frozen=True, slots=True)
class Segment:
    """One part (phần thi).

    maximum: hundredths. weight: percent of its score that counts in the total; 0: it is played and counts nowhere.
    seconds: the time limit; 0: none. step: hundredths between two marks that a juror may give. criteria: of a judged
    segment; their maxima make its own. penalty: the scale for time over; None: the jury has none. out_of: of a quiz,
    the hundredths in which the live round counts what is worth the maximum; 0: it counts as this segment does.
    """

    title: str
    theme: Theme
    kind: Kind
    maximum: int
    weight: int = 100
    seconds: int = 0
    step: int = 25
    criteria: tuple[Criterion, ...] = ()
    penalty: Penalty | None = None
    out_of: int = 0

    def __post_init__(self) -> None:
        if self.kind == "quiz" and self.criteria:
            raise RulesError("criteria", "a quiz has none")
        if self.kind == "judged":
            if sum(one.maximum for one in self.criteria) != self.maximum:
                raise RulesError("criteria", "their maxima must add up to the maximum of the segment")
            if any(one.maximum % self.step for one in self.criteria):
                raise RulesError("step", "must divide the maximum of every criterion")
            if self.out_of:
                raise RulesError("out_of", "is for a quiz")
        if self.penalty and not self.seconds:
            raise RulesError("penalty", "needs a time limit")


@dataclass(frozen=True, slots=True)
class Combining:
    """How the marks of several jurors become one figure.

    over: "sheets": the mean of whole sheets, a sheet with a gap counts nowhere; "cells": criterion by criterion, the
    mean over the marks given. drop_from: the highest and the lowest are left out where at least so many were given;
    0: never. decimals: of every figure; halves are rounded up, and totals are sums of the figures that are shown.
    """

    over: Over = "sheets"
    drop_from: int = 0
    decimals: int = 2

    def __post_init__(self) -> None:
        if 0 < self.drop_from < 3:
            raise RulesError("drop_from", "must be 0 or at least 3, so that a mark remains")


@dataclass(frozen=True, slots=True)
class TieKey:
    """What parts equal totals: the score of a segment, or the figure of one of its criteria. Both from 1; 0: none."""

    segment: int
    criterion: int = 0


@dataclass(frozen=True, slots=True)
class Programme:
    """ties: tried in order between teams of equal totals. rest: what becomes of those who are equal after all of them:
    they share a place, or an extra bell question parts them.
    """

    segments: tuple[Segment, ...]
    combining: Combining = field(default_factory=Combining)
    ties: tuple[TieKey, ...] = ()
    rest: Rest = "shared"

    def __post_init__(self) -> None:
        if not self.segments:
            raise RulesError("segments", "there must be one")
        for key in self.ties:
            if not 1 <= key.segment <= len(self.segments):
                raise RulesError("ties", "name a segment that there is not")
            if not 0 <= key.criterion <= len(self.segments[key.segment - 1].criteria):
                raise RulesError("ties", "name a criterion that there is not")

    @classmethod
    def from_json(cls, given: object) -> "Programme":
        """Return the programme that `given` (parsed JSON) states. Raises RulesError for anything but exactly that."""
        return cls(**read_settings(given, _PROGRAMME, of="programme"))

    def to_json(self) -> dict[str, Any]:
        """Return plain values from which `from_json` makes an equal programme."""
        return asdict(self)


def _list_of(cls: type, readers: dict[str, Reader], most: int) -> Reader:
    def read(name: str, given: object) -> Any:
        if not isinstance(given, list | tuple) or len(given) > most:
            raise RulesError(name, f"must be a list of at most {most}")
        return tuple(cls(**read_settings(one, readers, of=f"{name}.{at}")) for at, one in enumerate(given, start=1))

    return read


def _one(cls: type, readers: dict[str, Reader], *, or_none: bool = False) -> Reader:
    def read(name: str, given: object) -> Any:
        return None if given is None and or_none else cls(**read_settings(given, readers, of=name))

    return read


def _title(name: str, given: object) -> str:
    read = str(text(200)(name, given)).strip()
    if not read:
        raise RulesError(name, "must not be empty")
    return read


_CRITERION: dict[str, Reader] = {"title": _title, "maximum": whole(MOST_POINTS)}
_PENALTY: dict[str, Reader] = {
    "every": whole(LONGEST),
    "points": whole(MOST_POINTS),
    "grace": whole(LONGEST, 0),
    "most": whole(MOST_POINTS, 0),
}
_SEGMENT: dict[str, Reader] = {
    "title": _title,
    "theme": one_of(THEMES),
    "kind": one_of(KINDS),
    "maximum": whole(MOST_POINTS),
    "weight": whole(1000, 0),
    "seconds": whole(LONGEST, 0),
    "step": whole(MOST_POINTS),
    "criteria": _list_of(Criterion, _CRITERION, MOST_CRITERIA),
    "penalty": _one(Penalty, _PENALTY, or_none=True),
    "out_of": whole(MOST_POINTS * 100, 0),
}
_COMBINING: dict[str, Reader] = {"over": one_of(OVERS), "drop_from": whole(50, 0), "decimals": whole(4, 0)}
_TIE: dict[str, Reader] = {"segment": whole(MOST_SEGMENTS), "criterion": whole(MOST_CRITERIA, 0)}
_PROGRAMME: dict[str, Reader] = {
    "segments": _list_of(Segment, _SEGMENT, MOST_SEGMENTS),
    "combining": _one(Combining, _COMBINING),
    "ties": _list_of(TieKey, _TIE, MOST_TIE_KEYS),
    "rest": one_of(RESTS),
}

"""The figures of one contest that do not depend on what a trainer asks for, and how they are kept."""

from dataclasses import asdict, dataclass
from typing import Any

from training.measure.clustering import Clustering
from training.measure.mastery import Cell, Estimate, Mastery, Spread
from training.measure.warnings import Warn


@dataclass(frozen=True)
class ChoiceFigures:
    """choice: primary key. share: of those who answered. rest: what its takers earned elsewhere beyond the usual;
    None: nobody.
    """

    choice: int
    share: float
    rest: float | None


@dataclass(frozen=True)
class QuestionFigures:
    """question, version: primary keys, the version being the newest asked. discrimination: None where it cannot be
    told.
    """

    question: int
    version: int
    answers: int
    unanswered: int
    facility: float
    low: float
    high: float
    discrimination: float | None
    choices: tuple[ChoiceFigures, ...]
    warnings: tuple[Warn, ...]


@dataclass(frozen=True)
class GroupFigures:
    """units: primary keys; several where small ones are taken together (merged)."""

    units: tuple[int, ...]
    people: int
    merged: bool


@dataclass(frozen=True)
class TopicFigures:
    """topic: primary key. unanswered: of the answers on papers, those left empty. in_hall: answers given in live
    rounds.
    """

    topic: int
    questions: int
    unanswered: int
    in_hall: int


@dataclass(frozen=True)
class Analysed:
    """groups and topics are in the order of the codes that the cells of `mastery` have. in_hall: people who answered
    there.

    apart: questions that nothing but `questions` rests on, as they say nothing about what people know.
    """

    questions: tuple[QuestionFigures, ...]
    apart: frozenset[int]
    groups: tuple[GroupFigures, ...]
    topics: tuple[TopicFigures, ...]
    mastery: Mastery
    in_hall: int

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "apart": sorted(self.apart)}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Analysed":
        return cls(
            tuple(_question(q) for q in kept["questions"]),
            frozenset(kept["apart"]),
            tuple(GroupFigures(tuple(g["units"]), g["people"], g["merged"]) for g in kept["groups"]),
            tuple(TopicFigures(**t) for t in kept["topics"]),
            _mastery(kept["mastery"]),
            kept["in_hall"],
        )


def _question(kept: dict[str, Any]) -> QuestionFigures:
    choices = tuple(ChoiceFigures(**c) for c in kept["choices"])
    return QuestionFigures(**{**kept, "choices": choices, "warnings": tuple(Warn(w) for w in kept["warnings"])})


def _mastery(kept: dict[str, Any]) -> Mastery:
    spread = Spread(**{**kept["spread"], "clustering": Clustering(**kept["spread"]["clustering"])})
    cells, totals = (tuple(_cell(c) for c in kept[name]) for name in ("cells", "totals"))
    return Mastery(cells, totals, spread, tuple(kept["shifts"]), kept["level"])


def _cell(kept: dict[str, Any]) -> Cell:
    return Cell(**{**kept, "estimate": Estimate(**kept["estimate"])})

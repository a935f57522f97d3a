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
class LatentFigures:
    """A question under the latent models, with standard errors; None where the answers do not tell.

    difficulty, error: Rasch, logits from the mean ability of those who took part. infit, outfit: how much answers
    surprise, 1 as foretold; outfit_z: the same as a standard normal deviate. slope: 2PL, how fast the chance of a
    right answer grows with ability, per standard deviation of people.
    """

    difficulty: float
    error: float
    infit: float
    outfit: float
    outfit_z: float
    slope: float | None
    slope_error: float | None


@dataclass(frozen=True)
class ScaleFigures:
    """The abilities behind the difficulties. people: who answered what was calibrated. ability_sd: logits.

    spread: (ability in logits, people expected there), of the people as estimated together: no bar is anybody's own.
    rasch_bic, two_bic: of both models, the lower one describing the answers better for its size.
    reliability: share of the differences between papers of usual length that are differences between people; None where
    it cannot be told.
    """

    people: int
    ability_sd: float
    spread: tuple[tuple[float, float], ...]
    rasch_bic: float
    two_bic: float
    reliability: float | None


@dataclass(frozen=True)
class QuestionFigures:
    """question, version: primary keys, the version being the newest asked. discrimination: None where it cannot be
    told. latent: None where too few answered, or all or nobody rightly.
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
    latent: LatentFigures | None = None


@dataclass(frozen=True)
class GroupFigures:
    """units: primary keys, of position groups where people are parted by those (0: none told); several where small
    ones are taken together (merged).
    """

    units: tuple[int, ...]
    people: int
    merged: bool


@dataclass(frozen=True)
class TopicFigures:
    """topic: primary key, of a document or a provision where questions are parted by those. unanswered: of the
    answers on papers, those left empty. in_hall: answers given in live rounds.
    """

    topic: int
    questions: int
    unanswered: int
    in_hall: int


@dataclass(frozen=True)
class Parted:
    """What groups of people know of parts of the questions. Groups and topics are in the order of the codes that the
    cells of `mastery` have.
    """

    groups: tuple[GroupFigures, ...]
    topics: tuple[TopicFigures, ...]
    mastery: Mastery

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Parted":
        return cls(
            tuple(GroupFigures(tuple(g["units"]), g["people"], g["merged"]) for g in kept["groups"]),
            tuple(TopicFigures(**t) for t in kept["topics"]),
            _mastery(kept["mastery"]),
        )


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
    scale: ScaleFigures | None = None

    def to_json(self) -> dict[str, Any]:
        return {**asdict(self), "apart": sorted(self.apart)}

    @classmethod
    def from_json(cls, kept: dict[str, Any]) -> "Analysed":
        parted = Parted.from_json(kept)
        return cls(
            tuple(_question(q) for q in kept["questions"]),
            frozenset(kept["apart"]),
            parted.groups,
            parted.topics,
            parted.mastery,
            kept["in_hall"],
            _scale(kept.get("scale")),
        )


def _question(kept: dict[str, Any]) -> QuestionFigures:
    choices = tuple(ChoiceFigures(**c) for c in kept["choices"])
    latent = LatentFigures(**kept["latent"]) if kept.get("latent") else None  # one of old has none
    warnings = tuple(Warn(w) for w in kept["warnings"])
    return QuestionFigures(**{**kept, "choices": choices, "warnings": warnings, "latent": latent})


def _scale(kept: dict[str, Any] | None) -> ScaleFigures | None:
    if kept is None:
        return None
    return ScaleFigures(**{**kept, "spread": tuple((at, people) for at, people in kept["spread"])})


def _mastery(kept: dict[str, Any]) -> Mastery:
    spread = Spread(**{**kept["spread"], "clustering": Clustering(**kept["spread"]["clustering"])})
    cells, totals = (tuple(_cell(c) for c in kept[name]) for name in ("cells", "totals"))
    return Mastery(cells, totals, spread, tuple(kept["shifts"]), kept["level"])


def _cell(kept: dict[str, Any]) -> Cell:
    return Cell(**{**kept, "estimate": Estimate(**kept["estimate"])})

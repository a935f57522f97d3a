"""What a training-need report holds. Shares, estimates and gaps run from 0 to 1."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from training.analysis import LatentFigures
from training.cuts import Parts
from training.measure.warnings import Warn

SMALLEST_GROUP = 5  # fewer people than this are never shown on their own


class State(StrEnum):
    """What the answers of a group to a topic allow to be said, by the rule that the report prints."""

    NEED = "need"
    OK = "ok"
    UNSURE = "unsure"
    HIDDEN = "hidden"  # fewer than SMALLEST_GROUP people
    NONE = "none"  # nobody was asked


class Priority(StrEnum):
    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Suspect(StrEnum):
    """Why a question should be looked at by a person before anybody is trained on it."""

    WRONG_KEY = "wrong_key"
    GIVES_ITSELF_AWAY = "gives_itself_away"
    AMBIGUOUS = "ambiguous"
    LAW_CHANGED = "law_changed"


class Validity(StrEnum):
    IN_FORCE = "in_force"
    SUSPENDED = "suspended"
    EXPIRED = "expired"
    NOT_YET = "not_yet"


SET_APART = frozenset({Suspect.WRONG_KEY, Suspect.LAW_CHANGED})  # these say nothing about what people know


@dataclass(frozen=True)
class Rule:
    """A need: mastery is below `target` with a probability of at least `threshold`.

    interval: how much probability the printed intervals hold.
    """

    target: float = 0.7
    threshold: float = 0.9
    interval: float = 0.9
    smallest_group: int = SMALLEST_GROUP


@dataclass(frozen=True)
class Estimate:
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class UnitCoverage:
    name: str
    block: str
    entrants: int
    finished: int


@dataclass(frozen=True)
class Coverage:
    """units: those with entrants, by name. not_measured: names of units in scope without a closed paper."""

    entrants: int
    finished: int
    simulated: int
    in_hall: int
    units: tuple[UnitCoverage, ...]
    not_measured: tuple[str, ...]
    units_in_scope: int


@dataclass(frozen=True)
class Group:
    """A unit, or the units with too few people taken together (`merged`, key "small")."""

    key: str
    label: str
    block: str
    people: int
    merged: bool = False
    units: frozenset[int] = field(default=frozenset(), repr=False)


@dataclass(frozen=True)
class Cell:
    """What one group showed on one topic. estimate: None where the state hides or lacks it.

    below: probability that mastery is below the target; None likewise.
    """

    answers: int
    people: int
    estimate: Estimate | None
    below: float | None
    state: State


@dataclass(frozen=True)
class TopicRow:
    """A topic over everybody (`total`) and over each group, in the order of `Report.groups`.

    unanswered: of the answers on papers, those left empty. in_hall: answers given in live rounds.
    """

    topic: int
    code: str
    name: str
    questions: int
    unanswered: int
    in_hall: int
    total: Cell
    cells: tuple[Cell, ...]


@dataclass(frozen=True)
class Clause:
    """A cited provision. validity: of its document on the day of the report; `since` or until when it has none."""

    provision: int
    address: str
    document: str
    document_title: str
    text: str
    validity: Validity
    since: date | None

    @property
    def in_force(self) -> bool:
        return self.validity is Validity.IN_FORCE


@dataclass(frozen=True)
class ChosenChoice:
    """share: of those who answered the question. misconception: what whoever takes it has got wrong, where its author
    said so.
    """

    text: str
    share: float
    right: bool
    misconception: str = ""


@dataclass(frozen=True)
class HardQuestion:
    """discrimination: item-rest correlation, -1 to 1; None where it cannot be told. latent: None likewise. question:
    its primary key. topic: name of the part of the questions that it belongs to.
    """

    code: str
    stem: str
    topic: str
    answers: int
    unanswered: int
    facility: Estimate
    discrimination: float | None
    choices: tuple[ChosenChoice, ...]
    suspect: tuple[Suspect, ...]
    clauses: tuple[Clause, ...]
    question: int = 0
    warnings: tuple[Warn, ...] = ()
    latent: LatentFigures | None = None

    @property
    def wrong(self) -> ChosenChoice | None:
        """The wrong choice taken most often, if any was."""
        return max((c for c in self.choices if not c.right and c.share > 0), key=lambda c: c.share, default=None)

    @property
    def set_apart(self) -> bool:
        return bool(SET_APART.intersection(self.suspect))


@dataclass(frozen=True)
class NeedLine:
    """A group that needs training on a topic. gap: target minus estimate. below: how sure. key: of the group."""

    group: str
    people: int
    answers: int
    estimate: Estimate
    gap: float
    below: float
    key: str = ""

    @property
    def weight(self) -> float:
        """People reached × gap, by which needs are ordered."""
        return self.people * self.gap


@dataclass(frozen=True)
class Proposal:
    """One topic to train: its needs by people reached times gap, largest first, and the clauses to teach.

    everybody: the need shows for all participants together but for no group alone.
    """

    code: str
    topic: str
    people: int
    gap: float
    below: float
    priority: Priority
    everybody: bool
    needs: tuple[NeedLine, ...]
    clauses: tuple[Clause, ...]
    key: int = 0  # of the part of the questions

    @property
    def weight(self) -> float:
        return self.people * self.gap


@dataclass(frozen=True)
class Header:
    slug: str
    title: str
    organiser: str
    opens_at: datetime
    closes_at: datetime
    cut_off: datetime
    rules: tuple[str, ...]


@dataclass(frozen=True)
class Report:
    """parts: what questions are parted by. contests: titles of those whose answers count, where they are several."""

    header: Header
    rule: Rule
    coverage: Coverage
    groups: tuple[Group, ...]
    topics: tuple[TopicRow, ...]
    hardest: tuple[HardQuestion, ...]
    set_apart: tuple[HardQuestion, ...]
    proposals: tuple[Proposal, ...]
    parts: Parts = "topic"
    contests: tuple[str, ...] = ()
    questions: tuple[HardQuestion, ...] = ()  # all that were asked, those set apart among them; where asked for

    @property
    def suppressed(self) -> bool:
        """Say whether some units were taken together because they had too few people."""
        return any(group.merged for group in self.groups)

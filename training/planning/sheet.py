"""A plan as a sheet: what its page, its Word and Excel files and its approved versions hold. Plain values."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from training.planning.allocation import HOURS_A_DAY


@dataclass(frozen=True)
class SheetGroup:
    """label: empty for small units taken together."""

    label: str
    people: int


@dataclass(frozen=True)
class SheetClass:
    """form, priority: as `models.TrainingClass` writes them. cost: đồng, None where nobody has said."""

    number: int
    topic: str
    clauses: tuple[str, ...]
    groups: tuple[SheetGroup, ...]
    priority: str
    hours: int
    form: str
    starts_on: date | None
    ends_on: date | None
    place: str
    teacher: str
    cost: int | None
    funding: str
    note: str

    @property
    def people(self) -> int:
        return sum(group.people for group in self.groups)


@dataclass(frozen=True)
class LeftLine:
    """Who is in no class. gap: 0 to 1. reason: as `allocation.Reason` writes it."""

    topic: str
    group: str
    people: int
    gap: float
    reason: str


@dataclass(frozen=True)
class Sheet:
    """approved_at: None for a draft. seats, half_days: the budget."""

    title: str
    host: str
    contest: str
    version: int
    approved_at: datetime | None
    target: float
    threshold: float
    cut_off: datetime
    seats: int
    half_days: int
    classes: tuple[SheetClass, ...]
    left_out: tuple[LeftLine, ...]

    @property
    def people(self) -> int:
        return sum(made.people for made in self.classes)

    @property
    def days(self) -> float:
        return sum(made.hours for made in self.classes) / HOURS_A_DAY

    @property
    def cost(self) -> int | None:
        """What all classes together cost, None where no class says."""
        told = [made.cost for made in self.classes if made.cost is not None]
        return sum(told) if told else None

    def to_json(self) -> dict[str, Any]:
        """Return plain values from which `from_json` makes an equal sheet."""
        return {name: _plain(value) for name, value in asdict(self).items()}

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> "Sheet":
        return cls(
            **{
                **kept,
                "approved_at": datetime.fromisoformat(kept["approved_at"]) if kept["approved_at"] else None,
                "cut_off": datetime.fromisoformat(kept["cut_off"]),
                "classes": tuple(_class(made) for made in kept["classes"]),
                "left_out": tuple(LeftLine(**line) for line in kept["left_out"]),
            }
        )


def _class(kept: Mapping[str, Any]) -> SheetClass:
    dates = {name: date.fromisoformat(kept[name]) if kept[name] else None for name in ("starts_on", "ends_on")}
    groups = tuple(SheetGroup(**group) for group in kept["groups"])
    return SheetClass(**{**kept, **dates, "clauses": tuple(kept["clauses"]), "groups": groups})


def _plain(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _plain(one) for name, one in value.items()}
    if isinstance(value, tuple | list):
        return [_plain(one) for one in value]
    return value.isoformat() if isinstance(value, date) else value

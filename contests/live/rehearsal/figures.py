"""What a rehearsal showed: a ledger of what phones sent and were told → the sheet that the host reads."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, field
from math import ceil
from typing import Any

Place = tuple[int, int, int]  # player, position, run
Chosen = tuple[int, ...]


@dataclass
class Ledger:
    """acknowledged_ms: of each answer, from the tap to its acknowledgement. reached_ms: of each question and phone with
    a network, from the host's command to the phone. kept: what each phone was last told is kept. open: sent, and not
    yet answered.
    """

    acknowledged_ms: list[float] = field(default_factory=list)
    reached_ms: list[float] = field(default_factory=list)
    kept: dict[Place, Chosen] = field(default_factory=dict)
    open: set[Place] = field(default_factory=set)
    refused: int = 0
    drops: int = 0
    returns: int = 0


@dataclass(frozen=True, slots=True)
class Sheet:
    """Times in milliseconds, None where nothing was measured. lost: answers that a phone was told are kept and that the
    database does not hold so. unanswered: answers that were sent and of which nothing was heard, in time for them.
    """

    phones: int
    questions: int
    acknowledged: int
    acknowledged_p50: int | None
    acknowledged_p95: int | None
    reached_p50: int | None
    reached_p95: int | None
    refused: int
    lost: int
    unanswered: int
    drops: int
    returns: int

    def to_json(self) -> dict[str, Any]:
        return asdict(self)


def sheet(ledger: Ledger, *, phones: int, questions: int, held: Mapping[Place, Chosen]) -> Sheet:
    """Return the sheet. held: the answers that the database holds at the end."""
    return Sheet(
        phones=phones,
        questions=questions,
        acknowledged=len(ledger.acknowledged_ms),
        acknowledged_p50=percentile(ledger.acknowledged_ms, 50),
        acknowledged_p95=percentile(ledger.acknowledged_ms, 95),
        reached_p50=percentile(ledger.reached_ms, 50),
        reached_p95=percentile(ledger.reached_ms, 95),
        refused=ledger.refused,
        lost=sum(held.get(place) != chosen for place, chosen in ledger.kept.items()),
        unanswered=len(ledger.open),
        drops=ledger.drops,
        returns=ledger.returns,
    )


def percentile(values: Sequence[float], percent: int) -> int | None:
    """Return the smallest value that at least `percent` of a hundred of them do not exceed, rounded; None of none."""
    if not values:
        return None
    return round(sorted(values)[ceil(len(values) * percent / 100) - 1])

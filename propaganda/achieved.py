"""How far a plan is fulfilled: planned and done by form, as plain counts."""

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True)
class Achieved:
    """planned, done: how many in all. fulfilled: of the planned ones, those done, form by form."""

    planned: int
    done: int
    fulfilled: int

    @property
    def percent(self) -> int | None:
        """Return the share of the plan that is done, rounded down; None where nothing was planned."""
        return 100 * self.fulfilled // self.planned if self.planned else None


def achieved(planned: Mapping[str, int], done: Mapping[str, int]) -> Achieved:
    """Compare what was planned with what was done, by form. More of one form makes up for no other."""
    fulfilled = sum(min(count, done.get(kind, 0)) for kind, count in planned.items())
    return Achieved(sum(planned.values()), sum(done.values()), fulfilled)

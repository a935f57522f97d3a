"""Where a segment of a stage contest can stand, and which command leads from where to where.

waiting → open ⇄ closed → locked; after that, corrections with a reason, each of which leaves the earlier value.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum


class State(StrEnum):
    WAITING = "waiting"
    OPEN = "open"  # jurors give marks, each for themselves
    CLOSED = "closed"  # no more marks; the secretary looks for gaps, the jury decides deductions
    LOCKED = "locked"  # the result stands

    @property
    def shows_marks(self) -> bool:
        """Whether a juror may read what the others gave."""
        return self is State.LOCKED


class Command(StrEnum):
    OPEN = "open"
    CLOSE = "close"
    REOPEN = "reopen"  # closed too early
    LOCK = "lock"


ARROWS: Mapping[Command, tuple[State, State]] = {
    Command.OPEN: (State.WAITING, State.OPEN),
    Command.CLOSE: (State.OPEN, State.CLOSED),
    Command.REOPEN: (State.CLOSED, State.OPEN),
    Command.LOCK: (State.CLOSED, State.LOCKED),
}


class Refused(Exception):
    """A command that changes nothing."""


class StaleVersion(Refused):
    """Whoever pressed saw an older segment than the one there is."""


class WrongState(Refused):
    """The command does not lead anywhere from here."""


class ReasonWanted(Refused):
    """Marking is reopened, or a result is locked with gaps, for a reason that is kept."""


@dataclass(frozen=True, slots=True)
class Known:
    """A segment as the machine knows it. version: grows by one with every step."""

    state: State = State.WAITING
    version: int = 1


def apply(segment: Known, command: Command, *, expected: int, reason: str = "", gaps: bool = False) -> Known:
    """Return the segment after `command`. expected: the version that was seen. gaps: whether marks are missing.

    Raises StaleVersion, WrongState, or ReasonWanted for a reopening, or a lock over gaps, that gives none.
    """
    if expected != segment.version:
        raise StaleVersion(segment.version)
    source, target = ARROWS[command]
    if segment.state is not source:
        raise WrongState(segment.state)
    wants = command is Command.REOPEN or (command is Command.LOCK and gaps)
    if wants and not reason.strip():
        raise ReasonWanted
    return replace(segment, state=target, version=segment.version + 1)


def possible(state: State) -> frozenset[Command]:
    """Return the commands that lead somewhere from `state`."""
    return frozenset(command for command, (source, _target) in ARROWS.items() if source is state)

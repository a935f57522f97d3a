"""What the reading of a text found: one shape for all who look at it."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Fault:
    """Something mended or left for a person: a machine code, the line (from 1, None for the whole text), a detail."""

    code: str
    line: int | None
    detail: str

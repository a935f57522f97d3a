"""The neutral record of a question in a file, and what can be wrong with it."""

from dataclasses import asdict, dataclass
from typing import Any

LETTERS = "ABCDEF"
LONGEST_CODE = 30  # characters


@dataclass(frozen=True)
class Fault:
    """row: counted from 1, as the person sees it. column: usual name of the column, "" for the whole row.
    code: for the door to put into words. value: what stood there. note: the row can be taken all the same."""

    row: int
    column: str
    code: str
    value: str = ""
    note: bool = False


@dataclass(frozen=True)
class Record:
    """One question. key: letters of the right choices, such as ("A", "C"). Texts are trimmed and in NFC."""

    row: int
    code: str
    topic: str
    kind: str  # single, multiple, true_false
    difficulty: int  # 1 to 3
    stem: str
    choices: tuple[str, ...]
    key: tuple[str, ...]
    explanation: str = ""
    document: str = ""
    address: str = ""
    quote: str = ""
    keep_order: bool = False

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, given: dict[str, Any]) -> "Record":
        return cls(**{**given, "choices": tuple(given["choices"]), "key": tuple(given["key"])})


@dataclass(frozen=True)
class Sheet:
    """What was read from a file: records in order, and every fault."""

    records: tuple[Record, ...]
    faults: tuple[Fault, ...] = ()

"""The neutral record of a question in a file, and what can be wrong with it."""

from bisect import bisect_right
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

LETTERS = "ABCDEFGHIJ"
LONGEST_CODE = 30  # characters


@dataclass(frozen=True)
class Fault:
    """row: counted from 1, as the person sees it: row of a sheet, line of a text, number of a question in XML.
    column: usual name of the column or field, "" for the whole row.
    code: for the door to put into words. value: what stood there. note: the row can be taken all the same."""

    row: int
    column: str
    code: str
    value: str = ""
    note: bool = False


@dataclass(frozen=True)
class Media:
    """A picture, sound or film. place: -1 for the stem, else the choice it belongs to. sha256: of its bytes."""

    place: int
    name: str
    content_type: str
    alt: str
    sha256: str


@dataclass(frozen=True)
class Record:
    """One question. Texts are trimmed and in NFC.

    kind: a key of `questionbank.kinds.KINDS`. choices: what to choose from; for "order" the items in their right
    order; for "match" the left sides. key: letters of the right choices, such as ("A", "C"), for the kinds with
    choices alone. partners: for "match" the right side of each choice in turn, then those that fit none.
    accepted: answers taken as right, one group for "short" and "number" and one for each gap "[[1]]", "[[2]]" … of a
    "gap" stem. tolerance: decimal number by which a "number" may be off. parts: the questions of a "situation", each
    with a kind, a stem and what its kind needs. rubric: criterion and whole points for an "essay". remarks: none, or
    one for each choice: what whoever takes it has misunderstood. document, address, quote: the citation.
    """

    row: int
    code: str
    topic: str
    kind: str
    difficulty: int  # 1 to 3
    stem: str
    choices: tuple[str, ...] = ()
    key: tuple[str, ...] = ()
    explanation: str = ""
    document: str = ""
    address: str = ""
    quote: str = ""
    keep_order: bool = False
    partners: tuple[str, ...] = ()
    accepted: tuple[tuple[str, ...], ...] = ()
    tolerance: str = ""
    parts: tuple["Record", ...] = ()
    rubric: tuple[tuple[str, int], ...] = ()
    remarks: tuple[str, ...] = ()
    media: tuple[Media, ...] = ()

    def to_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def from_json(cls, given: Mapping[str, Any]) -> "Record":
        plain = {name: tuple(given[name]) for name in ("choices", "key", "partners", "remarks") if name in given}
        return cls(
            **{
                **given,
                **plain,
                "accepted": tuple(tuple(group) for group in given.get("accepted", ())),
                "rubric": tuple((criterion, points) for criterion, points in given.get("rubric", ())),
                "parts": tuple(cls.from_json(part) for part in given.get("parts", ())),
                "media": tuple(Media(**medium) for medium in given.get("media", ())),
            }
        )


@dataclass(frozen=True)
class Sheet:
    """What was read from a file: records in order, every fault, and the bytes of media by their sha256."""

    records: tuple[Record, ...]
    faults: tuple[Fault, ...] = ()
    files: Mapping[str, bytes] = field(default_factory=dict)


def joined(pieces: Iterable[Sheet]) -> Sheet:
    """Return the pieces of a file as one, the faults by row."""
    records: list[Record] = []
    faults: list[Fault] = []
    files: dict[str, bytes] = {}
    for piece in pieces:
        records += piece.records
        faults += piece.faults
        files.update(piece.files)
    return Sheet(tuple(records), tuple(sorted(faults, key=lambda found: found.row)), files)


_OF_NO_QUESTION = ("no_questions", "key_of_no_question", "key_of_several")


def bad_rows(sheet: Sheet) -> frozenset[int]:
    """Return the rows of the records that a fault speaks against: it stands there or below, before the next record.

    records of `sheet`: in the order of their rows.
    """
    rows = [record.row for record in sheet.records]
    wrong = (fault.row for fault in sheet.faults if not fault.note and fault.code not in _OF_NO_QUESTION)
    return frozenset(rows[at - 1] for row in wrong if (at := bisect_right(rows, row)))

"""A text as read, for machines and for a terminal: the facts, how many provisions, what is missing."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from regulations.faults import Fault
from regulations.headers import Header

_COUNTED = {
    "parts": "part", "chapters": "chapter", "sections": "section", "subsections": "subsection", "articles": "article",
    "clauses": "clause", "points": "point", "indents": "indent", "annexes": "annex",
}  # fmt: skip
_GAP = re.compile(r"(?:Điều )?(\S+) → (?:Điều )?(\S+)")
_GAP_KINDS = {"article_gap": "article", "clause_gap": "clause", "point_gap": "point"}


@dataclass(frozen=True)
class Gap:
    """Numbers left out: `after` ("0" where the list does not begin with its first) and `next` stand in the text."""

    kind: str
    after: str
    next: str
    line: int | None


def gaps(faults: Iterable[Fault]) -> list[Gap]:
    """Return the gaps in the numbering among the faults."""
    found = []
    for fault in faults:
        if fault.code in _GAP_KINDS and (numbers := _GAP.fullmatch(fault.detail)):
            found.append(Gap(_GAP_KINDS[fault.code], numbers[1], numbers[2], fault.line))
    return found


def as_json(file_name: str, header: Header, counts: dict[str, int], faults: tuple[Fault, ...]) -> dict[str, Any]:
    """Return what a machine wants to know, with days as yyyy-mm-dd and None for what the text does not say."""
    return {
        "file": file_name,
        "number": header.number,
        "type": header.doc_type,
        "title": header.title,
        "issuer": header.issuer,
        "signer": header.signer,
        "issued_on": _day(header.issued_on),
        "effective_on": _day(header.effective_on),
        "legal_bases": list(header.legal_bases),
        "recipients": list(header.recipients),
        "counts": {name: counts.get(kind, 0) for name, kind in _COUNTED.items()},
        "gaps": [{"kind": g.kind, "after": g.after, "next": g.next, "line": g.line} for g in gaps(faults)],
        "faults": [{"code": f.code, "line": f.line, "detail": f.detail} for f in faults],
    }


def _day(day: date | None) -> str | None:
    return day.isoformat() if day else None

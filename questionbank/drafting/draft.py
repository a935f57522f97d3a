"""What drafting takes and gives: a regulation, and questions proposed from its clauses."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from regulations.parsing import Node, Parsed

_CALLED_BY_TITLE = ("Luật", "Bộ luật", "Pháp lệnh")
_LONGEST_TITLE = 60  # characters; beyond it a document is called by its number alone


@dataclass(frozen=True)
class Source:
    """A regulation to draft from. nodes: its provisions, as `regulations.parsing.parse` gives them."""

    number: str
    doc_type: str
    title: str
    nodes: Sequence[Node]
    issued_on: date | None = None
    effective_on: date | None = None

    @classmethod
    def of(cls, parsed: Parsed) -> "Source":
        """Return `parsed` with the facts that its own header gives."""
        head = parsed.header
        return cls(head.number, head.doc_type, head.title, parsed.nodes, head.issued_on, head.effective_on)

    @property
    def kind_name(self) -> str:
        """What the document calls itself: "Luật", "Nghị định"; a consolidated text goes by that name."""
        if "VBHN" in self.number:
            return "Văn bản hợp nhất"
        return self.doc_type or "Văn bản"

    @property
    def name(self) -> str:
        """The document's name in a sentence: "Luật Viên chức số 129/2025/QH15", "Nghị định số 30/2020/NĐ-CP"."""
        kind = self.kind_name
        title = _spoken_title(self.title, kind) if kind in _CALLED_BY_TITLE else ""
        called = f"{kind} {title}".strip()
        return f"{called} số {self.number}" if self.number else called


@dataclass(frozen=True)
class Draft:
    """A proposed question that a person must review.

    right: places of the right choices, from 0. document: the number of the cited document; address and
    eid: of the cited provision; quote: words of its text, spaces collapsed, that prove the key.
    remarks: what the reviewer should look at. confidence: from 0 to 1, for ranking only.
    """

    pattern: str
    kind: str
    stem: str
    choices: tuple[str, ...]
    right: frozenset[int]
    document: str
    address: str
    eid: str
    quote: str
    explanation: str
    remarks: tuple[str, ...] = ()
    keep_order: bool = False
    confidence: float = 0.5


def _spoken_title(title: str, kind: str) -> str:
    """Return a law's title as it is spoken after "Luật", or "" where the text gives none that can be trusted."""
    words = re.sub(rf"^{kind}\s+", "", " ".join(title.split()), flags=re.IGNORECASE)
    if not words or len(words) > _LONGEST_TITLE or re.search(r"[_\d]|Luật|Nghị định|NƯỚC", words):
        return ""
    if words.isupper():
        words = words.lower().replace("việt nam", "Việt Nam").replace("chính phủ", "Chính phủ")
    return words[0].upper() + words[1:]

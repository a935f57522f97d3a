"""Official addresses of provisions, as in "điểm b khoản 2 Điều 5", and how to read them back.

Plans count "I. 1. a)": their Roman sections are addressed as "Mục III". A provision of an
attached document is addressed with the words "văn bản kèm theo" at the end.
Source: Decree 78/2025/NĐ-CP on citing provisions; the order is from the smallest unit upwards.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from regulations.parsing import Kind, Node, walk

ATTACHED = "văn bản kèm theo"
_PART = re.compile(
    r"(?P<level>gạch đầu dòng thứ|điểm|khoản|điều|tiểu mục|mục|chương|phần|phụ lục)\s+"
    r"(?P<number>[0-9]+(?:\.[0-9]+)*[a-zđ]?|[a-zđ]\d{0,2}|[ivxlc]+)(?=[\s,;.]|$)",
    re.IGNORECASE,
)
_DOCUMENT = re.compile(r"\b(\d{1,4}[a-zđ]?(?:/\d{4})?[/-][A-ZĐ][\wĐ/-]*)")


class BadAddress(ValueError):
    """The words name no provision."""


class ProvisionNotFound(LookupError):
    """No provision has this address. `nearest`: the address of the closest one above it, or None."""

    def __init__(self, address: "Address", nearest: "Address | None") -> None:
        super().__init__(format_address(address))
        self.address, self.nearest = address, nearest


@dataclass(frozen=True)
class Address:
    """Parts of an address, from the largest to the smallest; None where it does not go that far.

    section: Roman numeral of a plan's section ("Mục III"); subsection: a letter inside it ("Tiểu mục A");
    attached: in a document issued with the main one; document: its number, where the address names it.
    """

    article: str | None = None
    section: str | None = None
    clause: str | None = None
    point: str | None = None
    indent: str | None = None
    attached: bool = False
    document: str | None = None
    subsection: str | None = None


def parse_address(text: str) -> Address:
    """Return the address that `text` names, whatever its case and spacing. Raises BadAddress."""
    words = " ".join(text.split())
    document = _DOCUMENT.search(words)
    named = words[: document.start()] if document else words
    found: dict[str, str] = {}
    for match in _PART.finditer(named):
        found.setdefault(match["level"].lower(), match["number"])
    point, section = found.get("điểm"), found.get("mục")
    if not found.keys() & {"điều", "mục", "khoản", "điểm"} or (
        section and not re.fullmatch("[IVXLC]+", section.upper())
    ):
        raise BadAddress(text)
    return Address(
        article=_lower(found.get("điều")),
        section=section.upper() if section else None,
        subsection=found["tiểu mục"].upper() if section and "tiểu mục" in found else None,
        clause=_lower(found.get("khoản")),
        point=_lower(point),
        indent=found.get("gạch đầu dòng thứ"),
        attached=ATTACHED in named.lower(),
        document=document[1].rstrip(".,;") if document else None,
    )


def format_address(address: Address) -> str:
    """Return `address` in its official form, smallest unit first."""
    parts = [
        f"gạch đầu dòng thứ {address.indent}" if address.indent else "",
        f"điểm {address.point}" if address.point else "",
        f"khoản {address.clause}" if address.clause else "",
        f"Tiểu mục {address.subsection}" if address.subsection else "",
        f"Mục {address.section}" if address.section else "",
        f"Điều {address.article}" if address.article else "",
        ATTACHED if address.attached else "",
        address.document or "",
    ]
    return " ".join(part for part in parts if part)


def address_of(path: Sequence[Node]) -> Address:
    """Return the address of the last node of `path`, which begins at a root."""
    numbers: dict[str, str] = {}
    for node in path:
        if _is_addressed(node):
            numbers[_LEVELS[node.kind]] = node.number
    attached = bool(path) and path[0].kind is Kind.ANNEX
    # Inside an article a plan's section says enough: there is one plan to an article.
    if "section" in numbers:
        numbers.pop("article", None)
    return Address(attached=attached, **numbers)


def addresses(nodes: Iterable[Node]) -> dict[str, str]:
    """Return eid → official address of every node under `nodes`; empty for what has none (preamble, chapters …)."""
    found: dict[str, str] = {}
    path: list[Node] = []
    for node, _, depth in walk(nodes):
        path[depth:] = [node]
        found[node.eid] = format_address(address_of(path)) if _is_addressed(node) else _container_name(node)
    return found


def find(nodes: Iterable[Node], address: Address) -> Node:
    """Return the node at `address`. Raises ProvisionNotFound with the nearest address that exists.

    The main text is looked through first; an attached document only where the address says
    so or the main text has no such provision.
    """
    by_address: dict[Address, Node] = {}
    path: list[Node] = []
    for node, _, depth in walk(nodes):
        path[depth:] = [node]
        by_address.setdefault(address_of(path), node)
    wanted = _without_document(address)
    for candidate in (wanted, _attached(wanted)):
        if candidate in by_address:
            return by_address[candidate]
    raise ProvisionNotFound(address, next((a for a in _above(wanted) if a in by_address), None))


_LEVELS = {
    Kind.ARTICLE: "article", Kind.SECTION: "section", Kind.SUBSECTION: "subsection", Kind.CLAUSE: "clause",
    Kind.POINT: "point", Kind.INDENT: "indent",
}  # fmt: skip
_NAMES = {
    Kind.PART: "Phần",
    Kind.CHAPTER: "Chương",
    Kind.SECTION: "Mục",
    Kind.SUBSECTION: "Tiểu mục",
    Kind.ANNEX: "Văn bản kèm theo",
    Kind.PREAMBLE: "Phần mở đầu",
    Kind.CLOSING: "Phần kết thúc",
}  # fmt: skip


def _is_addressed(node: Node) -> bool:
    """Say whether provisions are cited by this node: not by what only groups articles."""
    if node.kind is Kind.SECTION:
        return _is_plan_section(node)
    return node.kind in _LEVELS and (
        node.kind is not Kind.SUBSECTION or (node.number.isalpha() and len(node.number) == 1)
    )


def _is_plan_section(node: Node) -> bool:
    """A law's "Mục 2" groups articles; a plan's "III." holds clauses."""
    return not any(child.kind is Kind.ARTICLE for child in node.children) and bool(
        re.fullmatch("[IVXLC]+", node.number)
    )


def _container_name(node: Node) -> str:
    return f"{_NAMES[node.kind]} {node.number}".strip()


def _without_document(address: Address) -> Address:
    return replace(address, article=None if address.section else address.article, document=None)


def _attached(address: Address) -> Address:
    return replace(address, attached=True)


def _above(address: Address) -> list[Address]:
    steps = [replace(address, indent=None)]
    steps.append(replace(steps[-1], point=None))
    steps.append(replace(steps[-1], clause=None))
    steps.append(replace(steps[-1], subsection=None))
    return [step for step in steps if step != address]


def _lower(number: str | None) -> str | None:
    return number.lower() if number else None

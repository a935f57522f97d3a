"""A text that somebody brings → a document with its tree of provisions.

`read` looks and stores nothing; `import_document` stores all or nothing.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, TypedDict

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from people.models import User
from regulations.addresses import addresses
from regulations.cleaning import clean
from regulations.faults import Fault
from regulations.headers import Header, issuer_of
from regulations.life import propose_relations
from regulations.models import Document, Provision
from regulations.originals import keep_original
from regulations.parsing import Kind, Node, parse, walk
from regulations.readers import front, phapdien
from regulations.readers.front import SourceKind

LARGEST = 10 * 1024 * 1024  # bytes


class Facts(TypedDict, total=False):
    """What a person says about a document; a fact that is left out is guessed from the text."""

    number: str
    doc_type: str
    title: str
    issuer: str
    signer: str
    issued_on: date | None
    effective_on: date | None
    expired_on: date | None
    expiry_reason: str


@dataclass(frozen=True)
class Draft:
    """A text as read. counts: how many provisions of each kind; faults: what was mended or stands open.

    source_kind: what kind of file it came from; raw: that file.
    """

    file_name: str
    source_kind: SourceKind
    header: Header
    counts: dict[str, int]
    faults: tuple[Fault, ...]
    nodes: tuple[Node, ...]
    text: str
    source_note: str
    raw: bytes = field(default=b"", repr=False)

    @property
    def sha256(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def name(self) -> str:
        """Type and number, or the file's name where the text does not say them."""
        return f"{self.header.doc_type} {self.header.number}".strip() or self.file_name

    def fault_rows(self) -> list[dict[str, Any]]:
        """Return the faults as they are stored: code, line, detail and the first words of that line."""
        lines = self.text.splitlines()
        return [
            {
                "code": fault.code,
                "line": fault.line,
                "detail": fault.detail,
                "words": lines[fault.line - 1].strip()[:120] if fault.line and fault.line <= len(lines) else "",
            }
            for fault in self.faults
        ]

    def articles(self) -> list[Node]:
        """Return the articles, or where there are none the sections, in order."""
        every = [node for node, _parent, _depth in walk(self.nodes)]
        found = [node for node in every if node.kind is Kind.ARTICLE]
        return found or [node for node in every if node.kind is Kind.SECTION]

    def guessed(self) -> Facts:
        """Return the facts that the text itself gives."""
        found = self.header
        return Facts(
            number=found.number[:60],
            doc_type=found.doc_type[:60],
            title=found.title[:600],
            issuer=found.issuer[:200],
            signer=found.signer[:120],
            issued_on=found.issued_on,
            effective_on=found.effective_on,
        )


class Refused(Exception):
    """A text that does not become a document. str() tells a person why and what to do."""


class TooLarge(Refused):
    def __str__(self) -> str:
        return _("The text is larger than 10 MB. Split it, or leave out pictures and tables, and try again.")


class SeveralDocuments(Refused):
    """A page of the electronic code, which holds articles of several documents."""

    def __str__(self) -> str:
        return _("This page of the electronic code holds several documents. Each has to be read by itself.")


class AlreadyImported(Refused):
    """The same text is there. `document`: which it became."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.document = document

    def __str__(self) -> str:
        return _("This very text has been imported before, as %(document)s.") % {"document": self.document}


class NumberTaken(Refused):
    """A document with this number, issuing body and date is there with another text."""

    def __init__(self, document: Document) -> None:
        super().__init__(document)
        self.document = document

    def __str__(self) -> str:
        return _(
            "%(document)s of the same issuing body and date is there already, with another text. "
            "Compare the two; if this is a different document, correct its number, issuing body or date."
        ) % {"document": self.document}


class FactsMissing(Refused):
    """Facts that no document goes without could not be guessed and were not given. `names`: which."""

    def __init__(self, names: tuple[str, ...]) -> None:
        super().__init__(*names)
        self.names = names

    def __str__(self) -> str:
        labels = [str(Document._meta.get_field(name).verbose_name) for name in self.names]
        return _("The text does not say, and nobody gave: %(names)s.") % {"names": ", ".join(labels)}


@dataclass(frozen=True)
class CodeOutcome:
    """What became of one document of a code page: `document`, or the reason why it was left out."""

    draft: Draft
    document: Document | None
    reason: Refused | None


def read(raw: bytes, file_name: str = "") -> Draft:
    """Return what stands in the file; nothing is stored, no table is asked.

    Raises TooLarge, SeveralDocuments, readers.refusals.NotRead, cleaning.UnreadableText or parsing.NotARegulation.
    """
    if len(raw) > LARGEST:
        raise TooLarge
    if front.kind_of(raw) is SourceKind.CODE_PAGE:
        raise SeveralDocuments
    return _draft(front.read(raw), file_name, raw)


def read_code(raw: bytes, file_name: str = "") -> list[Draft]:
    """Return every document on a page of the electronic code; nothing is stored.

    Raises TooLarge or readers.refusals.NotRead.
    """
    if len(raw) > LARGEST:
        raise TooLarge
    drafts = []
    left_out = phapdien.articles_left_out(raw)
    faults = (Fault("code_articles_left_out", None, "; ".join(left_out)[:200]),) if left_out else ()
    for found in phapdien.read_code_page(raw):
        draft = _draft(front.Source(SourceKind.CODE_PAGE, found.text, faults), file_name, raw)
        header = replace(
            draft.header,
            number=found.number,
            doc_type=found.doc_type,
            title=found.title or draft.header.title,
            issuer=found.issuer or issuer_of(found.number),
            issued_on=found.issued_on,
            effective_on=found.effective_on,
        )
        drafts.append(replace(draft, header=header))
    return drafts


def _draft(source: front.Source, file_name: str, raw: bytes) -> Draft:
    cleaned = clean(source.text)
    parsed = parse(cleaned.text, cleaned.source_note)
    counts = Counter(node.kind.value for node, _parent, _depth in walk(parsed.nodes))
    return Draft(
        file_name=file_name,
        source_kind=source.kind,
        header=parsed.header,
        counts=dict(counts),
        faults=source.faults + cleaned.faults + parsed.faults,
        nodes=parsed.nodes,
        text=cleaned.text,
        source_note=cleaned.source_note,
        raw=raw,
    )


def import_document(
    raw: bytes, *, by: User | None, now: datetime, file_name: str = "", facts: Facts | None = None
) -> Document:
    """Store the document that `raw` holds, with its whole tree, and return it.

    facts: override what the text says about itself, one by one.
    Raises what `read` raises, and AlreadyImported, NumberTaken or FactsMissing.
    """
    return import_draft(read(raw, file_name), by=by, now=now, facts=facts)


def import_code(raw: bytes, *, by: User | None, now: datetime, file_name: str = "") -> list[CodeOutcome]:
    """Store every document of a page of the electronic code; one that cannot be stored stops no other.

    Raises what `read_code` raises.
    """
    outcomes = []
    for draft in read_code(raw, file_name):
        try:
            outcomes.append(CodeOutcome(draft, import_draft(draft, by=by, now=now), None))
        except Refused as reason:
            outcomes.append(CodeOutcome(draft, None, reason))
    return outcomes


def import_draft(draft: Draft, *, by: User | None, now: datetime, facts: Facts | None = None) -> Document:
    """Store what was read and return it. Raises AlreadyImported, NumberTaken or FactsMissing."""
    known: Facts = {**draft.guessed(), **(facts or {})}
    missing = tuple(name for name in ("number", "doc_type", "title") if not known.get(name))
    if missing:
        raise FactsMissing(missing)
    refuse_twin(draft, known)
    try:
        with transaction.atomic():
            document = _document(draft, known, by=by, now=now)
            _store_provisions(document, draft.nodes)
            propose_relations(document, draft.nodes)
    except IntegrityError:
        refuse_twin(draft, known)  # somebody else was faster with the same document
        raise
    return document


def refuse_twin(draft: Draft, facts: Facts) -> None:
    """Raise AlreadyImported or NumberTaken where the document of `draft` is there already."""
    same_text = Document.objects.without_source().filter(source_sha256=draft.sha256).first()
    if same_text:
        raise AlreadyImported(same_text)
    same_name = Document.objects.without_source().filter(
        number=facts["number"], issuer=facts.get("issuer", ""), issued_on=facts.get("issued_on")
    )
    if twin := same_name.first():
        raise NumberTaken(twin)


def kind_kept(draft: Draft) -> str:
    """Return the kind of source as it is stored with a document: text without a file was pasted."""
    is_pasted = draft.source_kind is SourceKind.TEXT and not draft.file_name
    return "pasted" if is_pasted else draft.source_kind.value


def _document(draft: Draft, facts: Facts, *, by: User | None, now: datetime) -> Document:
    return Document.objects.create(
        **facts,
        source_kind=kind_kept(draft),
        source_name=draft.file_name[:200],
        source_file=keep_original(raw=draft.raw, now=now) if draft.raw else None,
        source_note=draft.source_note,
        source_text=draft.text,
        source_sha256=draft.sha256,
        faults=draft.fault_rows(),
        created_by=by,
        created_at=now,
    )


def _store_provisions(document: Document, nodes: tuple[Node, ...]) -> None:
    """Write the tree level by level: a level's parents have their keys before it is written."""
    made: dict[str, Provision] = {}
    parents: dict[str, str] = {}
    levels: dict[int, list[Provision]] = {}
    for provision, parent_eid in _provisions(document, nodes):
        made[provision.eid] = provision
        parents[provision.eid] = parent_eid
        levels.setdefault(provision.depth, []).append(provision)
    for depth in sorted(levels):
        for provision in levels[depth]:
            provision.parent = made.get(parents[provision.eid])
        Provision.objects.bulk_create(levels[depth])


def _provisions(document: Document, nodes: tuple[Node, ...]) -> Iterator[tuple[Provision, str]]:
    """Yield each provision, not stored yet, with its parent's eid ("" for a root), in document order."""
    addressed = addresses(nodes)
    for position, (node, parent, depth) in enumerate(walk(nodes)):
        provision = Provision(
            document=document,
            position=position,
            last_position=position + sum(1 for _ in walk(node.children)),
            depth=depth,
            kind=node.kind.value,
            number=node.number,
            heading=node.heading,
            text=node.text,
            eid=node.eid,
            address=addressed[node.eid],
        )
        yield provision, parent.eid if parent else ""

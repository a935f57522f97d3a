"""Drafting with the bank: the text that a number or a file means, and drafts kept for a person to review."""

from collections.abc import Iterable
from datetime import datetime
from functools import cache
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, transaction
from django.utils.translation import gettext as _

from people.models import User
from questionbank.drafting import Draft as Drafted
from questionbank.drafting import Source
from questionbank.judging import asked_already
from questionbank.models import Difficulty, Question, Topic
from questionbank.writing import Draft, Wording, write_questions
from regulations.cleaning import UnreadableText, clean, decode
from regulations.importing import Refused
from regulations.importing import read as read_regulation
from regulations.models import Document, Provision, fold_number
from regulations.parsing import NotARegulation, Parsed, parse
from regulations.readers.refusals import NotRead

SHIPPED = settings.BASE_DIR / "demo/regulations"
MOST_IN_CORPUS = 60  # documents of the database that lend distractors; the newest come first
LARGEST = 10 * 1024 * 1024  # bytes


class NoText(LookupError):
    """No text is meant by these words. str() tells a person what to do."""

    def __init__(self, wanted: str) -> None:
        super().__init__(wanted)
        self.wanted = wanted

    def __str__(self) -> str:
        return _(
            "No regulation “%(wanted)s” is in the database, among the texts shipped, or a file that can be read."
        ) % {"wanted": self.wanted}


class NotImported(LookupError):
    """The drafts rest on a document that the database does not hold."""

    def __str__(self) -> str:
        return _("Import the regulation first: a question must rest on a clause that is in the database.")


def source_meant(wanted: str) -> tuple[Source, Document | None]:
    """Return the text that a number or a path to a file means, and its document where the database holds it.

    Works without a database, also before it has tables. Raises NoText.
    """
    path = Path(wanted)
    if path.is_file():
        return _source_of_file(path), None
    document = _held(wanted)
    if document is not None:
        return source_of_document(document), document
    for source in shipped():
        if fold_number(source.number) == fold_number(wanted):
            return source, None
    raise NoText(wanted)


def _source_of_file(path: Path) -> Source:
    """Return a file of any kind that regulations are read from. Raises NoText."""
    try:
        draft = read_regulation(path.read_bytes(), path.name)
    except (Refused, NotRead, UnreadableText, NotARegulation) as error:
        raise NoText(str(path)) from error
    head = draft.header
    return Source(head.number, head.doc_type, head.title, draft.nodes, head.issued_on, head.effective_on)


def source_of_document(document: Document) -> Source:
    """Return a document of the database as drafting reads it, with the facts that people confirmed."""
    nodes = parse(document.source_text, document.source_note).nodes
    return Source(document.number, document.doc_type, document.title, nodes, document.issued_on, document.effective_on)


def corpus() -> list[Source]:
    """Return the texts beside which drafts are made: the newest of the database, or those shipped where it has none."""
    try:
        documents = list(Document.objects.order_by("-issued_on", "-pk")[:MOST_IN_CORPUS])
    except DatabaseError:
        documents = []
    return [source_of_document(document) for document in documents] or list(shipped())


@cache
def shipped() -> tuple[Source, ...]:
    """Return the regulations that come with the product, by file name."""
    read = (_parsed(path) for path in sorted(SHIPPED.glob("*.txt")))
    return tuple(Source.of(parsed) for parsed in read if parsed is not None)


def _parsed(path: Path) -> Parsed | None:
    """Return a text file as a tree, or None where it is too large, no text or no regulation."""
    if path.stat().st_size > LARGEST:
        return None
    try:
        text = clean(decode(path.read_bytes()))
        return parse(text.text, text.source_note)
    except (UnreadableText, NotARegulation):
        return None


def _held(number: str) -> Document | None:
    try:
        return Document.objects.numbered(number).first()
    except DatabaseError:
        return None


@transaction.atomic
def keep(
    *, drafts: Iterable[Drafted], document: Document | None, topic: Topic, by: User, now: datetime
) -> tuple[list[Question], list[Drafted]]:
    """Write drafts as draft questions, never approved; return them, and the drafts that the bank asks already.

    Raises NotImported where a cited provision is not in the database, and writing.BadWording.
    """
    offered = list(drafts)
    if document is None:
        raise NotImported
    known = asked_already({place: (draft.stem, draft.choices) for place, draft in enumerate(offered)})
    fresh = [draft for place, draft in enumerate(offered) if place not in known]
    asked = [draft for place, draft in enumerate(offered) if place in known]
    held = Provision.objects.filter(document=document, eid__in=[draft.eid for draft in fresh])
    provisions = {provision.eid: provision for provision in held.select_related("document")}
    if any(draft.eid not in provisions for draft in fresh):
        raise NotImported
    wordings = [Draft(topic, _wording(draft, provisions[draft.eid])) for draft in fresh]
    return write_questions(drafts=wordings, by=by, now=now), asked


def _wording(draft: Drafted, provision: Provision) -> Wording:
    return Wording(
        kind=draft.kind,
        difficulty=Difficulty.MEDIUM,
        stem=draft.stem,
        choices=draft.choices,
        right=draft.right,
        explanation=draft.explanation,
        cited=[(provision, draft.quote)],
        keep_order=draft.keep_order,
    )

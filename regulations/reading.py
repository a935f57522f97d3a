"""A document's tree as a person opens it: the outline first, the words of a part when they are asked for."""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date
from functools import reduce
from operator import or_

from django.db.models import Q, QuerySet

from people.folding import fold
from regulations.models import Document, Provision, search_words, standing

Kind = Provision.Kind
CONTAINERS = frozenset({Kind.PART, Kind.CHAPTER, Kind.SECTION, Kind.SUBSECTION})
OUTLINE = CONTAINERS | {Kind.PREAMBLE, Kind.ARTICLE, Kind.ANNEX, Kind.CLOSING}
MOST_ROWS = 60  # of an outline as it is first seen
MOST_HITS = 100
_SENTENCE_END = re.compile(r"[.;:!?…”)\]/]$")


@dataclass
class Branch:
    """A provision and those right under it. words: whether opening it shows text of its own."""

    provision: Provision
    children: list["Branch"] = field(default_factory=list)
    is_open: bool = False
    is_marked: bool = False  # the first, from the root, of what is repealed or suspended

    @property
    def words(self) -> bool:
        return self.provision.kind not in CONTAINERS or not self.children

    @property
    def paragraphs(self) -> list[str]:
        return paragraphs(self.provision.text)


@dataclass(frozen=True)
class Hit:
    """A provision whose own words hold what is looked for: (text, is it the match) pieces around the first place."""

    provision: Provision
    pieces: tuple[tuple[str, bool], ...]


def outline(document: Document, opened: str = "", day: date | None = None) -> tuple[list[Branch], Provision | None]:
    """Return the roots down to articles and plan sections, without their words; and the provision `opened`, by eid.

    day: what is in force on it; None: the text as issued. The branches above the provision are
    open. One query, or two where something is opened, and one more where the text has changed.
    """
    provisions = as_of(document, document.provisions.filter(kind__in=OUTLINE).defer("text").order_by("position"), day)
    wanted = document.provisions.filter(eid=opened).first() if opened else None
    roots, branches = _tree(provisions)
    for branch in branches:
        inside = wanted is not None and branch.provision.position <= wanted.position <= branch.provision.last_position
        branch.is_open = inside
    _open_to_fit(roots, branches)
    return roots, wanted


def as_of(document: Document, provisions: QuerySet[Provision], day: date | None) -> list[Provision]:
    """Return `provisions` with their words of `day`, the repealed ones marked where they stood; as issued for None."""
    return list(provisions.filter(added_by=None)) if day is None else standing(document, provisions, day)


def tree_of(document: Document, day: date | None = None) -> list[Branch]:
    """Return the roots of the whole tree with its words (one query, and one each for changes and suspensions)."""
    return _tree(as_of(document, document.provisions.order_by("position"), day))[0]


def branch_of(provision: Provision, *, whole: bool, day: date | None = None) -> Branch:
    """Return `provision` with all under it (one query); unless `whole`, without what the outline shows by itself.

    With a `day` on which it is not in force it stands alone, without words.
    """
    roots, _branches = _tree(as_of(provision.document, provision.with_descendants(), day))
    if not roots:
        provision.text = ""
    root = roots[0] if roots else Branch(provision)
    if not whole:
        root.children = [child for child in root.children if child.provision.kind not in OUTLINE]
    return root


def path_to(provision: Provision) -> list[Provision]:
    """Return the provisions above this one, from the root down."""
    above = Provision.objects.filter(
        document_id=provision.document_id,
        position__lt=provision.position,
        last_position__gte=provision.last_position,
        depth__lt=provision.depth,
    )
    return list(above.defer("text").order_by("position"))


def neighbours(provision: Provision) -> tuple[Provision | None, Provision | None]:
    """Return the provisions of the same kind right before and after this one in its document."""
    same = Provision.objects.filter(document_id=provision.document_id, kind=provision.kind).defer("text")
    before = same.filter(position__lt=provision.position).order_by("-position").first()
    return before, same.filter(position__gt=provision.position).order_by("position").first()


def search_within(document: Document, words: str, day: date | None = None) -> list[Hit]:
    """Return the provisions whose own words hold `words` one after the other, at most MOST_HITS.

    Tones and capitals count only where the seeker typed tones: "dao tao" finds "đào tạo", "đạo" does not find "đào".
    """
    sought = " ".join(unicodedata.normalize("NFC", words).split())
    if not search_words(sought):
        return []
    toned = fold(sought) != sought.casefold()
    hits: list[Hit] = []
    for provision in as_of(document, document.provisions.order_by("position"), day):
        if provision.repealed is not None:
            continue
        text = " ".join(provision.text.split())
        place = _find(text, sought, toned)
        if place is not None:
            hits.append(Hit(provision, _around(text, place, len(sought))))
            if len(hits) == MOST_HITS:
                break
    return hits


def full_texts(provisions: Iterable[Provision], day: date) -> dict[int, str]:
    """Return by key the words of each provision and all under it on `day`; of what is repealed, the last.

    One query, and one or two more for each document that has changed.
    """
    wanted = list(provisions)
    if not wanted:
        return {}
    spans = [Q(document=p.document_id, position__range=(p.position, p.last_position)) for p in wanted]
    documents = {p.document_id: p.document for p in wanted}
    rows: dict[int, list[Provision]] = {pk: [] for pk in documents}
    for row in Provision.objects.filter(reduce(or_, spans)).order_by("document_id", "position"):
        rows[row.document_id].append(row)
    there = {pk: standing(documents[pk], held, day) for pk, held in rows.items()}
    return {
        p.pk: "".join(row.text for row in there[p.document_id] if p.position <= row.position <= p.last_position)
        for p in wanted
    }


def paragraphs(text: str) -> list[str]:
    """Return the paragraphs of `text`: a line that goes on in small letters belongs to the one before it."""
    found: list[str] = []
    for line in filter(None, (line.strip() for line in text.splitlines())):
        if found and line[0].islower() and not _SENTENCE_END.search(found[-1]) and not re.match(r"\w\d?\)", line):
            found[-1] += " " + line
        else:
            found.append(line)
    return found


def _open_to_fit(roots: list[Branch], branches: list[Branch]) -> None:
    """Open every chapter, or only the outermost, or none, so that the first sight is no longer than MOST_ROWS."""
    outermost = len(roots) + sum(len(root.children) for root in roots)
    chosen = branches if len(branches) <= MOST_ROWS else roots if outermost <= MOST_ROWS else []
    for branch in chosen:
        branch.is_open = branch.is_open or not branch.words


def _tree(provisions: Iterable[Provision]) -> tuple[list[Branch], list[Branch]]:
    """Return (roots, all branches) of provisions in document order."""
    roots: list[Branch] = []
    every: list[Branch] = []
    by_key: dict[int, Branch] = {}
    for provision in provisions:
        branch = Branch(provision)
        parent = by_key.get(provision.parent_id) if provision.parent_id else None
        (parent.children if parent else roots).append(branch)
        is_marked = provision.repealed is not None or provision.suspension is not None
        above = parent.provision if parent else None
        is_new = (
            above is None
            or (provision.repealed is not None and above.repealed is None)
            or (provision.suspension is not None and above.suspension is None)
        )
        branch.is_marked = is_marked and is_new
        by_key[provision.pk] = branch
        every.append(branch)
    return roots, every


def _find(text: str, sought: str, toned: bool) -> int | None:
    compared, wanted = (text.casefold(), sought.casefold()) if toned else (_folded(text), fold(sought))
    place = compared.find(wanted)
    return None if place < 0 else place


def _folded(text: str) -> str:
    """Fold letter by letter, so that places in the result are places in `text`."""
    whole = fold(text)
    return whole if len(whole) == len(text) else "".join(fold(letter)[:1] or " " for letter in text)


def _around(text: str, place: int, length: int) -> tuple[tuple[str, bool], ...]:
    start, end = max(0, place - 80), min(len(text), place + length + 160)
    before = ("…" if start else "") + text[start:place]
    after = text[place + length : end] + ("…" if end < len(text) else "")
    return tuple(_kept((before, False), (text[place : place + length], True), (after, False)))


def _kept(*pieces: tuple[str, bool]) -> Iterator[tuple[str, bool]]:
    yield from (piece for piece in pieces if piece[0])

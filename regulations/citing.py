"""From what a question cites ("khoản 2 Điều 5", "36/2018/QH14") to the provision it means, and back to its words."""

import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from datetime import date

from django.utils.translation import gettext as _

from regulations.addresses import Address, BadAddress, format_address, parse_address
from regulations.containers import LEVELS as CONTAINERS
from regulations.containers import Ambiguous, Container, Row, find_container, is_plan_section, parse_container
from regulations.models import Document, Provision
from regulations.parsing import Kind


class ProvisionNotFound(LookupError):
    """No such provision. str() tells a person what is missing.

    document_found: whether a document has the number at all; nearest: the address of the
    closest provision above the one asked for, or None.
    """

    def __init__(self, number: str, address: str, *, document_found: bool, nearest: str | None = None) -> None:
        super().__init__(number, address)
        self.number, self.address = number, address
        self.document_found, self.nearest = document_found, nearest

    def __str__(self) -> str:
        said = {"number": self.number, "address": self.address, "nearest": self.nearest}
        if not self.document_found:
            return _("No document numbered %(number)s has been imported.") % said
        if self.nearest:
            return _("Document %(number)s has no %(address)s; the nearest there is: %(nearest)s.") % said
        return _("Document %(number)s has no provision “%(address)s”.") % said


def find_provision(document_number: str, address: str, on: date | None = None) -> Provision:
    """Return the provision at `address` in the document with this number, its document fetched along.

    Several documents may bear one number: the newest issued is meant, or, with `on`, the
    newest issued up to that day. The main text comes before attached documents. Raises ProvisionNotFound.
    """
    document = find_document(document_number, on)
    if document is None:
        raise ProvisionNotFound(document_number, address, document_found=False)
    found, nearest = provision_at(document, address)
    if found is None:
        raise ProvisionNotFound(document_number, address, document_found=True, nearest=nearest)
    return found


def find_document(number: str, on: date | None = None) -> Document | None:
    """Return the newest issued document with this number, up to the day `on` where one is given."""
    documents = Document.objects.without_source().numbered(number)
    if on is not None:
        documents = documents.exclude(issued_on__gt=on)
    return documents.first()


def eid_at(provisions: list[Provision], address: str) -> str:
    """Return the eid of the provision at `address`, in the main text or else an attached one; "" for none.

    Raises containers.Ambiguous.
    """
    by_address: dict[str, str] = {}
    for provision in provisions:
        by_address.setdefault(provision.address, provision.eid)
    container = parse_container(address)
    if container is not None and not is_plan_section(container) and (found := _container_at(provisions, container)):
        return found
    try:
        formal = format_address(parse_address(address))
    except BadAddress:
        formal = address
    found = by_address.get(formal) or by_address.get(f"{formal} văn bản kèm theo", "")
    return found or (_container_at(provisions, container) if container is not None else "")


def _container_at(provisions: list[Provision], container: Container) -> str:
    rows = {p.pk: Row(p.parent_id, Kind(p.kind), p.number, p.heading) for p in provisions}
    key = find_container(container, rows)
    return next((p.eid for p in provisions if p.pk == key), "")


def provision_at(document: Document, address: str) -> tuple[Provision | None, str | None]:
    """Return (provision, None), or (None, address of the nearest provision above it, if any)."""
    if group := parse_container(address):
        kinds = document.provisions.filter(kind__in=CONTAINERS).defer("text").order_by("position")
        try:
            eid = eid_at(list(kinds), address)
        except Ambiguous:
            return None, None
        if eid or not is_plan_section(group):
            return document.provisions.filter(eid=eid).first(), None
    try:
        asked = parse_address(address)
    except BadAddress:
        return None, None
    ways = [[format_address(a) for a in _places(step)] for step in (asked, *_above(asked))]
    held = Provision.objects.filter(document=document, address__in=[a for way in ways for a in way])
    by_address: dict[str, Provision] = {}
    for provision in held.order_by("position"):
        provision.document = document
        by_address.setdefault(provision.address, provision)
    exact, *wider = [[by_address[a] for a in way if a in by_address] for way in ways]
    if exact:
        return exact[0], None
    return None, next((found[0].address for found in wider if found), None)


def quote_stands_in(provision: Provision, quote: str, since: date | None = None) -> bool:
    """Say whether the words of `quote` stand in the provision or under it, whatever line breaks and Unicode form.

    As issued; or, with `since`, in its words of that day or of any later one that is settled by now.
    """
    if since is None:
        return holds_words(provision.full_text(), quote)
    days = [since, *(day for day in provision.days_of_change() if day > since)]
    return any(holds_words(provision.full_text(day), quote) for day in days)


def stands(provision: Provision, since: date) -> bool:
    """Say whether the provision has any words on the day `since` or on a later one that is settled by now."""
    days = [since, *(day for day in provision.days_of_change() if day > since)]
    return any(provision.full_text(day).strip() for day in days)


def holds_words(text: str, quote: str) -> bool:
    """Say whether `quote`, which must not be empty, stands in `text`, whatever line breaks and Unicode form."""
    words = plain(quote)
    return bool(words) and words in plain(text)


def _places(address: Address) -> Iterator[Address]:
    """Yield where an address may point: as it stands, then in an attached document. A plan's section says enough."""
    article = None if address.section else address.article
    inside = replace(address, article=article, document=None)
    yield inside
    yield replace(inside, attached=True)


def _above(address: Address) -> Iterator[Address]:
    """Yield the addresses of the provisions that hold `address`, the nearest first."""
    steps = (replace(address, indent=None), replace(address, indent=None, point=None))
    for step in (*steps, replace(steps[-1], clause=None)):
        if step != address:
            yield step


def plain(text: str) -> str:
    """Return `text` as words are compared: composed letters, one space apart."""
    return " ".join(unicodedata.normalize("NFC", text).split())

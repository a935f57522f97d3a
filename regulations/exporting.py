"""A document as it stands on a day, for other systems."""

from collections.abc import Iterator
from datetime import date

from django.utils.translation import gettext as _

from regulations.akn import About, Mark, to_akn
from regulations.models import Document, Provision
from regulations.parsing import Kind, Node
from regulations.reading import Branch, tree_of


def akn_of(document: Document, day: date) -> bytes:
    """Return `document` as Akoma Ntoso with its words of `day`; what is repealed or suspended is marked."""
    about = About(document.number, document.doc_type, document.title, document.issuer, document.issued_on)
    roots = tree_of(document, day)
    marks = {p.eid: Mark(status_of(p), in_words(p)) for p in _every(roots) if status_of(p)}
    return to_akn(about, [_node(root) for root in roots], today=day, marks=marks)


def in_words(provision: Provision) -> str:
    """Return since when, and by what, a provision that `standing` has marked has no effect; "" for one that has."""
    if provision.repealed is not None:
        by, since = provision.repealed.ended_by, provision.repealed.valid_to
        said = {"day": f"{since:%d/%m/%Y}" if since else "", "by": by.by_clause if by else ""}
        return _("Repealed from %(day)s by %(by)s") % said
    if provision.suspension is not None:
        held = provision.suspension
        last = f"{held.last_day:%d/%m/%Y}" if held.last_day else ""
        said = {"day": f"{held.since:%d/%m/%Y}", "by": held.by, "last": last}
        if held.last_day is None:
            return _("Suspended from %(day)s by %(by)s") % said
        return _("Suspended from %(day)s to %(last)s by %(by)s") % said
    return ""


def status_of(provision: Provision) -> str:
    """Return what Akoma Ntoso calls it: "removed", "undefined" for what is suspended, "" for what has effect."""
    return "removed" if provision.repealed is not None else "undefined" if provision.suspension is not None else ""


def _node(branch: Branch) -> Node:
    held = branch.provision
    return Node(Kind(held.kind), held.number, held.heading, held.text, held.eid, tuple(map(_node, branch.children)))


def _every(branches: list[Branch]) -> Iterator[Provision]:
    for branch in branches:
        yield branch.provision
        yield from _every(branch.children)

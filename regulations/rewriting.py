"""A document's provisions and their versions, worked out anew from its text as issued and the confirmed changes."""

from datetime import date

from django.db.models import F, Max, ProtectedError

from regulations.actions import Action
from regulations.addresses import Address, format_address
from regulations.citing import eid_at
from regulations.containers import (
    Ambiguous,
    Container,
    format_container,
    holder_of,
    parse_container,
)
from regulations.fragments import heading_of
from regulations.models import Document, Provision, ProvisionVersion, Relation, Suspension
from regulations.parsing import Kind
from regulations.targets import holder, provisions_named
from regulations.timeline import CannotApply, Change, Held, Line, replay

REWRITES = (Action.AMEND, Action.SUPPLEMENT, Action.REPLACE, Action.REPEAL)


class Impossible(Exception):
    """A confirmed change that cannot be carried out. relation: which; code: as of `timeline.CannotApply`, or "cited" or
    "suspended" where a provision that would go is cited by a question, or suspended."""

    def __init__(self, relation: Relation | None, code: str) -> None:
        super().__init__(relation, code)
        self.relation, self.code = relation, code


def rewrite(document: Document) -> None:
    """Store what every provision of `document` says from which day on; within the caller's transaction.

    Raises Impossible.
    """
    provisions = list(document.provisions.order_by("position"))
    relations = [r for r in _confirmed(document) if r.target_address or r.action == Action.REPLACE]
    changes = {place: _change(place, relation, provisions) for place, relation in enumerate(relations)}
    try:
        lines = replay(_issued(provisions), changes.values())
    except CannotApply as refusal:
        raise Impossible(relations[refusal.key], refusal.code) from refusal
    lines = [line for line in lines if line.versions]
    _store_tree(document, provisions, lines, relations)
    _store_versions(document, lines, relations)


def _confirmed(document: Document) -> list[Relation]:
    """Return the changes to carry out, in the order in which they were decided."""
    found = document.relations_received.confirmed().filter(action__in=REWRITES)
    return list(found.order_by("decided_at", "source_id", "position"))


def _change(key: int, relation: Relation, provisions: list[Provision]) -> Change:
    action = Action(relation.action)
    try:
        if action is Action.SUPPLEMENT:
            eid, added = _home_of_added(relation, provisions)
        else:
            eid, added = eid_at(provisions, relation.target_address) if relation.target_address else "", None
    except Ambiguous as error:
        raise Impossible(relation, "several") from error
    if relation.target_address and action is not Action.SUPPLEMENT and not eid:
        raise Impossible(relation, "no_provision")
    return Change(
        key,
        relation.effective_on or date.min,
        action,
        eid,
        new_text=relation.new_text,
        old_phrase=relation.old_phrase,
        new_phrase=relation.new_phrase,
        own_only=relation.own_only,
        added=added,
    )


def _home_of_added(relation: Relation, provisions: list[Provision]) -> tuple[str, Address | Container | None]:
    """Return the eid of what holds the provision that `relation` puts in, and its address."""
    group = parse_container(relation.target_address)
    if group is not None:
        holder_group = holder_of(group)
        home = eid_at(provisions, format_container(holder_group)) if holder_group else ""
        if holder_group and not home:
            raise Impossible(relation, "no_provision")
        return home, group
    named = provisions_named(relation.target_address)
    if not named:
        return "", None
    above = holder(named[0])
    eid = eid_at(provisions, format_address(above)) if above.article else ""
    if not eid and (named[0].clause or named[0].point):
        raise Impossible(relation, "no_provision")
    return eid, named[0]


def _issued(provisions: list[Provision]) -> list[Held]:
    eids = {provision.pk: provision.eid for provision in provisions}
    return [
        Held(p.eid, eids.get(p.parent_id or 0, ""), Kind(p.kind), p.number, p.heading, p.address, p.text)
        for p in provisions
        if p.added_by_id is None
    ]


def _store_tree(document: Document, provisions: list[Provision], lines: list[Line], relations: list[Relation]) -> None:
    """Bring the provisions that changes put in into line with `lines`, and number all in their order."""
    kept = {line.eid for line in lines}
    gone = [p.pk for p in provisions if p.eid not in kept]
    by_eid = {p.eid: p for p in provisions if p.eid in kept}
    new = [line for line in lines if line.eid not in by_eid]
    if not gone and not new:
        return
    if Suspension.objects.filter(provision__in=gone).exists():
        raise Impossible(None, "suspended")
    try:
        Provision.objects.filter(pk__in=gone, added_by__isnull=False).delete()
    except ProtectedError as error:
        raise Impossible(None, "cited") from error
    shift = 1 + (document.provisions.aggregate(last=Max("last_position"))["last"] or 0) + len(new)
    document.provisions.update(position=F("position") + shift, last_position=F("last_position") + shift)
    for place, line in enumerate(new):
        parent = by_eid.get(line.parent)
        by_eid[line.eid] = Provision.objects.create(
            document=document,
            parent=parent,
            position=3 * shift + place,
            last_position=3 * shift + place,
            depth=parent.depth + 1 if parent else 0,
            kind=line.kind.value,
            number=line.number,
            heading=line.heading[:600],
            text=line.versions[0].text,
            eid=line.eid,
            address=line.address,
            added_by=relations[line.added_by or 0],
        )
    _number(by_eid, lines)


def _number(by_eid: dict[str, Provision], lines: list[Line]) -> None:
    positions = {line.eid: place for place, line in enumerate(lines)}
    last = dict(positions)
    for line in reversed(lines):
        if line.parent:
            last[line.parent] = max(last[line.parent], last[line.eid])
    for eid, provision in by_eid.items():
        provision.position, provision.last_position = positions[eid], last[eid]
    Provision.objects.bulk_update(by_eid.values(), ["position", "last_position"], batch_size=300)


def _store_versions(document: Document, lines: list[Line], relations: list[Relation]) -> None:
    provisions = {p.eid: p for p in document.provisions.all()}
    ProvisionVersion.objects.filter(provision__document=document).delete()
    rows = [
        ProvisionVersion(
            provision=provisions[line.eid],
            text=version.text,
            heading=_heading(line, version.text, version.made_by is not None),
            valid_from=version.begins,
            valid_to=version.ends,
            made_by=None if version.made_by is None else relations[version.made_by],
            ended_by=None if version.ended_by is None else relations[version.ended_by],
        )
        for line in lines
        if line.is_changed
        for version in line.versions
    ]
    ProvisionVersion.objects.bulk_create(rows, batch_size=500)
    days = [day for row in rows for day in (row.valid_from, row.valid_to) if day is not None]
    document.changed_on = min(days, default=None)
    document.save(update_fields=["changed_on"])


def _heading(line: Line, text: str, is_new: bool) -> str:
    return heading_of(line.kind, text) if is_new else line.heading[:600]

"""The life of a legal text: what documents do to one another, decided by people, and what a text says on a day."""

import re
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from people.models import User
from regulations.actions import Proposal
from regulations.amending import proposals
from regulations.citing import find_document, provision_at
from regulations.comparing import Clause, Row
from regulations.comparing import compare as compare_clauses
from regulations.comparing import compare_documents as compare_clauses_of_documents
from regulations.expiring import LostForceTooEarly, mark_expired
from regulations.models import Document, Provision, Relation, Suspension, fold_number, worded
from regulations.parsing import Node, parse
from regulations.rewriting import REWRITES, Impossible, rewrite
from regulations.suspending import BadSpan, lift, suspend

State, Action = Relation.State, Relation.Action
_WORDED = re.compile(r"(\d{1,2})\s+tháng\s+(\d{1,2})\s+năm\s+(\d{4})|(\d{1,2})/(\d{1,2})/(\d{4})")

_listeners: list[Callable[[Document], None]] = []


class Refused(Exception):
    """A decision that is not carried out. str() tells the person why and what to do."""


class AlreadyDecided(Refused):
    def __str__(self) -> str:
        return _("Somebody has decided on this in the meantime. Load the page again and look at it.")


class TargetMissing(Refused):
    def __str__(self) -> str:
        return _("The document that this changes has not been imported yet. Add it first.")


class DayMissing(Refused):
    def __str__(self) -> str:
        return _("Give the day from which the change has effect.")


class TooEarly(Refused):
    def __str__(self) -> str:
        return _("A document cannot lose force before it has any.")


class NotPossible(Refused):
    """A change that the text of the target does not allow. code: as of `rewriting.Impossible`."""

    def __init__(self, code: str, other: Relation | None = None) -> None:
        super().__init__(code, other)
        self.code, self.other = code, other

    def __str__(self) -> str:
        if self.other is not None:
            return _("Another confirmed change rests on this: %(other)s. Take that one back first.") % {
                "other": self.other
            }
        return {
            "no_provision": _("The document has no provision at this address. Correct the address."),
            "not_in_force": _("The provision is repealed by then, so it cannot be changed."),
            "there_already": _(
                "A provision with this number is there already. Change the number, or amend it instead."
            ),
            "phrase_missing": _("The words to be replaced do not stand there."),
            "no_words": _("Write the new words."),
            "several": _("Several provisions have this address. Name the chapter or appendix that holds it as well."),
            "no_place": _("There is no place for this provision in the document."),
            "bad_span": _("A suspension begins when the document has effect, and ends after it has begun."),
            "suspended": _("A provision that this change put in is suspended. Take the suspension back first."),
            "cited": _("Questions cite a provision that this change put in. Have them cite another one first."),
        }.get(self.code, self.code)


def on_change(listener: Callable[[Document], None]) -> None:
    """Have `listener` called, within the transaction, with each document whose words on some day have changed."""
    if listener not in _listeners:
        _listeners.append(listener)


def propose_relations(document: Document, nodes: Sequence[Node] | None = None) -> list[Relation]:
    """Keep what `document` says it does to others as proposals, and tell those that waited for it that it has come.

    nodes: its tree, where it has just been read. A document that has relations keeps them.
    """
    if nodes is None:
        nodes = parse(document.source_text, document.source_note).nodes
    if not document.relations_made.exists():
        provisions = dict(document.provisions.values_list("eid", "pk"))
        found = proposals(nodes, document.number)
        Relation.objects.bulk_create(
            _relation(document, place, proposal, provisions) for place, proposal in enumerate(found)
        )
    _link(document)
    return list(document.relations_made.order_by("position"))


def _relation(source: Document, place: int, proposal: Proposal, provisions: dict[str, int]) -> Relation:
    target = find_document(proposal.target_number, source.issued_on) if proposal.target_number else None
    return Relation(
        source=source,
        source_provision_id=provisions.get(proposal.where_eid),
        position=place,
        action=proposal.action.value,
        target_number=proposal.target_number[:200],
        target=None if target is None or target.pk == source.pk else target,
        target_address=proposal.target_address,
        new_text=proposal.new_text,
        old_phrase=proposal.old_phrase,
        new_phrase=proposal.new_phrase,
        own_only=proposal.own_only,
        quote=proposal.quote,
        effective_note=proposal.effective_note[:300],
        effective_on=day_in(proposal.effective_note) or source.effective_on,
        effective_until=_until(proposal),
    )


def _until(proposal: Proposal) -> date | None:
    """Return the first day with effect again: words say "đến hết ngày", the last day without."""
    if proposal.action != Action.SUSPEND:
        return None
    last = day_in(proposal.effective_note.partition("đến")[2])
    return last + timedelta(1) if last else None


def _link(document: Document) -> None:
    """Point the relations that name this document's number, and found none when they were read, to it."""
    waiting = Relation.objects.filter(target=None).exclude(target_number="").exclude(source=document)
    if document.issued_on is not None:
        waiting = waiting.exclude(source__issued_on__lt=document.issued_on)
    own = [r.pk for r in waiting.only("target_number") if fold_number(r.target_number) == document.number_folded]
    Relation.objects.filter(pk__in=own).update(target=document)


def day_in(words: str) -> date | None:
    """Return the day that words such as "kể từ ngày 01 tháng 7 năm 2027" name."""
    found = _WORDED.search(words)
    if found is None:
        return None
    day, month, year = (int(part) for part in found.groups() if part)
    try:
        return date(year, month, day)
    except ValueError:
        return None


@transaction.atomic
def confirm_relation(
    *,
    relation: Relation,
    by: User,
    now: datetime,
    effective_on: date | None = None,
    effective_until: date | None = None,
    new_text: str | None = None,
    target_address: str | None = None,
) -> Relation:
    """Carry out what `relation` proposes from `effective_on` on; text and address may be corrected on the way.

    effective_until: for a suspension, the first day with effect again; None: until further notice.
    Raises AlreadyDecided, TargetMissing, DayMissing, TooEarly or NotPossible.
    """
    held = _held(relation, State.PROPOSED)
    held.effective_on = effective_on or held.effective_on
    held.effective_until = effective_until if held.action == Action.SUSPEND else None
    held.new_text = held.new_text if new_text is None else new_text.replace("\r\n", "\n")
    held.target_address = held.target_address if target_address is None else target_address.strip()[:200]
    if held.action != Action.GUIDES:
        if held.target is None:
            raise TargetMissing
        if held.effective_on is None:
            raise DayMissing
    held.state, held.decided_by, held.decided_at = State.CONFIRMED, by, now
    held.save()
    _carry_out(held)
    return held


@transaction.atomic
def reject_relation(*, relation: Relation, by: User, now: datetime) -> Relation:
    """Put the proposal aside; nothing follows from it. Raises AlreadyDecided."""
    held = _held(relation, State.PROPOSED)
    held.state, held.decided_by, held.decided_at = State.REJECTED, by, now
    held.save(update_fields=["state", "decided_by", "decided_at"])
    return held


@transaction.atomic
def undo_relation(*, relation: Relation) -> Relation:
    """Make a decided relation a proposal again, and the text what it was. Raises AlreadyDecided or NotPossible."""
    held = _held(relation, State.CONFIRMED, State.REJECTED)
    was_confirmed = held.state == State.CONFIRMED
    held.state, held.decided_by, held.decided_at = State.PROPOSED, None, None
    if was_confirmed and held.target is not None:
        _give_back(held)
        for suspension in Suspension.objects.filter(made_by=held).select_related("document"):
            lift(suspension=suspension)
    held.save()
    if was_confirmed and held.target is not None and held.action in (*REWRITES, Action.SUSPEND):
        if held.action in REWRITES:
            _rewrite(held.target, undone=True)
        tell(held.target)
    return held


def _held(relation: Relation, *states: str) -> Relation:
    held = Relation.objects.select_for_update(of=("self",)).select_related("target", "source").get(pk=relation.pk)
    if held.state not in states:
        raise AlreadyDecided
    return held


def _carry_out(relation: Relation) -> None:
    target = relation.target
    if target is None or relation.action == Action.GUIDES:
        return
    if relation.action == Action.SUSPEND:
        _suspend(relation, target)
    elif relation.action == Action.REPLACES or (relation.action == Action.REPEAL and not relation.target_address):
        _end(relation, target)
    else:
        _rewrite(target, only=relation)
    tell(target)


@transaction.atomic
def suspend_by_decision(
    *, document: Document, address: str, since: date, last_day: date | None, reason: str, by: User, now: datetime
) -> Suspension:
    """Record that `document`, or the provision at `address`, has no effect from `since` to `last_day`.

    Raises NotPossible.
    """
    provision = _provision_at(document, address)
    until = last_day + timedelta(1) if last_day else None
    try:
        made = suspend(document=document, provision=provision, since=since, until=until, reason=reason, by=by, now=now)
    except BadSpan as error:
        raise NotPossible("bad_span") from error
    tell(document)
    return made


@transaction.atomic
def lift_suspension(*, suspension: Suspension) -> None:
    """Take back what a decision suspended. Raises AlreadyDecided where another document did it, or it is gone."""
    held = Suspension.objects.select_for_update(of=("self",)).filter(pk=suspension.pk, made_by=None).first()
    if held is None:
        raise AlreadyDecided
    lift(suspension=held)
    tell(held.document)


def _provision_at(document: Document, address: str) -> Provision | None:
    """Return the provision, None where `address` is empty. Raises NotPossible for one that is not there."""
    found = provision_at(document, address)[0] if address else None
    if address and found is None:
        raise NotPossible("no_provision")
    return found


def _suspend(relation: Relation, target: Document) -> None:
    try:
        suspend(
            document=target,
            provision=_provision_at(target, relation.target_address),
            since=relation.effective_on or date.min,
            until=relation.effective_until,
            reason=str(relation.source),
            by=relation.decided_by,
            now=relation.decided_at or relation.source.created_at,
            relation=relation,
        )
    except BadSpan as error:
        raise NotPossible("bad_span") from error


def _end(relation: Relation, target: Document) -> None:
    """Let the whole target lose force, unless it has lost it by then; keep what it was before."""
    day = relation.effective_on
    if target.expired_on is not None and day is not None and target.expired_on <= day:
        return
    before = target.expired_on.isoformat() if target.expired_on else None
    relation.before = {"expired_on": before, "expiry_reason": target.expiry_reason}
    relation.save(update_fields=["before"])
    reason = _("Replaced by %(document)s") if relation.action == Action.REPLACES else _("Repealed by %(document)s")
    try:
        mark_expired(document=target, expired_on=day, reason=(reason % {"document": relation.source})[:300])
    except LostForceTooEarly as error:
        raise TooEarly from error


def _give_back(relation: Relation) -> None:
    """Give the target the effect it had before `relation` ended it, unless something else has changed it since."""
    target, before, day = relation.target, relation.before, relation.effective_on
    relation.before = None
    if target is None or before is None or day is None:
        return
    for other in target.relations_received.confirmed().exclude(pk=relation.pk):
        if other.before and other.before["expired_on"] == day.isoformat():
            other.before = before
            other.save(update_fields=["before"])
    if target.expired_on == day:
        earlier = date.fromisoformat(before["expired_on"]) if before["expired_on"] else None
        mark_expired(document=target, expired_on=earlier, reason=before["expiry_reason"])


def _rewrite(target: Document, *, only: Relation | None = None, undone: bool = False) -> None:
    list(Document.objects.select_for_update().filter(pk=target.pk).values_list("pk"))  # one rewriting at a time
    try:
        rewrite(target)
    except Impossible as error:
        blames_another = error.relation is not None and (undone or (only is not None and error.relation.pk != only.pk))
        raise NotPossible(error.code, error.relation if blames_another else None) from error


def tell(document: Document) -> None:
    """Let the listeners know that what `document` says, or the effect it has, on some day has changed."""
    for listener in _listeners:
        listener(document)


# -- what a text says on a day ----------------------------------------------------


def text_on(target: Document | Provision, day: date) -> str:
    """Return the words of a document, or of a provision with all under it, as they stand on `day`."""
    if isinstance(target, Provision):
        return target.full_text(day)
    return "".join(p.text for p in worded(target, target.provisions.order_by("position"), day))


def compare(document: Document, day_a: date, day_b: date) -> list[Row]:
    """Return the provisions of `document` on two days side by side."""
    return compare_clauses(_clauses(document, day_a), _clauses(document, day_b))


def compare_documents(first: Document, second: Document, day_a: date, day_b: date) -> list[Row]:
    """Return the provisions of two documents, each on its day, side by side."""
    return compare_clauses_of_documents(
        _clauses(first, day_a, by_address=True), _clauses(second, day_b, by_address=True)
    )


def _clauses(document: Document, day: date, *, by_address: bool = False) -> list[Clause]:
    """Return every provision with words of its own; keyed by address, a second one of the same address by its eid."""
    found: list[Clause] = []
    seen: set[str] = set()
    for provision in worded(document, document.provisions.order_by("position"), day):
        key = provision.address if by_address and provision.address not in seen else provision.eid
        seen.add(key)
        found.append(Clause(key, provision.address, provision.text))
    return found

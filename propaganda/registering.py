"""Activities of units: entered, changed and withdrawn; every step leaves an event."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime

from django.core.files.base import ContentFile
from django.db import transaction
from django.db.models import F
from django.utils import timezone

from people.models import Unit, User
from propaganda import areas as six
from propaganda import proofs
from propaganda.models import Activity, Event, Kind
from propaganda.refusals import ChangedMeanwhile, ContestTyped, NoReason, NotYetHeld, Withdrawn


@dataclass(frozen=True)
class Said:
    """What a person says of an activity. topics: keys; areas: codes of `areas.AREAS`."""

    kind: str
    title: str
    held_on: date
    quantity: int = 1
    people: int | None = None
    topics: Sequence[int] = ()
    areas: Sequence[str] = ()
    proof_link: str = ""
    note: str = ""


@dataclass(frozen=True)
class Proof:
    """A file as it was sent."""

    name: str
    raw: bytes


@transaction.atomic
def enter(*, unit: Unit, said: Said, proof: Proof | None = None, by: User, now: datetime) -> Activity:
    """Enter an activity that `unit` has held. Raises Refused."""
    _check(said, proof, now)
    made = Activity(unit=unit, changed_by=by, changed_at=now, **_columns(said))
    _attach(made, proof)
    made.save()
    made.topics.set(said.topics)
    _note(made, Event.What.ENTERED, {}, by, now)
    return made


@transaction.atomic
def change(
    *, activity: Activity, version: int, said: Said, proof: Proof | None = None, by: User, now: datetime
) -> Activity:
    """Change what stands of an activity; the proof stays where none is given. version: that the person looked at.

    Raises ChangedMeanwhile where another version stands by now, and Refused otherwise.
    """
    _check(said, proof, now)
    before = content_of(activity)
    guarded = Activity.objects.filter(pk=activity.pk, version=version, withdrawn_at=None)
    if not guarded.update(version=F("version") + 1, changed_by=by, changed_at=now, **_columns(said)):
        raise _why_not(activity)
    activity.refresh_from_db()
    if proof is not None:
        _attach(activity, proof)
        activity.save(update_fields=["proof", "proof_name"])
    activity.topics.set(said.topics)
    _note(activity, Event.What.CHANGED, before, by, now)
    return activity


@transaction.atomic
def withdraw(*, activity: Activity, version: int, why: str, by: User, now: datetime) -> None:
    """Take an activity out of every count, with a reason; it stays to be read. Raises Refused."""
    if not why.strip():
        raise NoReason
    before = content_of(activity)
    guarded = Activity.objects.filter(pk=activity.pk, version=version, withdrawn_at=None)
    if not guarded.update(
        version=F("version") + 1, withdrawn_at=now, withdrawn_why=why.strip(), changed_by=by, changed_at=now
    ):
        raise _why_not(activity)
    activity.refresh_from_db()
    _note(activity, Event.What.WITHDRAWN, before, by, now)


def content_of(activity: Activity) -> dict[str, object]:
    """Return what stands of an activity, as events keep it."""
    return {
        "kind": activity.kind,
        "title": activity.title,
        "held_on": activity.held_on.isoformat(),
        "quantity": activity.quantity,
        "people": activity.people,
        "topics": list(activity.topics.order_by("position").values_list("code", flat=True)),
        "areas": activity.areas,
        "proof_link": activity.proof_link,
        "proof": activity.proof_name,
        "note": activity.note,
        "withdrawn": activity.withdrawn_why,
    }


def _check(said: Said, proof: Proof | None, now: datetime) -> None:
    if said.kind == Kind.CONTEST:
        raise ContestTyped
    if said.held_on > timezone.localdate(now):
        raise NotYetHeld
    if proof is not None:
        proofs.check(proof.name, proof.raw)


def _columns(said: Said) -> dict[str, object]:
    held = asdict(said)
    del held["topics"]
    return {**held, "areas": six.known(list(said.areas))}


def _attach(activity: Activity, proof: Proof | None) -> None:
    if proof is not None:
        activity.proof_name = proof.name[-200:]
        activity.proof.save(proof.name, ContentFile(proof.raw), save=False)


def _why_not(activity: Activity) -> Exception:
    gone = Activity.objects.filter(pk=activity.pk, withdrawn_at__isnull=False).exists()
    return Withdrawn() if gone else ChangedMeanwhile()


def _note(activity: Activity, what: str, before: dict[str, object], by: User, now: datetime) -> None:
    Event.objects.create(
        unit_id=activity.unit_id, about="activity", subject=activity.pk, what=what, before=before,
        after=content_of(activity), by=by, at=now,
    )  # fmt: skip

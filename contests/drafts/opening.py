"""A contest before its papers: drafted, checked, opened, closed."""

import hashlib
import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify

from contests.drafts.readiness import check_ready
from contests.entering.rules import FOR_NEW, EntryRules
from contests.models import Contest, HostBody, Round, SignOff
from contests.papers.drawing import draw_fixed_papers
from contests.papers.sitting import close_at
from contests.record.ledger import note
from contests.record.refusals import NotSigned
from contests.record.signing import rules_content, rules_digest, unsigned
from contests.refusals import AlreadyOpened, BodyTwice, NotOpen, NotOverUnit, NotReady
from contests.rules import PaperRules, Rules
from people.access import holds_over
from people.folding import fold
from people.models import Role, Unit, User

RESERVED = {"cuoc-thi-moi"}  # the page that drafts a contest has this address


@dataclass(frozen=True)
class RoundDraft:
    """A round as an organiser settles it. Without a title it is called by its number."""

    opens_at: datetime
    closes_at: datetime
    rules: PaperRules
    title: str = ""


@dataclass(frozen=True)
class HostDraft:
    """A body that holds the contest, by its name of the day, and who signs for it."""

    name: str
    signer: User
    title: str = ""


@dataclass(frozen=True)
class Draft:
    """What an organiser settles before opening, beside who may enter: that has a page of its own."""

    title: str
    introduction: str
    unit: Unit
    partner: str
    rounds: Sequence[RoundDraft]
    rules: Rules
    hosts: Sequence[HostDraft] = ()


@transaction.atomic
def create_contest(
    *, draft: Draft, by: User, now: datetime, entry: EntryRules = FOR_NEW, eligible_units: Collection[Unit] = ()
) -> Contest:
    """Keep `draft` as a new contest that nobody but its organisers sees. Raises NotOverUnit.

    eligible_units: none named means that every unit is eligible.
    """
    check_over(by, draft.unit)
    contest = Contest(
        slug=free_slug(draft.title), created_by=by, created_at=now, entry_rules=entry.to_json(), **_fields(draft)
    )
    contest.save(force_insert=True)
    contest.eligible_units.set(eligible_units)
    _set_rounds(contest, draft.rounds)
    set_hosts(contest, draft.hosts)
    return contest


@transaction.atomic
def edit_contest(*, contest: Contest, draft: Draft, by: User) -> Contest:
    """Replace what the draft of `contest` says. Raises AlreadyOpened or NotOverUnit."""
    check_over(by, draft.unit)
    changed = Contest.objects.filter(pk=contest.pk, state=Contest.State.DRAFT).update(
        revision=F("revision") + 1, **_fields(draft)
    )
    if changed != 1:
        raise AlreadyOpened
    _set_rounds(contest, draft.rounds)
    set_hosts(contest, draft.hosts)
    contest.refresh_from_db()
    return contest


@transaction.atomic
def open_contest(*, contest: Contest, now: datetime, by: User | None = None) -> Contest:
    """Show the contest to everybody and freeze its rules.

    Raises NotReady (with the problems), NotSigned where a body that holds it has not signed this version of the
    rules, or AlreadyOpened.
    """
    problems = check_ready(contest=contest, now=now)
    if problems:
        raise NotReady(problems=" ".join(problems))
    digest = rules_digest(contest)
    missing = unsigned(contest, SignOff.Subject.RULES, digest)
    if missing:
        raise NotSigned(bodies=", ".join(body.name for body in missing))
    changed = Contest.objects.filter(pk=contest.pk, state=Contest.State.DRAFT, revision=contest.revision).update(
        state=Contest.State.OPEN, opened_at=now, lots_seed=secrets.token_hex(16)
    )
    if changed != 1:
        raise AlreadyOpened
    contest.refresh_from_db()
    for one in contest.rounds.all():
        draw_fixed_papers(one, day=timezone.localdate(max(one.opens_at, now)), seed=contest.lots_seed)
    told = {"digest": digest, "rules": rules_content(contest), "lots": lots_digest(contest)}
    note(contest, "opened", told, by=by, now=now)
    return contest


@transaction.atomic
def close_contest(*, contest: Contest, now: datetime, by: User | None = None) -> Contest:
    """End the contest now, whatever its window says; papers still open are marked as they stand. Raises NotOpen."""
    Contest.objects.select_for_update().get(pk=contest.pk)  # waits for papers being begun; see papers._check_still_open
    changed = Contest.objects.filter(pk=contest.pk, state=Contest.State.OPEN).update(
        state=Contest.State.CLOSED, closed_at=now
    )
    if changed != 1:
        raise NotOpen
    contest.refresh_from_db()
    close_at(contest=contest, now=now)
    note(contest, "closed_early", {"closes_at": contest.closes_at.isoformat()}, by=by, now=now)
    return contest


def lots_digest(contest: Contest) -> str:
    """Return what is published of the seed of the lots while the contest goes on: nobody could choose it afterwards."""
    return hashlib.sha256(contest.lots_seed.encode()).hexdigest() if contest.lots_seed else ""


def free_slug(title: str) -> str:
    """Return an address for `title` that no contest has."""
    base = slugify(fold(title))[:50].strip("-") or "cuoc-thi"
    taken = RESERVED | set(Contest.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(s for n in range(1, len(taken) + 2) if (s := base if n == 1 else f"{base}-{n}") not in taken)


def check_over(user: User, unit: Unit) -> None:
    """Raise NotOverUnit where `user` does not organise contests for `unit`."""
    if not (holds_over(user, Role.ORGANISER, unit) or holds_over(user, Role.ADMIN, unit)):
        raise NotOverUnit(unit=unit.name)


def _set_rounds(contest: Contest, rounds: Sequence[RoundDraft]) -> None:
    """Write the rounds of a draft in the order of their opening; one that stays keeps its row."""
    contest.rounds.filter(position__gt=len(rounds)).delete()
    for position, one in enumerate(sorted(rounds, key=lambda each: each.opens_at), start=1):
        fields = {
            "title": one.title, "opens_at": one.opens_at, "closes_at": one.closes_at, "rules": one.rules.to_json(),
        }  # fmt: skip
        Round.objects.update_or_create(contest=contest, position=position, defaults=fields)


def set_hosts(contest: Contest, hosts: Sequence[HostDraft]) -> None:
    """Write the bodies that hold a draft, in place of those it names. Raises BodyTwice: a name signs once."""
    if len({fold(body.name) for body in hosts}) != len(hosts):
        raise BodyTwice
    contest.hosts.all().delete()
    HostBody.objects.bulk_create(
        HostBody(contest=contest, position=position, name=body.name, signer=body.signer, signer_title=body.title)
        for position, body in enumerate(hosts, start=1)
    )


def _fields(draft: Draft) -> dict[str, object]:
    return {
        "title": draft.title,
        "introduction": draft.introduction,
        "unit": draft.unit,
        "partner": draft.partner,
        "opens_at": min(one.opens_at for one in draft.rounds),
        "closes_at": max(one.closes_at for one in draft.rounds),
        "rules": draft.rules.to_json(),
    }

"""The bodies that hold a contest sign its rules, and later its results, version by version."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from contests.models import Contest, Edition, HostBody, SignOff
from contests.record.chain import canonical
from contests.record.ledger import content_of, digest_of, note
from contests.record.refusals import AnotherVersion, NotYourSignature, SignedAlready
from contests.refusals import AlreadyOpened
from people.models import User


def rules_content(contest: Contest) -> dict[str, Any]:
    """Return everything that the rules of `contest` say: what is signed, and what the record keeps."""
    return {
        "title": contest.title,
        "introduction": contest.introduction,
        "unit": contest.unit.name,
        "partner": contest.partner,
        "hosts": [[body.name, body.signer.full_name, body.signer_title] for body in hosts_of(contest)],
        "entry": contest.entry_rules,
        "eligible_units": sorted(contest.eligible_units.values_list("code", flat=True)),
        "rules": contest.rules,
        "rounds": [
            [one.title, one.opens_at.isoformat(), one.closes_at.isoformat(), one.rules]
            for one in contest.rounds.all().order_by("position")
        ],
    }


def rules_digest(contest: Contest) -> str:
    """Return the digest of the rules as they stand; any edit of a draft makes another, and asks for new signatures.

    Of a contest that was opened it is the one that was signed: a unit or person who is called otherwise since changes
    no rules.
    """
    if contest.state != Contest.State.DRAFT:
        opened = contest.record.filter(kind="opened").order_by("number").first()
        if opened is not None:
            return str(content_of(opened)["digest"])
    return digest_of(canonical(rules_content(contest)))


def hosts_of(contest: Contest) -> list[HostBody]:
    """Return the bodies that hold the contest and sign for it; none where one office holds it alone."""
    return list(contest.hosts.select_related("signer"))


def unsigned(contest: Contest, subject: SignOff.Subject, digest: str) -> list[HostBody]:
    """Return the bodies whose signature is missing under the version with this digest."""
    signed = set(
        SignOff.objects.filter(contest=contest, subject=subject, digest=digest).values_list("body", "signed_by")
    )
    return [body for body in hosts_of(contest) if (body.name, body.signer_id) not in signed]


@dataclass(frozen=True)
class Signature:
    """A signature under the rules. current: it stands under the rules as they are now."""

    body: str
    name: str
    digest: str
    at: datetime
    current: bool


def unsigned_rules(contest: Contest) -> list[HostBody]:
    """Return the bodies whose signature is missing under the rules as they stand."""
    return unsigned(contest, SignOff.Subject.RULES, rules_digest(contest))


def signed_now(contest: Contest) -> list[HostBody]:
    """Return the bodies that have signed the rules as they stand: an edit would ask each of them anew."""
    missing = unsigned_rules(contest)
    return [body for body in hosts_of(contest) if body not in missing]


def signatures_of_rules(contest: Contest) -> list[Signature]:
    """Return who signed which version of the rules, the latest first."""
    current = rules_digest(contest)
    rows = (
        contest.sign_offs.filter(subject=SignOff.Subject.RULES)
        .select_related("signed_by")
        .order_by("-signed_at", "-pk")
    )
    return [Signature(r.body, r.signed_by.full_name, r.digest, r.signed_at, r.digest == current) for r in rows]


def waiting_for(user: User) -> list[Contest]:
    """Return the drafts whose rules wait for the signature of `user`."""
    drafts = Contest.objects.filter(state=Contest.State.DRAFT, hosts__signer=user).order_by("pk")
    return [one for one in drafts if any(body.signer_id == user.pk for body in unsigned_rules(one))]


def held_by(user: User) -> list[Contest]:
    """Return the contests that `user` signs for and that are drafts no more, the latest first: their desk is open."""
    return list(Contest.objects.exclude(state=Contest.State.DRAFT).filter(hosts__signer=user).order_by("-closes_at"))


def editions_waiting_for(user: User) -> list[Edition]:
    """Return the editions of results that wait for the signature of `user`; their content is read when asked for."""
    prepared = Edition.objects.defer("content").filter(published_at=None, withdrawn_at=None)
    mine = prepared.filter(contest__hosts__signer=user).select_related("contest").order_by("pk")
    return [
        each
        for each in mine
        if any(body.signer_id == user.pk for body in unsigned(each.contest, SignOff.Subject.RESULTS, each.digest))
    ]


@transaction.atomic
def sign_rules(*, contest: Contest, shown: str, by: User, now: datetime) -> SignOff:
    """Sign the rules of a draft as the page with the digest `shown` showed them.

    Raises AnotherVersion where they have changed since, AlreadyOpened, NotYourSignature or SignedAlready.
    """
    held = Contest.objects.select_for_update().get(pk=contest.pk)
    if held.state != Contest.State.DRAFT:
        raise AlreadyOpened
    if rules_digest(held) != shown:
        raise AnotherVersion
    return sign(contest=held, subject=SignOff.Subject.RULES, digest=shown, by=by, now=now)


@transaction.atomic
def sign(*, contest: Contest, subject: SignOff.Subject, digest: str, by: User, now: datetime) -> SignOff:
    """Sign, for the body that `by` signs for, the version with this digest. Raises NotYourSignature or SignedAlready.

    The caller has shown that version to the person.
    """
    Contest.objects.select_for_update(no_key=True).get(pk=contest.pk)
    body = contest.hosts.filter(signer=by).first()
    if body is None:
        raise NotYourSignature
    if SignOff.objects.filter(contest=contest, body=body.name, subject=subject, digest=digest).exists():
        raise SignedAlready
    made = SignOff.objects.create(
        contest=contest, body=body.name, subject=subject, digest=digest, signed_by=by, signed_at=now
    )
    told = {"body": body.name, "title": body.signer_title, "digest": digest}
    note(contest, f"{subject}_signed", told, by=by, now=now)
    return made

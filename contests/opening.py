"""A contest before its papers: drafted, checked, opened, closed."""

import hashlib
import secrets
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import pairwise

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from contests.drawing import counts_for
from contests.entry_drafting import entry_problems
from contests.entry_rules import FOR_NEW, EntryRules
from contests.models import Contest, HostBody, Round, SignOff
from contests.papers import close_at
from contests.record.ledger import note
from contests.record.refusals import NotSigned
from contests.record.signing import rules_content, rules_digest, unsigned
from contests.refusals import AlreadyOpened, NotOpen, NotOverUnit, NotReady
from contests.rules import PaperRules, Rules, RulesError
from contests.wording import slots_in_words
from people.access import holds_over
from people.folding import fold
from people.models import Role, Unit, User
from questionbank.blueprint import Slot, shortages

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
    _check_over(by, draft.unit)
    contest = Contest(
        slug=free_slug(draft.title), created_by=by, created_at=now, entry_rules=entry.to_json(), **_fields(draft)
    )
    contest.save(force_insert=True)
    contest.eligible_units.set(eligible_units)
    _set_rounds(contest, draft.rounds)
    _set_hosts(contest, draft.hosts)
    return contest


@transaction.atomic
def edit_contest(*, contest: Contest, draft: Draft, by: User) -> Contest:
    """Replace what the draft of `contest` says. Raises AlreadyOpened or NotOverUnit."""
    _check_over(by, draft.unit)
    changed = Contest.objects.filter(pk=contest.pk, state=Contest.State.DRAFT).update(
        revision=F("revision") + 1, **_fields(draft)
    )
    if changed != 1:
        raise AlreadyOpened
    _set_rounds(contest, draft.rounds)
    _set_hosts(contest, draft.hosts)
    contest.refresh_from_db()
    return contest


def check_ready(*, contest: Contest, now: datetime) -> list[str]:
    """Return what stands in the way of opening, in sentences for the organiser; empty when nothing does.

    Questions must suffice on the first and on the last day of each round, because a document may lose
    force, or come into force, in between.
    """
    rounds = list(contest.rounds.all())
    try:
        rules = Rules.from_json(contest.rules)
        papers = {one: one.paper_rules for one in rounds}
    except RulesError as error:
        return [_("The rules are not complete: %(field)s.") % {"field": error.field}]
    problems = entry_problems(contest)
    if contest.closes_at <= now:
        problems.append(_("The contest would end before it begins: choose a later end."))
    if any(later.opens_at < before.closes_at for before, later in pairwise(rounds)):
        problems.append(_("Two rounds overlap: let each begin when the one before it has ended."))
    if "prediction" in rules.ranking and not any(each.predicts for each in papers.values()):
        problems.append(_("Places are decided by the nearest prediction, but no round asks for one."))
    for one, each in papers.items():
        named = "" if len(rounds) == 1 else f"{one}: "
        if one.closes_at - one.opens_at < timedelta(minutes=each.minutes):
            problems.append(named + _("The contest is shorter than the time for one paper."))
        problems += [named + short for short in _shortages(one, each, now)]
    return problems


def _shortages(one: Round, rules: PaperRules, now: datetime) -> list[str]:
    words = slots_in_words(rules.blueprint)
    first, last = (timezone.localdate(at) for at in (max(one.opens_at, now), one.closes_at))
    problems: dict[tuple[Slot, int], str] = {}
    for day in (first, last):
        lacking, _scarce = shortages(counts_for(rules.blueprint, day))
        for short in lacking:
            problems[short.slot, short.have] = _(
                "%(topic)s: %(wanted)s questions wanted, %(have)s can be drawn on %(day)s."
            ) % {
                "topic": words[short.slot],
                "wanted": short.slot.count,
                "have": short.have,
                "day": day.strftime("%d/%m/%Y"),
            }
    return list(problems.values())


def scarcities(contest: Contest, now: datetime) -> list[str]:
    """Return where the bank is so small that people sitting together would meet the same questions."""
    try:
        return list(dict.fromkeys(line for one in contest.rounds.all() for line in _scarcities(one, now)))
    except RulesError:
        return []


def _scarcities(one: Round, now: datetime) -> Iterator[str]:
    rules = one.paper_rules
    words = slots_in_words(rules.blueprint)
    _lacking, scarce = shortages(counts_for(rules.blueprint, timezone.localdate(max(one.opens_at, now))))
    for short in scarce:
        said = _("%(topic)s: %(wanted)s of only %(have)s questions are drawn, so that many papers share them.")
        yield said % {"topic": words[short.slot], "wanted": short.slot.count, "have": short.have}


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


def _check_over(user: User, unit: Unit) -> None:
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


def _set_hosts(contest: Contest, hosts: Sequence[HostDraft]) -> None:
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

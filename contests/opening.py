"""A contest before its papers: drafted, checked, opened, closed."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _

from contests.drawing import counts_for
from contests.models import Contest
from contests.papers import close_at
from contests.refusals import AlreadyOpened, NotOpen, NotOverUnit, NotReady
from contests.rules import Rules, RulesError
from contests.wording import slots_in_words
from people.access import holds_over
from people.folding import fold
from people.models import Role, Unit, User
from questionbank.blueprint import Slot, shortages

RESERVED = {"cuoc-thi-moi"}  # the page that drafts a contest has this address


@dataclass(frozen=True)
class Draft:
    """Everything that an organiser settles before opening. No eligible unit means that every unit is."""

    title: str
    introduction: str
    unit: Unit
    partner: str
    entry: str
    eligible_units: Collection[Unit]
    opens_at: datetime
    closes_at: datetime
    rules: Rules


@transaction.atomic
def create_contest(*, draft: Draft, by: User, now: datetime) -> Contest:
    """Keep `draft` as a new contest that nobody but its organisers sees. Raises NotOverUnit."""
    _check_over(by, draft.unit)
    contest = Contest(slug=free_slug(draft.title), created_by=by, created_at=now, **_fields(draft))
    contest.save(force_insert=True)
    contest.eligible_units.set(draft.eligible_units)
    return contest


@transaction.atomic
def edit_contest(*, contest: Contest, draft: Draft, by: User) -> Contest:
    """Replace what the draft of `contest` says. Raises AlreadyOpened or NotOverUnit."""
    _check_over(by, draft.unit)
    changed = Contest.objects.filter(pk=contest.pk, state=Contest.State.DRAFT).update(**_fields(draft))
    if changed != 1:
        raise AlreadyOpened
    contest.eligible_units.set(draft.eligible_units)
    contest.refresh_from_db()
    return contest


def check_ready(*, contest: Contest, now: datetime) -> list[str]:
    """Return what stands in the way of opening, in sentences for the organiser; empty when nothing does.

    Questions must suffice on the first and on the last day, because a document may lose
    force, or come into force, in between.
    """
    try:
        rules = Rules.from_json(contest.rules)
    except RulesError as error:
        return [_("The rules are not complete: %(field)s.") % {"field": error.field}]
    problems = []
    if contest.closes_at <= now:
        problems.append(_("The contest would end before it begins: choose a later end."))
    if contest.closes_at - contest.opens_at < timedelta(minutes=rules.minutes):
        problems.append(_("The contest is shorter than the time for one paper."))
    return problems + _shortages(contest, rules, now)


def _shortages(contest: Contest, rules: Rules, now: datetime) -> list[str]:
    words = slots_in_words(rules.blueprint)
    first, last = (timezone.localdate(at) for at in (max(contest.opens_at, now), contest.closes_at))
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
        rules = Rules.from_json(contest.rules)
    except RulesError:
        return []
    words = slots_in_words(rules.blueprint)
    _lacking, scarce = shortages(counts_for(rules.blueprint, timezone.localdate(max(contest.opens_at, now))))
    return [
        _("%(topic)s: %(wanted)s of only %(have)s questions are drawn, so that many papers share them.")
        % {"topic": words[short.slot], "wanted": short.slot.count, "have": short.have}
        for short in scarce
    ]


@transaction.atomic
def open_contest(*, contest: Contest, now: datetime) -> Contest:
    """Show the contest to everybody and freeze its rules. Raises NotReady (with the problems) or AlreadyOpened."""
    problems = check_ready(contest=contest, now=now)
    if problems:
        raise NotReady(problems=" ".join(problems))
    changed = Contest.objects.filter(pk=contest.pk, state=Contest.State.DRAFT, rules=contest.rules).update(
        state=Contest.State.OPEN, opened_at=now
    )
    if changed != 1:
        raise AlreadyOpened
    contest.refresh_from_db()
    return contest


@transaction.atomic
def close_contest(*, contest: Contest, now: datetime) -> Contest:
    """End the contest now, whatever its window says; papers still open are marked as they stand. Raises NotOpen."""
    changed = Contest.objects.filter(pk=contest.pk, state=Contest.State.OPEN).update(
        state=Contest.State.CLOSED, closed_at=now
    )
    if changed != 1:
        raise NotOpen
    contest.refresh_from_db()
    close_at(contest=contest, now=now)
    return contest


def free_slug(title: str) -> str:
    """Return an address for `title` that no contest has."""
    base = slugify(fold(title))[:50].strip("-") or "cuoc-thi"
    taken = RESERVED | set(Contest.objects.filter(slug__startswith=base).values_list("slug", flat=True))
    return next(s for n in range(1, len(taken) + 2) if (s := base if n == 1 else f"{base}-{n}") not in taken)


def _check_over(user: User, unit: Unit) -> None:
    if not (holds_over(user, Role.ORGANISER, unit) or holds_over(user, Role.ADMIN, unit)):
        raise NotOverUnit(unit=unit.name)


def _fields(draft: Draft) -> dict[str, object]:
    return {
        "title": draft.title,
        "introduction": draft.introduction,
        "unit": draft.unit,
        "partner": draft.partner,
        "entry": draft.entry,
        "opens_at": draft.opens_at,
        "closes_at": draft.closes_at,
        "rules": draft.rules.to_json(),
    }

"""Rosters of units: given, corrected, exempted from, and frozen when the contest or round begins."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import F

from contests import boards
from contests.models import Contest, Roster, RosterLine, RosterSet, Round
from contests.record.chain import canonical
from contests.record.ledger import digest_of, note
from contests.rosters.refusals import (
    CoveredAbove,
    ExemptionReasonMissing,
    FrozenAlready,
    NoRosters,
    NotOnTheRoster,
    RosterFrozen,
    TooManyExempted,
    TwiceOnTheRoster,
)
from people.access import holds_over
from people.folding import clean_name, fold
from people.models import Role, Unit, User

BATCH = 2000


@dataclass(frozen=True, slots=True)
class Person:
    """A person as a list names them. user: key of their account, if they have one. exempt: why they need not sit."""

    full_name: str
    code: str = ""
    position_group: str = ""
    email: str = ""
    user: int | None = None
    exempt: str = ""


def roster_set(of: Contest | Round) -> RosterSet:
    """Return the rosters of a contest or of a round, made empty where there were none."""
    one = of if isinstance(of, Round) else None
    contest = of.contest if isinstance(of, Round) else of
    return RosterSet.objects.get_or_create(contest=contest, round=one)[0]


def rosters_kept(of: Contest | Round) -> RosterSet | None:
    """Return the rosters of a contest or of a round, if any were given."""
    if isinstance(of, Round):
        return RosterSet.objects.filter(round=of).first()
    return RosterSet.objects.filter(contest=of, round=None).first()


@transaction.atomic
def give_headcount(
    *,
    kept: RosterSet,
    unit: Unit,
    headcount: int,
    exempted: int,
    exempt_reason: str,
    by: User,
    now: datetime,
    reason: str = "",
) -> Roster:
    """Say how many people a unit has, without names; names given before are dropped.

    reason: of a correction after freezing. Raises TooManyExempted, ExemptionReasonMissing or RosterFrozen.
    """
    if exempted > headcount:
        raise TooManyExempted
    if exempted and not exempt_reason.strip():
        raise ExemptionReasonMissing
    changing = _Changing(kept, unit, by, now, reason)
    roster = changing.write(headcount=headcount, exempted=exempted, exempt_reason=exempt_reason.strip(), named=False)
    roster.lines.all().delete()
    changing.done(roster)
    return roster


@transaction.atomic
def give_people(
    *, kept: RosterSet, unit: Unit, people: Sequence[Person], by: User, now: datetime, reason: str = ""
) -> Roster:
    """Make `people` the roster of a unit, in place of what it was. Raises TwiceOnTheRoster or RosterFrozen."""
    _check_once(people)
    changing = _Changing(kept, unit, by, now, reason)
    exempted = sum(bool(person.exempt) for person in people)
    roster = changing.write(headcount=len(people), exempted=exempted, exempt_reason="", named=True)
    reminded = {(line.full_name_folded, line.code): line.reminded_on for line in roster.lines.exclude(reminded_on=None)}
    roster.lines.all().delete()
    lines = [_line(roster, person) for person in people]
    for line in lines:
        line.reminded_on = reminded.get((line.full_name_folded, line.code))  # nobody is reminded twice for a new list
    RosterLine.objects.bulk_create(lines, BATCH)
    changing.done(roster)
    return roster


@transaction.atomic
def add_person(*, kept: RosterSet, unit: Unit, person: Person, by: User, now: datetime, reason: str = "") -> RosterLine:
    """Add one person to a unit's roster of names; the first makes it. Raises TwiceOnTheRoster or RosterFrozen."""
    changing = _Changing(kept, unit, by, now, reason)
    roster = changing.roster or changing.write(headcount=0, exempted=0, exempt_reason="", named=True)
    if person.code and roster.lines.filter(code=person.code).exists():
        raise TwiceOnTheRoster(name=person.full_name)
    line = _line(roster, person)
    line.save()
    changing.recount(roster)
    return line


@transaction.atomic
def remove_person(*, kept: RosterSet, unit: Unit, line: int, by: User, now: datetime, reason: str = "") -> None:
    """Take the line with this key off a unit's roster. Raises NotOnTheRoster or RosterFrozen."""
    changing = _Changing(kept, unit, by, now, reason)
    if changing.roster is None or RosterLine.objects.filter(pk=line, roster=changing.roster).delete()[0] != 1:
        raise NotOnTheRoster
    changing.recount(changing.roster)


@transaction.atomic
def exempt_person(
    *, kept: RosterSet, unit: Unit, line: int, why: str, by: User, now: datetime, reason: str = ""
) -> None:
    """Exempt a person on a unit's roster, or with an empty `why` no longer. Raises NotOnTheRoster or RosterFrozen."""
    changing = _Changing(kept, unit, by, now, reason)
    lines = RosterLine.objects.filter(pk=line, roster=changing.roster)
    if changing.roster is None or lines.update(exempt_reason=why.strip()) != 1:
        raise NotOnTheRoster
    changing.recount(changing.roster)


@transaction.atomic
def freeze(*, kept: RosterSet, by: User | None, now: datetime) -> RosterSet:
    """Freeze all rosters of a contest or round; the record keeps the digest. Raises NoRosters or FrozenAlready."""
    if not kept.rosters.exists():
        raise NoRosters
    if not _claim_freeze(kept, now):
        raise FrozenAlready
    kept.refresh_from_db()
    rosters = list(kept.rosters.select_related("unit").prefetch_related("lines"))
    kept.digest = digest_of(canonical(_content(rosters)))
    kept.save(update_fields=["digest"])
    totals = {"units": len(rosters), "counted": sum(one.counted for one in rosters)}
    told = {"round": kept.round.position if kept.round else 0, "digest": kept.digest, **totals}
    note(kept.contest, "rosters_frozen", told, by=by, now=now)
    return kept


def _claim_freeze(kept: RosterSet, now: datetime) -> bool:
    """Take the freezing upon oneself; of several at once one does."""
    return RosterSet.objects.filter(pk=kept.pk, frozen_at=None).update(frozen_at=now) == 1


def freeze_due(*, contest: Contest, now: datetime) -> int:
    """Freeze the rosters whose contest or round has begun; return how many. Whoever looks at them does it."""
    frozen = 0
    for kept in contest.roster_sets.filter(frozen_at=None).select_related("round"):
        if is_due(kept, now) and kept.rosters.exists():
            try:
                freeze(kept=kept, by=None, now=now)
            except FrozenAlready:
                continue
            frozen += 1
    return frozen


def is_due(kept: RosterSet, now: datetime) -> bool:
    """Say whether the rosters are frozen by the hour, even if nobody has looked yet."""
    return has_begun(kept.round or kept.contest, now)


def has_begun(of: Contest | Round, now: datetime) -> bool:
    contest = of.contest if isinstance(of, Round) else of
    return contest.state != Contest.State.DRAFT and now >= of.opens_at


def is_frozen(of: Contest | Round, now: datetime) -> bool:
    """Say whether a change of a roster of `of` is a correction by now, with a reason."""
    kept = rosters_kept(of)
    return has_begun(of, now) or (kept is not None and kept.frozen_at is not None)


class _Changing:
    """One change of one unit's roster: counted on its set, refused when frozen and without a reason, and recorded."""

    def __init__(self, kept: RosterSet, unit: Unit, by: User, now: datetime, reason: str) -> None:
        self.kept, self.unit, self.by, self.now, self.reason = kept, unit, by, now, reason.strip()
        due = is_due(kept, now)
        if due:
            freeze_due(contest=kept.contest, now=now)
        counted = {"revision": F("revision") + 1}
        self.frozen = due or RosterSet.objects.filter(pk=kept.pk, frozen_at=None).update(**counted) != 1
        if self.frozen:
            if not self.reason:
                raise RosterFrozen
            RosterSet.objects.filter(pk=kept.pk).update(**counted)
        self.roster = Roster.objects.filter(set=kept, unit=unit).first()
        self.before = [self.roster.headcount, self.roster.exempted] if self.roster else [0, 0]
        if self.roster is None:
            self._check_may_stand_apart()

    def _check_may_stand_apart(self) -> None:
        """Let only organisers take a unit out of the roster of one above: it decides which units compete."""
        home = self.kept.contest.unit
        if holds_over(self.by, Role.ORGANISER, home) or holds_over(self.by, Role.ADMIN, home):
            return
        above = Roster.objects.filter(set=self.kept, unit__in=[each.pk for each in self.unit.ancestors()])
        found = above.select_related("unit").first()
        if found is not None:
            raise CoveredAbove(unit=found.unit.name)

    def write(self, **facts: object) -> Roster:
        changed = {"changed_by": self.by, "changed_at": self.now, **facts}
        return Roster.objects.update_or_create(
            set=self.kept, unit=self.unit, defaults=changed, create_defaults={**changed, "block": self.unit.block}
        )[0]

    def recount(self, roster: Roster) -> None:
        """Make the numbers of a roster of names those of its lines."""
        roster.headcount, roster.exempted = roster.lines.count(), roster.lines.exclude(exempt_reason="").count()
        roster.named, roster.changed_by, roster.changed_at = True, self.by, self.now
        roster.save(update_fields=["headcount", "exempted", "named", "changed_by", "changed_at"])
        self.done(roster)

    def done(self, roster: Roster) -> None:
        if not self.frozen:
            return
        told = {
            "round": self.kept.round.position if self.kept.round else 0,
            "unit": self.unit.code,
            "before": self.before,
            "after": [roster.headcount, roster.exempted],
            "digest": digest_of(canonical(_content([roster]))),
            "reason": self.reason,
        }
        note(self.kept.contest, "roster_corrected", told, by=self.by, now=self.now)
        transaction.on_commit(lambda: boards.renew(self.kept.contest), robust=True)


def _line(roster: Roster, person: Person) -> RosterLine:
    name = clean_name(person.full_name)
    return RosterLine(
        roster=roster,
        full_name=name,
        full_name_folded=fold(name),
        code=person.code,
        position_group=person.position_group,
        email=person.email,
        user_id=person.user,
        exempt_reason=person.exempt.strip(),
    )


def _check_once(people: Iterable[Person]) -> None:
    seen: set[tuple[str, object]] = set()
    for person in people:
        own = {("code", person.code), ("user", person.user)} - {("code", ""), ("user", None)}
        if own & seen:
            raise TwiceOnTheRoster(name=person.full_name)
        seen |= own


def _content(rosters: Iterable[Roster]) -> list[list[object]]:
    """Return all that rosters say, in an order that does not depend on how they were written."""
    told = []
    for roster in rosters:
        lines = [[one.full_name, one.code, one.position_group, one.exempt_reason] for one in roster.lines.all()]
        told.append(
            [roster.unit.code, roster.block, roster.headcount, roster.exempted, roster.exempt_reason, sorted(lines)]
        )  # fmt: skip
    return sorted(told, key=lambda each: str(each[0]))

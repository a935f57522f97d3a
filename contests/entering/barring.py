"""Whoever had a hand in a contest may not win it: the parts that its rules bar, found by role and by what was done."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from contests import boards
from contests.models import Contest, ContestStaff, Entrant
from contests.papers.drawing import questions_for, slots_of_contest
from contests.record.ledger import note
from contests.refusals import OrganisersMayNotEnter, QuestionWritersMayNotEnter, Refused, StaffMayNotEnter
from people.models import Role, RoleAssignment, User
from questionbank.models import Question, QuestionVersion, ReviewEvent

APPROVED = Question.State.APPROVED


def check_not_barred(contest: Contest, user: User) -> None:
    """Raise the refusal for `user`'s part in the contest, if the rules bar it.

    Raises OrganisersMayNotEnter, QuestionWritersMayNotEnter or StaffMayNotEnter.
    """
    part = barred_parts(contest, [user.pk]).get(user.pk)
    if part is not None:
        raise _refusal(part)


def barred_parts(contest: Contest, among: Iterable[int] | None = None) -> dict[int, str]:
    """Return by key of user the part in the contest that bars them; of several, the first that the rules name.

    among: keys of the users asked about; None: everybody. Eight queries.
    """
    found = _parts(contest, None if among is None else list(among))
    barred = contest.entering.barred
    return {user: next(p for p in barred if p in parts) for user, parts in found.items() if parts & set(barred)}


def _parts(contest: Contest, among: list[int] | None) -> Mapping[int, set[str]]:
    found: defaultdict[int, set[str]] = defaultdict(set)

    def add(part: str, users: Iterable[int]) -> None:
        for user in users:
            if among is None or user in among:
                found[user].add(part)

    def only(field: str) -> Q:
        return Q() if among is None else Q(**{f"{field}__in": among})

    above = [unit.pk for unit in contest.unit.ancestors(include_self=True)]
    roles = RoleAssignment.objects.filter(only("user"), role__in=(Role.ORGANISER, Role.ADMIN))
    roles = roles.filter(Q(unit=None) | Q(unit__in=above))
    add("organisers", [contest.created_by_id, *roles.values_list("user", flat=True)])
    add("organisers", contest.hosts.values_list("signer", flat=True))
    for user, duty in ContestStaff.objects.filter(only("user"), contest=contest).values_list("user", "duty"):
        add(duty, [user])
    asked = questions_for(slots_of_contest(contest.pk))
    written = QuestionVersion.objects.filter(only("written_by"), question__in=asked)
    add("writers", written.values_list("written_by", flat=True).distinct())
    moved = ReviewEvent.objects.filter(only("actor"), question__in=asked).exclude(actor=None)
    for user, to in moved.values_list("actor", "to_state").distinct():
        add("approvers" if to == APPROVED else "vetters", [user])
    return found


@transaction.atomic
def set_aside(*, contest: Contest, now: datetime) -> int:
    """Take off the lists whoever was given a barred part after entering, and put back whose part was a mistake.

    Each is noted in the record. Returns how many changed.
    """
    Contest.objects.select_for_update().get(pk=contest.pk)
    barred = barred_parts(contest)
    changed = [_settle(contest, each, barred, now) for each in _affected(contest, barred)]
    if any(changed):
        transaction.on_commit(lambda: boards.renew(contest), robust=True)
    return sum(changed)


def set_aside_due(*, now: datetime) -> int:
    """Do so in every contest that runs, wherever a role was given or taken back. Returns how many people changed.

    A contest in which nothing changes is only read.
    """
    changed = 0
    for contest in Contest.objects.exclude(state=Contest.State.DRAFT).filter(opens_at__lte=now, closes_at__gte=now):
        barred = barred_parts(contest)
        if any(_part_of(each, barred) != each.aside_why for each in _affected(contest, barred)):
            changed += set_aside(contest=contest, now=now)
    return changed


def _affected(contest: Contest, barred: Mapping[int, str]) -> list[Entrant]:
    """Return the entrants who are set aside or whose account has a barred part; whoever left stays out of it."""
    of_barred = Q(user__in=list(barred)) | Q(invited_as__user__in=list(barred))
    entrants = contest.entrants.exclude(aside_why="left").filter(of_barred | Q(aside_at__isnull=False))
    return list(entrants.select_related("invited_as"))


def _part_of(entrant: Entrant, barred: Mapping[int, str]) -> str:
    listed = getattr(entrant, "invited_as", None)  # a line of the list may know the account of who came with a code
    return barred.get(entrant.user_id or (listed.user_id if listed else None) or 0, "")


def _settle(contest: Contest, entrant: Entrant, barred: Mapping[int, str], now: datetime) -> bool:
    part = _part_of(entrant, barred)
    if entrant.aside_why == part:
        return False
    entrant.aside_at, entrant.aside_why = (now, part) if part else (None, "")
    entrant.save(update_fields=["aside_at", "aside_why"])
    kind = "set_aside" if part else "set_aside_undone"
    note(contest, kind, {"entrant": entrant.pk, "part": part}, by=None, now=now)
    return True


def _refusal(part: str) -> Refused:
    if part == "organisers":
        return OrganisersMayNotEnter()
    if part in ("writers", "vetters", "approvers"):
        return QuestionWritersMayNotEnter()
    return StaffMayNotEnter(duty=ContestStaff.Duty(part).label)

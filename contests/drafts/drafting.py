"""A draft settled part by part: each change writes its own part, under a lock, and leaves the others alone."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Max, Min

from contests.drafts.opening import HostDraft, RoundDraft, check_over, set_hosts
from contests.models import Contest, Round
from contests.prizes import Prize
from contests.refusals import AlreadyOpened, ChangedMeanwhile, NoSuchRound, OneRoundStays, TooManyRounds
from contests.rules import Rules
from people.models import Unit, User

MOST_ROUNDS = 60
WEEK = timedelta(days=7)
OUT_OF_THE_WAY = 1000  # places are unique: rounds that change theirs stand here meanwhile


@dataclass(frozen=True)
class Basics:
    """What the contest is called, and who holds it."""

    title: str
    introduction: str
    unit: Unit
    partner: str


@transaction.atomic
def edit_basics(*, contest: Contest, basics: Basics, by: User) -> Contest:
    """Replace the basics of a draft. Raises AlreadyOpened, ChangedMeanwhile or NotOverUnit."""
    held = hold_draft(contest, by)
    check_over(by, basics.unit)
    fields = {name: getattr(basics, name) for name in ("title", "introduction", "unit", "partner")}
    return write_draft(held, **fields)


@transaction.atomic
def edit_ranking(
    *, contest: Contest, ranking: Sequence[str], overall: str, ties: str, freeze_hours: int = 0, by: User
) -> Contest:
    """Replace what decides places, and when boards stand still.

    Raises RulesError, AlreadyOpened, ChangedMeanwhile or NotOverUnit.
    """
    held = hold_draft(contest, by)
    changed = {"ranking": list(ranking), "overall": overall, "ties": ties, "freeze_hours": freeze_hours}
    return _write_rules(held, changed)


@transaction.atomic
def edit_prizes(*, contest: Contest, prizes: Sequence[Prize], by: User) -> Contest:
    """Replace the table of prizes. Raises RulesError, AlreadyOpened, ChangedMeanwhile or NotOverUnit."""
    return _write_rules(hold_draft(contest, by), {"prizes": [asdict(prize) for prize in prizes]})


@transaction.atomic
def edit_hosts(
    *, contest: Contest, hosts: Sequence[HostDraft], appeal_days: int, watch: bool = False, by: User
) -> Contest:
    """Replace the bodies that sign, how long appeals are taken, and whether papers are watched.

    Raises RulesError, AlreadyOpened, ChangedMeanwhile or NotOverUnit.
    """
    changed = _write_rules(hold_draft(contest, by), {"appeal_days": appeal_days, "watch": watch})
    set_hosts(changed, hosts)
    return changed


@transaction.atomic
def add_round(*, contest: Contest, draft: RoundDraft, by: User) -> Round:
    """Add a round to a draft. Raises TooManyRounds, AlreadyOpened, ChangedMeanwhile or NotOverUnit."""
    held = hold_draft(contest, by)
    if held.rounds.count() >= MOST_ROUNDS:
        raise TooManyRounds(most=MOST_ROUNDS)
    made = Round.objects.create(contest=held, position=2 * OUT_OF_THE_WAY, **_columns(draft))
    _settle_rounds(held)
    made.refresh_from_db()
    return made


@transaction.atomic
def edit_round(*, contest: Contest, number: int, draft: RoundDraft, by: User) -> Round:
    """Replace what the round with the key `number` says. Raises NoSuchRound and what `add_round` raises."""
    held = hold_draft(contest, by)
    if held.rounds.filter(pk=number).update(**_columns(draft)) != 1:
        raise NoSuchRound
    _settle_rounds(held)
    return held.rounds.get(pk=number)


@transaction.atomic
def copy_round(*, contest: Contest, number: int, by: User) -> Round:
    """Add a round with the rules of another, as many weeks after the last one as keeps day and hour.

    Raises NoSuchRound and what `add_round` raises.
    """
    like = contest.rounds.filter(pk=number).first()
    if like is None:
        raise NoSuchRound
    ends = contest.rounds.aggregate(ends=Max("closes_at"))["ends"]
    weeks = max(-(-(ends - like.opens_at) // WEEK), 1)
    draft = shifted(RoundDraft(like.opens_at, like.closes_at, like.paper_rules), weeks * WEEK)
    return add_round(contest=contest, draft=draft, by=by)


@transaction.atomic
def remove_round(*, contest: Contest, number: int, by: User) -> Contest:
    """Take a round out of a draft. Raises OneRoundStays and what `edit_round` raises."""
    held = hold_draft(contest, by)
    if not held.rounds.filter(pk=number).exists():
        raise NoSuchRound
    if held.rounds.count() == 1:
        raise OneRoundStays
    held.rounds.filter(pk=number).delete()
    return _settle_rounds(held)


def hold_draft(contest: Contest, by: User) -> Contest:
    """Return the draft's row, locked, as it is now. Raises AlreadyOpened or NotOverUnit."""
    held = Contest.objects.select_for_update(of=("self",)).select_related("unit").get(pk=contest.pk)
    if held.state != Contest.State.DRAFT:
        raise AlreadyOpened
    check_over(by, held.unit)
    return held


def write_draft(held: Contest, **fields: Any) -> Contest:
    """Write `fields` of a draft read by `hold_draft` and return it. Raises ChangedMeanwhile, where a lock was none."""
    changed = Contest.objects.filter(pk=held.pk, state=Contest.State.DRAFT, revision=held.revision).update(
        revision=F("revision") + 1, **fields
    )
    if changed != 1:
        raise ChangedMeanwhile
    held.refresh_from_db()
    return held


def _write_rules(held: Contest, settings: Mapping[str, Any]) -> Contest:
    return write_draft(held, rules=Rules.from_json({**held.rules, **settings}).to_json())


def _columns(draft: RoundDraft) -> dict[str, Any]:
    fields = {"title": draft.title, "opens_at": draft.opens_at, "closes_at": draft.closes_at}
    return fields | {"rules": draft.rules.to_json()}


def _settle_rounds(held: Contest) -> Contest:
    """Number the rounds in the order of their opening, and let the contest reach from the first to the last."""
    in_order = list(held.rounds.order_by("opens_at", "closes_at", "pk"))
    held.rounds.update(position=F("position") + OUT_OF_THE_WAY)
    for position, one in enumerate(in_order, start=1):
        Round.objects.filter(pk=one.pk).update(position=position)
    window = held.rounds.aggregate(opens_at=Min("opens_at"), closes_at=Max("closes_at"))
    return write_draft(held, **window)


def shifted(draft: RoundDraft, by: timedelta) -> RoundDraft:
    """Return the round with its window moved."""
    return replace(draft, opens_at=draft.opens_at + by, closes_at=draft.closes_at + by)

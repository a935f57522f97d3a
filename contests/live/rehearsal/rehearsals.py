"""Rehearsals of live rounds: begun by a host, kept alive by the process that plays the phones, ended, cleared away."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext as _

from contests.live import composing, refusals
from contests.live.keeping import ring
from contests.live.rehearsal.figures import Chosen, Place, Sheet
from contests.live.rules import LiveRules
from contests.models import Contest, FixedPaper, LiveAnswer, LivePlayer, LiveReach, LiveRehearsal, LiveRound, LiveStep
from people.models import Unit, User
from questionbank.blueprint import Item

FEWEST, MOST = 10, 5000  # phones
LONGEST = timedelta(hours=1)
LEFT = timedelta(minutes=2)  # without a host's screen
DEAD = timedelta(seconds=20)  # without a word from the process that plays the phones
CURTAIN = timedelta(minutes=5)  # for which the podium can be looked at once all is played
BRIEFLY = timedelta(seconds=10)  # for which it can where the rehearsal broke off
UNITS = 60  # that simulated people come from, at most
Ending = LiveRehearsal.Ending


@transaction.atomic
def begin(*, live: LiveRound, phones: int, by: User, now: datetime) -> LiveRehearsal:
    """Set the stage for a rehearsal of `live`: a round with its rules, as many questions and `phones` simulated people.

    The questions are others than any round or fixed paper still to come holds. Raises BadNumber, NotInLobby,
    RoundInPlay (of any contest), RehearsalGoesOn or NoQuestions.
    """
    sweep(now=now)
    if not FEWEST <= phones <= MOST:
        raise refusals.BadNumber(fewest=FEWEST, most=MOST)
    if live.rehearsal_id is not None or live.state != LiveRound.State.LOBBY:
        raise refusals.NotInLobby
    if (other := LiveRound.objects.in_play().first()) is not None:
        raise refusals.RoundInPlay(title=other.title)
    try:
        with transaction.atomic():
            made = LiveRehearsal.objects.create(
                of=live, phones=phones, by=by, begun_at=now, hosted_at=now, ends_by=now + LONGEST
            )
    except IntegrityError as goes_on:
        raise refusals.RehearsalGoesOn from goes_on
    _set(made, live, now)
    return made


def _set(made: LiveRehearsal, live: LiveRound, now: datetime) -> None:
    seconds = list(live.steps.order_by("position").values_list("seconds", flat=True))
    rules = LiveRules.from_json(live.rules)
    manner = rules.manner.value
    stage = composing.with_free_code(
        LiveRound(rehearsal=made, title=live.title, rules=live.rules, created_by=made.by, created_at=now)
    )
    drawn = _questions(len(seconds), now)
    LiveStep.objects.bulk_create(
        composing.step_of(stage, place, item, order, allowed, manner)
        for place, ((item, order), allowed) in enumerate(zip(drawn, seconds, strict=False), start=1)
    )
    units, width = _units(live.organised, now), len(str(made.phones))
    LivePlayer.objects.bulk_create(
        (
            LivePlayer(
                round=stage,
                stand_in=_("Trial phone %(number)s") % {"number": f"{number:0{width}}"},
                stand_in_unit=units[number % len(units)],
                joined_at=now,
                hall=rules.halls[number % len(rules.halls)] if rules.halls else "",
            )
            for number in range(1, made.phones + 1)
        ),
        batch_size=1000,
    )


def _questions(wanted: int, now: datetime) -> list[tuple[Item, list[int]]]:
    """Draw `wanted` questions, or as many as there are, that nobody is yet to be asked."""
    secret = _still_to_come(now)
    try:
        return composing.draw(wanted, now, without=secret)
    except refusals.NoQuestions as few:
        if not few.facts["have"]:
            raise
        return composing.draw(int(str(few.facts["have"])), now, without=secret)


def _still_to_come(now: datetime) -> set[int]:
    """Return the wordings that rounds not finished hold, and fixed papers of contests not over."""
    unplayed = LiveStep.objects.filter(round__contest__isnull=False).exclude(round__state=LiveRound.State.FINISHED)
    papers = FixedPaper.objects.filter(round__contest__closes_at__gt=now).values_list("questions", flat=True)
    fixed = {int(version) for questions in papers for version, *_worth in questions}
    return fixed | set(unplayed.values_list("version_id", flat=True))


def _units(contest: Contest, now: datetime) -> list[Unit]:
    """Return units whose people may enter, so many at most; the organising one where there are no others."""
    of_day = Unit.objects.valid_on(timezone.localdate(now)).exclude(parent=None)
    return list(contest.eligible_units.all()[:UNITS]) or list(of_day.order_by("pk")[:UNITS]) or [contest.unit]


def claim(*, rehearsal: int, process: UUID, now: datetime) -> bool:
    """Say whether `process` is the one that plays the phones from now on; one does, and nobody after it."""
    free = LiveRehearsal.objects.filter(pk=rehearsal, running=True, process=None)
    return free.update(process=process, heard_at=now) == 1


def hosted(*, rehearsal: int, now: datetime) -> bool:
    """Note that a host's screen is there; say whether the rehearsal still runs."""
    sweep(now=now)
    return LiveRehearsal.objects.filter(pk=rehearsal, running=True).update(hosted_at=now) == 1


def stop(*, rehearsal: LiveRehearsal, now: datetime) -> None:
    """Ask the rehearsal to end; the process that plays its phones writes the sheet. Raises AsBefore."""
    asked = LiveRehearsal.objects.filter(pk=rehearsal.pk, running=True, stop_at=None)
    if asked.update(stop_at=now) != 1:
        raise refusals.AsBefore
    sweep(now=now)


def reason_to_end(*, rehearsal: int, now: datetime) -> Ending | None:
    """Return why the rehearsal is to end now, or None; its process says at the same time that it is alive."""
    made = LiveRehearsal.objects.select_related("stage").filter(pk=rehearsal, running=True).first()
    if made is None:
        return Ending.BROKEN
    LiveRehearsal.objects.filter(pk=rehearsal).update(heard_at=now)
    if made.stage.state == LiveRound.State.FINISHED:
        return Ending.PLAYED
    if LiveRound.objects.in_play().exists():
        return Ending.GAVE_WAY
    return _overdue(made, now)


def _overdue(made: LiveRehearsal, now: datetime) -> Ending | None:
    if made.stop_at is not None:
        return Ending.STOPPED
    if now >= made.ends_by:
        return Ending.TIME
    return Ending.LEFT if now - made.hosted_at > LEFT else None


@transaction.atomic
def end(*, rehearsal: int, ending: Ending, sheet: Sheet | None, now: datetime) -> None:
    """Keep the sheet and finish the round on the stage, which is thrown away a little later.

    Whoever is second to end it changes nothing: it has ended.
    """
    clear_at = now + (CURTAIN if ending is Ending.PLAYED else BRIEFLY)
    running = LiveRehearsal.objects.filter(pk=rehearsal, running=True)
    told = {"ending": ending, "ended_at": now, "clear_at": clear_at, "sheet": sheet.to_json() if sheet else None}
    if running.update(running=False, **told) != 1:
        return
    stage = LiveRound.objects.filter(rehearsal=rehearsal)
    over = {
        "state": LiveRound.State.FINISHED,
        "version": F("version") + 1,
        "told": F("version") + 1,
        "finished_at": now,
    }
    if stage.exclude(state=LiveRound.State.FINISHED).update(**over):
        ring(stage.get().pk)


def answers_held(live_id: int) -> dict[Place, Chosen]:
    """Return every answer on the stage as the database holds it."""
    rows = LiveAnswer.objects.filter(step__round=live_id)
    told = rows.values_list("player_id", "step__position", "run", "chosen")
    return {(player, position, run): tuple(chosen) for player, position, run, chosen in told}


@transaction.atomic
def sweep(*, now: datetime) -> None:
    """End what nobody plays any more, and throw away stages whose curtain has fallen. Whoever looks at rehearsals calls
    it, and every server process from time to time."""
    unplayed = Q(process=None) & (Q(stop_at__isnull=False) | Q(hosted_at__lt=now - LEFT))
    for made in LiveRehearsal.objects.filter(running=True).filter(Q(heard_at__lt=now - DEAD) | unplayed):
        ending = Ending.BROKEN if made.process else _overdue(made, now) or Ending.LEFT
        end(rehearsal=made.pk, ending=ending, sheet=None, now=now)
    over = list(LiveRound.objects.filter(rehearsal__clear_at__lte=now).values_list("pk", flat=True))
    if over:  # the many rows first, one statement for each kind
        LiveAnswer.objects.filter(step__round__in=over).delete()
        LiveReach.objects.filter(step__round__in=over).delete()
        LivePlayer.objects.filter(round__in=over).delete()
        LiveRound.objects.filter(pk__in=over).delete()

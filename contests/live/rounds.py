"""Live rounds moved by commands, by phones and by the clock, each step committed first."""

from datetime import datetime

from django.db import transaction

from contests.live import machine, refusals
from contests.live.composing import add_extra
from contests.live.entitled import entitled
from contests.live.keeping import as_machine, keep
from contests.live.known import Round
from contests.live.level import level_at
from contests.live.phones import phones_of
from contests.live.states import Command, Manner, State
from contests.live.teams import settle_teams
from contests.models import LiveRound
from people.models import User

REFUSALS: dict[type[machine.Refused], type[refusals.LiveRefused]] = {
    machine.StaleVersion: refusals.Stale,
    machine.WrongState: refusals.WrongState,
    machine.NoFurtherQuestion: refusals.NoFurtherQuestion,
    machine.NotPlayed: refusals.NotPlayed,
    machine.AsBefore: refusals.AsBefore,
    machine.NothingLeft: refusals.NothingLeft,
}


@transaction.atomic
def command(
    *, live: LiveRound, name: str, expected: int, now: datetime, position: int | None = None, by: User | None = None
) -> LiveRound:
    """Carry out a host's command once and wake every screen after the commit.

    position: of the question to void or restore, the current one where none is given; for one more question, the place
    that it is about, the first that is shared where none is given. by: who pressed it. Raises Stale
    when the round is not at version `expected`; WrongState, NoFurtherQuestion, NotPlayed, AsBefore, NothingLeft,
    NobodyLevel or NoQuestions when nothing would come of it.
    """
    fresh, before = settled(live.pk, now)
    if before.manner is Manner.BELL:
        fresh, before = _read(live.pk)
    try:
        told = Command(name)
        after = machine.apply(before, told, expected=expected, now=now, position=position)
    except machine.Refused as refused:
        raise REFUSALS[type(refused)] from refused
    except ValueError as unknown:
        raise refusals.WrongState from unknown
    if told is Command.EXTRA:
        add_extra(live=fresh, only=level_at(fresh, place=position), now=now)
    if before.state is State.LOBBY and after.state is not State.LOBBY:
        settle_teams(live=fresh)
    if not keep(fresh.pk, before, after, now, move=name, by=by, about=position):
        raise refusals.Stale
    fresh.refresh_from_db()
    return fresh


def settled(live_id: int, now: datetime) -> tuple[LiveRound, Round]:
    """Return the round, moved as the clock says. Whoever looks at the round calls it; each step happens once."""
    live = LiveRound.objects.select_related("contest").get(pk=live_id)
    known = as_machine(live)
    if machine.settle(known, now) is known:
        return live, known
    with transaction.atomic():
        _live, before = _read(live_id)
        after = machine.settle(before, now)
        if after is not before:
            keep(live_id, before, after, now, move="clock")
    live = LiveRound.objects.select_related("contest").get(pk=live_id)
    return live, as_machine(live)


def _read(live_id: int) -> tuple[LiveRound, Round]:
    """Return the round as it is. Where it has a bell the row is held, so that every ring on its way in is found."""
    live = LiveRound.objects.select_related("contest").get(pk=live_id)
    known = as_machine(live)
    if known.manner is not Manner.BELL:
        return live, known
    live = LiveRound.objects.select_for_update(of=("self",)).select_related("contest").get(pk=live_id)
    return live, as_machine(live)


def notice(*, live_id: int, now: datetime) -> None:
    """Move the round as the phones say: enough of them have the question, or everybody connected has answered."""
    live, before = settled(live_id, now)
    if before.state is State.ARRIVING or (before.state is State.ANSWERING and before.pace.early):
        step = live.steps.filter(position=live.position).first()
        told = phones_of(live, now, entitled(live, step) if step and before.pace.personal else None)
        after = machine.notice(
            before, joined=told.joined, connected=told.connected, reached=told.reached, waiting=told.waiting, now=now
        )
        if after is not before:
            keep(live_id, before, after, now, move="phones")

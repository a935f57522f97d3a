"""What players read of themselves: their points, place, answer and result, in a few queries whatever their number."""

from collections.abc import Collection
from typing import Any

from contests.live import standings, told
from contests.live.keeping import as_machine
from contests.live.known import Round
from contests.live.states import Fate, State
from contests.models import LiveAnswer, LivePlayer, LiveRound

Frame = dict[str, Any]


def tells_key(known: Round) -> bool:
    """Say whether the key may leave the server; that of a question left out stays, it may be asked another day."""
    return known.state.shows_key and known.step is not None and known.step.fate is not Fate.SKIPPED


def own_frames(live: LiveRound, players: Collection[LivePlayer]) -> dict[int, Frame]:
    """Return by key what each of `players` (with their entrants and units) reads of themselves, and who they are; at
    most five queries whatever their number.
    """
    own = own_of(live, {player.pk for player in players})
    about = {player.pk: {"name": player.shown_name, "unit": player.unit_name} for player in players}
    return {pk: own[pk] | about[pk] for pk in about.keys() & own.keys()}


def own_of(live: LiveRound, players: Collection[int] | None = None) -> dict[int, Frame]:
    """Return what players, all or these, read of themselves. Points of the open question stay hidden."""
    shows_board = State(live.state).shows_board
    points = standings.points_of(live, None if shows_board else players)
    known = as_machine(live)
    places = standings.places_of(live, points) if shows_board else {}
    given, revealed = _given(live, players), tells_key(known)
    more = told.Personal(live, known, players)
    wanted = points.keys() if players is None else points.keys() & players
    return {
        player: _own(
            live, player, points[player] - more.hidden(player), places.get(player), given.get(player), revealed
        )
        | more.me(player)
        for player in wanted
    }


_Given = tuple[list[int], float | None, int | None]


def _given(live: LiveRound, players: Collection[int] | None) -> dict[int, _Given]:
    """Return what stands as answer to the current question: chosen, fraction and points."""
    rows = LiveAnswer.objects.filter(step__round=live, step__position=live.position, run=live.run)
    if players is not None:
        rows = rows.filter(player__in=players)
    rows = rows.values_list("player_id", "chosen", "fraction", "points")
    return {player: (chosen, fraction, points) for player, chosen, fraction, points in rows}


def _own(live: LiveRound, player: int, earned: int, place: int | None, given: _Given | None, revealed: bool) -> Frame:
    chosen, fraction, points = given or ([], None, None)
    return {
        "type": "me",
        "version": live.told,
        "position": live.position,
        "run": live.run,
        "id": player,
        "points": earned,
        "place": place,
        "chosen": chosen,
        "result": {"fraction": fraction or 0.0, "points": points or 0} if revealed else None,
    }

"""What each screen of a live round is shown. The key leaves the server here and nowhere else.

A frame is the whole present state: a screen that missed some is right again with the next one.
"""

from collections.abc import Collection, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import orjson

from contests.live import standings, told
from contests.live.known import Round
from contests.live.machine import due_at, next_command, possible
from contests.live.phones import phones_of
from contests.live.rounds import as_machine, settle
from contests.live.rules import LiveRules
from contests.live.states import Manner, State
from contests.models import LiveAnswer, LivePlayer, LiveRound, LiveStep
from questionbank.assets import shown_with
from questionbank.fields import Shown
from questionbank.models import Choice, Citation
from realtime import clock
from realtime.hub import Push

SHOWN_PEOPLE = 10
_count_versions = count(1)  # of this process, as its sockets are: each count is newer than the one before
Frame = dict[str, Any]


def shared_frame(live: LiveRound, now: datetime) -> Frame:
    """Return what every screen may see of the round at `now`."""
    state, known = State(live.state), as_machine(live)
    step = _step(live)
    paced = known.manner is Manner.PACED  # everybody is shown their own question, and all keys together
    return {
        "type": "round",
        "version": live.version,
        "state": state.value,
        "title": live.title,
        "position": live.position,
        "steps": live.steps.count(),
        "run": live.run,
        "seconds": step.seconds if step else None,
        "remaining_ms": _remaining_ms(known, now),
        "joined": live.players.playing().count(),
        "locked": live.locked,
        "change": LiveRules.from_json(live.rules).change,
        "fate": step.fate if step and not paced else None,
        "question": question_frame(step, state, live.shown) if step and not paced else None,
        "reveal": _reveal(live, step) if step and not paced and _tells_key(state, step) else None,
        "keys": _keys(live) if paced and state.shows_key else None,
        "board": None,
        **told.shared(live, known, now),
    }


def _step(live: LiveRound) -> LiveStep | None:
    return live.steps.select_related("version").filter(position=live.position).first()


def _tells_key(state: State, step: LiveStep) -> bool:
    """Say whether the key may leave the server; that of a question left out stays, it may be asked another day."""
    return state.shows_key and step.fate != LiveStep.Fate.SKIPPED


def _remaining_ms(known: Round, now: datetime) -> int | None:
    stands = known.state in (State.PAUSED, State.HELD)
    if not (stands or known.state.is_running) or known.closes_at is None:
        return None
    return max(0, (known.closes_at - (known.stands_at or now)) // timedelta(milliseconds=1))


def question_frame(step: LiveStep, state: State, shown: int) -> Frame:
    """The stem; all choices once people may answer and before that the first `shown`, in the order of this step,
    without a word on which is right.

    With each goes what is shown with it, no sooner: an address names the bytes of a file and nothing else.
    """
    media = shown_with([step.version_id]).get(step.version_id, {})
    choices: list[Frame] = []
    on_screen = step.choice_order if state.shows_choices else step.choice_order[:shown]
    if on_screen:
        held = Choice.objects.filter(version=step.version_id).values_list("pk", "text", "position")
        told = {pk: {"id": pk, "text": text, "media": _media(media.get(place, ()))} for pk, text, place in held}
        choices = [told[pk] for pk in on_screen]
    version = step.version
    return {"stem": version.stem, "kind": version.kind, "media": _media(media.get(-1, ())), "choices": choices}


def _media(shown: Sequence[Shown]) -> list[Frame]:
    return [{"kind": medium.kind, "address": medium.address, "alt": medium.alt} for medium in shown]


def _reveal(live: LiveRound, step: LiveStep) -> Frame:
    given = list(
        LiveAnswer.objects.filter(step=step, run=step.run, player__in=live.players.playing()).values_list(
            "chosen", flat=True
        )
    )
    right = Choice.objects.filter(version=step.version_id, is_correct=True).values_list("pk", flat=True)
    counts = {str(pk): sum(pk in chosen for chosen in given) for pk in step.choice_order}
    cited = Citation.objects.filter(version=step.version_id).select_related("provision__document").first()
    return {
        "right": sorted(right),
        "counts": counts,
        "answered": len(given),
        "explanation": step.version.explanation,
        "citation": cited
        and {"address": cited.provision.address, "document": str(cited.provision.document), "quote": cited.quote},
    }


def _keys(live: LiveRound) -> list[Frame]:
    return told.key_of_all(
        live,
        told=lambda step: question_frame(step, State.REVEALED, 0),
        reveal=lambda step: _reveal(live, step),
    )


def _board(live: LiveRound) -> Frame | None:
    if live.state not in (LiveRound.State.BOARD, LiveRound.State.FINISHED):
        return None
    found = standings.scores(live)
    people, units = standings.people(found)[:SHOWN_PEOPLE], standings.units(live, found)[:SHOWN_PEOPLE]
    return {
        "people": [
            {"place": s.place, "id": s.entry.id, "name": s.entry.name, "unit": s.entry.group, **s.entry.shown}
            for s in people
        ],
        "units": [{"place": s.place, "name": s.entry.name, **s.entry.shown} for s in units],
    }


def own_frames(live: LiveRound, players: Collection[LivePlayer]) -> dict[int, Frame]:
    """Return by key what each of `players` (with their entrants and units) reads of themselves, and who they are; at
    most five queries whatever their number.
    """
    own = _own_of(live, {player.pk for player in players})
    about = {player.pk: {"name": player.shown_name, "unit": player.entrant.unit.name} for player in players}
    return {pk: own[pk] | about[pk] for pk in about.keys() & own.keys()}


def _own_of(live: LiveRound, players: Collection[int] | None = None) -> dict[int, Frame]:
    """Return what players, all or these, read of themselves. Points of the open question stay hidden."""
    shows_board = State(live.state).shows_board
    points = standings.points_of(live, None if shows_board else players)
    places = standings.places_of(live, points) if shows_board else {}
    given, revealed = _given(live, players), _revealed(live)
    more = told.Personal(live, as_machine(live), players)
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
    told = rows.values_list("player_id", "chosen", "fraction", "points")
    return {player: (chosen, fraction, points) for player, chosen, fraction, points in told}


def _revealed(live: LiveRound) -> bool:
    step = live.steps.filter(position=live.position).first()
    return step is not None and _tells_key(State(live.state), step)


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


def phone_frame(player: LivePlayer, now: datetime) -> bytes:
    """Return the present frame of one player with what is their own; what everybody sees for one who plays no more."""
    live = _settled(player.round_id, now)
    shared = {**shared_frame(live, now), "board": _board(live)}
    if live.players.playing().filter(pk=player.pk).exists():
        shared["me"] = own_frames(live, [player])[player.pk]
    return orjson.dumps(shared)


def _settled(live_id: int, now: datetime) -> LiveRound:
    settle(live_id=live_id, now=now)
    return LiveRound.objects.get(pk=live_id)


def _due_in(live: LiveRound, now: datetime) -> float | None:
    due = due_at(as_machine(live))
    return (due - now).total_seconds() if due else None


def render_phones(key: str, last: Push | None) -> Push | None:
    """Render the round for all its phones (topic "live-phone:<round>"): one frame for everybody, and where it has
    changed, what each reads of themselves.
    """
    now = clock.now()
    live = _existing(key, now)
    if live is None:
        return None
    known = last is not None and last.mine_version >= live.told
    return Push(
        live.version,
        orjson.dumps({**shared_frame(live, now), "board": _board(live)}),
        mine=last.mine if last is not None and known else _own_bytes(live),
        mine_version=live.told,
        due_in=_due_in(live, now),
    )


def _own_bytes(live: LiveRound) -> dict[str, bytes]:
    return {str(player): orjson.dumps(frame) for player, frame in _own_of(live).items()}


def render_projector(key: str, _last: Push | None) -> Push | None:
    """Render the round for the hall (topic "live-projector:<round>")."""
    now = clock.now()
    live = _existing(key, now)
    if live is None:
        return None
    shared = {**shared_frame(live, now), "board": _board(live)}
    return Push(live.version, orjson.dumps(shared), due_in=_due_in(live, now))


def render_host(key: str, _last: Push | None) -> Push | None:
    """Render the round for its host (topic "live-host:<round>")."""
    now = clock.now()
    live = _existing(key, now)
    if live is None:
        return None
    return Push(live.version, orjson.dumps(host_frame(live, now)), due_in=_due_in(live, now))


def host_frame(live: LiveRound, now: datetime) -> Frame:
    """Return the shared frame with what the host's button does next."""
    known = as_machine(live)
    following = next_command(known)
    return {
        **shared_frame(live, now),
        "board": _board(live),
        "next": following.value if following else None,
        "last": known.is_last,
        "can": sorted(command.value for command in possible(known)),
        "fates": [step.fate.value for step in known.steps[: known.position]],
        "rescues_left": known.pace.rescues - len(known.rescues),
    }


def render_counts(key: str, _last: Push | None) -> Push | None:
    """Render who has joined, is connected, has the question and has answered (topic "live-counts:<round>")."""
    live, now = LiveRound.objects.filter(pk=int(key)).first(), clock.now()
    if live is None:
        return None
    version = next(_count_versions)
    return Push(version, orjson.dumps({"type": "counts", "version": version, **asdict(phones_of(live, now))}))


def _existing(key: str, now: datetime) -> LiveRound | None:
    if not LiveRound.objects.filter(pk=int(key)).exists():
        return None
    return _settled(int(key), now)

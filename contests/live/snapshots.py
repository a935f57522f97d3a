"""What each screen of a live round is shown. The key leaves the server here and nowhere else.

A frame is the whole present state: a screen that missed some is right again with the next one.
"""

from collections.abc import Iterator, Mapping, Sequence
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


def _board(live: LiveRound, found: list[standings.Score]) -> Frame | None:
    if live.state not in (LiveRound.State.BOARD, LiveRound.State.FINISHED):
        return None
    people, units = standings.people(found)[:SHOWN_PEOPLE], standings.units(live, found)[:SHOWN_PEOPLE]
    return {
        "people": [
            {"place": s.place, "id": s.entry.id, "name": s.entry.name, "unit": s.entry.group, **s.entry.shown}
            for s in people
        ],
        "units": [{"place": s.place, "name": s.entry.name, **s.entry.shown} for s in units],
    }


class PhoneFrames(Mapping[str, bytes]):
    """The frames of all players, each made when it is asked for: two queries whatever their number."""

    def __init__(self, live: LiveRound, shared: Frame, found: list[standings.Score]) -> None:
        self._start = orjson.dumps(shared)[:-1] + b',"me":'
        self._state = State(live.state)
        self._revealed = shared["reveal"] is not None
        self._found = {str(s.player): s for s in found}
        self._answers = {
            str(player): (chosen, fraction, points)
            for player, chosen, fraction, points in LiveAnswer.objects.filter(
                step__round=live, step__position=live.position, run=live.run
            ).values_list("player_id", "chosen", "fraction", "points")
        }
        self._more = told.Personal(live, as_machine(live), found)
        self._places: dict[str, int] = {}
        if self._state in (State.BOARD, State.FINISHED):
            self._places = {s.entry.id: s.place for s in standings.people(found)}

    def __getitem__(self, player: str) -> bytes:
        return self._start + orjson.dumps(self.me(player)) + b"}"

    def me(self, player: str) -> Frame:
        """Return what `player` may see of themselves. Points of the open question stay hidden until the reveal."""
        score = self._found[player]
        chosen, fraction, points = self._answers.get(player, ([], None, None))
        revealed = self._revealed
        return {
            "id": score.player,
            "name": score.name,
            "unit": score.unit,
            "points": score.points - self._more.hidden(score.player),
            "place": self._places.get(player),
            "chosen": chosen,
            "result": {"fraction": fraction or 0.0, "points": points or 0} if revealed else None,
            **self._more.me(score),
        }

    def __iter__(self) -> Iterator[str]:
        return iter(self._found)

    def __len__(self) -> int:
        return len(self._found)


def phone_frame(player: LivePlayer, now: datetime) -> bytes:
    """Return the present frame of one player; what everybody sees for one who plays no more, as on the socket."""
    live = _settled(player.round_id, now)
    found = standings.scores(live)
    shared = {**shared_frame(live, now), "board": _board(live, found)}
    return PhoneFrames(live, shared, found).get(str(player.pk), orjson.dumps(shared))


def _settled(live_id: int, now: datetime) -> LiveRound:
    settle(live_id=live_id, now=now)
    return LiveRound.objects.get(pk=live_id)


def _due_in(live: LiveRound, now: datetime) -> float | None:
    due = due_at(as_machine(live))
    return (due - now).total_seconds() if due else None


def render_phones(key: str) -> Push | None:
    """Render the round for all its phones (topic "live-phone:<round>")."""
    return _render(key, lambda live, shared, found: PhoneFrames(live, shared, found))


def render_projector(key: str) -> Push | None:
    """Render the round for the hall (topic "live-projector:<round>")."""
    return _render(key, lambda *_: {})


def render_host(key: str) -> Push | None:
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
        "board": _board(live, standings.scores(live)),
        "next": following.value if following else None,
        "last": known.is_last,
        "can": sorted(command.value for command in possible(known)),
        "fates": [step.fate.value for step in known.steps[: known.position]],
        "rescues_left": known.pace.rescues - len(known.rescues),
    }


def render_counts(key: str) -> Push | None:
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


def _render(key: str, personal: Any) -> Push | None:
    now = clock.now()
    live = _existing(key, now)
    if live is None:
        return None
    found = standings.scores(live)
    shared = {**shared_frame(live, now), "board": _board(live, found)}
    return Push(live.version, orjson.dumps(shared), personal(live, shared, found), due_in=_due_in(live, now))

"""What each screen of a live round is shown. The key leaves the server here and nowhere else.

A frame is the whole present state: a screen that missed some is right again with the next one.
"""

from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from copy import copy
from dataclasses import asdict, dataclass, replace
from datetime import datetime, timedelta
from itertools import count
from typing import Any

import orjson

from contests.live import standings, told
from contests.live.known import Round
from contests.live.machine import apply, due_at, next_command, possible
from contests.live.own import own_frames, own_of, tells_key
from contests.live.phones import phones_of
from contests.live.rounds import settled
from contests.live.rules import LiveRules
from contests.live.states import Command, Manner, State
from contests.models import LiveAnswer, LivePlayer, LiveRound, LiveStep
from questionbank.assets import shown_with
from questionbank.fields import Shown
from questionbank.models import Choice, Citation
from realtime import clock
from realtime.hub import Push

SHOWN_PEOPLE = 10
_count_versions = count(1)  # of this process, as its sockets are: each count is newer than the one before
Frame = dict[str, Any]


@dataclass(frozen=True)
class Scene:
    """A round as it is read for one rendering. whole: the current question with all its choices, of which screens are
    shown what they may see; ending: what they are shown once it is closed. Both are kept from the rendering before
    while `position` and `ends_with` are the same. ready: the reveal, once it has been made ready.
    """

    live: LiveRound
    known: Round
    joined: int
    whole: Frame | None
    ends_with: tuple[int, int, int]
    ending: Frame
    ready: "Ready | None" = None


@dataclass(frozen=True)
class Ready:
    """What the reveal will show, made while the question is closed and the hall waits: at the press it is only written.

    of: version of the round, how often it was marked, how many had joined; it serves while that is still so. mine:
    socket key → what each reads of themselves.
    """

    of: tuple[int, int, int]
    ending: Frame
    mine: dict[str, bytes]


def look(live_id: int, now: datetime, before: Scene | None = None) -> Scene:
    """Read the round, moved as the clock says. Raises LiveRound.DoesNotExist."""
    live, known = settled(live_id, now)
    joined = live.players.playing().count()
    same = before is not None and before.known.position == known.position
    whole = before.whole if before is not None and same else _whole_question(live, known)
    ends_with = (known.version, live.marked, joined)
    ready = before.ready if before is not None else None
    if before is not None and before.ends_with == ends_with:
        ending = before.ending
    elif ready is not None and ready.of == ends_with:
        ending = ready.ending
    else:
        ending = _ending(live, known)
    return Scene(live, known, joined, whole, ends_with, ending, ready)


def _made_ready(scene: Scene, now: datetime, *, mine: bool) -> Scene:
    """Return `scene` with the reveal made ready, unless it is so already. mine: what players read of themselves too."""
    version, marked, joined = scene.known.version + 1, scene.live.marked, scene.joined
    if scene.ready is not None and scene.ready.of == (version, marked, joined):
        return scene
    known = apply(scene.known, Command.REVEAL, expected=scene.known.version, now=now)
    live = copy(scene.live)
    live.state, live.version, live.told = known.state.value, version, version
    ready = Ready((version, marked, joined), _ending(live, known), _own_bytes(live) if mine else {})
    return replace(scene, ready=ready)


def _shared(scene: Scene, now: datetime) -> Frame:
    live, known = scene.live, scene.known
    step = None if known.manner is Manner.PACED else known.step  # then everybody is shown their own question
    return {
        "type": "round",
        "version": known.version,
        "state": known.state.value,
        "title": live.title,
        "position": known.position,
        "steps": len(known.steps),
        "run": known.run,
        "seconds": known.step.seconds if known.step else None,
        "remaining_ms": _remaining_ms(known, now),
        "joined": scene.joined,
        "locked": known.locked,
        "change": LiveRules.from_json(live.rules).change,
        "fate": step.fate.value if step else None,
        "question": _question(scene),
        **scene.ending,
        **told.shared(live, known, now),
    }


def _ending(live: LiveRound, known: Round) -> Frame:
    """What is shown of the key and the standing: nothing before its time."""
    paced = known.manner is Manner.PACED  # all keys are shown together
    reveals = not paced and tells_key(known)
    return {
        "reveal": _reveal(live, live.steps.select_related("version").get(position=known.position)) if reveals else None,
        "keys": _keys(live) if paced and known.state.shows_key else None,
        "board": _board(live),
    }


def _remaining_ms(known: Round, now: datetime) -> int | None:
    stands = known.state in (State.PAUSED, State.HELD)
    if not (stands or known.state.is_running) or known.closes_at is None:
        return None
    return max(0, (known.closes_at - (known.stands_at or now)) // timedelta(milliseconds=1))


def _whole_question(live: LiveRound, known: Round) -> Frame | None:
    if known.manner is Manner.PACED:
        return None
    step = live.steps.select_related("version").filter(position=known.position).first()
    return question_frame(step) if step else None


def _question(scene: Scene) -> Frame | None:
    """The stem; all choices once people may answer and before that the first that the host has shown. With each goes
    what is shown with it, no sooner.
    """
    if scene.whole is None or scene.known.state.shows_choices:
        return scene.whole
    return scene.whole | {"choices": scene.whole["choices"][: scene.known.shown]}


def question_frame(step: LiveStep) -> Frame:
    """Return stem and choices, in the order of this step, without a word on which is right.

    The address of a medium names the bytes of a file and nothing else.
    """
    media = shown_with([step.version_id]).get(step.version_id, {})
    held = Choice.objects.filter(version=step.version_id).values_list("pk", "text", "position")
    told = {pk: {"id": pk, "text": text, "media": _media(media.get(place, ()))} for pk, text, place in held}
    return {
        "stem": step.version.stem,
        "kind": step.version.kind,
        "media": _media(media.get(-1, ())),
        "choices": [told[pk] for pk in step.choice_order],
    }


def _media(shown: Sequence[Shown]) -> list[Frame]:
    return [{"kind": medium.kind, "address": medium.address, "alt": medium.alt} for medium in shown]


def _reveal(live: LiveRound, step: LiveStep) -> Frame:
    answers = LiveAnswer.objects.filter(step=step, run=step.run, player__in=live.players.playing())
    given = list(answers.values_list("chosen", flat=True))
    right = Choice.objects.filter(version=step.version_id, is_correct=True).values_list("pk", flat=True)
    chosen = Counter(pk for one in given for pk in one)
    counts = {str(pk): chosen[pk] for pk in step.choice_order}
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
        told=question_frame,
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
        "halls": [{"place": s.place, "name": s.entry.name, **s.entry.shown} for s in standings.halls(found)],
    }


def phone_frame(player: LivePlayer, now: datetime) -> bytes:
    """Return the present frame of one player with what is their own; what everybody sees for one who plays no more."""
    scene = look(player.round_id, now)
    shared = _shared(scene, now)
    if own := own_frames(scene.live, [player]):
        shared["me"] = own[player.pk]
    return orjson.dumps(shared)


def _due_in(scene: Scene, now: datetime) -> float | None:
    if scene.known.state is State.CLOSED and (scene.ready is None or scene.ready.of[0] != scene.known.version + 1):
        return 0.0  # to make the reveal ready
    due = due_at(scene.known)
    return (due - now).total_seconds() if due else None


def render_phones(key: str, last: Push | None) -> Push | None:
    """Render the round for all its phones (topic "live-phone:<round>"): one frame for everybody, and where it has
    changed, what each reads of themselves.
    """

    def pushed(scene: Scene, now: datetime, last: Push | None) -> Push:
        if last is not None and last.mine_version >= scene.live.told:
            mine = last.mine
        elif scene.ready is not None and scene.ready.of == scene.ends_with:
            mine = scene.ready.mine
        else:
            mine = _own_bytes(scene.live)
        return _push(scene, _shared(scene, now), now, mine)

    return _render(key, last, pushed, mine=True)


def _own_bytes(live: LiveRound) -> dict[str, bytes]:
    # Copied, since what orjson returns keeps seven kilobytes for a frame of two hundred bytes (3.13).
    return {str(player): bytes(memoryview(orjson.dumps(frame))) for player, frame in own_of(live)}


def render_projector(key: str, last: Push | None) -> Push | None:
    """Render the round for the hall (topic "live-projector:<round>")."""
    return _render(key, last, lambda scene, now, _last: _push(scene, _shared(scene, now), now))


def render_host(key: str, last: Push | None) -> Push | None:
    """Render the round for its host (topic "live-host:<round>")."""
    return _render(key, last, lambda scene, now, _last: _push(scene, _hosted(scene, now), now))


def _render(
    key: str, last: Push | None, pushed: Callable[[Scene, datetime, Push | None], Push], *, mine: bool = False
) -> Push | None:
    now = clock.now()
    before: Scene | None = last.content if last is not None else None
    try:
        scene = look(int(key), now, before)
    except LiveRound.DoesNotExist:
        return None
    if scene.known.state is State.CLOSED and before is not None and before.ends_with == scene.ends_with:
        scene = _made_ready(scene, now, mine=mine)  # at the second look: at the first somebody waits to see the close
    return pushed(scene, now, last)


def _push(scene: Scene, frame: Frame, now: datetime, mine: Mapping[str, bytes] | None = None) -> Push:
    mine_version = scene.live.told if mine is not None else -1
    due_in = _due_in(scene, now)
    return Push(scene.known.version, orjson.dumps(frame), mine or {}, mine_version, due_in, content=scene)


def host_frame(live: LiveRound, now: datetime) -> Frame:
    """Return the shared frame with what the host's button does next."""
    return _hosted(look(live.pk, now), now)


def _hosted(scene: Scene, now: datetime) -> Frame:
    known = scene.known
    following = next_command(known)
    return {
        **_shared(scene, now),
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

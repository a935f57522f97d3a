"""What bell, captains, cards, knockout and own pace add to the frames of a live round."""

from collections import defaultdict
from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Sum

from contests.live.cards import CardRule
from contests.live.known import Round
from contests.live.rules import LiveRules
from contests.live.states import Fate, Manner, State
from contests.models import LiveAnswer, LiveCard, LiveRound, LiveStep

Frame = dict[str, Any]


def shared(live: LiveRound, known: Round, now: datetime) -> Frame:
    """Return what every screen is told besides the question."""
    rules = LiveRules.from_json(live.rules)
    return {
        "manner": known.manner.value,
        "captains": rules.captains,
        "bell": _bell(live, known, now) if known.manner is Manner.BELL and known.position else None,
        "still_in": _still_in(live, known) if rules.knockout else None,
    }


def _still_in(live: LiveRound, known: Round) -> int:
    """Count who plays on, as far as it is told."""
    out = live.players.playing().exclude(out_after=None).values_list("out_after", flat=True)
    return live.players.playing().count() - sum(is_told(known, after) for after in out)


def _bell(live: LiveRound, known: Round, now: datetime) -> Frame:
    bell = known.bell
    told = [ring for ring in bell.rings if ring.outcome]
    wanted = {ring.player for ring in told} | ({bell.holder} if bell.holder else set())
    people = {one.pk: one for one in live.players.filter(pk__in=wanted).named()}
    names = {pk: {"id": pk, "name": one.shown_name, "unit": one.unit_name} for pk, one in people.items()}
    stands = known.paused_at or now
    held = max(0, (bell.until - stands) // timedelta(milliseconds=1)) if bell.until else None
    return {
        "opening": bell.opening,
        "holder": names.get(bell.holder) if bell.holder else None,
        "held_ms": held,
        "waiting": sum(ring.player != bell.holder for ring in bell.waiting),
        "turns": [
            {**names[ring.player], "outcome": ring.outcome.value}
            for ring in sorted(told, key=lambda ring: ring.ruled_at or ring.at)
            if ring.outcome and ring.player in names
        ],
    }


def key_of_all(live: LiveRound, told: Callable[[LiveStep], Frame], reveal: Callable[[LiveStep], Frame]) -> list[Frame]:
    """Return question and key of all that everybody met at their own pace, for once they are revealed.

    told, reveal: what a step's question and its key look like. One that was left out keeps its key.
    """
    steps = live.steps.select_related("version").filter(manner=Manner.PACED.value).exclude(fate=Fate.SKIPPED.value)
    return [
        {"position": step.position, "fate": step.fate, "question": told(step), "reveal": reveal(step)}
        for step in steps.order_by("position")
    ]


class Personal:
    """What players, all or some, are told of themselves; the same few queries whatever their number, and none of them
    under the usual rules.
    """

    def __init__(self, live: LiveRound, known: Round, players: Collection[int] | None) -> None:
        self._rules = LiveRules.from_json(live.rules)
        self._live, self._known, self._players = live, known, players
        only = live.steps.filter(position=live.position).values_list("only", flat=True).first()
        self._only = None if only is None else frozenset(only)
        self._captains, self._out = self._seats()
        self._left, self._played = _cards(live, self._rules.cards)
        self._unrevealed = _unrevealed(live, known)
        self._given = _given_at_own_pace(live, known, players)

    def _seats(self) -> tuple[dict[int, tuple[int, str]], set[int]]:
        """Return the captain, key and name, of each who plays for a unit, and who is out and knows it."""
        if not self._rules.captains and not self._rules.knockout:
            return {}, set()
        rows = self._live.players.all()
        if self._players is not None:
            rows = rows.filter(pk__in=self._players)
        seats = list(rows.values_list("pk", "team_id", "out_after"))
        teams = self._live.teams.exclude(captain=None).select_related(
            "captain__entrant__unit", "captain__stand_in_unit"
        )
        captains = {team.pk: (team.captain.pk, team.captain.shown_name) for team in teams if team.captain}
        led = {player: captains[team] for player, team, _out in seats if team in captains}
        return led, {player for player, _team, out in seats if out is not None and is_told(self._known, out)}

    def hidden(self, player: int) -> int:
        """Return the points that would tell a key before it is revealed."""
        return self._unrevealed.get(player, 0)

    def me(self, player: int) -> Frame:
        captain, name = self._captains.get(player, (None, ""))
        leads = not self._rules.captains or self._known.state is State.LOBBY or captain == player
        out = player in self._out
        more: Frame = {
            "answers": leads and not (out and self._only is None) and (self._only is None or player in self._only),
            "captain": None if leads else name or None,
            "out": out,
            "bell": self._at_bell(player) if self._known.manner is Manner.BELL else None,
            "cards": None,
            "given": self._given.get(player, {}) if self._given is not None else None,
        }
        if self._rules.cards != CardRule():
            more["cards"] = {"left": self._left(player), "played": self._played.get(player, {})}
        return more

    def _at_bell(self, player: int) -> str:
        bell = self._known.bell
        if bell.holder == player:
            return "holds"
        if bell.has_had_turn(player):
            return "had"
        if any(ring.player == player for ring in bell.waiting):
            return "rung"
        return "shut" if bell.started_falsely(player) else "may"


def _cards(live: LiveRound, rule: CardRule) -> tuple[Callable[[int], dict[str, int]], dict[int, dict[str, list[int]]]]:
    """Return how many cards of each kind a player has left, and what they have played on the current question."""
    used: defaultdict[tuple[int, str], int] = defaultdict(int)
    played: defaultdict[int, dict[str, list[int]]] = defaultdict(dict)
    if rule != CardRule():
        rows = LiveCard.objects.filter(step__round=live).values_list(
            "player_id", "kind", "removed", "run", "step__run", "step__position", "step__fate"
        )
        for player, kind, removed, run, counts, position, fate in rows:
            if run == counts and fate == Fate.COUNTS.value:
                used[player, kind] += 1
            if (position, run) == (live.position, live.run):
                played[player][kind] = removed

    def left(player: int) -> dict[str, int]:
        return {kind: max(rule.allowed(kind) - used[player, kind], 0) for kind in LiveCard.Kind.values}

    return left, dict(played)


def is_told(known: Round, out_after: int) -> bool:
    """Say whether a player may know that this question put them out: not before its key is revealed."""
    return out_after < known.position or known.state is not State.CLOSED


def _given_at_own_pace(
    live: LiveRound, known: Round, players: Collection[int] | None
) -> dict[int, dict[str, list[int]]] | None:
    """Return what each has answered at their own pace, by question, for beside the keys; None before them."""
    if known.manner is not Manner.PACED or not known.state.shows_key:
        return None
    rows = LiveAnswer.objects.filter(step__round=live, step__manner=Manner.PACED.value)
    if players is not None:
        rows = rows.filter(player__in=players)
    given: defaultdict[int, dict[str, list[int]]] = defaultdict(dict)
    for player, position, chosen in rows.values_list("player_id", "step__position", "chosen"):
        given[player][str(position)] = chosen
    return dict(given)


def _unrevealed(live: LiveRound, known: Round) -> dict[int, int]:
    """Return, by player, the points of what is closed and not revealed."""
    if known.state is not State.CLOSED:
        return {}
    told = {"step__round": live, "points__isnull": False}
    told |= {"step__manner": Manner.PACED.value} if known.manner is Manner.PACED else {"step__position": live.position}
    found: defaultdict[int, int] = defaultdict(int)
    for of in (LiveAnswer, LiveCard):
        for player, points in of.objects.filter(**told).values_list("player_id").annotate(total=Sum("points")):
            found[player] += points
    return dict(found)

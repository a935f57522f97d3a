"""Who may use what in live rounds: its lines of the permission table."""

from collections.abc import Mapping
from typing import Any

import rules
from django.contrib.auth.models import AnonymousUser

from contests.access import contest_by_slug, organises
from contests.models import LivePlayer, LiveRound
from people.access import Access, anyone
from people.models import User

ABOUT = ("contest__unit", "rehearsal__of__contest__unit")


def round_by_code(given: Mapping[str, Any]) -> LiveRound | None:
    """A code is a locator: it finds the round and gives no right."""
    return LiveRound.objects.select_related(*ABOUT).filter(join_code=str(given["code"]).upper()).first()


def round_by_number(given: Mapping[str, Any]) -> LiveRound | None:
    return LiveRound.objects.select_related(*ABOUT).filter(pk=given["number"]).first()


def player_of(user: Any, live: LiveRound) -> LivePlayer | None:
    """Return who `user` is in the round: by account, or as registered in this browser."""
    players = live.players.playing().select_related("entrant__unit")
    if user.is_authenticated:
        own = players.filter(entrant__user=user).first()
        if own is not None:
            return own
    guests = getattr(user, "guest_entrants", frozenset())
    return players.filter(entrant__in=guests, entrant__user=None).first() if guests else None


@rules.predicate
def plays(user: User | AnonymousUser, live: LiveRound) -> bool:
    return player_of(user, live) is not None


@rules.predicate
def hosts(user: User | AnonymousUser, live: LiveRound) -> bool:
    return bool(organises(user, live.organised))


ROUTES: dict[str, Access] = {
    "contests:live-enter": Access(anyone, "enter a join code"),
    "contests:live-join": Access(anyone, "ask to join the round that a code names", round_by_code),
    "contests:live-qr": Access(anyone, "the address for joining as a QR code", round_by_code),
    "contests:live-phone": Access(plays, "play in a round that one has joined", round_by_code),
    "contests:live-answer": Access(plays, "answer in a round that one has joined", round_by_code),
    "contests:live-state": Access(plays, "the present state of a round that one has joined", round_by_code),
    "contests:live-projector": Access(hosts, "the screen of the hall", round_by_number),
    "contests:live-host": Access(hosts, "lead a round", round_by_number),
    "contests:live-command": Access(hosts, "move a round on", round_by_number),
    "contests:live-players": Access(hosts, "see who plays, and by what name", round_by_number),
    "contests:live-player": Access(hosts, "approve a shown name, or show a player the door", round_by_number),
    "contests:live-hall": Access(hosts, "see who is there, who has answered and who has dropped", round_by_number),
    "contests:live-rehearsals": Access(hosts, "rehearse a round with simulated phones", round_by_number),
    "contests:live-rehearsal-stop": Access(hosts, "end a rehearsal", round_by_number),
    "contests:live-create": Access(organises, "prepare a live round", contest_by_slug),
    "contests:live-list": Access(organises, "the live rounds of a contest", contest_by_slug),
}
COMMANDS: dict[str, Access] = {
    "live.play": Access(plays, "follow and answer on a phone", round_by_code),
    "live.project": Access(hosts, "follow on the screen of the hall", round_by_number),
    "live.host": Access(hosts, "lead a round", round_by_number),
    "live.rehearse": Access(hosts, "lead a rehearsal", round_by_number),
}

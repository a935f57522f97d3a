"""Who may use what in live rounds: its lines of the permission table."""

from collections.abc import Collection, Hashable, Iterable, Mapping
from typing import Any, TypeVar

import rules
from django.contrib.auth.models import AnonymousUser
from django.db.models import Q

from contests.access import contest_by_slug, organises
from contests.models import LivePlayer, LiveRound
from people.access import Access, anyone
from people.models import User

Key = TypeVar("Key", bound=Hashable)
ABOUT = ("contest__unit", "rehearsal__of__contest__unit")


def rounds_by_code(codes: Iterable[str]) -> dict[str, LiveRound]:
    """Return by code, as it was typed, the rounds that there are; one query for all.

    A code is a locator: it finds the round and gives no right.
    """
    plain = [code for code in codes if code.isascii() and code.isalnum()]
    found = LiveRound.objects.select_related("contest__unit").filter(join_code__in={code.upper() for code in plain})
    rounds = {live.join_code: live for live in found}
    return {code: rounds[code.upper()] for code in plain if code.upper() in rounds}


def round_by_code(given: Mapping[str, Any]) -> LiveRound | None:
    return rounds_by_code([str(given["code"])]).get(str(given["code"]))


def round_by_number(given: Mapping[str, Any]) -> LiveRound | None:
    return LiveRound.objects.select_related(*ABOUT).filter(pk=given["number"]).first()


Asker = tuple[Any, Collection[int]]  # a user, and the entrants that their browser registered


def players_of(live: LiveRound, askers: Mapping[Key, Asker]) -> dict[Key, LivePlayer]:
    """Return who each of `askers` is in the round: by account first, else as registered in their browser.

    Who does not play is left out; one query for all.
    """
    accounts = {user.pk for user, _guests in askers.values() if user.is_authenticated}
    guests = {entrant for _user, known in askers.values() for entrant in known}
    found = live.players.playing().select_related("entrant__unit").order_by("-pk")
    found = found.filter(Q(entrant__user__in=accounts) | Q(entrant__in=guests, entrant__user=None))
    by_account, by_entrant = {}, {}
    for player in found if accounts or guests else ():
        by_account[player.entrant.user_id] = by_entrant[player.entrant_id] = player
    told: dict[Key, LivePlayer] = {}
    for key, (user, known) in askers.items():
        own = by_account.get(user.pk) if user.is_authenticated else None
        as_guest = (by_entrant[entrant] for entrant in sorted(known) if entrant in by_entrant)
        player = own or next((one for one in as_guest if one.entrant.user_id is None), None)
        if player is not None:
            told[key] = player
    return told


def player_of(user: Any, live: LiveRound) -> LivePlayer | None:
    """Return who `user` is in the round; None who does not play."""
    return players_of(live, {None: (user, getattr(user, "guest_entrants", frozenset()))}).get(None)


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
    "contests:live-moves": Access(hosts, "read what happened in a round, step by step", round_by_number),
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

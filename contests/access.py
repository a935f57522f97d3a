"""Who may use what in contests: its lines of the permission table."""

from collections.abc import Callable, Mapping
from typing import Any

import rules
from django.contrib.auth.models import AnonymousUser

from contests.entering.guests import entrant_for
from contests.models import Contest, Paper, Phase, Round
from people.access import Access, anyone, holds_over, is_admin, is_organiser
from people.models import Role, User
from realtime import clock


def contest_by_slug(given: Mapping[str, Any]) -> Contest | None:
    return Contest.objects.select_related("unit", "stage").prefetch_related("rounds").filter(slug=given["slug"]).first()


def contest_by_number(given: Mapping[str, Any]) -> Contest | None:
    return Contest.objects.filter(pk=given["number"]).first()


def paper_by_number(given: Mapping[str, Any]) -> Paper | None:
    return Paper.objects.select_related("entrant").filter(pk=given["number"]).first()


def contest_by_key(key: str) -> Contest | None:
    return Contest.objects.filter(pk=int(key)).first() if _is_key(key) else None


def contest_of_round(key: str) -> Contest | None:
    found = Round.objects.select_related("contest").filter(pk=int(key)).first() if _is_key(key) else None
    return found.contest if found else None


def _is_key(given: str) -> bool:
    return given.isdecimal() and len(given) < 16


# Kind of board → the contest that a board of this kind with this key belongs to.
BOARD_KINDS: dict[str, Callable[[str], Contest | None]] = {
    "contest-people": contest_by_key,
    "contest-units": contest_by_key,
    "round-people": contest_of_round,
    "round-units": contest_of_round,
}


def contest_of_board(given: Mapping[str, Any]) -> Contest | None:
    kind, _, key = str(given["board"]).partition(".")
    if kind.endswith("-units"):
        key = key.partition(".")[0]  # a board of one block names its block too
    return BOARD_KINDS[kind](key) if kind in BOARD_KINDS else None


@rules.predicate
def organises(user: User | AnonymousUser, contest: Contest) -> bool:
    """`user` is an organiser, or an administrator, over the unit that holds the contest."""
    return holds_over(user, Role.ORGANISER, contest.unit) or holds_over(user, Role.ADMIN, contest.unit)


@rules.predicate
def signs(user: User | AnonymousUser, contest: Contest) -> bool:
    """`user` signs for one of the bodies that hold the contest."""
    return user.is_authenticated and contest.hosts.filter(signer=user.pk).exists()


@rules.predicate
def is_public(user: User | AnonymousUser, contest: Contest) -> bool:
    return contest.state != Contest.State.DRAFT


@rules.predicate
def sits(user: User | AnonymousUser, paper: Paper) -> bool:
    """`user` is the entrant of the paper, by account or as registered in this browser."""
    own = user.is_authenticated and paper.entrant.user_id == user.pk
    return bool(own) or paper.entrant_id in getattr(user, "guest_entrants", ())


@rules.predicate
def takes_part(user: User | AnonymousUser, contest: Contest) -> bool:
    """`user` has entered the contest, by account or as registered in this browser."""
    return entrant_for(user, contest) is not None


@rules.predicate
def still_plays(user: User | AnonymousUser, contest: Contest) -> bool:
    """`user` takes part in a contest that is not over: the desk would tell them keys, and counts to be foretold."""
    return contest.phase_at(clock.now()) != Phase.OVER and entrant_for(user, contest) is not None


sees = is_public | organises
organises_only = organises & ~still_plays
settles = organises | signs
organiser = is_organiser | is_admin

ROUTES: dict[str, Access] = {
    "contests:list": Access(anyone, "the contests that are or were open"),
    "contests:short": Access(sees, "the short address of a contest", contest_by_number),
    "contests:detail": Access(sees, "a contest and its rules", contest_by_slug),
    "contests:qr": Access(sees, "the address of a contest as a QR code", contest_by_slug),
    "contests:enter": Access(is_public, "enter and begin or continue a paper", contest_by_slug),
    "contests:register": Access(is_public, "give what the rules ask for, and enter", contest_by_slug),
    "contests:come-back": Access(is_public, "come back with phone number and return code", contest_by_slug),
    "contests:by-code": Access(is_public, "come in from the list with a personal code", contest_by_slug),
    "contests:my-data": Access(takes_part, "what a contest holds of oneself", contest_by_slug),
    "contests:leave-device": Access(takes_part, "leave a device where one registered", contest_by_slug),
    "contests:consent": Access(takes_part, "give or take back consent in a contest", contest_by_slug),
    "contests:board": Access(is_public, "the leaderboards of a contest", contest_by_slug),
    "contests:paper": Access(sits, "one's own paper", paper_by_number),
    "contests:save-answer": Access(sits, "save an answer on one's own paper", paper_by_number),
    "contests:take-over": Access(sits, "go on with one's own paper on this device", paper_by_number),
    "contests:remaining": Access(sits, "how much time is left on one's own paper", paper_by_number),
    "contests:submit": Access(sits, "hand in one's own paper", paper_by_number),
    "contests:result": Access(sits, "the result of one's own paper", paper_by_number),
    "contests:manage-list": Access(organiser, "the contests that one organises"),
    "contests:create": Access(organiser, "draft a contest for a unit that one organises for"),
    "contests:manage": Access(organises, "a contest as its organisers see it", contest_by_slug),
    "contests:rules": Access(sees | signs, "the rules of a contest as they are published", contest_by_slug),
    "contests:rules-word": Access(sees | signs, "the rules of a contest as a Word file", contest_by_slug),
    "contests:sign-rules": Access(settles, "sign the rules, and see who has signed", contest_by_slug),
    "contests:preview": Access(settles & ~still_plays, "a draft as participants will see it", contest_by_slug),
    "contests:copy": Access(organises, "draft a contest like an earlier one", contest_by_slug),
    "contests:edit": Access(organises, "change the basics of a draft", contest_by_slug),
    "contests:rounds": Access(organises, "the rounds of a draft", contest_by_slug),
    "contests:round": Access(organises, "change a round of a draft", contest_by_slug),
    "contests:add-round": Access(organises, "add a round to a draft", contest_by_slug),
    "contests:copy-round": Access(organises, "copy a round of a draft", contest_by_slug),
    "contests:remove-round": Access(organises, "take a round out of a draft", contest_by_slug),
    "contests:ranking": Access(organises, "change what decides places", contest_by_slug),
    "contests:prizes": Access(organises, "change the prizes of a draft", contest_by_slug),
    "contests:hosts": Access(organises, "change who signs, and how long appeals are taken", contest_by_slug),
    "contests:entry": Access(organises, "settle who may enter a contest", contest_by_slug),
    "contests:staff": Access(organises, "name who works for a contest", contest_by_slug),
    "contests:entrants": Access(organises_only, "everybody who has entered a contest", contest_by_slug),
    "contests:invited": Access(organises, "the list of who may enter a contest", contest_by_slug),
    "contests:invited-template": Access(organises, "an empty list of who may enter", contest_by_slug),
    "contests:invited-file": Access(organises, "a list that was read, before it holds", contest_by_slug),
    "contests:codes": Access(organises, "make personal codes for people on the list", contest_by_slug),
    "contests:strike-off": Access(organises, "take a person off the list", contest_by_slug),
    "contests:reissue": Access(organises, "give a contestant a new return code", contest_by_slug),
    "contests:open": Access(organises, "open a contest", contest_by_slug),
    "contests:close": Access(organises, "close a contest", contest_by_slug),
    "contests:essays": Access(organises_only, "essays to be marked, without names", contest_by_slug),
    "contests:mark-essay": Access(organises_only, "mark an essay", contest_by_slug),
    "contests:away": Access(sits, "tell that the page of one's own paper was left", paper_by_number),
    "contests:signals": Access(
        organises_only, "what is unusual about papers, for a person to look at", contest_by_slug
    ),
    "contests:timing": Access(organises_only, "when each answer of a paper was saved", contest_by_slug),
    "contests:check-receipt": Access(
        organises_only, "whose paper a receipt is, and whether it agrees", contest_by_slug
    ),
    "contests:participation": Access(organises_only, "participation by unit", contest_by_slug),
    "api-contests": Access(anyone, "the contests that are or were open"),
    "api-contest": Access(is_public, "a contest and its rules", contest_by_slug),
    "api-contest-leaderboard": Access(is_public, "the leaderboards of a contest", contest_by_slug),
}
COMMANDS: dict[str, Access] = {
    "board.watch": Access(is_public, "follow a leaderboard of a public contest", contest_of_board),
}

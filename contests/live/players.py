"""Who plays in a live round: joining it, the name that is shown, and what the host decides about both."""

import re
import unicodedata
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from contests.live import refusals
from contests.live.keeping import ring
from contests.live.rules import LiveRules
from contests.models import Entrant, LivePlayer, LiveRound
from realtime import bell

NO_PLACE = Q(aside_at__isnull=False) | Q(disqualified_at__isnull=False)
SHORTEST, LONGEST = 2, 30
NICKNAME = re.compile(r"[\w .'\-]+")


@transaction.atomic
def join(*, live: LiveRound, entrant: Entrant, now: datetime, nickname: str = "", hall: str = "") -> LivePlayer:
    """Return `entrant` as a player of the round, now or since before: one person through any number of phones.

    nickname: the name to be shown once the host has approved it; ignored where the rules allow none. hall: where they
    sit, one of the rules' halls; it may be changed until the round begins. Raises NoHall, OnlyRehearsed, RoundOver,
    Locked, BadNickname, HasNoPlace (barred by the rules, left or disqualified) or NotAPlayer (banned by the host, or an
    entrant of another contest).
    """
    # The row is held so that locking the door and joining do not cross.
    live = LiveRound.objects.select_for_update().get(pk=live.pk)
    if live.rehearsal_id is not None:
        raise refusals.OnlyRehearsed
    if entrant.contest_id != live.contest_id:
        raise refusals.NotAPlayer
    if Entrant.objects.filter(NO_PLACE, pk=entrant.pk).exists():
        raise refusals.HasNoPlace
    rules = LiveRules.from_json(live.rules)
    player = live.players.filter(entrant=entrant).first()
    if player is not None and player.removed_at is None:
        return _moved(player, hall) if hall in rules.halls and live.state == LiveRound.State.LOBBY else player
    if live.state == LiveRound.State.FINISHED:
        raise refusals.RoundOver
    if player is not None and player.banned:
        raise refusals.NotAPlayer
    if live.locked:
        raise refusals.Locked
    if rules.halls and hall not in rules.halls:
        raise refusals.NoHall
    wanted = checked_nickname(nickname) if nickname.strip() and rules.nicknames else ""
    sits = hall if rules.halls else ""
    bell.ring(f"live-counts:{live.pk}")
    if player is None:
        return LivePlayer.objects.create(round=live, entrant=entrant, joined_at=now, nickname=wanted, hall=sits)
    player.removed_at = None
    player.hall = sits
    player.save(update_fields=["removed_at", "hall"])
    return player


def _moved(player: LivePlayer, hall: str) -> LivePlayer:
    if player.hall != hall:
        player.hall = hall
        player.save(update_fields=["hall"])
    return player


@transaction.atomic
def rename(*, player: LivePlayer, nickname: str) -> LivePlayer:
    """Show the player under `nickname`, as approved; empty: under the name of the entry. Raises BadNickname."""
    player.nickname = checked_nickname(nickname) if nickname.strip() else ""
    player.nickname_approved = bool(player.nickname)
    player.save(update_fields=["nickname", "nickname_approved"])
    ring(player.round_id)
    return player


@transaction.atomic
def remove(*, player: LivePlayer, ban: bool, now: datetime) -> None:
    """Take the player out of the round: their points no longer stand. Unless banned, they may ask to join again.

    Raises AsBefore where that is so already.
    """
    changed = LivePlayer.objects.filter(pk=player.pk).exclude(removed_at__isnull=False, banned=ban)
    if changed.update(removed_at=now, banned=ban) != 1:
        raise refusals.AsBefore
    ring(player.round_id)


@transaction.atomic
def readmit(*, player: LivePlayer) -> None:
    """Let a removed player back in, with the points they had. Raises AsBefore where nobody removed them."""
    back = LivePlayer.objects.filter(pk=player.pk, removed_at__isnull=False).update(removed_at=None, banned=False)
    if back != 1:
        raise refusals.AsBefore
    ring(player.round_id)


def checked_nickname(given: str) -> str:
    """Return the name as it is shown, one spelling for what looks the same. Raises BadNickname."""
    name = " ".join(unicodedata.normalize("NFKC", given).split())
    if not SHORTEST <= len(name) <= LONGEST or not NICKNAME.fullmatch(name):
        raise refusals.BadNickname
    return name

"""Who may answer the current question at all, whatever the clock says: facts of one step, read once."""

from dataclasses import dataclass

from contests.live import refusals
from contests.live.rules import LiveRules
from contests.models import LiveRound, LiveStep


@dataclass(frozen=True, slots=True)
class Entitled:
    """captains: the only ones who answer, where captains do. only: the only ones whom an extra question is for. out:
    who has been knocked out. Every change of them is another version of the round.
    """

    captains: frozenset[int] | None = None
    only: frozenset[int] | None = None
    out: frozenset[int] = frozenset()

    def allows(self, player: int) -> bool:
        """Say whether `player` may answer."""
        leads = self.captains is None or player in self.captains
        return leads and (self.only is None or player in self.only) and player not in self.out

    def check(self, player: int) -> None:
        """Raise NotCaptain, NotLevel or Out where `player` may not answer."""
        if self.captains is not None and player not in self.captains:
            raise refusals.NotCaptain
        if self.only is not None and player not in self.only:
            raise refusals.NotLevel
        if player in self.out:
            raise refusals.Out


def must_play(live: LiveRound, player: int) -> None:
    """Raise NotAPlayer where the host has removed `player`, or they have lost their place in the contest."""
    if not live.players.playing().filter(pk=player).exists():
        raise refusals.NotAPlayer


def entitled(live: LiveRound, step: LiveStep) -> Entitled:
    """Return who may answer `step` of the round; at most two queries, and none under the usual rules."""
    rules = LiveRules.from_json(live.rules)
    captains = frozenset(live.teams.values_list("captain_id", flat=True)) if rules.captains else None
    only = None if step.only is None else frozenset(step.only)
    out: frozenset[int] = frozenset()
    if rules.knockout and only is None:
        gone = live.players.filter(out_after__lt=step.position)
        out = frozenset(gone.values_list("pk", flat=True))
    return Entitled(captains, only, out)

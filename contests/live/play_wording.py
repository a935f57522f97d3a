"""Bell, own pace, cards and knockout in sentences, for those who play by them."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contests.live.bell import LEAST, BellRule, FalseStart, Passes
from contests.live.cards import CardRule
from contests.live.rules import LiveRules

PLAYS: dict[str, str | Promise] = {
    "all": gettext_lazy("Question by question: everybody answers in the same time"),
    "bell": gettext_lazy("With the bell: whoever rings first answers"),
    "paced": gettext_lazy("At one's own pace: everybody goes through all questions in one time"),
}
FALSE_STARTS: dict[str, str | Promise] = {
    FalseStart.NOTHING: gettext_lazy("does not count; the player may ring again"),
    FalseStart.OUT: gettext_lazy("shuts the player out of this question"),
    FalseStart.WAIT: gettext_lazy("shuts the player out for some seconds"),
}
PASSES: dict[str, str | Promise] = {
    Passes.NEXT: gettext_lazy("goes to whoever rang next"),
    Passes.OPEN: gettext_lazy("is open again to all others"),
    Passes.END: gettext_lazy("rings no more: the question is over"),
}


def of_play(rules: LiveRules) -> list[str]:
    """Return what a player should know of how this round differs from one that is played question by question."""
    said = []
    if rules.play == "bell":
        said += _of_bell(rules.bell)
    if rules.play == "paced":
        said += _of_pace(rules)
    said += _of_cards(rules.cards, rules.scoring.points)
    if rules.knockout:
        said.append(
            _("Whoever answers wrong or not at all is out from the next question on; so is who joins after the first.")
        )
        if rules.rescues:
            said.append(_("The host may call everybody back at most %(times)s times.") % {"times": rules.rescues})
    return said


def of_parting(rules: LiveRules) -> str:
    """Return how those are parted who are level at the end."""
    return _(
        "Whoever is level may be parted by one more question with the bell: %(seconds)s seconds to answer; it earns no "
        "points and only decides their order."
    ) % {"seconds": rules.bell.seconds}


def _of_bell(rule: BellRule) -> list[str]:
    worth = {"points": rule.points, "penalty": rule.penalty, "seconds": rule.seconds, "wait": rule.wait}
    said = [
        _(
            "Whoever rings first answers; the order in which rings reach the server decides. They have %(seconds)s "
            "seconds, while the time of the question stands; a right answer earns %(points)s points."
        )
        % worth
    ]
    if rule.penalty:
        said.append(_("Whoever holds the bell and is wrong or silent loses %(penalty)s points.") % worth)
    said.append(
        {
            FalseStart.NOTHING: _("A ring before the clock starts does not count; ring again."),
            FalseStart.OUT: _("Whoever rings before the clock starts is shut out of this question."),
            FalseStart.WAIT: _("Whoever rings before the clock starts is shut out for %(wait)s seconds after it.")
            % worth,
        }[FalseStart(rule.false_start)]
    )
    left = {"seconds": LEAST.seconds}
    said.append(
        {
            Passes.NEXT: _("After a wrong answer, or none, the bell goes to whoever rang next."),
            Passes.OPEN: _(
                "After a wrong answer, or none, the bell is open again to all others, %(seconds)s seconds or more."
            )
            % left,
            Passes.END: _("After a wrong answer, or none, the question is over."),
        }[Passes(rule.passes)]
    )
    return said


def _of_pace(rules: LiveRules) -> list[str]:
    return [
        _(
            "Everybody goes through all questions in an order of their own, in one time of %(minutes)s minutes. An "
            "answer stands; a question that was left does not come back."
        )
        % {"minutes": rules.minutes},
        _("The time of an answer runs from when the server gave you the question; the answers are shown at the end."),
    ]


def _of_cards(rule: CardRule, points: int) -> list[str]:
    said = []
    if rule.star:
        said.append(
            _(
                "%(count)s × star of hope: staked before the choices are shown, it doubles what a right answer earns; "
                "a wrong one, or none, loses %(points)s points."
            )
            % {"count": rule.star, "points": points}
        )
    if rule.half:
        said.append(
            _("%(count)s × 50:50: for you alone, all wrong choices but one are taken away. Each costs %(cost)s points.")
            % {"count": rule.half, "cost": rule.half_cost}
        )
    if said:
        said.append(_("What was used on a question that does not count comes back."))
    return said

"""The rules of a live round in sentences, for those who play it."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contests.live.known import GRACE
from contests.live.play_wording import of_parting, of_play
from contests.live.rules import LiveRules
from contests.live.scoring import LONGEST_STREAK, Scoring

TEAMS: dict[str, str | Promise] = {
    "none": gettext_lazy("Units are not ranked"),
    "mean": gettext_lazy("Mean over all members of the unit"),
    "online": gettext_lazy("Mean over the members whose phones had the question"),
    "roster": gettext_lazy("Mean over everybody on the unit's roster"),
    "sum": gettext_lazy("Sum of all members of the unit"),
    "captain": gettext_lazy("One phone per unit: only its captain answers"),
}
TEAM_SENTENCES: dict[str, str | Promise] = {
    "none": gettext_lazy("Units are not ranked in this round."),
    "mean": gettext_lazy("A unit's points are the mean over all its members in the round."),
    "online": gettext_lazy(
        "A unit earns for each question the mean over its members whose phones had it; who is silent counts as nothing."
    ),
    "roster": gettext_lazy(
        "A unit's points are the sum of its members' points over everybody on its roster as it stood when the round "
        "began, whether they joined or not; a unit without a roster is not ranked."
    ),
    "sum": gettext_lazy("A unit's points are the sum of its members' points."),
    "captain": gettext_lazy(
        "Each unit answers by one phone, its captain's; the others of the unit see the questions and do not answer. "
        "Who is captain is settled when the round begins; only the host may put another phone in its place."
    ),
}
MODES: dict[str, str | Promise] = {
    "speed": gettext_lazy("Right first, then fast"),
    "flat": gettext_lazy("The same for every right answer"),
    "none": gettext_lazy("No points: a rehearsal"),
}


def sentences(rules: LiveRules) -> list[str]:
    """Return what a player should know, in the language of the moment."""
    said = [*of_play(rules)]
    if rules.play != "bell":
        said += _of_points(rules.scoring)
    if rules.play == "all":
        said.append(_of_answers(rules))
    said.append(
        ngettext(
            "An answer given in time may arrive up to %(seconds)s second after the end; the server's clock decides.",
            "An answer given in time may arrive up to %(seconds)s seconds after the end; the server's clock decides.",
            GRACE.seconds,
        )
        % {"seconds": GRACE.seconds}
    )
    if rules.share and rules.play != "paced":
        said.append(
            _("The clock starts when %(share)s %% of the connected phones have it, or after %(wait)s seconds.")
            % {"share": rules.share, "wait": rules.wait}
        )
    if rules.early and rules.play == "all":
        said.append(_("A question closes early when everybody connected has answered."))
    said.append(str(TEAM_SENTENCES[rules.teams]))
    if rules.teams not in ("none", "captain"):
        said.append(_("Who joins after the first question plays for themselves, not for their unit."))
    said.append(of_parting(rules))
    if rules.halls:
        said.append(_("Halls are ranked by the mean of the points of those who sit in them."))
    return said


def _of_points(scoring: Scoring) -> list[str]:
    if scoring.mode == "none":
        return [_("No points are given in this round.")]
    worth = {"points": scoring.points, "floor": scoring.floor}
    if scoring.mode == "flat":
        said = [_("A right answer earns %(points)s points.") % worth]
    else:
        said = [
            _("A right answer earns %(points)s points at once and %(floor)s at the end; speed counts in whole seconds.")
            % worth
        ]
    if scoring.wrong:
        said.append(_("A wrong answer takes %(wrong)s points away; no answer takes none.") % {"wrong": scoring.wrong})
    if scoring.streak:
        said.append(
            _("Right answers in a row earn %(streak)s points more each time, up to %(most)s points.")
            % {"streak": scoring.streak, "most": scoring.streak * LONGEST_STREAK}
        )
    return said


def _of_answers(rules: LiveRules) -> str:
    if rules.change:
        return _("An answer may be changed until the question closes; the last one stands.")
    return _("The first answer stands: it cannot be changed.")

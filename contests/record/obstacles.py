"""What stands between the last paper and results that can be signed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from django.db.models import Sum
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.models import Appeal, Contest, CorrectionProposal
from contests.standings import Listing, lists_now, undecided
from contests.tally import is_over
from contests.units.standings import undecided_units

Kind = Literal["running", "essays", "appeals", "incidents", "corrections", "ties"]


@dataclass(frozen=True)
class Obstacle:
    """kind: which page of the desk removes it. words: a sentence."""

    kind: Kind
    words: str

    def __str__(self) -> str:
        return self.words


def obstacles(contest: Contest, now: datetime, lists: Sequence[Listing] | None = None) -> list[Obstacle]:
    """Return what stands in the way of settling the results; empty when nothing does.

    lists: as `lists_now` gives them, where the caller has them.
    """
    if any(not is_over(one, now) for one in contest.rounds.all()):
        return [Obstacle("running", _("the contest is not over."))]
    said = _waiting(contest)
    for each in lists_now(contest, now) if lists is None else lists:
        for group in undecided(each.lines):
            facts = {"list": each.of, "place": group[0].place, "count": len(group)}
            words = _("%(list)s: %(count)s people share place %(place)s, and a prize hangs on their order.")
            said.append(Obstacle("ties", words % facts))
        for units in undecided_units(each.units):
            facts = {"list": each.of, "place": units[0].place, "count": len(units)}
            words = _("%(list)s: %(count)s units share place %(place)s, and a prize hangs on their order.")
            said.append(Obstacle("ties", words % facts))
    return said


def _waiting(contest: Contest) -> list[Obstacle]:
    """Return what waits for somebody at the desk."""
    closed = contest.papers.filter(submitted_at__isnull=False, to_mark__gt=0)  # few, where no essay was asked
    essays = closed.aggregate(Sum("to_mark", default=0))["to_mark__sum"]
    appeals = Appeal.objects.filter(paper__contest=contest, answered_at=None).count()
    incidents = contest.incidents.filter(decided_at=None).count()
    corrections = contest.correction_proposals.filter(state=CorrectionProposal.State.OPEN).count()
    counted: list[tuple[Kind, int, str]] = [
        ("essays", essays, ngettext("%(count)s essay is not marked.", "%(count)s essays are not marked.", essays)),
        (
            "appeals",
            appeals,
            ngettext("%(count)s appeal is not answered.", "%(count)s appeals are not answered.", appeals),
        ),
        (
            "incidents",
            incidents,
            ngettext("%(count)s incident is not decided.", "%(count)s incidents are not decided.", incidents),
        ),
        (
            "corrections",
            corrections,
            ngettext(
                "%(count)s correction waits to be confirmed or withdrawn.",
                "%(count)s corrections wait to be confirmed or withdrawn.",
                corrections,
            ),
        ),
    ]
    return [Obstacle(kind, words % {"count": count}) for kind, count, words in counted if count]

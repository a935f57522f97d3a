"""The order of teams that every key of the programme leaves equal: by an extra question with the bell, or the jury."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from contests.models import Stage, StageSegment, StageTie
from contests.record.ledger import note
from contests.stage import refusals
from contests.stage.keeping import programme_of, reason_given, ring
from contests.stage.results import lines_of
from contests.stage.totals import equals
from people.models import User


@transaction.atomic
def decide_tie(*, stage: Stage, teams: Sequence[int], how: str, reason: str, by: User, now: datetime) -> StageTie:
    """Settle the order of all the teams that are equal at one place, best first; it parts them and overturns nothing.

    how: one of StageTie.How. A later decision about the same teams replaces this one. Raises ReasonWanted, NotNow
    while a segment is not locked, or NotEqualTeams.
    """
    reason = reason_given(reason)
    # The segments are held, so that no correction makes the teams unequal meanwhile.
    for segment in StageSegment.objects.select_for_update(of=("self",)).filter(stage=stage).order_by("pk"):
        if segment.state != StageSegment.State.LOCKED:
            raise refusals.NotNow(state=segment.get_state_display())
    stage = Stage.objects.select_related("contest").get(pk=stage.pk)
    groups = equals(lines_of(stage), programme_of(stage))
    if len(set(teams)) != len(teams) or frozenset(teams) not in groups:
        raise refusals.NotEqualTeams
    made = StageTie.objects.create(
        stage=stage, teams=list(teams), how=StageTie.How(how).value, reason=reason, by=by, at=now
    )
    names = dict(stage.teams.values_list("pk", "name"))
    told = {"teams": list(teams), "named": ", ".join(names[team] for team in teams), "how": made.how, "reason": reason}
    note(stage.contest, "stage_tie_decided", told, by=by, now=now)
    ring(stage.pk)
    return made

"""The order of teams that every key of the programme leaves equal: by an extra question with the bell, or the jury."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from contests.models import Stage, StageTie
from contests.record.ledger import note
from contests.stage import refusals
from contests.stage.keeping import all_locked, programme_of, reason_given, stir
from contests.stage.results import lines_of
from contests.stage.totals import equals
from people.models import User


@transaction.atomic
def decide_tie(*, stage: Stage, teams: Sequence[int], how: str, reason: str, by: User, now: datetime) -> StageTie:
    """Settle the order of all the teams that are equal at one place, best first; it parts them and overturns nothing.

    how: one of StageTie.How. A later decision about the same teams replaces this one. Raises ReasonWanted, NotNow
    while a segment is not locked, StageFinished or NotEqualTeams.
    """
    reason = reason_given(reason)
    stage = all_locked(stage)
    check_equal(stage, teams)
    made = StageTie.objects.create(
        stage=stage, teams=list(teams), how=StageTie.How(how).value, reason=reason, by=by, at=now
    )
    names = dict(stage.teams.values_list("pk", "name"))
    told = {"teams": list(teams), "named": ", ".join(names[team] for team in teams), "how": made.how, "reason": reason}
    note(stage.contest, "stage_tie_decided", told, by=by, now=now)
    stir(stage.pk)
    return made


def check_equal(stage: Stage, teams: Sequence[int]) -> None:
    """Raise NotEqualTeams unless these are, once each, all the teams that every key leaves equal at one place."""
    groups = equals(lines_of(stage), programme_of(stage))
    if len(set(teams)) != len(teams) or frozenset(teams) not in groups:
        raise refusals.NotEqualTeams

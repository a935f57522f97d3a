"""The result of a stage contest locked for good: what the minutes say, and after which nothing is corrected."""

from datetime import datetime

from django.db import transaction

from contests.models import Stage
from contests.record.ledger import note
from contests.stage import refusals
from contests.stage.keeping import all_locked, stir
from contests.stage.results import standings_of
from people.models import User


@transaction.atomic
def finish(*, stage: Stage, by: User, now: datetime) -> Stage:
    """Lock the result, and put every place and total into the record.

    Raises NotNow while a segment is not locked, TiesOpen while an extra question is to part equals, or StageFinished.
    """
    stage = all_locked(stage)
    standings, names = standings_of(stage), dict(stage.teams.values_list("pk", "name"))
    open_ties = [names[one.line.team] for one in standings if one.undecided]
    if open_ties:
        raise refusals.TiesOpen(who=", ".join(open_ties))
    stage.finished_at = now
    stage.save(update_fields=["finished_at"])
    told = {
        "places": [[one.place, one.line.team, names[one.line.team], str(one.line.total)] for one in standings],
        "named": "; ".join(f"{one.place}. {names[one.line.team]} {one.line.total}" for one in standings),
    }
    note(stage.contest, "stage_finished", told, by=by, now=now)
    stir(stage.pk)
    return stage

"""Who may do what in a stage contest. A juror reads nobody else's marks before the segment is locked."""

import rules
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from contests.access import organises
from contests.models import ContestStaff, Stage, StageJuror, StageMark, StageSegment, StageTeam
from contests.stage.states import State
from people.models import User

Asker = User | AnonymousUser


def juror_of(user: Asker, stage: Stage) -> StageJuror | None:
    """Return the seat that `user` has in the jury; None for everybody else."""
    return stage.jurors.filter(user=user.pk).first() if user.is_authenticated else None


@rules.predicate
def judges(user: Asker, stage: Stage) -> bool:
    return juror_of(user, stage) is not None


@rules.predicate
def competes(user: Asker, stage: Stage) -> bool:
    """`user` stands on the stage for one of the teams, by account or as registered in this browser."""
    own = stage.teams.filter(members__entrant__user=user.pk) if user.is_authenticated else stage.teams.none()
    guests = getattr(user, "guest_entrants", frozenset())
    return own.exists() or (bool(guests) and stage.teams.filter(members__entrant__in=guests).exists())


@rules.predicate
def keeps_minutes(user: Asker, stage: Stage) -> bool:
    """`user` is a secretary of the contest, or organises it."""
    if not user.is_authenticated:
        return False
    named = ContestStaff.objects.filter(contest=stage.contest_id, user=user.pk, duty=ContestStaff.Duty.SECRETARY)
    return named.exists() or bool(organises(user, stage.contest))


@rules.predicate
def captains(user: Asker, team: StageTeam) -> bool:
    """`user` is the captain of the team, by account or as registered in this browser."""
    captain = team.members.select_related("entrant").filter(captain=True).first()
    if captain is None:
        return False
    own = user.is_authenticated and captain.entrant.user_id == user.pk
    return bool(own) or captain.entrant_id in getattr(user, "guest_entrants", ())


# Whoever judges or competes keeps no minutes of the same contest: they would read what they must not know.
runs_stage = keeps_minutes & ~judges & ~competes


def marks_in_sight(user: Asker, segment: StageSegment) -> QuerySet[StageMark]:
    """Return the marks of the segment that `user` may read, the earlier ones among them.

    Whoever keeps the minutes: all. A juror: their own, and all once it is locked. Nobody else reads marks of jurors.
    """
    rows = segment.stagemark_rows.all()
    if runs_stage(user, segment.stage):
        return rows
    juror = juror_of(user, segment.stage)
    if juror is None:
        return rows.none()
    return rows if State(segment.state).shows_marks else rows.filter(juror=juror)

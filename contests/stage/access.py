"""Who may do what in a stage contest. A juror reads nobody else's marks before the segment is locked.

Juror, captain and team are always found from who asks; no page sends them.
"""

from collections.abc import Mapping
from typing import Any

import rules
from django.contrib.auth.models import AnonymousUser
from django.db.models import QuerySet

from contests.access import contest_by_slug, organises, sees
from contests.models import ContestStaff, Stage, StageJuror, StageMark, StageSegment, StageTeam
from contests.stage.states import State
from people.access import Access
from people.models import User

Asker = User | AnonymousUser


def stage_by_slug(given: Mapping[str, Any]) -> Stage | None:
    found = Stage.objects.select_related("contest__unit", "on_stage").filter(contest__slug=given["slug"])
    return found.first()


def segment_by_place(given: Mapping[str, Any]) -> StageSegment | None:
    found = StageSegment.objects.select_related("stage__contest__unit", "stage__on_stage", "live")
    return found.filter(stage__contest__slug=given["slug"], position=given["place"]).first()


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


@rules.predicate
def presents(user: Asker, stage: Stage) -> bool:
    """`user` is a master of ceremonies of the contest, and neither judges nor competes in it."""
    if not user.is_authenticated or judges(user, stage) or competes(user, stage):
        return False
    return ContestStaff.objects.filter(contest=stage.contest_id, user=user.pk, duty=ContestStaff.Duty.MC).exists()


@rules.predicate
def captains_a_team(user: Asker, stage: Stage) -> bool:
    return team_of(user, stage) is not None


def team_of(user: Asker, stage: Stage) -> StageTeam | None:
    """Return the team whose captain `user` is; None for everybody else."""
    teams = stage.teams.filter(members__captain=True)
    found = teams.filter(members__entrant__user=user.pk).first() if user.is_authenticated else None
    guests = getattr(user, "guest_entrants", frozenset())
    if found is None and guests:
        found = teams.filter(members__entrant__in=guests, members__entrant__user=None).first()
    return found if found is not None and captains(user, found) else None


@rules.predicate
def sees_stage(user: Asker, stage: Stage) -> bool:
    return bool(sees(user, stage.contest))


@rules.predicate
def organises_stage(user: Asker, stage: Stage) -> bool:
    return bool(organises(user, stage.contest))


@rules.predicate
def judges_segment(user: Asker, segment: StageSegment) -> bool:
    return bool(judges(user, segment.stage))


@rules.predicate
def runs_segment(user: Asker, segment: StageSegment) -> bool:
    return bool(runs_stage(user, segment.stage))


@rules.predicate
def organises_segment(user: Asker, segment: StageSegment) -> bool:
    return bool(organises(user, segment.stage.contest))


@rules.predicate
def captains_in_segment(user: Asker, segment: StageSegment) -> bool:
    return bool(captains_a_team(user, segment.stage))


leads_stage = runs_stage | presents
writes_cues = organises_stage | presents


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


ROUTES: dict[str, Access] = {
    "contests:stage": Access(sees_stage, "a stage contest, and the ways to one's own pages of it", stage_by_slug),
    "contests:stage-setup": Access(organises, "set up the stage contest of a contest", contest_by_slug),
    "contests:stage-rules": Access(organises_stage, "how marks are combined and equals parted", stage_by_slug),
    "contests:stage-part-add": Access(organises_stage, "add a part to a stage contest", stage_by_slug),
    "contests:stage-part": Access(organises_segment, "change a part of a stage contest", segment_by_place),
    "contests:stage-teams": Access(organises_stage, "the teams of a stage contest", stage_by_slug),
    "contests:stage-jury": Access(organises_stage, "the jury of a stage contest", stage_by_slug),
    "contests:stage-begin": Access(organises_stage, "settle and begin a stage contest", stage_by_slug),
    "contests:stage-cues": Access(writes_cues, "what the MC of a stage contest reads", stage_by_slug),
    "contests:stage-quiz": Access(organises_segment, "the live round of a quiz on stage", segment_by_place),
    "contests:stage-desk": Access(runs_stage, "the secretary's desk of a stage contest", stage_by_slug),
    "contests:stage-desk-do": Access(runs_stage, "run a stage contest from the secretary's desk", stage_by_slug),
    "contests:stage-sheet": Access(runs_segment, "every mark of a part of a stage contest", segment_by_place),
    "contests:stage-sheet-do": Access(runs_segment, "move a part on, and put right what it holds", segment_by_place),
    "contests:stage-judge": Access(judges, "mark as a juror of a stage contest", stage_by_slug),
    "contests:stage-mark": Access(judges_segment, "give one's own marks in a part", segment_by_place),
    "contests:stage-captain": Access(captains_a_team, "the page of a captain of a stage contest", stage_by_slug),
    "contests:stage-lot": Access(captains_in_segment, "choose a number in a draw of lots", segment_by_place),
    "contests:stage-mc": Access(leads_stage, "what the MC of a stage contest reads and shows", stage_by_slug),
    "contests:stage-show": Access(leads_stage, "put a scene on the projector", stage_by_slug),
    "contests:stage-projector": Access(leads_stage, "the screen of the hall of a stage contest", stage_by_slug),
}

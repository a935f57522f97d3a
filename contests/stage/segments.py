"""Segments opened, closed, opened again and locked: each step once, and what a lock made official in the record."""

from datetime import datetime
from typing import Any

from django.db import transaction

from contests.models import StageSegment
from contests.record.ledger import note
from contests.stage import refusals, states
from contests.stage.keeping import held, rules_of, stir
from contests.stage.marks import Gap
from contests.stage.quizzes import take_from_round
from contests.stage.results import gaps_in, seats_of, sheet_of
from contests.stage.states import Command, Known, State
from people.models import User


@transaction.atomic
def move(
    *, segment: StageSegment, command: Command, expected: int, by: User, now: datetime, reason: str = ""
) -> StageSegment:
    """Carry out the command once. expected: the version that was seen.

    A lock takes the points of a quiz from its live round, and writes every figure into the record. Raises
    StageNotBegun, SegmentMoved where somebody else was first, NotNow, ReasonWanted for a reopening without one,
    MarksMissing or TeamsDidNotPlay where a lock would leave gaps and no reason was given, DeductionWanted for time over
    that the jury has not spoken on, PointsMissing, ClockRuns, and what `take_from_round` raises.
    """
    segment = held(segment)
    before = Known(State(segment.state), segment.version)
    locks = command is Command.LOCK
    gaps = gaps_in(segment) if locks else ()
    try:
        after = states.apply(before, command, expected=expected, reason=reason, gaps=bool(gaps))
    except states.StaleVersion as stale:
        raise refusals.SegmentMoved from stale
    except states.WrongState as wrong:
        raise refusals.NotNow(state=segment.get_state_display()) from wrong
    except states.ReasonWanted as wanted:
        raise (refusals.MarksMissing(who=_seats(segment, gaps)) if gaps else refusals.ReasonWanted) from wanted
    missing = _seats(segment, gaps)
    if locks:
        if segment.stage.clock_started_at is not None and segment.stage.part == segment.position:
            raise refusals.ClockRuns
        missing = missing or _without(segment, reason, by, now)
    _keep(segment, before, after)
    if locks:
        note(segment.stage.contest, "segment_locked", _told(segment, missing, reason), by=by, now=now)
    elif command is Command.REOPEN:
        told = {"segment": segment.position, "title": rules_of(segment).title, "reason": reason.strip()}
        note(segment.stage.contest, "segment_reopened", told, by=by, now=now)
    stir(segment.stage_id)
    return segment


def _without(segment: StageSegment, reason: str, by: User, now: datetime) -> str:
    """Take the points of a quiz from its live round, and return the teams that it does not know, in words."""
    without = ", ".join(team.name for team in take_from_round(segment=segment, by=by, now=now))
    if without and not reason.strip():
        raise refusals.TeamsDidNotPlay(who=without)
    return without


def _keep(segment: StageSegment, before: Known, after: Known) -> None:
    told = {"state": after.state.value, "version": after.version}
    if StageSegment.objects.filter(pk=segment.pk, version=before.version).update(**told) != 1:
        raise refusals.SegmentMoved
    segment.refresh_from_db(fields=["state", "version"])


def _told(segment: StageSegment, missing: str, reason: str) -> dict[str, Any]:
    """Return what the record keeps of a lock: each team's figure, what was taken from it, and whose marks made it.

    missing: the jurors or teams without whom it was locked.
    """
    sheets, seats = sheet_of(segment), seats_of(segment.stage)
    names = dict(segment.stage.teams.values_list("pk", "name"))
    undecided = [names[sheet.team] for sheet in sheets if sheet.over and sheet.deduction is None]
    if undecided:
        raise refusals.DeductionWanted(who=", ".join(undecided))
    empty = [names[sheet.team] for sheet in sheets if sheet.score is None]
    if empty and rules_of(segment).kind == "quiz":
        raise refusals.PointsMissing(who=", ".join(empty))
    return {
        "segment": segment.position,
        "title": rules_of(segment).title,
        "teams": [
            {
                "team": names[sheet.team],
                "score": str(sheet.score.points) if sheet.score else None,
                "deduction": sheet.deduction or 0,
                "sheets": {str(seats[j]): total for j, total in sheet.combined.by_juror.items()}
                if sheet.combined
                else {},
                "dropped": [seats[juror] for juror in sheet.combined.dropped] if sheet.combined else [],
            }
            for sheet in sheets
        ],
        "missing": missing,
        "reason": reason.strip() if missing else "",
    }


def _seats(segment: StageSegment, gaps: tuple[Gap, ...]) -> str:
    seats = seats_of(segment.stage)
    return ", ".join(str(refusals.JUROR_SEAT) % {"seat": seats[gap.juror]} for gap in gaps)

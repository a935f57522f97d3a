"""Lots drawn for the order of a segment: prepared with a published digest, confirmed by each captain, then made."""

from datetime import datetime

from django.db import IntegrityError, transaction

from contests.models import StageDraw, StageLot, StageSegment, StageTeam
from contests.record.ledger import note
from contests.stage import lots, refusals
from contests.stage.keeping import check_in, check_of_stage, held, reason_given, rules_of, stir
from people.models import User


@transaction.atomic
def prepare_draw(*, segment: StageSegment, by: User, now: datetime, reason: str = "") -> StageDraw:
    """Begin a draw: a seed that nobody knows, whose digest is told and recorded at once.

    Another draw for the same segment takes the place of the one that was made, and needs a reason. Raises DrawnTooLate,
    DrawInProgress or ReasonWanted.
    """
    segment = held(segment)
    if segment.state != StageSegment.State.WAITING:
        raise refusals.DrawnTooLate
    earlier = segment.draws.order_by("-number").first()
    if earlier is not None and earlier.made_at is None:
        raise refusals.DrawInProgress
    draw = StageDraw(segment=segment, number=earlier.number + 1 if earlier else 1, prepared_by=by, prepared_at=now)
    draw.reason = reason_given(reason) if earlier else ""
    draw.save(force_insert=True)
    told = {
        "segment": segment.position, "title": rules_of(segment).title, "draw": draw.number,
        "digest": lots.commitment(draw.seed), "reason": draw.reason,
    }  # fmt: skip
    note(segment.stage.contest, "draw_prepared", told, by=by, now=now)
    stir(segment.stage_id)
    return draw


@transaction.atomic
def confirm(*, draw: StageDraw, team: StageTeam, chosen: int, now: datetime, by: User | None = None) -> StageDraw:
    """Confirm for a team, with the number its captain chose; the last to confirm makes the draw.

    by: who presses in the captain's place; None: the captain. Raises ChosenOutOfRange, NotOfThisStage, DrawOver,
    ConfirmedAlready or NotNow.
    """
    if not 0 <= chosen <= lots.MOST_NUMBER:
        raise refusals.ChosenOutOfRange(most=lots.MOST_NUMBER)
    segment = held(draw.segment)
    check_of_stage(segment, team)
    check_in(segment, StageSegment.State.WAITING)
    draw = StageDraw.objects.get(pk=draw.pk)
    if draw.made_at is not None:
        raise refusals.DrawOver
    try:
        with transaction.atomic():
            StageLot.objects.create(draw=draw, team=team, chosen=chosen, by=by, confirmed_at=now)
    except IntegrityError:
        raise refusals.ConfirmedAlready from None
    given = list(draw.lots.select_related("team"))
    if len(given) == segment.stage.teams.count():
        _make(segment, draw, given, now)
    stir(segment.stage_id)
    return draw


def _make(segment: StageSegment, draw: StageDraw, given: list[StageLot], now: datetime) -> None:
    numbers = {one.team_id: one.chosen for one in given}
    drawn = lots.order(draw.seed, numbers)
    for one in given:
        StageLot.objects.filter(pk=one.pk).update(place=drawn.index(one.team_id) + 1)
    draw.made_at = now
    draw.save(update_fields=["made_at"])
    names = {one.team_id: one.team.name for one in given}
    told = {
        "segment": segment.position, "title": rules_of(segment).title, "draw": draw.number,
        "digest": lots.commitment(draw.seed), "seed": draw.seed,
        "numbers": [[team, numbers[team]] for team in sorted(numbers)],
        "on_behalf": sorted(names[one.team_id] for one in given if one.by_id is not None),
        "order": [[team, names[team]] for team in drawn], "named": ", ".join(names[team] for team in drawn),
    }  # fmt: skip
    note(segment.stage.contest, "lots_drawn", told, by=None, now=now)


def order_of(segment: StageSegment) -> tuple[int, ...]:
    """Return the teams in the order of the latest draw that was made; none where there was none."""
    made = segment.draws.filter(made_at__isnull=False).order_by("-number").first()
    return tuple(made.lots.order_by("place").values_list("team_id", flat=True)) if made else ()

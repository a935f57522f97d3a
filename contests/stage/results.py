"""The scores of a stage contest read from its rows: every figure anew from what was given, by the programme's rules."""

from collections.abc import Mapping
from dataclasses import dataclass

from contests.models import Stage, StageJuror, StageMark, StagePoints, StageSegment, StageTie, StageTime
from contests.stage.combining import Combined, combine
from contests.stage.keeping import absent_from, latest, marks_of, programme_of
from contests.stage.marks import Gap, Mark, missing
from contests.stage.overtime import proposed, seconds_over
from contests.stage.programme import Programme, Segment
from contests.stage.totals import Line, Score, Standing, judged_score, line, quiz_score, rank

LOCKED = StageSegment.State.LOCKED


@dataclass(frozen=True, slots=True)
class TeamSheet:
    """What a segment has of one team. combined, score: None while nothing can be counted. seconds: None: not measured.

    over: seconds past the limit. proposed: hundredths by the scale; deduction: as the jury decided, None while it has
    not.
    """

    team: int
    combined: Combined | None
    score: Score | None
    seconds: int | None = None
    over: int = 0
    proposed: int = 0
    deduction: int | None = None


@dataclass(frozen=True, slots=True)
class _Rows:
    """What holds of some segments, by place of the segment and team."""

    marks: Mapping[tuple[int, int], tuple[Mark, ...]]
    points: Mapping[tuple[int, int], int]
    times: Mapping[tuple[int, int], StageTime]


def sheet_of(segment: StageSegment) -> tuple[TeamSheet, ...]:
    """Return the segment team by team, whatever its state. For the secretary: a juror must not see it before the lock.

    Four queries.
    """
    programme = programme_of(segment.stage)
    rows = _read([segment])
    teams = segment.stage.teams.order_by("pk").values_list("pk", flat=True)
    return tuple(_team_sheet(programme, segment.position, team, rows) for team in teams)


def gaps_in(segment: StageSegment) -> tuple[Gap, ...]:
    """Return which jurors still owe marks in a judged segment, and which; none in a quiz."""
    rules = programme_of(segment.stage).segments[segment.position - 1]
    if rules.kind != "judged":
        return ()
    given = (Mark(m.juror_id, m.team_id, m.criterion, m.value) for m in marks_of(segment).values())
    return missing(
        given,
        teams=list(segment.stage.teams.order_by("pk").values_list("pk", flat=True)),
        criteria=len(rules.criteria),
        jurors=list(segment.stage.jurors.order_by("seat").values_list("pk", flat=True)),
        absent=absent_from(segment),
    )


def seats_of(stage: Stage) -> dict[int, int]:
    """Return juror → seat: how the secretary is told who is missing."""
    return dict(StageJuror.objects.filter(stage=stage).values_list("pk", "seat"))


def lines_of(stage: Stage) -> tuple[Line, ...]:
    """Return the total of every team over the locked segments; five queries however many there are."""
    programme = programme_of(stage)
    locked = list(stage.segments.filter(state=LOCKED))
    rows = _read(locked)
    lines = []
    for team in stage.teams.order_by("pk").values_list("pk", flat=True):
        sheets = {one.position: _team_sheet(programme, one.position, team, rows) for one in locked}
        lines.append(line(team, {place: sheet.score for place, sheet in sheets.items() if sheet.score}, programme))
    return tuple(lines)


def standings_of(stage: Stage) -> tuple[Standing, ...]:
    """Return the places over the locked segments, equals parted by the keys of the programme, then by decisions."""
    decisions = list(StageTie.objects.filter(stage=stage).order_by("pk").values_list("teams", flat=True))
    return rank(lines_of(stage), programme_of(stage), decisions)


def _read(segments: list[StageSegment]) -> _Rows:
    place = {one.pk: one.position for one in segments}
    marks: dict[tuple[int, int], list[Mark]] = {}
    given = latest(StageMark.objects.filter(segment__in=place), "segment_id", "juror_id", "team_id", "criterion")
    for m in given.values():
        cell = Mark(m.juror_id, m.team_id, m.criterion, m.value)
        marks.setdefault((place[m.segment_id], m.team_id), []).append(cell)
    points = latest(StagePoints.objects.filter(segment__in=place), "segment_id", "team_id").values()
    times = latest(StageTime.objects.filter(segment__in=place), "segment_id", "team_id").values()
    return _Rows(
        {key: tuple(cells) for key, cells in marks.items()},
        {(place[p.segment_id], p.team_id): p.value for p in points},
        {(place[t.segment_id], t.team_id): t for t in times},
    )


def _team_sheet(programme: Programme, place: int, team: int, rows: _Rows) -> TeamSheet:
    rules, at = programme.segments[place - 1], (place, team)
    decimals = programme.combining.decimals
    time = rows.times.get(at)
    deduction = (time.deduction or 0) if time else 0
    combined, score = None, None
    if rules.kind == "judged":
        combined = combine(rows.marks.get(at, ()), criteria=len(rules.criteria), combining=programme.combining)
        score = judged_score(combined, deduction, decimals) if combined else None
    elif at in rows.points:
        score = quiz_score(rows.points[at], rules, decimals, deduction)
    return _timed(team, combined, score, rules, time)


def _timed(
    team: int, combined: Combined | None, score: Score | None, rules: Segment, time: StageTime | None
) -> TeamSheet:
    if time is None:
        return TeamSheet(team, combined, score)
    over, scale = seconds_over(rules, time.seconds), proposed(rules, time.seconds)
    return TeamSheet(team, combined, score, time.seconds, over, scale, time.deduction)

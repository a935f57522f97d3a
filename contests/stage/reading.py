"""What the secretary's pages show of a stage contest, read from its rows and put beside the names."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from contests.models import Stage, StageDraw, StageJuror, StageSegment, StageTeam
from contests.stage import lots
from contests.stage.drawing import order_of
from contests.stage.keeping import absent_from, marks_of, programme_of, rules_of
from contests.stage.programme import Criterion, Segment
from contests.stage.quizzes import points_of
from contests.stage.results import TeamSheet, gaps_in, seats_of, sheet_of, standings_of
from contests.stage.states import ARROWS, Command, State
from contests.stage.wording import COMMANDS, TAGS


@dataclass(frozen=True, slots=True)
class Cell:
    """What one juror gave one team. values: by criterion, hundredths or None. total: None while there is a gap."""

    juror: StageJuror
    values: tuple[tuple[int, Criterion, int | None], ...]
    total: int | None
    absent: bool


@dataclass(frozen=True, slots=True)
class TeamRow:
    """A team in a part. points: of a quiz, as they were entered or taken."""

    team: StageTeam
    cells: tuple[Cell, ...]
    sheet: TeamSheet
    points: int | None

    @property
    def undecided(self) -> bool:
        """Whether the time is over and the jury has not said what is taken away."""
        return bool(self.sheet.over) and self.sheet.deduction is None


@dataclass(frozen=True, slots=True)
class Part:
    """A part as the desk lists it. missing: (juror's seat, how many teams they still owe marks)."""

    segment: StageSegment
    rules: Segment
    missing: tuple[tuple[int, int], ...] = ()

    @property
    def tag(self) -> str:
        return TAGS[StageSegment.State(self.segment.state)]

    @property
    def commands(self) -> list[tuple[str, object]]:
        """Return (command, its words) for what leads on from here; a reopening is asked for with its reason."""
        state = State(self.segment.state)
        return [
            (command.value, COMMANDS[command])
            for command, (source, _target) in ARROWS.items()
            if source is state and command is not Command.REOPEN
        ]


@dataclass(frozen=True, slots=True)
class Place:
    """A line of the standing. scores: of each part in order, None where it does not count yet."""

    place: int
    team: StageTeam
    scores: tuple[Decimal | None, ...]
    total: Decimal
    undecided: bool


@dataclass(frozen=True, slots=True)
class Drawing:
    """The latest draw of a part. waiting: the teams that have not confirmed. seed: once it was made."""

    draw: StageDraw
    digest: str
    confirmed: tuple[StageTeam, ...]
    waiting: tuple[StageTeam, ...]
    order: tuple[StageTeam, ...]

    @property
    def seed(self) -> str:
        return self.draw.seed if self.draw.made_at else ""


def teams_by_key(stage: Stage) -> dict[int, StageTeam]:
    return {team.pk: team for team in stage.teams.select_related("unit").order_by("pk")}


def in_order(segment: StageSegment, teams: Mapping[int, StageTeam]) -> list[StageTeam]:
    """Return the teams in the order that was drawn for the part; as they were entered where no lots were drawn."""
    drawn = order_of(segment)
    return [teams[key] for key in drawn] if drawn else list(teams.values())


def parts_of(stage: Stage) -> list[Part]:
    """Return the parts in order, each with who has not given their marks while it is open or closed."""
    rules, seats = programme_of(stage).segments, seats_of(stage)
    found = []
    for segment in stage.segments.select_related("live"):
        segment.stage = stage
        waits = segment.state in (State.OPEN, State.CLOSED)
        gaps = gaps_in(segment) if waits else ()
        missing = tuple((seats[gap.juror], len({team for team, _criterion in gap.cells})) for gap in gaps)
        found.append(Part(segment, rules[segment.position - 1], missing))
    return found


def rows_in(segment: StageSegment) -> list[TeamRow]:
    """Return the part team by team, in the order drawn, with every juror's marks. For whoever keeps the minutes."""
    rules, teams = rules_of(segment), teams_by_key(segment.stage)
    marks, absent = marks_of(segment), absent_from(segment)
    jurors = list(segment.stage.jurors.all()) if rules.kind == "judged" else []
    sheets = {sheet.team: sheet for sheet in sheet_of(segment)}
    points = points_of(segment)
    rows = []
    for team in in_order(segment, teams):
        cells = tuple(_cell(juror, team, rules, marks, juror.pk in absent) for juror in jurors)
        earned = points.get((team.pk,))
        rows.append(TeamRow(team, cells, sheets[team.pk], earned.value if earned else None))
    return rows


def _cell(juror: StageJuror, team: StageTeam, rules: Segment, marks: Mapping[Any, Any], absent: bool) -> Cell:
    given = [marks.get((juror.pk, team.pk, place)) for place in range(1, len(rules.criteria) + 1)]
    values = tuple(
        (place, criterion, mark.value if mark else None)
        for place, (criterion, mark) in enumerate(zip(rules.criteria, given, strict=True), start=1)
    )
    whole = [mark.value for mark in given if mark]
    return Cell(juror, values, sum(whole) if whole and len(whole) == len(given) else None, absent)


def standing_of(stage: Stage) -> list[Place]:
    """Return the places over what is locked; none while nothing is, for then all would be first."""
    if not stage.segments.filter(state=State.LOCKED).exists():
        return []
    teams, count = teams_by_key(stage), len(programme_of(stage).segments)
    return [
        Place(
            one.place,
            teams[one.line.team],
            tuple(one.line.weighted.get(at) for at in range(1, count + 1)),
            one.line.total,
            one.undecided,
        )
        for one in standings_of(stage)
    ]


def equal_groups(standing: Sequence[Place]) -> list[list[Place]]:
    """Return the groups of equals that wait to be parted."""
    waiting: dict[int, list[Place]] = {}
    for one in standing:
        if one.undecided:
            waiting.setdefault(one.place, []).append(one)
    return list(waiting.values())


def drawing_of(segment: StageSegment) -> Drawing | None:
    """Return the latest draw of the part, with who has confirmed."""
    draw = segment.draws.order_by("-number").first()
    if draw is None:
        return None
    teams = teams_by_key(segment.stage)
    rows = list(draw.lots.order_by("place", "confirmed_at", "pk"))
    confirmed = tuple(teams[lot.team_id] for lot in rows)
    waiting = tuple(team for key, team in teams.items() if team not in confirmed)
    return Drawing(draw, lots.commitment(draw.seed), confirmed, waiting, confirmed if draw.made_at else ())


def clock_of(stage: Stage, now: datetime) -> dict[str, Any]:
    """Return how the clock of the team on stage stands: running, whole milliseconds gone, limit in seconds."""
    segment = stage.segments.filter(position=stage.part).first() if stage.part else None
    if segment is None:
        return {"running": False, "limit": 0}
    segment.stage = stage
    started = stage.clock_started_at
    gone = max(int((now - started).total_seconds() * 1000), 0) if started else 0
    return {"running": started is not None, "gone": gone, "limit": rules_of(segment).seconds}

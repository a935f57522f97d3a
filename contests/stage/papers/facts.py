"""Everything that the papers of a stage contest are made of, read once. Figures are those of `stage.results`."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from contests.models import (
    ContestStaff,
    Stage,
    StageDraw,
    StageSegment,
    StageTie,
)
from contests.record.ledger import content_of
from contests.record.signing import hosts_of
from contests.stage.drawing import order_of
from contests.stage.keeping import marks_of, programme_of
from contests.stage.papers.partings import Parting, partings
from contests.stage.programme import Programme, Segment
from contests.stage.quizzes import points_of
from contests.stage.results import TeamSheet, sheet_of, standings_of
from contests.stage.totals import Standing

LOCKED = StageSegment.State.LOCKED
Lock = tuple[str, str, datetime | None]  # who was waited for no longer, why, and when it was locked


@dataclass(frozen=True, slots=True)
class Team:
    """members: their whole names, the captain first. captain: "" where nobody was named."""

    key: int
    name: str
    unit: str
    unit_key: int
    leader: str
    captain: str
    members: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Juror:
    key: int
    seat: int
    name: str
    head: bool


@dataclass(frozen=True, slots=True)
class Absent:
    juror: Juror
    reason: str


@dataclass(frozen=True, slots=True)
class Drawn:
    """order: keys of teams, first to last. on_behalf: names of teams for which somebody else pressed."""

    number: int
    made_at: datetime
    reason: str
    seed: str
    order: tuple[int, ...]
    on_behalf: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Change:
    """Something put right after a lock. before: None where there was nothing. Both in hundredths.

    what: "mark", "points" or "deduction". seat, criterion: of a mark, else 0.
    """

    what: str
    at: datetime
    part: int
    team: int
    before: int | None
    after: int
    reason: str
    seat: int = 0
    criterion: int = 0


@dataclass(frozen=True, slots=True)
class Part:
    """One segment.

    marks: by (juror, team, criterion); earned: what each team has in a quiz, as the quiz counts; both in hundredths.
    order: the teams as drawn, else as they were entered. missing: who was waited for no longer when it was locked, and
    the reason; both "" where nobody. reopened: the reasons, first to last.
    """

    position: int
    rules: Segment
    state: str
    locked_at: datetime | None
    sheets: Mapping[int, TeamSheet]
    marks: Mapping[tuple[int, int, int], int]
    earned: Mapping[int, int]
    order: tuple[int, ...]
    draws: tuple[Drawn, ...]
    absent: tuple[Absent, ...]
    missing: str
    missing_reason: str
    reopened: tuple[str, ...]
    live: int | None

    @property
    def locked(self) -> bool:
        return self.state == LOCKED


@dataclass(frozen=True, slots=True)
class Decision:
    """An order of equals that was decided. how: "bell" or "jury"."""

    teams: tuple[int, ...]
    how: str
    reason: str


@dataclass(frozen=True, slots=True)
class Hall:
    """A stage contest as its papers tell it. record: number and digest of the last line of the record; None: none."""

    stage: Stage
    programme: Programme
    teams: Mapping[int, Team]
    jury: tuple[Juror, ...]
    parts: tuple[Part, ...]
    standings: tuple[Standing, ...]
    decisions: tuple[Decision, ...]
    partings: tuple[Parting, ...]
    changes: tuple[Change, ...]
    secretaries: tuple[str, ...]
    hosts: tuple[tuple[str, str, str], ...]  # body, title, who signs
    record: tuple[int, str] | None

    @property
    def settled(self) -> bool:
        """Whether every part is locked and no equals wait to be parted."""
        return all(part.locked for part in self.parts) and not any(one.undecided for one in self.standings)

    @property
    def head_of_jury(self) -> str:
        return next((juror.name for juror in self.jury if juror.head), "")

    def in_order(self, part: Part) -> list[Team]:
        return [self.teams[key] for key in part.order]


def hall_of(stage: Stage) -> Hall:
    """Read the stage contest; some fifteen queries for each of its parts."""
    programme, contest = programme_of(stage), stage.contest
    teams = {team.key: team for team in _teams(stage)}
    jury = tuple(Juror(one.pk, one.seat, one.name, one.head) for one in stage.jurors.all())
    segments = list(stage.segments.select_related("stage__contest").order_by("position"))
    locks, reopened = _told(stage)
    ties = list(StageTie.objects.filter(stage=stage).order_by("pk"))
    standings = standings_of(stage)
    head = contest.record.order_by("-number").first()
    return Hall(
        stage=stage,
        programme=programme,
        teams=teams,
        jury=jury,
        parts=tuple(_part(one, programme.segments[one.position - 1], teams, jury, locks, reopened) for one in segments),
        standings=standings,
        decisions=tuple(Decision(tuple(one.teams), one.how, one.reason) for one in ties),
        partings=partings(standings, programme, [one.teams for one in ties]),
        changes=tuple(sorted((c for one in segments for c in _changes(one)), key=lambda change: change.at)),
        secretaries=tuple(
            contest.staff.filter(duty=ContestStaff.Duty.SECRETARY)
            .order_by("pk")
            .values_list("user__full_name", flat=True)
        ),
        hosts=tuple((host.name, host.signer_title, host.signer.full_name) for host in hosts_of(contest)),
        record=(head.number, head.digest) if head else None,
    )


def _teams(stage: Stage) -> list[Team]:
    found = []
    for team in stage.teams.select_related("unit").prefetch_related("members__entrant").order_by("pk"):
        members = sorted(team.members.all(), key=lambda one: (not one.captain, one.pk))
        captain = next((one.entrant.full_name for one in members if one.captain), "")
        names = tuple(one.entrant.full_name for one in members)
        found.append(Team(team.pk, team.name, team.unit.name, team.unit_id, team.leader, captain, names))
    return found


def _told(stage: Stage) -> tuple[dict[int, Lock], dict[int, list[str]]]:
    """Return of each part what its lock was without, why and when, and why it was opened again, from the record."""
    locks: dict[int, Lock] = {}
    reopened: dict[int, list[str]] = {}
    kinds = ("segment_locked", "segment_reopened")
    for entry in stage.contest.record.filter(kind__in=kinds).order_by("number"):
        told = content_of(entry)
        place = int(told.get("segment", 0))
        if entry.kind == "segment_locked":
            locks[place] = (str(told.get("missing", "")), str(told.get("reason", "")), datetime.fromisoformat(entry.at))
        else:
            reopened.setdefault(place, []).append(str(told.get("reason", "")))
    return locks, reopened


def _part(
    segment: StageSegment,
    rules: Segment,
    teams: Mapping[int, Team],
    jury: tuple[Juror, ...],
    locks: Mapping[int, Lock],
    reopened: Mapping[int, list[str]],
) -> Part:
    by_key = {juror.key: juror for juror in jury}
    without, why, at = locks[segment.position] if segment.state == LOCKED else ("", "", None)
    return Part(
        position=segment.position,
        rules=rules,
        state=segment.state,
        locked_at=at,
        sheets={sheet.team: sheet for sheet in sheet_of(segment)},
        marks={(m.juror_id, m.team_id, m.criterion): m.value for m in marks_of(segment).values()},
        earned={p.team_id: p.value for p in points_of(segment).values()},
        order=order_of(segment) or tuple(teams),
        draws=tuple(_drawn(one) for one in segment.draws.filter(made_at__isnull=False).order_by("number")),
        absent=tuple(Absent(by_key[one.juror_id], one.reason) for one in segment.absences.order_by("juror__seat")),
        missing=without,
        missing_reason=why,
        reopened=tuple(reopened.get(segment.position, ())),
        live=segment.live_id,
    )


def _drawn(draw: StageDraw) -> Drawn:
    lots = list(draw.lots.select_related("team").order_by("place"))
    pressed = tuple(lot.team.name for lot in lots if lot.by_id is not None)
    made = draw.made_at or draw.prepared_at
    return Drawn(draw.number, made, draw.reason, draw.seed, tuple(lot.team_id for lot in lots), pressed)


def _changes(segment: StageSegment) -> list[Change]:
    """Return what was put right after the lock, each with what stood before it."""
    place, found = segment.position, []
    marks = list(segment.stagemark_rows.select_related("juror"))
    before = {(m.juror_id, m.team_id, m.criterion, m.number): m.value for m in marks}
    for m in marks:
        if m.reason:
            was = before.get((m.juror_id, m.team_id, m.criterion, m.number - 1))
            found.append(
                Change("mark", m.at, place, m.team_id, was, m.value, m.reason, m.juror.seat, m.criterion)
            )  # fmt: skip
    points = list(segment.stagepoints_rows.all())
    earned = {(p.team_id, p.number): p.value for p in points}
    for p in points:
        if p.reason:
            was = earned.get((p.team_id, p.number - 1))
            found.append(Change("points", p.at, place, p.team_id, was, p.value, p.reason))
    times = list(segment.stagetime_rows.all())
    taken = {(t.team_id, t.number): t.deduction for t in times}
    for t in times:
        if t.reason:
            was = taken.get((t.team_id, t.number - 1))
            found.append(Change("deduction", t.at, place, t.team_id, was, t.deduction or 0, t.reason))
    return found

"""A hội thi of three teams and three jurors: a greeting that is judged, a quiz, a skit."""

from dataclasses import dataclass
from typing import Any

from contests.models import Contest, Stage, StageJuror, StageSegment, StageTeam
from contests.record.ledger import content_of
from contests.stage.composing import add_member, add_team, begin, create_stage, seat_juror
from contests.stage.marking import give_marks
from contests.stage.programme import Combining, Criterion, Penalty, Programme, Segment, TieKey
from contests.stage.quizzes import enter_points
from contests.stage.segments import move
from contests.stage.states import Command
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import enter, make_user

SHEET = (Criterion("Nội dung", 3000), Criterion("Hình thức", 1000))
GREETING = Segment("Chào hỏi", "greeting", "judged", 4000, seconds=90, criteria=SHEET, penalty=Penalty(30, 100))
QUIZ = Segment("Kiến thức", "knowledge", "quiz", 4000)
SKIT = Segment("Tiểu phẩm", "skit", "judged", 4000, criteria=SHEET)
PROGRAMME = Programme((GREETING, QUIZ, SKIT), Combining(decimals=2), (TieKey(3),), "bell")


@dataclass
class Cast:
    """Everybody, and the actions with their usual arguments."""

    stage: Stage
    teams: list[StageTeam]
    jurors: list[StageJuror]
    secretary: User

    def segment(self, position: int) -> StageSegment:
        return self.stage.segments.select_related("stage__contest", "live").get(position=position)

    def press(self, position: int, *commands: Command, reason: str = "") -> StageSegment:
        for command in commands:
            found = self.segment(position)
            found = move(segment=found, command=command, expected=found.version, by=self.secretary, now=NOON,
                         reason=reason)  # fmt: skip
        return found

    def mark(self, position: int, juror: int, team: int, *values: int) -> int:
        """Juror and team by number, from 1; the values in the order of the sheet."""
        seat = self.jurors[juror - 1]
        return give_marks(
            segment=self.segment(position), juror=seat, team=self.teams[team - 1],
            values=dict(enumerate(values, start=1)), by=seat.user or self.secretary, now=NOON,
        )  # fmt: skip

    def judge(self, position: int, *by_team: int) -> None:
        """All jurors give each team this for the first criterion, and 8 points for the second."""
        for juror in range(1, len(self.jurors) + 1):
            for team, value in enumerate(by_team, start=1):
                self.mark(position, juror, team, value, 800)


def make_stage(contest: Contest, organiser: User, units: list[Unit], *, begun: bool = True, **programme: Any) -> Cast:
    told = Programme(**({"segments": (GREETING, QUIZ, SKIT), "ties": (TieKey(3),), "rest": "bell"} | programme))
    stage = create_stage(contest=contest, programme=told, by=organiser, now=NOON)
    teams = [add_team(stage=stage, unit=unit) for unit in units]
    for at, team in enumerate(teams):
        captain = enter(contest, make_user(f"doitruong{at}", team.unit), NOON)
        add_member(team=team, entrant=captain, captain=True)
    people = [make_user(f"giamkhao{seat}", contest.unit) for seat in (1, 2, 3)]
    jurors = [seat_juror(stage=stage, seat=n, name=u.full_name, user=u, head=n == 1) for n, u in enumerate(people, 1)]
    if begun:
        stage = begin(stage=stage, by=organiser, now=NOON)
    return Cast(stage, teams, jurors, organiser)


def told(cast: Cast, kind: str) -> list[dict]:
    """What the record holds of this kind, in order."""
    return [content_of(entry) for entry in cast.stage.contest.record.filter(kind=kind).order_by("number")]


def points(cast: Cast, position: int, *by_team: int) -> None:
    for team, value in zip(cast.teams, by_team, strict=True):
        enter_points(segment=cast.segment(position), team=team, value=value, by=cast.secretary, now=NOON)


def play(cast: Cast, greeting: tuple[int, ...], quiz: tuple[int, ...], skit: tuple[int, ...]) -> None:
    """All three parts, marked by everybody, and locked."""
    for position, by_team in ((1, greeting), (2, quiz), (3, skit)):
        cast.press(position, Command.OPEN)
        cast.judge(position, *by_team) if position != 2 else points(cast, 2, *by_team)
        cast.press(position, Command.CLOSE, Command.LOCK)

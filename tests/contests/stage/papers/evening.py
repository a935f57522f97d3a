"""An evening with everything that minutes must tell: lots, time over, an absent juror, a gap, a correction, equals."""

from contests.stage import drawing, marking, quizzes, ties, timing
from contests.stage.states import Command
from tests.conftest import NOON
from tests.contests.stage.cast import Cast

OPEN, CLOSE, REOPEN, LOCK = Command.OPEN, Command.CLOSE, Command.REOPEN, Command.LOCK
LATE = "Giám khảo 3 có việc đột xuất"
MISREAD = "Đọc nhầm 21 thành 20 trên phiếu giấy"
BELL = "Đội hai bấm chuông trước và trả lời đúng"


def draw(cast: Cast, position: int = 1) -> list[int]:
    """Draw lots, the second team's captain being pressed for; return the order."""
    drawn = drawing.prepare_draw(segment=cast.segment(position), by=cast.secretary, now=NOON)
    for at, team in enumerate(cast.teams):
        drawing.confirm(draw=drawn, team=team, chosen=at + 1, now=NOON, by=cast.secretary if at == 1 else None)
    return list(drawing.order_of(cast.segment(position)))


def play(cast: Cast) -> list[int]:
    """Play all three parts and lock them; return the order drawn for the first.

    Greeting: juror 3 absent; means 28, 29 (30 less 1 for time), 28 → after the correction of a mark of juror 1 for
    the first team (20 → 21) 28,50, 29, 28. Quiz: 20, 20, 10. Skit: 28,50 and 28 for the first two, so that these are
    equal by total (77), and the third key, the skit, parts them.
    """
    order = draw(cast)
    marking.note_absence(segment=cast.segment(1), juror=cast.jurors[2], reason=LATE, by=cast.secretary, now=NOON)
    cast.press(1, OPEN)
    for juror in (1, 2):
        for team, value in ((1, 2000), (2, 2200), (3, 2000)):
            cast.mark(1, juror, team, value, 800)
    cast.press(1, CLOSE)
    second = cast.teams[1]
    timing.note_time(segment=cast.segment(1), team=second, seconds=105, by=cast.secretary, now=NOON)
    timing.decide_deduction(segment=cast.segment(1), team=second, deduction=100, by=cast.secretary, now=NOON)
    cast.press(1, LOCK)
    marking.correct_marks(
        segment=cast.segment(1), juror=cast.jurors[0], team=cast.teams[0], values={1: 2100}, reason=MISREAD,
        by=cast.secretary, now=NOON,
    )  # fmt: skip
    cast.press(2, OPEN)
    for team, value in zip(cast.teams, (2000, 2000, 1000), strict=True):
        quizzes.enter_points(segment=cast.segment(2), team=team, value=value, by=cast.secretary, now=NOON)
    cast.press(2, CLOSE, LOCK)
    cast.press(3, OPEN)
    for team, value in ((1, 2050), (2, 2000), (3, 1900)):
        for juror in (1, 2, 3):
            cast.mark(3, juror, team, value, 800)
    cast.press(3, CLOSE, LOCK)
    return order


def level(cast: Cast) -> None:
    """All parts locked, with the first two teams equal in everything."""
    for position in (1, 2, 3):
        cast.press(position, OPEN)
        if position == 2:
            for team, value in zip(cast.teams, (2000, 2000, 1000), strict=True):
                quizzes.enter_points(segment=cast.segment(2), team=team, value=value, by=cast.secretary, now=NOON)
        else:
            cast.judge(position, 2000, 2000, 1900)
        cast.press(position, CLOSE, LOCK)


def part_by_bell(cast: Cast) -> None:
    best = [cast.teams[1].pk, cast.teams[0].pk]
    ties.decide_tie(stage=cast.stage, teams=best, how="bell", reason=BELL, by=cast.secretary, now=NOON)

"""The answers of a quiz on phones in the workbook: counted by letter and by team, and hidden until it is finished."""

import io

import pytest
from django.urls import reverse
from python_calamine import CalamineWorkbook

from contests.live.answers import answer
from contests.live.composing import create_round
from contests.live.rules import LiveRules
from contests.live.scoring import Scoring
from contests.models import LiveRound, LiveStep
from contests.stage import composing
from contests.stage.papers.answers import quiz_of
from contests.stage.states import Command
from tests.conftest import NOON
from tests.contests.builders import make_user
from tests.contests.live.test_rounds import choice, move, player
from tests.contests.signed import as_user
from tests.contests.stage.cast import Cast

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def played(cast: Cast) -> LiveRound:
    """Two people of the first team answer right and wrong, one of the second not at all; the answer is revealed."""
    rules = LiveRules(teams="sum", scoring=Scoring("flat", 20, 0))
    live = create_round(contest=cast.stage.contest, title="Kiến thức", questions=1, seconds=20, rules=rules,
                        by=cast.secretary, now=NOON)  # fmt: skip
    composing.link_round(segment=cast.segment(2), live=live)
    first, second = cast.teams[0].unit, cast.teams[1].unit
    people = [player(live, make_user(f"thi{n}", unit)) for n, unit in enumerate((first, first, second))]
    move(live, "open", "start")
    live.refresh_from_db()
    for one, right in zip(people, (True, False), strict=False):
        answer(player=one, position=1, run=1, chosen=choice(live, right=right), received_at=NOON)
    return move(live, "close", "reveal", "board")


def sheets(cast: Cast) -> dict[str, list[list[object]]]:
    answer = as_user(cast.secretary).get(reverse("contests:stage-workbook", args=[cast.stage.contest.slug]))
    book = CalamineWorkbook.from_filelike(io.BytesIO(answer.content))
    return {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_keys_stay_secret_until_the_round_is_finished(cast: Cast, played: LiveRound) -> None:
    assert quiz_of(played.pk) is None
    assert "2. Câu hỏi" not in sheets(cast)
    move(played, "finish")
    assert "2. Câu hỏi" in sheets(cast)


def test_answers_are_counted_by_letter_and_by_team(cast: Cast, played: LiveRound) -> None:
    move(played, "finish")
    cast.press(2, Command.OPEN, Command.CLOSE)
    cast.press(2, Command.LOCK, reason="Một đội không có điện thoại")
    found = sheets(cast)
    step = LiveStep.objects.get(round=played)
    head, row = found["2. Câu hỏi"]
    told = dict(zip(head, row, strict=True))
    first, second = cast.teams[0].name, cast.teams[1].name
    assert (told["Mã câu hỏi"], told["Nội dung"]) == (step.version.question.code, step.version.stem)
    assert sum(told[f"Chọn {letter}"] for letter in "ABCD") == 2  # type: ignore[misc]
    assert [told[f"{first}: {what}"] for what in ("đúng", "sai", "không trả lời")] == [1, 1, 0]
    assert [told[f"{second}: {what}"] for what in ("đúng", "sai", "không trả lời")] == [0, 0, 1]

    matrix = {row[0]: row[2] for row in found["2. Bài làm"][1:]}
    right = next(pk for pk in step.choice_order if pk in set(choice_of(step)))
    letter = "ABCD"[step.choice_order.index(right)]
    assert matrix["Trần Thị thi0"] == f"{letter} ✓"
    assert str(matrix["Trần Thị thi1"]).endswith("✗")
    assert matrix["Trần Thị thi2"] == "–"
    people = [row for row in found["Cá nhân"] if row[0] == "Kiến thức"]
    assert next((row[2], row[4]) for row in people) == ("Trần Thị thi0", 20.0)


def choice_of(step: LiveStep) -> list[int]:
    return list(step.version.choices.filter(is_correct=True).values_list("pk", flat=True))


def test_the_points_of_teams_are_those_that_were_taken_at_the_lock(cast: Cast, played: LiveRound) -> None:
    move(played, "finish")
    cast.press(2, Command.OPEN, Command.CLOSE)
    cast.press(2, Command.LOCK, reason="Một đội không có điện thoại")
    rows = {row[1]: row[2:] for row in sheets(cast)["2. Kiến thức"][1:]}
    assert rows[cast.teams[0].name][0] == 20.0
    assert rows[cast.teams[1].name][0] == 0.0

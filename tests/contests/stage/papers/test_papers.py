"""The papers of a stage contest, opened again by a program and compared with what was given on the stage."""

import io
import os
from pathlib import Path

import docx
import pytest
from django.urls import reverse
from docx.document import Document
from python_calamine import CalamineWorkbook

from contests.entering.staff import name_staff
from contests.models import Contest
from contests.stage.papers.facts import hall_of
from contests.stage.papers.script import scenes_of
from people.models import User
from tests.conftest import NOON
from tests.contests.signed import as_user, page
from tests.contests.stage.cast import Cast
from tests.contests.stage.papers import evening

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


def fetched(user: User, name: str, contest: Contest, *given: object, query: str = "") -> bytes:
    answer = as_user(user).get(reverse(f"contests:{name}", args=[contest.slug, *given]) + query)
    assert answer.status_code == 200
    if kept := os.environ.get("HOITHI_KEEP_PAPERS"):  # to be looked at
        called = answer["Content-Disposition"].split('"')[1]
        Path(kept, called).write_bytes(answer.content)
    return answer.content


def word(cast: Cast, name: str, *given: object, query: str = "") -> Document:
    return docx.Document(io.BytesIO(fetched(cast.secretary, name, cast.stage.contest, *given, query=query)))


def said_in(document: Document) -> str:
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


def tables_of(document: Document) -> list[list[list[str]]]:
    """Return the tables that have a grid: neither head nor signatures."""
    return [
        [[cell.text for cell in row.cells] for row in table.rows]
        for table in document.tables
        if table.style is not None and table.style.name == "Table Grid"
    ]


class TestMinutes:
    def test_they_tell_everything_that_happened(self, cast: Cast) -> None:
        order = evening.play(cast)
        said = said_in(word(cast, "stage-minutes"))
        names = {team.pk: team.name for team in cast.teams}
        drawn = ", ".join(f"{place}. {names[team]}" for place, team in enumerate(order, start=1))
        first, second = cast.teams[0].name, cast.teams[1].name
        for words in (
            "BIÊN BẢN", f"thứ tự: {drawn}; bấm thay đội trưởng của: {second}.",
            f"vắng mặt. Lý do: {evening.LATE}.",
            f"{second} quá giờ 15 giây (sử dụng 1 phút 45 giây); Ban Giám khảo trừ 1 điểm.",
            f"{first}, giám khảo 1, tiêu chí “Nội dung”: 20 điểm sửa thành 21 điểm. Lý do: {evening.MISREAD}.",
            f"{first}, {second} cùng đạt 77,00 điểm; thứ tự được phân định theo điểm phần thi “Tiểu phẩm” "
            f"({first}: 28,50; {second}: 28,00).",
            "THƯ KÝ", "TRƯỞNG BAN GIÁM KHẢO", "TRƯỞNG BAN TỔ CHỨC", cast.jurors[0].name,
        ):  # fmt: skip
            assert words in said
        assert "DỰ THẢO" not in said
        assert cast.stage.contest.record.order_by("-number").first().digest in said  # type: ignore[union-attr]

    def test_the_places_are_those_of_the_results(self, cast: Cast) -> None:
        evening.play(cast)
        names = [team.name for team in cast.teams]
        places = tables_of(word(cast, "stage-minutes"))[-1]
        assert places == [
            ["Hạng", "Đội thi", "Chào hỏi", "Kiến thức", "Tiểu phẩm", "Tổng điểm"],
            ["1", names[0], "28,50", "20,00", "28,50", "77,00"],
            ["2", names[1], "29,00", "20,00", "28,00", "77,00"],
            ["3", names[2], "28,00", "10,00", "27,00", "65,00"],
        ]

    def test_they_are_a_draft_until_all_is_locked_and_parted(self, cast: Cast) -> None:
        assert word(cast, "stage-minutes").paragraphs[0].text == "DỰ THẢO"
        evening.level(cast)
        document = word(cast, "stage-minutes")
        assert document.paragraphs[0].text == "DỰ THẢO"
        assert "chờ câu hỏi phụ" in said_in(document)
        evening.part_by_bell(cast)
        said = said_in(word(cast, "stage-minutes"))
        assert "DỰ THẢO" not in said
        assert f"theo câu hỏi phụ, bấm chuông. Lý do: {evening.BELL}." in said

    def test_a_lock_without_some_marks_and_a_reopening_are_told_with_their_reasons(self, cast: Cast) -> None:
        cast.press(1, evening.OPEN)
        cast.judge(1, 2000, 2000, 2000)
        cast.press(1, evening.CLOSE)
        cast.press(1, evening.REOPEN, reason="Giám khảo 2 xin chấm lại")
        cast.press(1, evening.CLOSE, evening.LOCK)
        cast.press(3, evening.OPEN)
        for juror in (1, 2):
            for team in (1, 2, 3):
                cast.mark(3, juror, team, 2000, 800)
        cast.press(3, evening.CLOSE)
        cast.press(3, evening.LOCK, reason="Giám khảo 3 về trước")
        said = said_in(word(cast, "stage-minutes"))
        assert "Mở lại việc chấm điểm. Lý do: Giám khảo 2 xin chấm lại." in said
        assert "Lý do: Giám khảo 3 về trước." in said

    def test_signs_that_no_file_can_hold_become_spaces(self, cast: Cast) -> None:
        cast.press(1, evening.OPEN)
        cast.judge(1, 2000, 2000, 2000)
        cast.press(1, evening.CLOSE)
        cast.press(1, evening.REOPEN, reason="Máy\x0btính\x01 treo")
        assert "Máy tính  treo" in said_in(word(cast, "stage-minutes"))


class TestScoreSheets:
    def test_each_juror_who_is_there_has_a_sheet_with_their_own_marks(self, cast: Cast) -> None:
        order = evening.play(cast)
        document = word(cast, "stage-score-sheets", 1)
        first, second = tables_of(document)
        assert len(tables_of(document)) == 2  # the third is absent
        row = order.index(cast.teams[0].pk) + 1
        assert first[row][2:5] == ["21", "8", "29"]  # as corrected
        assert second[row][2:5] == ["20", "8", "28"]
        assert [line[1] for line in first[1:]] == [
            next(team.name for team in cast.teams if team.pk == key) for key in order
        ]
        said = said_in(document)
        assert cast.jurors[1].name in said
        assert cast.jurors[2].name not in said

    def test_a_blank_one_has_no_marks(self, cast: Cast) -> None:
        evening.play(cast)
        for sheet in tables_of(word(cast, "stage-score-sheets", 1, query="?trong=1")):
            assert {cell for row in sheet[1:] for cell in row[2:]} == {""}

    def test_a_quiz_has_none(self, cast: Cast) -> None:
        answer = as_user(cast.secretary).get(reverse("contests:stage-score-sheets", args=[cast.stage.contest.slug, 2]))
        assert answer.status_code == 404

    def test_a_juror_gets_their_own_and_nobody_elses(self, cast: Cast) -> None:
        cast.press(1, evening.OPEN)
        for juror in (1, 2, 3):
            for team in (1, 2, 3):
                cast.mark(1, juror, team, 2000 + 100 * juror, 800)
        juror = cast.jurors[1]
        content = fetched(juror.user, "own-score-sheet", cast.stage.contest, 1)  # type: ignore[arg-type]
        (sheet,) = tables_of(docx.Document(io.BytesIO(content)))
        assert {row[2] for row in sheet[1:]} == {"22"}


class TestSummary:
    def test_it_has_every_sheet_their_mean_and_the_score(self, cast: Cast) -> None:
        order = evening.play(cast)
        summary = tables_of(word(cast, "stage-summary"))[0]
        row = order.index(cast.teams[1].pk) + 1
        assert summary[0] == ["TT", "Đội thi", "GK 1", "GK 2", "GK 3", "Điểm bình quân", "Điểm trừ", "Điểm phần thi"]
        assert summary[row] == [str(row), cast.teams[1].name, "30", "30", "–", "30,00", "1", "29,00"]


class TestScript:
    def test_before_the_evening_figures_and_order_are_left_blank(self, cast: Cast) -> None:
        steps = [step for scene in scenes_of(hall_of(cast.stage)) for step in scene.steps]
        read = "\n".join(line for step in steps for line in step.read)
        for team in cast.teams:
            assert f"Xin mời {team.name}." in read
        assert "28" not in read
        assert "Nếu vẫn bằng nhau, các đội bấm chuông trả lời câu hỏi phụ." in read

    def test_afterwards_the_places_are_read_from_the_last_to_the_first(self, cast: Cast) -> None:
        evening.play(cast)
        read = [step.read[0] for step in scenes_of(hall_of(cast.stage))[-1].steps[:3]]
        names = [team.name for team in cast.teams]
        assert read == [
            f"Hạng 3, với 65,00 điểm: {names[2]}!", f"Hạng 2, với 77,00 điểm: {names[1]}!",
            f"Hạng 1, với 77,00 điểm: {names[0]}!",
        ]  # fmt: skip

    def test_the_file_has_every_step_numbered_through(self, cast: Cast) -> None:
        scenes = scenes_of(hall_of(cast.stage))
        tables = tables_of(word(cast, "stage-script"))
        assert len(tables) == len(scenes)
        numbers = [row[0] for table in tables for row in table[1:]]
        assert numbers == [str(n) for n in range(1, sum(len(scene.steps) for scene in scenes) + 1)]


class TestWorkbook:
    def test_figures_are_figures_and_those_of_the_results(self, cast: Cast) -> None:
        evening.play(cast)
        book = CalamineWorkbook.from_filelike(io.BytesIO(fetched(cast.secretary, "stage-workbook", cast.stage.contest)))
        assert book.sheet_names == [
            "Đội", "Cá nhân", "1. Chào hỏi", "2. Kiến thức", "3. Tiểu phẩm", "Diễn biến, điều chỉnh",
        ]  # fmt: skip
        teams = book.get_sheet_by_name("Đội").to_python()
        assert teams[1][:1] + teams[1][3:7] == [1.0, 28.5, 20.0, 28.5, 77.0]
        marks = book.get_sheet_by_name("1. Chào hỏi").to_python()
        own = [row for row in marks if row[0] == cast.teams[1].name]
        assert own[0][1:7] == ["Nội dung", 30.0, 22.0, 22.0, "", 22.0]
        assert own[2][1:] == ["Cả phiếu", 40.0, 30.0, 30.0, "", 30.0, 1.0, 105.0, 29.0]
        told = "\n".join(str(row[1]) for row in book.get_sheet_by_name("Diễn biến, điều chỉnh").to_python())
        assert evening.MISREAD in told


class TestWho:
    NAMES = ("stage-papers", "stage-summary", "stage-minutes", "stage-workbook", "stage-script")

    def test_the_secretary_and_the_organisers(self, cast: Cast, tam: User) -> None:
        contest = cast.stage.contest
        name_staff(contest=contest, username=tam.username, duty="secretaries", by=cast.secretary, now=NOON)
        for user in (tam, cast.secretary):
            page(user, "stage-papers", contest.slug)
            for name in self.NAMES[1:]:
                fetched(user, name, contest)

    def test_no_juror_no_team_and_no_stranger(self, cast: Cast, charlie: User) -> None:
        contest = cast.stage.contest
        captain = cast.teams[0].members.get().entrant.user
        for user in (cast.jurors[0].user, captain, charlie):
            for name, given in [(name, ()) for name in self.NAMES] + [("stage-score-sheets", (1,))]:
                answer = as_user(user).get(reverse(f"contests:{name}", args=[contest.slug, *given]))
                assert answer.status_code in (403, 404), (user, name)
        for user in (captain, charlie, cast.secretary):
            answer = as_user(user).get(reverse("contests:own-score-sheet", args=[contest.slug, 1]))
            assert answer.status_code in (403, 404)

    def test_a_contest_without_a_stage_has_none(self, contest: Contest, alice: User) -> None:
        assert as_user(alice).get(reverse("contests:stage-papers", args=[contest.slug])).status_code == 404

    def test_the_page_leads_to_each(self, cast: Cast) -> None:
        shown = page(cast.secretary, "stage-papers", cast.stage.contest.slug)
        for name, given in [(name, ()) for name in self.NAMES[1:]] + [
            ("stage-score-sheets", (1,)),
            ("stage-score-sheets", (3,)),
        ]:
            assert reverse(f"contests:{name}", args=[cast.stage.contest.slug, *given]) in shown

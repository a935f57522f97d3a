"""The pages of the hall: what juror, secretary, captain and MC may do by them, and what is in no page."""

import pytest
from django.test import Client
from django.urls import reverse

from contests.entering.staff import name_staff
from contests.models import ContestStaff, StageMark
from contests.stage import drawing
from contests.stage.states import Command
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import make_user
from tests.contests.stage.cast import Cast, play

pytestmark = pytest.mark.django_db
OPEN, CLOSE, LOCK = Command.OPEN, Command.CLOSE, Command.LOCK


def at(name: str, cast: Cast, *place: int) -> str:
    return reverse(f"contests:stage-{name}", args=[cast.stage.contest.slug, *place])


def as_user(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


@pytest.fixture
def desk(cast: Cast) -> Client:
    return as_user(cast.secretary)


def test_nobody_is_first_before_a_part_is_locked(cast: Cast, desk: Client) -> None:
    cast.press(1, OPEN)
    cast.judge(1, 2000, 2000, 2000)
    waiting = desk.get(at("desk", cast)).content.decode()
    assert "Chưa phần thi nào được khóa" in waiting
    assert "bằng điểm" not in waiting
    cast.press(1, CLOSE, LOCK)
    assert "Chưa phần thi nào được khóa" not in desk.get(at("desk", cast)).content.decode()


class TestJuror:
    def test_the_seat_is_that_of_who_asks_whatever_is_sent(self, cast: Cast) -> None:
        cast.press(1, OPEN)
        sent = {"team": cast.teams[0].pk, "juror": cast.jurors[1].pk, "seat": "2", "c1": "25,5", "c2": "8"}
        answer = as_user(cast.jurors[0].user).post(at("mark", cast, 1), sent, headers={"HX-Request": "true"})
        assert "Đã lưu" in answer.content.decode()
        assert {(m.juror_id, m.value) for m in StageMark.objects.all()} == {
            (cast.jurors[0].pk, 2550), (cast.jurors[0].pk, 800),
        }  # fmt: skip

    def test_another_jurors_marks_are_in_no_page_before_the_lock(self, cast: Cast) -> None:
        cast.press(1, OPEN)
        cast.mark(1, 2, 1, 2925, 775)
        page = as_user(cast.jurors[0].user).get(at("judge", cast)).content.decode()
        assert "29,25" not in page
        assert "29,25" in as_user(cast.jurors[1].user).get(at("judge", cast)).content.decode()

    @pytest.mark.parametrize("typed", ["41", "8,1", "-1", "tám", "30,25"])
    def test_what_is_refused_is_said_and_keeps_nothing(self, cast: Cast, typed: str) -> None:
        cast.press(1, OPEN)
        juror = as_user(cast.jurors[0].user)
        sent = {"team": cast.teams[0].pk, "c1": typed, "c2": "8"}
        by_script = juror.post(at("mark", cast, 1), sent, headers={"HX-Request": "true"})
        assert "Chưa lưu" in by_script.content.decode()
        assert juror.post(at("mark", cast, 1), sent).status_code == 422
        assert not StageMark.objects.exists()

    def test_a_team_of_no_contest_and_a_closed_part_are_refused(self, cast: Cast) -> None:
        juror = as_user(cast.jurors[0].user)
        for sent in ({"team": "999999", "c1": "8"}, {"team": cast.teams[0].pk, "c1": "8"}):
            assert juror.post(at("mark", cast, 1), sent).status_code == 422

    def test_a_screen_that_has_seen_it_is_sent_nothing(self, cast: Cast) -> None:
        juror = as_user(cast.jurors[0].user)
        first = juror.get(at("judge", cast))
        seen = {"seen": first.context["seen"]}
        ask = {"headers": {"HX-Request": "true"}}
        assert juror.get(at("judge", cast), seen, **ask).status_code == 204
        cast.press(1, OPEN)
        assert juror.get(at("judge", cast), seen, **ask).status_code == 200


class TestSecretary:
    def test_who_is_missing_and_time_over_stand_on_the_desk(self, cast: Cast, desk: Client) -> None:
        desk.post(at("sheet-do", cast, 1), {"do": "move", "command": "open", "version": "1", "from": "desk"})
        for juror in (1, 2):
            for team in (1, 2, 3):
                cast.mark(1, juror, team, 2500, 800)
        assert "giám khảo 3 (3 đội)" in desk.get(at("desk", cast)).content.decode()
        team = cast.teams[0].pk
        desk.post(at("sheet-do", cast, 1), {"do": "time", "team": team, "seconds": "1:42"})
        assert "quá giờ 00:12" in desk.get(at("sheet", cast, 1)).content.decode()
        desk.post(at("sheet-do", cast, 1), {"do": "deduction", "team": team, "deduction": "1"})
        absent = {"do": "absent", "juror": cast.jurors[2].pk, "reason": "Ốm"}
        desk.post(at("sheet-do", cast, 1), absent)
        for command, version in (("close", 2), ("lock", 3)):
            desk.post(at("sheet-do", cast, 1), {"do": "move", "command": command, "version": version})
        assert cast.segment(1).state == "locked"
        page = desk.get(at("sheet", cast, 1)).content.decode()
        assert "33" in page
        assert "32" in page

    def test_a_paper_sheet_is_entered_and_after_the_lock_put_right_with_a_reason(
        self, cast: Cast, desk: Client
    ) -> None:
        cast.press(1, OPEN)
        for juror in cast.jurors:
            for team in cast.teams:
                sent = {"do": "marks", "juror": juror.pk, "team": team.pk, "c1": "25", "c2": "8"}
                assert desk.post(at("sheet-do", cast, 1), sent).status_code == 302
        cast.press(1, CLOSE, LOCK)
        sent = {"do": "marks", "juror": cast.jurors[0].pk, "team": cast.teams[0].pk, "c1": "28,75", "c2": "8"}
        refused = desk.post(at("sheet-do", cast, 1), sent)
        assert refused.status_code == 422
        assert 'value="28,75"' in refused.content.decode()
        assert desk.post(at("sheet-do", cast, 1), sent | {"reason": "Nhập nhầm"}).status_code == 302
        assert StageMark.objects.filter(reason="Nhập nhầm").get().value == 2875

    def test_a_press_on_an_old_page_moves_nothing(self, cast: Cast, desk: Client) -> None:
        cast.press(1, OPEN)
        old = desk.post(at("sheet-do", cast, 1), {"do": "move", "command": "open", "version": "1"})
        assert old.status_code == 422
        for nonsense in ({"do": "move", "command": "fly"}, {"do": "nothing"}, {}, {"do": "time", "team": "x"}):
            assert desk.post(at("sheet-do", cast, 1), nonsense).status_code == 422

    def test_equal_teams_are_parted_by_hand_and_the_result_locked(self, cast: Cast, desk: Client) -> None:
        play(cast, (2500, 2500, 2300), (3000, 3000, 3000), (2200, 2200, 2400))
        first, second = cast.teams[0], cast.teams[1]
        sent = {"do": "tie", "teams": [first.pk, second.pk], "how": "jury", "reason": "Hội ý"}
        desk.post(at("desk-do", cast), sent | {f"place-{first.pk}": "1", f"place-{second.pk}": "1"})
        assert not cast.stage.ties.exists()
        desk.post(at("desk-do", cast), sent | {f"place-{first.pk}": "2", f"place-{second.pk}": "1"})
        assert cast.stage.ties.get().teams == [second.pk, first.pk]
        desk.post(at("desk-do", cast), {"do": "finish"})
        cast.stage.refresh_from_db()
        assert cast.stage.finished_at == NOON
        public = Client().get(reverse("contests:stage", args=[cast.stage.contest.slug]))
        assert "Kết quả chung cuộc" in public.content.decode()


class TestCaptain:
    def test_a_captain_draws_for_their_own_team_whichever_is_sent(self, cast: Cast) -> None:
        drawing.prepare_draw(segment=cast.segment(1), by=cast.secretary, now=NOON)
        captain = as_user(cast.teams[0].members.get().entrant.user)
        assert "Chọn một số" in captain.get(at("captain", cast)).content.decode()
        captain.post(at("lot", cast, 1), {"chosen": "7", "team": cast.teams[1].pk})
        assert [(lot.team, lot.by) for lot in cast.segment(1).draws.get().lots.all()] == [(cast.teams[0], None)]
        for typed in ("1000", "-1", "bảy", ""):
            captain.post(at("lot", cast, 1), {"chosen": typed})
        assert cast.segment(1).draws.get().lots.get().chosen == 7

    def test_the_seed_is_in_no_page_before_the_draw_is_made(self, cast: Cast, desk: Client) -> None:
        draw = drawing.prepare_draw(segment=cast.segment(1), by=cast.secretary, now=NOON)
        captain = as_user(cast.teams[0].members.get().entrant.user)
        desk.post(at("show", cast), {"scene": "draw", "part": "1"})
        pages = (
            captain.get(at("captain", cast)),
            desk.get(at("sheet", cast, 1)),
            desk.get(at("projector", cast)),
            desk.get(at("mc", cast)),
        )
        assert not any(draw.seed in page.content.decode() for page in pages)
        for team in cast.teams:
            drawing.confirm(draw=draw, team=team, chosen=5, now=NOON)
        assert draw.seed in desk.get(at("projector", cast)).content.decode()


class TestProjector:
    def test_no_figure_is_in_the_page_before_the_host_shows_it(self, cast: Cast, province: Unit) -> None:
        mc = make_user("mc", province)
        name_staff(contest=cast.stage.contest, username="mc", duty=ContestStaff.Duty.MC, by=cast.secretary, now=NOON)
        host = as_user(mc)
        cast.press(1, OPEN)
        cast.judge(1, 2525, 2425, 2325)
        cast.press(1, CLOSE, LOCK)
        for scene in ("welcome", "draw", "part"):
            host.post(at("show", cast), {"scene": scene, "part": "1"})
            assert "33,25" not in host.get(at("projector", cast)).content.decode()
        host.post(at("show", cast), {"scene": "scores", "part": "1"})
        assert "33,25" in host.get(at("projector", cast)).content.decode()
        host.post(at("show", cast), {"scene": "final"})  # refused: parts are to come
        cast.stage.refresh_from_db()
        assert cast.stage.scene == "scores"

    def test_the_mc_reads_what_was_written_for_the_moment_else_the_usual(self, cast: Cast, desk: Client) -> None:
        segment = cast.segment(1)
        segment.cues = {"draw": {"read": "Mời bốc thăm!", "note": "Chờ đủ đội"}}
        segment.save()
        desk.post(at("show", cast), {"scene": "part", "part": "1"})
        assert "Sau đây là phần thi Chào hỏi" in desk.get(at("mc", cast)).content.decode()
        desk.post(at("show", cast), {"scene": "draw", "part": "1"})
        page = desk.get(at("mc", cast)).content.decode()
        assert "Mời bốc thăm!" in page
        assert "Chờ đủ đội" in page
        assert "Chờ đủ đội" not in desk.get(at("projector", cast)).content.decode()

"""The board's desk and what participants file, walked as people walk them."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.core.cache import cache
from django.urls import reverse

from contests.models import Appeal, Contest, CorrectionProposal, Entrant, Incident, KeyEdition, Paper
from contests.review import jobs
from contests.review.appeals import file_appeal
from contests.review.deciding import disqualify
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import (
    make_contest,
    make_papers,
    make_question,
    make_topic,
    make_user,
    sit,
)
from tests.contests.signed import AFTER, as_user, page, post, settle

pytestmark = pytest.mark.usefixtures("clock", "forgotten")
DURING = NOON + timedelta(minutes=30)


@pytest.fixture
def forgotten() -> None:
    cache.clear()


def later(clock: Moving) -> None:
    clock.on(seconds=3 * 3600)


def paper_of(contest: Contest, name: str) -> Paper:
    return contest.papers.get(entrant__full_name__endswith=name)


class TestDesk:
    def test_while_the_contest_runs_it_says_so_and_that_nothing_is_official(self, sat: Contest, alice: User) -> None:
        said = page(alice, "desk", sat.slug)
        assert "Cuộc thi chưa kết thúc." in said
        assert "chưa chính thức" in said
        assert said.index("Tạm tính") < said.index("Rà soát") < said.index("Điều chỉnh") < said.index("Công bố")
        assert "Lập bản kết quả để ký" not in said

    def test_each_obstacle_leads_to_the_page_that_removes_it(self, sat: Contest, alice: User, clock: Moving) -> None:
        Appeal.objects.create(paper=paper_of(sat, "Hòa"), words="x", filed_at=AFTER)
        CorrectionProposal.objects.create(
            contest=sat, version=paper_of(sat, "Hòa").questions.all()[0].version, ruling="void", reason="x",
            proposed_by=alice, proposed_at=AFTER,
        )  # fmt: skip
        Incident.objects.create(
            contest=sat, what="power", began_at=NOON, ended_at=NOON, words="x", reported_by=alice, reported_at=NOON
        )
        later(clock)
        said = page(alice, "desk", sat.slug)
        for words, address in (
            ("Còn 1 kiến nghị", "kien-nghi"), ("Còn 1 sự cố", "su-co"), ("Còn 1 đề nghị điều chỉnh", "cau-hoi"),
        ):  # fmt: skip
            assert re.search(rf'<a href="/to-chuc/{sat.slug}/ket-qua/{address}/">{words}', said), words

    def test_the_list_has_places_scores_and_prizes(self, sat: Contest, alice: User, clock: Moving) -> None:
        later(clock)
        said = page(alice, "desk", sat.slug)
        assert said.index("Trần Thị an") < said.index("Lê Thị Hòa") < said.index("Trần Thị binh")
        assert "Giải nhất" in said
        assert "chưa chính thức" in said

    @pytest.mark.parametrize("people", [1, 3])
    def test_queries_do_not_grow(
        self, two_bodies: Contest, alice: User, commune: Unit, clock: Moving, people: int,
        django_assert_max_num_queries: Any,
    ) -> None:  # fmt: skip
        for number in range(people):
            sit(two_bodies, make_user(f"nguoi{number}", commune), right=1, start=NOON)
        later(clock)
        page(alice, "desk", two_bodies.slug)  # closes what is overdue, and fills what a process keeps
        client = as_user(alice)
        client.get("/")
        with django_assert_max_num_queries(40):
            client.get(reverse("contests:desk", args=[two_bodies.slug]))

    def test_a_signer_reads_the_desk_and_a_participant_does_not(
        self, sat: Contest, director: User, bob: User, charlie: User
    ) -> None:
        assert "Bàn kết quả" in page(director, "desk", sat.slug)
        assert "Bàn kết quả" in page(director, "detail", sat.slug)
        for stranger in (bob, charlie):
            page(stranger, "desk", sat.slug, status=403)
            assert "Bàn kết quả" not in page(stranger, "detail", sat.slug)

    def test_a_signer_who_takes_part_sees_no_desk_before_it_is_over(
        self, sat: Contest, director: User, clock: Moving
    ) -> None:
        Entrant.objects.create(
            contest=sat, user=director, unit=director.unit, full_name=director.full_name, entered_at=NOON
        )
        page(director, "questions", sat.slug, status=403)
        later(clock)
        page(director, "questions", sat.slug)

    def test_signing_is_all_that_a_signer_settles(self, sat: Contest, director: User) -> None:
        who = sat.entrants.all()[0].pk
        for name, given in (("person", [who]), ("ties", []), ("prepare", [])):
            page(director, name, sat.slug, *given, status=403)
        assert f"nguoi-thi/{who}/" not in page(director, "desk", sat.slug)


class TestCorrecting:
    def third(self, contest: Contest) -> int:
        return paper_of(contest, "Hòa").questions.get(position=3).version_id

    def test_the_questions_with_the_fewest_right_answers_stand_first(self, sat: Contest, alice: User) -> None:
        said = page(alice, "questions", sat.slug)
        assert said.index("CH003") < said.index("CH002") < said.index("CH001")
        assert "33%" in said
        assert "100%" in said

    def test_from_a_wrong_key_to_a_confirmed_correction(self, sat: Contest, alice: User, director: User) -> None:
        version = self.third(sat)
        wrong = paper_of(sat, "Hòa").questions.get(position=3).answer.chosen[0]
        said = page(alice, "question", sat.slug, version)
        assert "3 bài thi có câu này" in said
        typed = {"ruling": "key", "choices": [wrong], "reason": "Khoản 2 đã sửa đổi."}
        shown = post(alice, "question", sat.slug, version, **typed)
        assert "Nếu điều chỉnh" in shown
        assert "Lê Thị Hòa" in shown
        assert "Giải nhất" in shown
        assert "phải có người khác xác nhận" in shown
        assert KeyEdition.objects.count() == 0
        pk = CorrectionProposal.objects.get().pk
        assert "phải có người khác xác nhận" in post(alice, "correction", sat.slug, pk, do="confirm")
        assert KeyEdition.objects.count() == 0
        read = CorrectionProposal.objects.get().effect["at"]
        assert "Kết quả điều chỉnh" in post(director, "correction", sat.slug, pk, do="confirm", shown=read)
        edition = KeyEdition.objects.get()
        assert (edition.ruling, edition.accepted) == ("key", [[wrong]])
        assert str(paper_of(sat, "Hòa").score) == "3.00"

    def test_several_right_answers(self, sat: Contest, alice: User) -> None:
        version = paper_of(sat, "Hòa").questions.get(position=3).version
        two = list(version.choices.order_by("pk").values_list("pk", flat=True)[:2])
        post(alice, "question", sat.slug, version.pk, ruling="key", choices=two, reason="Cả hai đúng.")
        assert CorrectionProposal.objects.get().accepted == [[two[0]], [two[1]]]

    @pytest.mark.parametrize("ruling", ["void", "full", "as_written"])
    def test_the_other_rulings(self, sat: Contest, alice: User, ruling: str) -> None:
        post(alice, "question", sat.slug, self.third(sat), ruling=ruling, reason="Câu hỏi chưa rõ.")
        assert CorrectionProposal.objects.get().ruling == ruling

    def test_what_is_wrong_is_said_and_nothing_typed_is_lost(self, sat: Contest, alice: User) -> None:
        said = post(alice, "question", sat.slug, self.third(sat), status=422, ruling="key", reason="Lý do đã viết.")
        assert "Lý do đã viết." in said
        assert CorrectionProposal.objects.count() == 0

    def test_the_right_answers_of_a_question_with_several_belong_together(
        self, tam: User, alice: User, bob: User, province: Unit
    ) -> None:
        make_question(make_topic("a"), tam, kind="multiple", right=(1, 2))
        contest = make_contest(alice, province, NOON, papers=make_papers(blueprint={"a": 1}))
        paper = sit(contest, bob, right=0, start=NOON)
        version = paper.questions.get().version
        first, second, *_rest = version.choices.order_by("pk").values_list("pk", flat=True)
        page(alice, "question", contest.slug, version.pk)
        post(alice, "question", contest.slug, version.pk, ruling="key", choices=[second, first], given=[0], reason="x")
        assert CorrectionProposal.objects.get().accepted == [paper.questions.get().answer.chosen, [first, second]]

    def test_withdrawing_and_working_out_again(self, sat: Contest, alice: User) -> None:
        post(alice, "question", sat.slug, self.third(sat), ruling="void", reason="x")
        pk = CorrectionProposal.objects.get().pk
        assert "Nếu điều chỉnh" in post(alice, "correction", sat.slug, pk, do="again")
        post(alice, "correction", sat.slug, pk, do="withdraw")
        assert CorrectionProposal.objects.get().state == "dropped"
        assert "rút" in page(alice, "correction", sat.slug, pk)

    def test_over_many_papers_it_goes_on_beside_the_page(
        self, sat: Contest, alice: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        held: list[Any] = []
        monkeypatch.setattr(jobs, "LARGE", 2)
        monkeypatch.setattr("contests.review.correction_views.in_thread", held.append)
        said = post(alice, "question", sat.slug, self.third(sat), ruling="void", reason="x")
        assert "Đang chấm lại các bài thi" in said
        pk = CorrectionProposal.objects.get().pk
        page(alice, "correction", sat.slug, pk, status=302)
        held[0]()
        page(alice, "correction-progress", sat.slug, pk, status=302)
        assert "Nếu điều chỉnh" in page(alice, "correction", sat.slug, pk)

    @pytest.mark.parametrize("questions", [1, 3])
    def test_queries_do_not_grow(
        self, tam: User, alice: User, bob: User, province: Unit, questions: int, django_assert_max_num_queries: Any
    ) -> None:
        for _ in range(questions):
            make_question(make_topic("a"), tam)
        contest = make_contest(alice, province, NOON, papers=make_papers(blueprint={"a": questions}))
        sit(contest, bob, right=1, start=NOON)
        page(alice, "questions", contest.slug)
        client = as_user(alice)
        client.get("/")
        with django_assert_max_num_queries(22):
            client.get(reverse("contests:questions", args=[contest.slug]))

    def test_a_question_of_another_contest_is_not_there(self, sat: Contest, alice: User, tam: User) -> None:
        elsewhere = make_question(make_topic("b"), tam).latest_version
        assert elsewhere is not None
        page(alice, "question", sat.slug, elsewhere.pk, status=404)


class TestAppealing:
    def test_a_participant_files_and_reads_the_answer(
        self, sat: Contest, bob: User, alice: User, clock: Moving
    ) -> None:
        paper = paper_of(sat, "Hòa")
        later(clock)
        result = page(bob, "result", paper.pk)
        assert f"/bai-thi/{paper.pk}/kien-nghi/?cau=3" in result
        assert "05/11/2026" in page(bob, "file-appeal", paper.pk)
        said = post(bob, "file-appeal", paper.pk, position=3, words="Khoản 2 đã sửa.")
        made = Appeal.objects.get()
        assert f"số {made.pk}" in said
        assert "chờ trả lời" in said
        assert "Lê Thị Hòa" in page(alice, "appeals", sat.slug)
        assert "CH003" in page(alice, "appeal", sat.slug, made.pk)
        post(alice, "appeal", sat.slug, made.pk, outcome="yes", answer="Chấp nhận: TRALOI-CANARY")
        assert "TRALOI-CANARY" in page(bob, "file-appeal", paper.pk)

    def test_words_typed_for_nothing_come_back(self, sat: Contest, bob: User) -> None:
        said = post(bob, "file-appeal", paper_of(sat, "Hòa").pk, status=422, position=9, words="Khoản 2 đã sửa.")
        assert "Khoản 2 đã sửa." in said

    def test_a_second_one_about_the_same_is_refused_in_words(self, sat: Contest, bob: User) -> None:
        paper = paper_of(sat, "Hòa")
        post(bob, "file-appeal", paper.pk, position=1, words="x")
        assert "đã" in post(bob, "file-appeal", paper.pk, status=422, position=1, words="lần hai")
        assert Appeal.objects.count() == 1

    def test_others_cannot_file_or_read(self, sat: Contest, charlie: User, alice: User) -> None:
        for user in (None, charlie, alice):
            page(user, "file-appeal", paper_of(sat, "Hòa").pk, status=302 if user is None else 403)

    def test_an_answer_waits_until_right_answers_may_be_seen(self, sat: Contest, bob: User, alice: User) -> None:
        """While others still answer, nothing that the board writes reaches who could pass it on."""
        paper = paper_of(sat, "Hòa")
        made = file_appeal(paper=paper, position=3, words="Sai đáp án.", now=DURING)
        post(alice, "appeal", sat.slug, made.pk, outcome="yes", answer="Đáp án là C. TRALOI-CANARY")
        said = page(bob, "file-appeal", paper.pk)
        assert "TRALOI-CANARY" not in said
        assert "chấp nhận" not in said
        assert "Nội dung trả lời hiện từ" in said

    def test_the_queue_is_oldest_first_with_how_many_are_alike(self, sat: Contest, alice: User) -> None:
        for minutes, name in ((2, "Hòa"), (1, "binh"), (3, "an")):
            file_appeal(
                paper=paper_of(sat, name), position=3, words=f"Của {name}.", now=NOON + timedelta(minutes=minutes)
            )
        said = page(alice, "appeals", sat.slug)
        assert said.index("Của binh.") < said.index("Của Hòa.") < said.index("Của an.")
        assert said.count("thêm 2 kiến nghị về câu này") == 3
        oldest = Appeal.objects.get(words="Của binh.")
        post(alice, "appeal", sat.slug, oldest.pk, outcome="no", answer="Không.")
        said = page(alice, "appeals", sat.slug)
        assert said.index("Của Hòa.") < said.index("Của an.") < said.index("Của binh.")

    @pytest.mark.parametrize("appeals", [1, 3])
    def test_queries_do_not_grow(
        self, sat: Contest, alice: User, appeals: int, django_assert_max_num_queries: Any
    ) -> None:
        for name in ("Hòa", "binh", "an")[:appeals]:
            file_appeal(paper=paper_of(sat, name), position=1, words="x", now=DURING)
        client = as_user(alice)
        client.get("/")
        with django_assert_max_num_queries(17):
            client.get(reverse("contests:appeals", args=[sat.slug]))

    def test_an_answer_without_a_decision_is_sent_back(self, sat: Contest, alice: User) -> None:
        made = file_appeal(paper=paper_of(sat, "Hòa"), position=0, words="x", now=DURING)
        assert "Đã xem." in post(alice, "appeal", sat.slug, made.pk, status=422, answer="Đã xem.")
        page(alice, "appeal", sat.slug, made.pk + 1, status=404)


def test_a_contest_goes_through_all_the_steps(
    sat: Contest, alice: User, director: User, union: User, clock: Moving
) -> None:
    later(clock)
    said = post(alice, "prepare", sat.slug)
    digest = sat.editions.get().digest
    assert digest in said
    assert "chưa chính thức" in said
    assert "Công bố kết quả" not in said
    for signer in (director, union):
        assert "Ký bản này" in page(signer, "edition", sat.slug, 1)
        post(signer, "edition", sat.slug, 1, digest=digest)
    assert "Công bố kết quả" in page(alice, "edition", sat.slug, 1)
    assert "chính thức" in post(alice, "publish", sat.slug, 1)
    desk = page(alice, "desk", sat.slug)
    assert desk.count("xong</span>") == 5
    disqualify(entrant=sat.entrants.get(full_name__endswith="an"), reason="Thi hộ.", by=alice, now=AFTER)
    desk = page(alice, "desk", sat.slug)
    assert "Kết quả đã thay đổi từ khi công bố bản số 1" in desk
    assert settle(sat, alice, director, union, reason="Hủy một kết quả.").number == 2

"""What comes too late is refused with a receipt that stays, and the receipt for the whole paper."""

from datetime import timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from contests.models import Answer, Contest, LateAnswer, Paper
from contests.papers import receipts
from contests.papers.answering import save_answer
from contests.papers.late import MOST_KEPT, keep_late, save_or_keep_late
from contests.papers.receipt_code import LETTERS, code_of
from contests.papers.sitting import GRACE, close_overdue, start_paper, submit
from contests.record import guards
from contests.refusals import AlreadySubmitted, DeadlinePassed
from people.models import User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import enter, right_choices, sit

MS = timedelta(milliseconds=1)


@pytest.fixture
def paper(contest: Contest, bob: User) -> Paper:
    return start_paper(entrant=enter(contest, bob, NOON), now=NOON)


def late(paper: Paper, *, position: int = 1, place: int = 0, by: timedelta = GRACE + MS) -> None:
    chosen = paper.questions.get(position=position).choice_order[place : place + 1]
    save_or_keep_late(paper=paper, position=position, chosen=chosen, now=paper.deadline_at + by)


class TestLate:
    @pytest.mark.parametrize("closed_before", [False, True])
    def test_an_answer_after_the_deadline_is_kept_with_its_time_and_never_marked(
        self, paper: Paper, closed_before: bool
    ) -> None:
        if closed_before:
            close_overdue(now=paper.deadline_at + timedelta(minutes=1))
        with pytest.raises(AlreadySubmitted if closed_before else DeadlinePassed):
            late(paper, by=timedelta(minutes=2))
        kept = LateAnswer.objects.get()
        assert (kept.received_at - kept.closed_at, kept.after) == (timedelta(minutes=2), "deadline")
        assert kept.chosen == paper.questions.get(position=1).choice_order[:1]
        assert not Answer.objects.exists()
        assert submit(paper=paper, now=paper.deadline_at + timedelta(minutes=3)).correct_count == 0

    def test_an_answer_in_time_leaves_no_late_one(self, paper: Paper) -> None:
        late(paper, by=GRACE)
        assert (Answer.objects.count(), LateAnswer.objects.count()) == (1, 0)

    def test_an_answer_after_handing_in_says_so(self, paper: Paper) -> None:
        submit(paper=paper, now=NOON)
        with pytest.raises(AlreadySubmitted):
            late(paper, by=-timedelta(minutes=1))
        kept = LateAnswer.objects.get()
        assert (kept.after, kept.closed_at) == ("submission", NOON)

    def test_the_same_again_is_the_same_row(self, paper: Paper) -> None:
        for place, more in ((0, 1), (0, 2), (1, 3)):
            with pytest.raises(DeadlinePassed):
                late(paper, place=place, by=GRACE + more * MS)
        assert LateAnswer.objects.count() == 2

    def test_what_was_saved_in_time_and_only_lost_its_receipt_is_not_late(self, paper: Paper) -> None:
        late(paper, by=timedelta(0))
        with pytest.raises(DeadlinePassed):
            late(paper)
        assert not LateAnswer.objects.exists()

    @pytest.mark.parametrize(("position", "chosen"), [(9, []), (1, [-1])])
    def test_what_could_be_no_answer_is_not_kept(self, paper: Paper, position: int, chosen: list[int]) -> None:
        after = paper.deadline_at + GRACE + MS
        with pytest.raises(DeadlinePassed):
            save_or_keep_late(paper=paper, position=position, chosen=chosen, now=after)
        assert not LateAnswer.objects.exists()

    def test_a_flood_is_bounded(self, paper: Paper) -> None:
        after = paper.deadline_at + GRACE + MS
        LateAnswer.objects.bulk_create(
            LateAnswer(paper=paper, position=2, chosen=[n], received_at=after, closed_at=after, after="deadline")
            for n in range(MOST_KEPT)
        )
        assert keep_late(paper=paper, position=1, chosen=[], now=after) is None

    def test_the_database_keeps_it_as_it_came(self, paper: Paper) -> None:
        with pytest.raises(DeadlinePassed):
            late(paper)
        guards.put_up(connection, guards.LATE_ANSWERS)
        try:
            for touch in (LateAnswer.objects.all().delete, lambda: LateAnswer.objects.update(position=2)):
                with pytest.raises(DatabaseError), transaction.atomic():
                    touch()
        finally:
            if connection.vendor == "sqlite":
                guards.take_down(connection, guards.LATE_ANSWERS)

    def test_the_person_sees_when_it_came(self, paper: Paper, client: Client, bob: User, clock: Moving) -> None:
        client.force_login(bob)
        clock.on(minutes=10, seconds=3.214)
        at = {name: reverse(f"contests:{name}", args=[paper.pk]) for name in ("save-answer", "result")}
        refused = client.post(at["save-answer"], {"position": 1, "choice": 0}, headers={"Accept": "application/json"})
        assert (refused.status_code, refused.json()["received_at"]) == (409, "2026-11-02T05:10:03.214Z")
        page = client.get(at["result"]).content.decode()
        assert "Câu 1: đến lúc 12:10:03,214, sau hạn 3,2 giây" in page

    def test_nobody_sees_anything_where_nothing_was_late(self, contest: Contest, client: Client, bob: User) -> None:
        client.force_login(bob)
        page = client.get(reverse("contests:result", args=[sit(contest, bob, right=1, start=NOON).pk]))
        assert "Câu trả lời đến muộn" not in page.content.decode()


class TestReceipt:
    def test_a_paper_has_its_receipt_when_it_closes(self, paper: Paper) -> None:
        save_answer(paper=paper, position=1, chosen=right_choices(paper.questions.get(position=1)), now=NOON)
        done = submit(paper=paper, now=NOON)
        assert [len(group) for group in done.receipt.split("-")] == [4, 4, 4, 4]
        assert receipts.agrees(done)

    @pytest.mark.parametrize(
        "change", [{"chosen": []}, {"revision": 7}, {"saved_at": NOON + MS}], ids=["chosen", "revision", "time"]
    )
    def test_it_agrees_no_more_once_an_answer_was_changed(self, paper: Paper, change: dict[str, Any]) -> None:
        save_answer(paper=paper, position=1, chosen=right_choices(paper.questions.get(position=1)), now=NOON)
        done = submit(paper=paper, now=NOON)
        Answer.objects.update(**change)
        assert not receipts.agrees(done)

    def test_an_organiser_finds_the_paper_however_the_code_is_typed(
        self, contest: Contest, client: Client, alice: User, bob: User
    ) -> None:
        done = sit(contest, bob, right=2, start=NOON)
        client.force_login(alice)
        door = reverse("contests:check-receipt", args=[contest.slug])
        typed = done.receipt.lower().replace("-", " ")
        page = client.get(door, {"ma": typed}).content.decode()
        assert bob.full_name in page
        assert "Biên nhận khớp với các câu trả lời đang lưu." in page
        Answer.objects.update(revision=9)
        assert "Biên nhận không khớp" in client.get(door, {"ma": typed}).content.decode()
        assert "Không có bài thi nào" in client.get(door, {"ma": "AAAA-BBBB"}).content.decode()

    def test_another_contests_receipt_is_not_found(self, contest: Contest, bob: User, alice: User) -> None:
        done = sit(contest, bob, right=2, start=NOON)
        other = Contest(pk=contest.pk + 1)
        assert receipts.find(other, done.receipt) is None

    @given(st.lists(st.tuples(st.integers(1, 9), st.integers(1, 9), st.lists(st.integers(1, 9)), st.integers(1, 9))))
    def test_the_code_is_a_function_of_the_answers(self, answers: list[Any]) -> None:
        kept = [(*answer, NOON) for answer in answers]
        code = code_of(1, NOON, None, kept)
        assert code == code_of(1, NOON, None, list(kept))
        assert set(code) <= {*LETTERS, "-"}
        assert code != code_of(2, NOON, None, kept)
        assert code != code_of(1, NOON, 0, kept)
        assert code != code_of(1, NOON, None, [*kept, (1, 1, [], 1, NOON)])

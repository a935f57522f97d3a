"""A paper on two devices: the later one answers, the earlier one is told, and nothing is lost."""

import threading
from collections.abc import Callable, Collection
from datetime import timedelta
from typing import Any

import pytest
from django.db import connections
from django.test import Client
from django.urls import reverse

from contests.models import Answer, Contest, Paper
from contests.papers import answering
from contests.papers.answering import go_on, save_answer, save_prediction
from contests.papers.holding import holds, take_over
from contests.papers.sitting import start_paper, submit
from contests.papers.versions import Version
from contests.refusals import AlreadySubmitted, OlderPrediction, Outdated, TakenOver
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import enter, make_contest, make_papers

SCRIPT = {"Accept": "application/json"}
PHONE, LAPTOP = "phone-session", "laptop-session"


@pytest.fixture
def paper(contest: Contest, bob: User) -> Paper:
    return start_paper(entrant=enter(contest, bob, NOON), now=NOON, browser=PHONE)


def save(paper: Paper, browser: str, place: int = 0, *, position: int = 1, version: Version | None = None) -> Any:
    chosen = paper.questions.get(position=position).choice_order[place : place + 1]
    named = {"version": version} if version else {}
    return save_answer(paper=paper, position=position, chosen=chosen, now=NOON, browser=browser, **named)


def kept(paper: Paper, position: int = 1) -> int:
    question = paper.questions.get(position=position)
    return int(question.choice_order.index(question.answer.chosen[0]))


class TestTakeOver:
    def test_the_device_that_starts_a_paper_holds_it(self, paper: Paper) -> None:
        assert (holds(PHONE, paper), holds(LAPTOP, paper), paper.hold) == (True, False, 1)

    def test_the_device_that_comes_later_takes_over(self, paper: Paper) -> None:
        start_paper(entrant=paper.entrant, now=NOON, browser=LAPTOP)
        paper.refresh_from_db()
        assert (holds(PHONE, paper), holds(LAPTOP, paper), paper.hold) == (False, True, 2)

    def test_tabs_of_one_browser_share_a_paper(self, paper: Paper) -> None:
        start_paper(entrant=paper.entrant, now=NOON, browser=PHONE)
        paper.refresh_from_db()
        assert paper.hold == 1

    def test_the_device_before_is_refused_whatever_it_sends(self, paper: Paper) -> None:
        take_over(paper=paper, browser=LAPTOP, now=NOON)
        for send in (
            lambda: save(paper, PHONE),
            lambda: go_on(paper=paper, left=1, now=NOON, browser=PHONE),
            lambda: save_prediction(paper=paper, foretold=1, now=NOON, browser=PHONE),
            lambda: submit(paper=paper, now=NOON, browser=PHONE),
        ):
            with pytest.raises(TakenOver):
                send()
        assert not Answer.objects.exists()

    def test_a_paper_goes_back_as_it_came(self, paper: Paper) -> None:
        save(paper, PHONE, 1)
        take_over(paper=paper, browser=LAPTOP, now=NOON)
        save(paper, LAPTOP, 2, position=2)
        take_over(paper=paper, browser=PHONE, now=NOON)
        save(paper, PHONE, 3, position=3)
        assert [kept(paper, position) for position in (1, 2, 3)] == [1, 2, 3]

    def test_a_closed_paper_is_taken_over_by_nobody(self, paper: Paper) -> None:
        submit(paper=paper, now=NOON, browser=PHONE)
        with pytest.raises(AlreadySubmitted):
            take_over(paper=paper, browser=LAPTOP, now=NOON)

    def test_the_deadline_ends_a_paper_whoever_holds_it(self, paper: Paper) -> None:
        assert submit(paper=paper, now=paper.deadline_at, browser=LAPTOP).submitted_at == paper.deadline_at

    def test_a_digest_says_nothing_about_another_paper(self, paper: Paper, contest: Contest, charlie: User) -> None:
        other = start_paper(entrant=enter(contest, charlie, NOON), now=NOON, browser=PHONE)
        assert other.holder != paper.holder


class TestOlderCopies:
    def test_the_same_copy_again_is_given_the_same_receipt(self, paper: Paper) -> None:
        first, again = (save(paper, PHONE, 1, version=Version(1, 1)) for _ in range(2))
        assert first == again

    def test_a_copy_that_was_long_on_its_way_does_not_undo_the_next(self, paper: Paper) -> None:
        save(paper, PHONE, 2, version=Version(1, 2))
        with pytest.raises(Outdated):
            save(paper, PHONE, 1, version=Version(1, 1))
        assert kept(paper) == 2

    def test_what_was_chosen_before_another_device_answered_does_not_undo_it(self, paper: Paper) -> None:
        take_over(paper=paper, browser=LAPTOP, now=NOON)
        save(paper, LAPTOP, 2, version=Version(2, 1))
        take_over(paper=paper, browser=PHONE, now=NOON)
        with pytest.raises(Outdated):
            save(paper, PHONE, 1, version=Version(1, 9))
        assert kept(paper) == 2

    def test_what_was_chosen_offline_counts_where_nobody_answered_since(self, paper: Paper) -> None:
        take_over(paper=paper, browser=LAPTOP, now=NOON)
        save(paper, LAPTOP, 2, position=2, version=Version(2, 1))
        take_over(paper=paper, browser=PHONE, now=NOON)
        save(paper, PHONE, 1, version=Version(1, 1))
        assert (kept(paper), kept(paper, 2)) == (1, 2)

    def test_tabs_beside_each_other_both_count_in_the_order_of_arrival(self, paper: Paper) -> None:
        save(paper, PHONE, 1, version=Version(1, 1))
        assert save(paper, PHONE, 2, version=Version(1, 1)).revision == 2
        assert kept(paper) == 2

    def test_a_prediction_of_an_earlier_hold_does_not_undo_a_later_one(
        self, bank: None, alice: User, province: Unit, bob: User
    ) -> None:
        contest = make_contest(alice, province, NOON, papers=make_papers(predicts="participants"))
        paper = start_paper(entrant=enter(contest, bob, NOON), now=NOON, browser=PHONE)
        take_over(paper=paper, browser=LAPTOP, now=NOON)
        save_prediction(paper=paper, foretold=200, now=NOON, browser=LAPTOP)
        take_over(paper=paper, browser=PHONE, now=NOON)
        with pytest.raises(OlderPrediction):
            save_prediction(paper=paper, foretold=100, now=NOON, browser=PHONE, version=Version(1, 1))
        paper.refresh_from_db()
        assert paper.prediction == 200


@pytest.mark.usefixtures("clock")
class TestDoors:
    @pytest.fixture
    def devices(self, contest: Contest, bob: User) -> tuple[Client, Client]:
        made = Client(), Client()
        for device in made:
            device.force_login(bob)
        return made

    def enter(self, device: Client, contest: Contest) -> Paper:
        device.post(reverse("contests:enter", args=[contest.slug]))
        return Paper.objects.get()

    def test_the_first_is_told_at_its_next_save_heartbeat_and_page(
        self, contest: Contest, devices: tuple[Client, Client]
    ) -> None:
        first, second = devices
        paper = self.enter(first, contest)
        at = {name: reverse(f"contests:{name}", args=[paper.pk]) for name in ("paper", "save-answer", "remaining")}
        assert first.get(at["remaining"]).json()["taken"] is False
        self.enter(second, contest)
        refused = first.post(at["save-answer"], {"position": 1, "choice": 0}, headers=SCRIPT)
        assert (refused.status_code, refused.json()["taken"], refused.json()["over"]) == (409, True, False)
        assert refused.json()["message"] == "Bài thi đang được làm trên thiết bị khác."
        assert refused.json()["received_at"] == "2026-11-02T05:00:00Z"
        assert first.get(at["remaining"]).json()["taken"] is True
        page = first.get(at["paper"])
        assert (page.status_code, page.templates[0].name) == (409, "contests/elsewhere.html")
        assert reverse("contests:take-over", args=[paper.pk]) in page.content.decode()
        assert second.get(at["paper"]).status_code == 200

    def test_without_the_script_the_button_takes_it_back(
        self, contest: Contest, devices: tuple[Client, Client]
    ) -> None:
        first, second = devices
        paper = self.enter(first, contest)
        self.enter(second, contest)
        page, back = (reverse(f"contests:{name}", args=[paper.pk]) for name in ("paper", "take-over"))
        assert first.post(back).url == page  # type: ignore[attr-defined]
        assert [first.get(page).status_code, second.get(page).status_code] == [200, 409]

    def test_nobody_hands_in_what_another_device_is_doing(
        self, contest: Contest, devices: tuple[Client, Client]
    ) -> None:
        first, second = devices
        paper = self.enter(first, contest)
        self.enter(second, contest)
        first.post(reverse("contests:submit", args=[paper.pk]))
        paper.refresh_from_db()
        assert paper.submitted_at is None

    def test_looking_at_a_paper_takes_nothing_over(
        self, contest: Contest, devices: tuple[Client, Client], clock: Moving
    ) -> None:
        first, second = devices
        paper = self.enter(first, contest)
        second.get(reverse("contests:paper", args=[paper.pk]))
        second.get(reverse("contests:remaining", args=[paper.pk]))
        assert first.get(reverse("contests:paper", args=[paper.pk])).status_code == 200


@pytest.mark.needs_postgres  # SQLite lets one writer in at a time: the race cannot happen there
@pytest.mark.django_db(transaction=True)
class TestRace:
    """The phone saves while the laptop takes over: once the laptop has the paper, nothing more comes from the phone."""

    @pytest.fixture
    def paper(self, contest: Contest, bob: User) -> Paper:
        return start_paper(entrant=enter(contest, bob, NOON), now=NOON, browser=PHONE)

    def order(self, paper: Paper, monkeypatch: pytest.MonkeyPatch) -> list[str]:
        """Let the phone stand still between its look at the holder and its write; return who was done first."""
        looked, done, real = threading.Event(), list[str](), answering.wanted_of

        def slowly(*given: Any) -> Any:
            looked.set()
            threading.Event().wait(0.5)
            return real(*given)

        monkeypatch.setattr(answering, "wanted_of", slowly)

        def phone() -> None:
            save(paper, PHONE)
            done.append("saved")

        def laptop() -> None:
            looked.wait(5)
            take_over(paper=Paper.objects.get(pk=paper.pk), browser=LAPTOP, now=NOON)
            done.append("taken over")

        _together(phone, laptop)
        return done

    def test_a_save_that_passed_the_guard_is_written_before_the_take_over_returns(
        self, paper: Paper, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        assert self.order(paper, monkeypatch) == ["saved", "taken over"]

    def test_without_the_lock_the_phone_writes_into_a_paper_that_is_no_longer_its_own(
        self, paper: Paper, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def unlocked(papers: Collection[int], *, wait: bool) -> dict[int, Paper]:
            return Paper.objects.select_related("contest", "round").in_bulk(papers)

        monkeypatch.setattr(answering, "_locked", unlocked)
        assert self.order(paper, monkeypatch) == ["taken over", "saved"]

    def test_two_devices_that_take_over_and_save_at_once_leave_one_holder_whose_answer_stands(
        self, paper: Paper
    ) -> None:
        accepted: list[str] = []

        def device(name: str) -> Callable[[], None]:
            def work() -> None:
                for turn in range(10):
                    mine = Paper.objects.get(pk=paper.pk)
                    take_over(paper=mine, browser=name, now=NOON + timedelta(milliseconds=turn))
                    try:
                        save(mine, name, 0 if name == PHONE else 1)
                        accepted.append(name)
                    except TakenOver:
                        continue

            return work

        _together(device(PHONE), device(LAPTOP))
        paper.refresh_from_db()
        assert holds(PHONE, paper) != holds(LAPTOP, paper)
        assert (Answer.objects.count(), Answer.objects.get().revision) == (1, len(accepted))


def _together(*works: Callable[[], None]) -> None:
    def run(work: Callable[[], None]) -> None:
        try:
            work()
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run, args=[work]) for work in works]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

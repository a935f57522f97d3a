"""Noting how papers are sat: only by rule, never in an answer's way, and gone in time; and the page of signals."""

from datetime import timedelta
from random import Random
from typing import Any

import pytest
from django.core.management import call_command
from django.db import DatabaseError
from django.test import Client
from django.urls import reverse

from contests.entering.consents import set_consent
from contests.models import Absence, Answer, Contest, DeviceUse, Paper
from contests.papers.answering import save_answer
from contests.papers.devices import COOKIE
from contests.papers.sitting import start_paper, submit
from contests.signals import watching
from contests.wording import rules_in_words
from people.models import Unit, User
from questionbank.models import Choice
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import enter, make_bank, make_contest, make_papers, make_rules, make_user, sit

pytestmark = pytest.mark.usefixtures("clock")


@pytest.fixture
def watched(bank: None, alice: User, province: Unit) -> Contest:
    return make_contest(alice, province, NOON, rules=make_rules(watch=True))


def on_phone(user: User, contest: Contest) -> tuple[Client, Paper]:
    phone = Client()
    phone.force_login(user)
    go_in(phone, contest)
    return phone, Paper.objects.get(entrant__user=user, contest=contest)


def go_in(phone: Client, contest: Contest, agrees: bool = True) -> None:
    """Enter, agreeing to be watched where the contest asks, and begin a paper."""
    phone.post(reverse("contests:register", args=[contest.slug]), {"consent_watching": "on"} if agrees else {})
    phone.post(reverse("contests:enter", args=[contest.slug]))


def leave(phone: Client, paper: Paper, left: bool = True) -> int:
    return phone.post(reverse("contests:away", args=[paper.pk]), {"left": int(left)}).status_code


class TestOnlyByRule:
    def test_nothing_is_noted_where_the_rules_do_not_say_so(self, contest: Contest, bob: User) -> None:
        phone, paper = on_phone(bob, contest)
        assert leave(phone, paper) == 204
        assert COOKIE not in phone.cookies
        assert "roi-trang" not in phone.get(reverse("contests:paper", args=[paper.pk])).content.decode()
        assert (Absence.objects.count(), DeviceUse.objects.count()) == (0, 0)

    def test_the_rules_page_tells_it_and_the_page_does_it(self, watched: Contest, bob: User, contest: Contest) -> None:
        said = "lúc bạn rời trang làm bài"
        assert [any(said in line for line in rules_in_words(one)) for one in (watched, contest)] == [True, False]
        phone, paper = on_phone(bob, watched)
        assert "roi-trang" in phone.get(reverse("contests:paper", args=[paper.pk])).content.decode()

    def test_the_office_can_switch_it_off_for_good(self, watched: Contest, bob: User, settings: Any) -> None:
        settings.WATCH = False
        phone, paper = on_phone(bob, watched)
        leave(phone, paper)
        assert (Absence.objects.count(), DeviceUse.objects.count(), COOKIE in phone.cookies) == (0, 0, False)

    def test_it_is_off_unless_switched_on(self, contest: Contest) -> None:
        assert contest.rules["watch"] is False


class TestConsent:
    """Watching is asked for by itself; who does not agree takes part all the same."""

    def test_it_is_asked_only_where_the_contest_watches(self, watched: Contest, contest: Contest, bob: User) -> None:
        assert (watched.purposes, contest.purposes) == (("watching",), ())
        phone = Client()
        phone.force_login(bob)
        page = phone.get(reverse("contests:register", args=[watched.slug])).content.decode()
        assert 'name="consent_watching"' in page
        assert phone.post(reverse("contests:enter", args=[watched.slug]))["Location"].endswith("/dang-ky/")
        assert "checked" not in page.split('name="consent_watching"')[1].split(">")[0]

    def test_who_does_not_agree_sits_unwatched(self, watched: Contest, bob: User) -> None:
        phone = Client()
        phone.force_login(bob)
        go_in(phone, watched, agrees=False)
        paper = Paper.objects.get()
        assert leave(phone, paper) == 204
        assert "roi-trang" not in phone.get(reverse("contests:paper", args=[paper.pk])).content.decode()
        assert (Absence.objects.count(), DeviceUse.objects.count(), COOKIE in phone.cookies) == (0, 0, False)

    def test_who_takes_it_back_is_watched_no_longer_and_sits_on(self, watched: Contest, bob: User) -> None:
        phone, paper = on_phone(bob, watched)
        leave(phone, paper)
        set_consent(entrant=paper.entrant, purpose="watching", given=False, now=NOON)
        leave(phone, paper, left=False)
        assert Absence.objects.get().back_at is None
        assert phone.get(reverse("contests:paper", args=[paper.pk])).status_code == 200
        assert submit(paper=paper, now=NOON).submitted_at is not None

    def test_the_signal_page_says_how_many_are_not_watched(
        self, watched: Contest, bob: User, alice: User, commune: Unit, client: Client
    ) -> None:
        _phone, paper = on_phone(bob, watched)
        submit(paper=paper, now=NOON)
        client.force_login(alice)
        address = reverse("contests:signals", args=[watched.slug])
        assert client.get(address).context["unwatched"] == 0
        phone = Client()
        phone.force_login(make_user("khong", commune))
        go_in(phone, watched, agrees=False)
        submit(paper=Paper.objects.get(submitted_at=None), now=NOON)
        page = client.get(address)
        assert page.context["unwatched"] == 1
        assert "không đồng ý" in page.content.decode()


class TestAbsences:
    def test_the_servers_clock_says_how_long(self, watched: Contest, bob: User, clock: Moving) -> None:
        phone, paper = on_phone(bob, watched)
        leave(phone, paper)
        clock.on(seconds=40)
        leave(phone, paper, left=False)
        absence = Absence.objects.get()
        assert absence.back_at is not None
        assert absence.back_at - absence.left_at == timedelta(seconds=40)

    def test_the_same_beacon_again_changes_nothing(self, watched: Contest, bob: User) -> None:
        phone, paper = on_phone(bob, watched)
        for left in (True, True, False, False):
            leave(phone, paper, left)
        assert Absence.objects.count() == 1

    def test_what_is_kept_of_a_paper_is_bounded(
        self, watched: Contest, bob: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(watching, "MOST_ABSENCES", 2)
        phone, paper = on_phone(bob, watched)
        for _ in range(5):
            leave(phone, paper)
            leave(phone, paper, left=False)
        assert Absence.objects.count() == 2

    def test_nothing_is_noted_of_a_paper_that_was_handed_in(self, watched: Contest, bob: User) -> None:
        phone, paper = on_phone(bob, watched)
        submit(paper=paper, now=NOON)
        leave(phone, paper)
        assert not Absence.objects.exists()


class TestAnswersComeFirst:
    def test_a_store_that_fails_stops_neither_start_nor_answer(
        self, watched: Contest, bob: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*args: Any, **named: Any) -> Any:
            raise DatabaseError("no space left")

        for model in (Absence, DeviceUse):
            for name in ("filter", "create", "get_or_create"):
                monkeypatch.setattr(model.objects, name, broken)
        phone, paper = on_phone(bob, watched)
        assert leave(phone, paper) == 204
        saved = phone.post(
            reverse("contests:save-answer", args=[paper.pk]), {"position": 1, "choice": 0},
            headers={"Accept": "application/json"},
        )  # fmt: skip
        assert (saved.status_code, Answer.objects.count()) == (200, 1)

    def test_beacons_beyond_a_few_at_a_time_are_shed(self, watched: Contest, bob: User) -> None:
        phone, paper = on_phone(bob, watched)
        taken = [watching._turns.acquire(blocking=False) for _ in range(watching.AT_ONCE)]
        try:
            assert all(taken)
            assert leave(phone, paper) == 204
            assert not Absence.objects.exists()
        finally:
            for _ in taken:
                watching._turns.release()
        leave(phone, paper)
        assert Absence.objects.exists()


class TestDevices:
    def test_two_people_on_one_device_and_no_trace_of_its_number(
        self, watched: Contest, bob: User, commune: Unit
    ) -> None:
        phone, _paper = on_phone(bob, watched)
        number = phone.cookies[COOKIE].value
        other = make_user("other", commune)
        phone.force_login(other)
        go_in(phone, watched)
        uses = list(DeviceUse.objects.values_list("device", flat=True))
        assert (len(uses), len(set(uses))) == (2, 1)
        assert number not in uses
        assert phone.cookies[COOKIE]["httponly"]

    def test_a_cookie_that_is_none_of_ours_is_replaced(self, watched: Contest, bob: User) -> None:
        phone = Client()
        phone.cookies[COOKIE] = "x" * 500
        phone.force_login(bob)
        go_in(phone, watched)
        assert len(phone.cookies[COOKIE].value) == 32


def test_what_was_noted_is_deleted_in_time(
    watched: Contest, bob: User, clock: Moving, settings: Any, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.WATCH_DAYS = 30
    phone, paper = on_phone(bob, watched)
    leave(phone, paper)
    for days, said in ((30, "0\n"), (1, "2\n")):
        clock.on(days=days)
        call_command("forget_signals")
        assert capsys.readouterr().out == said
    assert (Absence.objects.count(), DeviceUse.objects.count(), Paper.objects.count()) == (0, 0, 1)


class TestPage:
    @pytest.mark.parametrize("door", ["signals", "timing"])
    def test_only_its_organisers_see_it(
        self, client: Client, contest: Contest, bob: User, charlie: User, tam: User, alice: User, door: str
    ) -> None:
        paper = sit(contest, bob, right=1, start=NOON)
        path = reverse(f"contests:{door}", args=[contest.slug, *([paper.pk] if door == "timing" else [])])
        assert client.get(path).status_code == 302
        for user, status in ((bob, 403), (charlie, 403), (tam, 403), (alice, 200)):
            client.force_login(user)
            assert client.get(path).status_code == status

    def test_a_paper_of_another_contest_is_not_there(
        self, client: Client, contest: Contest, alice: User, bob: User, province: Unit
    ) -> None:
        paper = sit(contest, bob, right=1, start=NOON)
        other = make_contest(alice, province, NOON)
        client.force_login(alice)
        assert client.get(reverse("contests:timing", args=[other.slug, paper.pk])).status_code == 404

    def test_which_answers_were_right_shows_when_the_round_is_over(
        self, client: Client, contest: Contest, bob: User, alice: User, clock: Moving
    ) -> None:
        paper = sit(contest, bob, right=1, start=NOON)
        client.force_login(alice)
        path = reverse("contests:timing", args=[contest.slug, paper.pk])
        assert [row["right"] for row in client.get(path).context["rows"]] == [None] * 3
        clock.on(hours=3)
        assert [row["right"] for row in client.get(path).context["rows"]] == [True, False, False]

    def test_it_says_that_a_signal_is_no_verdict_and_how_honest_people_fare(
        self, client: Client, contest: Contest, bob: User, alice: User
    ) -> None:
        sit(contest, bob, right=3, start=NOON, seconds=0.3)
        client.force_login(alice)
        page = client.get(reverse("contests:signals", args=[contest.slug])).content.decode()
        assert "Dấu hiệu là lý do để xem xét, không phải kết luận." in page
        assert "trong đó 3 câu dưới 0,4 giây" in page
        assert "không bài nào có dấu hiệu này" in page
        assert bob.full_name in page

    def test_too_many_papers_ask_for_a_unit(
        self, client: Client, contest: Contest, bob: User, alice: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        from contests.signals import views

        monkeypatch.setattr(views, "MOST_PAPERS", 0)
        sit(contest, bob, right=3, start=NOON)
        client.force_login(alice)
        assert "Hãy chọn một đơn vị" in client.get(reverse("contests:signals", args=[contest.slug])).content.decode()

    @pytest.mark.parametrize("people", [1, 3])
    def test_queries_do_not_grow_with_findings(
        self, client: Client, contest: Contest, alice: User, commune: Unit, people: int, django_assert_num_queries: Any
    ) -> None:
        for number in range(people):
            sit(contest, make_user(f"u{number}", commune), right=3, start=NOON, seconds=0.3)
        client.force_login(alice)
        with django_assert_num_queries(19):
            client.get(reverse("contests:signals", args=[contest.slug]))

    def test_a_copied_paper_is_found_from_the_rows(
        self, client: Client, tam: User, alice: User, province: Unit, commune: Unit
    ) -> None:
        """Eight people answer 24 questions wrongly, each in their own way, but for two who answer alike."""
        make_bank(tam, per_topic=24, topics="a")
        contest = make_contest(alice, province, NOON, papers=make_papers(blueprint={"a": 24}))
        papers = []
        for person in range(8):
            paper = start_paper(entrant=enter(contest, make_user(f"p{person}", commune), NOON), now=NOON)
            ways = Random(max(person, 1))  # the first two have one way
            for question in paper.questions.order_by("version"):
                wrong = list(Choice.objects.filter(version=question.version_id, is_correct=False).order_by("pk"))
                chosen = ways.choice(wrong)
                save_answer(paper=paper, position=question.position, chosen=[chosen.pk], now=NOON)
            papers.append(submit(paper=paper, now=NOON + timedelta(minutes=9)))
        client.force_login(alice)
        page = client.get(reverse("contests:signals", args=[contest.slug]))
        (_words, found), *others = page.context["kinds"][0][2]
        assert {paper.pk for paper in found} == {papers[0].pk, papers[1].pk}
        assert others == []

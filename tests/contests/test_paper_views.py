"""A paper through its doors, with and without the script, and what must not be in its bytes."""

import json
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Contest, Paper
from contests.papers.sitting import GRACE, start_paper
from people.models import Unit, User
from questionbank.models import Choice
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import ARTICLE_CANARY, EXPLANATION_CANARY, enter, make_contest, make_papers, sit

pytestmark = pytest.mark.usefixtures("clock")
SCRIPT = {"Accept": "application/json"}


@pytest.fixture
def paper(contest: Contest, bob: User) -> Paper:
    return start_paper(entrant=enter(contest, bob, NOON), now=NOON)


@pytest.fixture
def phone(client: Client, bob: User) -> Client:
    client.force_login(bob)
    return client


def at(name: str, paper: Paper) -> str:
    return reverse(f"contests:{name}", args=[paper.pk])


DOORS = ["paper", "save-answer", "take-over", "remaining", "submit", "result"]


@pytest.mark.parametrize("door", DOORS)
def test_a_paper_is_reached_only_by_its_entrant(
    client: Client, paper: Paper, alice: User, charlie: User, tam: User, door: str
) -> None:
    assert client.get(at(door, paper)).status_code == 302
    for stranger in (alice, charlie, tam):
        client.force_login(stranger)
        assert [client.get(at(door, paper)).status_code, client.post(at(door, paper)).status_code] == [403, 403]


@pytest.mark.parametrize("door", DOORS)
def test_a_paper_that_does_not_exist(phone: Client, paper: Paper, door: str) -> None:
    assert phone.get(reverse(f"contests:{door}", args=[paper.pk + 1])).status_code == 404


class TestPage:
    def test_one_question_is_shown_and_the_first_unanswered_comes_first(self, phone: Client, paper: Paper) -> None:
        phone.post(at("save-answer", paper), {"position": 1, "choice": 0})
        page = phone.get(at("paper", paper))
        assert page.context["current"] == 2
        assert page.content.decode().count('" hidden>') >= 2

    def test_the_clock_is_the_servers(self, phone: Client, paper: Paper, clock: Moving) -> None:
        clock.on(minutes=4, seconds=0.25)
        assert phone.get(at("paper", paper)).context["remaining_ms"] == 359_750

    @pytest.mark.parametrize(("asked", "shown"), [("2", 2), ("9", 1), ("0", 1), ("x", 1), ("-1", 1), ("²", 1)])
    def test_a_place_that_is_not_there_shows_the_first(
        self, phone: Client, paper: Paper, asked: str, shown: int
    ) -> None:
        assert phone.get(at("paper", paper), {"cau": asked}).context["current"] == shown

    def test_a_paper_that_ran_out_leads_to_its_result(self, phone: Client, paper: Paper, clock: Moving) -> None:
        clock.on(minutes=10, seconds=3)
        assert phone.get(at("paper", paper)).url == at("result", paper)  # type: ignore[attr-defined]

    @pytest.mark.parametrize("questions", [1, 3])
    def test_queries_do_not_grow_with_the_questions(
        self,
        phone: Client,
        bank: None,
        alice: User,
        province: Unit,
        bob: User,
        questions: int,
        django_assert_num_queries: Any,
    ) -> None:
        contest = make_contest(alice, province, NOON, papers=make_papers(blueprint={"a": questions}))
        made = start_paper(entrant=enter(contest, bob, NOON), now=NOON)
        with django_assert_num_queries(9):
            phone.get(at("paper", made))


class TestSave:
    def test_the_script_gets_a_receipt(self, phone: Client, paper: Paper, clock: Moving) -> None:
        clock.on(seconds=15.5)
        got = phone.post(at("save-answer", paper), {"position": 2, "choice": 2}, headers=SCRIPT).json()
        assert got == {
            "position": 2,
            "revision": 1,
            "saved_at": "2026-11-02T05:00:15.500Z",
            "shown": "12:00:15",
            "remaining_ms": 584_500,
        }

    def test_a_place_on_the_page_is_the_choice_at_that_place(self, phone: Client, paper: Paper) -> None:
        phone.post(at("save-answer", paper), {"position": 2, "choice": 2})
        question = paper.questions.get(position=2)
        assert question.answer.chosen == [question.choice_order[2]]

    def test_without_the_script_the_form_goes_on_to_the_next(self, phone: Client, paper: Paper) -> None:
        answer = phone.post(at("save-answer", paper), {"position": 1, "choice": 1, "go": 2})
        assert answer.url == at("paper", paper) + "?cau=2"  # type: ignore[attr-defined]

    @pytest.mark.parametrize(
        "sent",
        [
            {},
            {"position": "x"},
            {"position": 1, "choice": 4},
            {"position": 1, "choice": -1},
            {"position": 1, "choice": "x"},
            {"position": 9, "choice": 0},
            {"position": 1, "choice": "²"},
            {"position": 1, "choice": "1" * 400},
            {"position": 1, "choice": [0, 1]},
        ],
    )
    def test_what_is_not_on_the_paper_is_refused_and_nothing_is_written(
        self, phone: Client, paper: Paper, sent: dict[str, Any]
    ) -> None:
        got = phone.post(at("save-answer", paper), sent, headers=SCRIPT)
        assert (got.status_code, got.json()["over"]) == (409, False)
        assert not paper.questions.filter(answer__isnull=False).exists()

    def test_after_the_deadline_the_script_is_told_that_it_is_over(
        self, phone: Client, paper: Paper, clock: Moving
    ) -> None:
        clock.on(minutes=10, seconds=GRACE.total_seconds() + 0.001)
        got = phone.post(at("save-answer", paper), {"position": 1, "choice": 0}, headers=SCRIPT)
        assert (got.status_code, got.json()["error"], got.json()["over"]) == (409, "DeadlinePassed", True)

    def test_right_and_wrong_answers_are_received_alike(self, phone: Client, paper: Paper) -> None:
        question = paper.questions.get(position=1)
        receipts = []
        for place, choice in enumerate(question.choice_order):
            question.refresh_from_db()
            Choice.objects.filter(pk=choice).values("is_correct").get()
            got = phone.post(at("save-answer", paper), {"position": 1, "choice": place}, headers=SCRIPT)
            receipts.append({k: v for k, v in got.json().items() if k != "revision"} | {"length": len(got.content)})
        assert [r == receipts[0] for r in receipts] == [True] * 4

    def test_a_press_without_token_is_refused(self, bob: User, paper: Paper) -> None:
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(bob)
        assert strict.post(at("save-answer", paper), {"position": 1, "choice": 0}).status_code == 403


class TestHandIn:
    def test_what_is_unanswered_is_named_first(self, phone: Client, paper: Paper) -> None:
        phone.post(at("save-answer", paper), {"position": 2, "choice": 0})
        assert phone.get(at("submit", paper)).context["unanswered"] == [1, 3]
        assert Paper.objects.get().submitted_at is None

    def test_then_the_result_is_shown(self, phone: Client, paper: Paper, clock: Moving) -> None:
        clock.on(seconds=90)
        page = phone.post(at("submit", paper), follow=True)
        shown = page.context["paper"]
        assert (shown.score, shown.time_used_ms, page.context["standing"].place) == (0, 90_000, 1)

    def test_pressing_twice_changes_nothing(self, phone: Client, paper: Paper, clock: Moving) -> None:
        phone.post(at("submit", paper))
        clock.on(seconds=30)
        phone.post(at("submit", paper))
        assert Paper.objects.get().submitted_at == NOON

    def test_a_result_that_is_not_there_yet_leads_to_the_paper(self, phone: Client, paper: Paper) -> None:
        assert phone.get(at("result", paper)).url == at("paper", paper)  # type: ignore[attr-defined]

    def test_how_much_time_is_left(self, phone: Client, paper: Paper, clock: Moving) -> None:
        clock.on(minutes=9)
        assert phone.get(at("remaining", paper)).json() == {"remaining_ms": 60_000, "over": False, "taken": False}
        phone.post(at("submit", paper))
        assert phone.get(at("remaining", paper)).json()["over"] is True


def every_byte(phone: Client, paper: Paper) -> bytes:
    """What a participant is sent on every page that a paper leads through."""
    contest = paper.contest
    pages = [
        phone.get("/cuoc-thi/"),
        *(phone.get(reverse(f"contests:{n}", args=[contest.slug])) for n in ("detail", "board")),
        *(phone.get(at("paper", paper), {"cau": n}) for n in (1, 2, 3)),
        *(phone.post(at("save-answer", paper), {"position": n, "choice": n - 1}, headers=SCRIPT) for n in (1, 2, 3, 9)),
        phone.get(at("submit", paper)),
        phone.get(at("remaining", paper)),
        phone.post(at("submit", paper)),
        phone.get(at("result", paper)),
        *(phone.get(f"/api/contests/{contest.slug}/{tail}") for tail in ("", "leaderboard/", "leaderboard/?by=units")),
    ]
    return b"".join(page.content + str(page.headers).encode() for page in pages)


class TestTheKeyStaysHome:
    def test_no_byte_before_the_rules_allow_it_tells_the_key(self, phone: Client, paper: Paper) -> None:
        sent = every_byte(phone, paper)
        for canary in (EXPLANATION_CANARY, ARTICLE_CANARY, "is_correct", "correct", "Công khai."):
            assert canary.encode() not in sent.replace(b'"correct_count"', b"")

    def test_a_choice_is_known_by_its_place_alone(self, phone: Client, paper: Paper) -> None:
        page = phone.get(at("paper", paper)).content.decode()
        assert sorted(set(_values(page, 'name="choice" value="'))) == ["0", "1", "2", "3"]

    def test_the_canaries_would_have_been_found(
        self, phone: Client, contest: Contest, bob: User, clock: Moving
    ) -> None:
        paper = sit(contest, bob, right=1, start=NOON)
        clock.on(hours=2, seconds=2)
        sent = phone.get(at("result", paper)).content.decode()
        assert (EXPLANATION_CANARY in sent, ARTICLE_CANARY in sent) == (True, True)

    def test_one_moment_earlier_they_are_not_there(
        self, phone: Client, contest: Contest, bob: User, clock: Moving
    ) -> None:
        paper = sit(contest, bob, right=1, start=NOON)
        clock.on(hours=2, seconds=1.999)
        sent = phone.get(at("result", paper)).content.decode()
        assert (EXPLANATION_CANARY in sent, ARTICLE_CANARY in sent) == (False, False)
        assert "14:00" in sent


def _values(page: str, before: str) -> list[str]:
    return [part.split('"', 1)[0] for part in page.split(before)[1:]]


def test_json_of_a_receipt_is_small(phone: Client, paper: Paper) -> None:
    got = phone.post(at("save-answer", paper), {"position": 1, "choice": 0}, headers=SCRIPT)
    assert len(json.dumps(got.json())) < 200
    assert timedelta(milliseconds=got.json()["remaining_ms"]) == timedelta(minutes=10)

"""The pages: a whole practice without scripts, the clause beside the answer, who may, one's own data."""

import json
import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from people.models import Unit, User
from practice.models import Card, Learner, OpenContest, OpenQuestion, Turn
from questionbank.models import Kind, Question
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import (
    ARTICLE_CANARY,
    EXPLANATION_CANARY,
    enter,
    make_bank,
    make_contest,
    make_papers,
    make_question,
    make_topic,
)
from tests.practice.builders import places, practise, put

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture(autouse=True)
def bank(tam: User) -> None:
    make_bank(tam, per_topic=2)


@pytest.fixture
def own(client: Client, bob: User) -> Client:
    client.force_login(bob)
    return client


def go(client: Client, **chosen: Any) -> str:
    """Ask for the next question and return its address."""
    return str(client.post("/on-tap/tiep/", chosen)["Location"])


def page(client: Client, address: str) -> str:
    return client.get(address).content.decode()


def right_box(address: str) -> dict[str, int]:
    turn = Turn.objects.get(pk=int(address.split("/")[-2]))
    return {"choice": places(turn, right=True)[0]}


def test_the_start_page_says_what_waits(own: Client, bob: User) -> None:
    first = page(own, "/on-tap/")
    assert "0/10 câu" in first
    assert "Bắt đầu" in first
    practise(bob)
    then = page(own, "/on-tap/")
    assert "1/10 câu" in then
    assert "1 ngày ôn tập liên tục" in then
    assert "<meter" in then


def test_a_question_shows_nothing_of_its_answer(own: Client) -> None:
    shown = page(own, go(own))
    assert "Phương án" in shown
    for told in (EXPLANATION_CANARY, ARTICLE_CANARY, "Công khai."):
        assert told not in shown


def test_answer_then_the_key_the_reason_and_the_clause_with_its_words_marked(own: Client) -> None:
    address = go(own)
    sent = own.post(address, right_box(address))
    assert (sent.status_code, sent["Location"]) == (302, address)
    shown = page(own, address)
    assert "<h1" in shown
    assert ">Đúng</h1>" in shown
    assert EXPLANATION_CANARY in shown
    assert "<mark>Công khai.</mark>" in shown
    assert ARTICLE_CANARY in shown
    assert "Khoản 2 Điều 5" in shown


def test_a_wrong_answer_is_told_kindly(own: Client) -> None:
    address = go(own)
    turn = Turn.objects.get()
    own.post(address, {"choice": places(turn, right=False)[0]})
    shown = page(own, address)
    assert "Chưa đúng" in shown
    assert "Đáp án đúng" in shown


def test_posted_twice_it_counts_once(own: Client) -> None:
    address = go(own)
    for _ in range(2):
        assert own.post(address, right_box(address))["Location"] == address
    assert Turn.objects.filter(answered_at__isnull=False).count() == 1
    assert Card.objects.count() == 1


def test_next_tapped_twice_is_one_question(own: Client) -> None:
    assert go(own) == go(own)


def test_nothing_chosen_is_said_at_the_question(own: Client) -> None:
    address = go(own)
    sent = own.post(address, {})
    assert sent.status_code == 422
    assert 'role="alert"' in sent.content.decode()
    assert Turn.objects.get().answered_at is None


def test_what_cannot_be_read_stays_in_its_boxes(own: Client, tam: User) -> None:
    question = make_question(make_topic("o"), tam, kind=Kind.ORDER)
    address = go(own, topic=question.topic_id)
    sent = own.post(address, {"place-0": 1, "place-1": 1, "place-2": 2, "place-3": 3})
    assert sent.status_code == 422


def test_going_on_counts_the_feel_and_keeps_to_the_chosen_topic(own: Client) -> None:
    topic = make_topic("c")
    address = go(own, topic=topic.pk)
    own.post(address, right_box(address))
    fair = Card.objects.get().due_at
    further = own.post(f"{address}tiep/", {"feel": "easy"})
    assert Card.objects.get().due_at > fair
    assert Turn.objects.get(pk=int(further["Location"].split("/")[-2])).question.topic == topic


@pytest.mark.parametrize("feel", ["", "again", "x" * 50])
def test_an_unknown_feel_is_left_out(own: Client, feel: str) -> None:
    address = go(own)
    own.post(address, right_box(address))
    due = Card.objects.get().due_at
    assert own.post(f"{address}tiep/", {"feel": feel}).status_code == 302
    assert Card.objects.get().due_at == due


@pytest.mark.parametrize("chosen", [{"topic": "999999"}, {"topic": "x"}, {"document": "-1"}])
def test_what_does_not_exist_counts_as_nothing_chosen(own: Client, chosen: dict[str, str]) -> None:
    assert go(own, **chosen).startswith("/on-tap/luot/")


def test_at_the_end_the_page_says_so(own: Client) -> None:
    for _ in range(4):
        address = go(own)
        own.post(address, right_box(address))
    done = own.post("/on-tap/tiep/")
    assert done.status_code == 200
    assert "Hôm nay đã ôn hết" in done.content.decode()


def test_what_is_set_aside_since_is_not_told_any_more(own: Client, alice: User, province: Unit, clock: Moving) -> None:
    address = go(own)
    own.post(address, right_box(address))
    waiting = go(own)
    make_contest(alice, province, NOON, papers=make_papers(blueprint={"a": 2, "c": 2}))
    for held in (address, waiting):
        shown = own.get(held)
        assert shown.status_code == 409
        for told in (EXPLANATION_CANARY, ARTICLE_CANARY, "Phương án"):
            assert told not in shown.content.decode()
    assert own.post(waiting, right_box(waiting), follow=True).status_code == 409
    clock.on(days=1)
    assert EXPLANATION_CANARY in page(own, address)


def test_whoever_answered_may_tell_the_keepers_what_is_wrong(
    own: Client, alice: User, province: Unit, clock: Moving
) -> None:
    address = go(own)
    turn = Turn.objects.get(pk=int(address.split("/")[-2]))
    feedback = f"/phan-anh/cau-hoi/{turn.version_id}/"
    assert own.get(feedback).status_code == 403
    own.post(address, right_box(address))
    assert f'href="{feedback}"' in page(own, address)
    assert own.post(feedback, {"about": "key", "words": "Điều này đã được sửa đổi."}).status_code == 302
    assert own.get(feedback).status_code == 200
    make_contest(alice, province, NOON, papers=make_papers(blueprint={"a": 2, "c": 2}))
    assert own.get(feedback).status_code == 403


def test_nobody_reads_old_answers_while_sitting(own: Client, bob: User, alice: User, province: Unit) -> None:
    address = go(own)
    own.post(address, right_box(address))
    contest = make_contest(alice, province, NOON, papers=make_papers(blueprint={"a": 2}))
    OpenContest.objects.create(contest=contest, by=alice, at=NOON)
    assert own.get(address).status_code == 200
    from contests.papers.sitting import start_paper

    start_paper(entrant=enter(contest, bob, NOON), now=NOON)
    shown = own.get(address)
    assert shown.status_code == 409
    assert EXPLANATION_CANARY not in shown.content.decode()
    assert "bài thi" in own.post("/on-tap/tiep/", follow=True).content.decode()


def test_only_oneself_sees_ones_turns(client: Client, bob: User, tam: User) -> None:
    turn = put(bob)
    address = f"/on-tap/luot/{turn.pk}/"
    assert client.get(address).status_code == 302
    client.force_login(tam)
    for asked in (client.get(address), client.post(address, {"choice": 0}), client.post(f"{address}tiep/")):
        assert asked.status_code == 403
    assert Turn.objects.get().answered_at is None


def test_the_goal(own: Client, bob: User) -> None:
    own.post("/on-tap/muc-tieu/", {"goal": "20"})
    own.post("/on-tap/muc-tieu/", {"goal": "21"})
    assert Learner.objects.get().goal == 20
    assert "0/20 câu" in page(own, "/on-tap/")


class TestOwnData:
    def test_it_is_handed_out_whole_without_a_key(self, own: Client, bob: User, tam: User) -> None:
        turn = practise(bob)
        practise(tam)
        given = own.get("/on-tap/du-lieu/tai-ve/")
        assert "attachment" in given["Content-Disposition"]
        held = json.loads(given.content)
        assert [one["question"] for one in held["answers"]] == [turn.question.code]
        assert (held["answers"][0]["share"], len(held["memory"])) == (1.0, 1)
        assert EXPLANATION_CANARY not in given.content.decode()

    def test_it_is_erased_whole_and_of_nobody_else(self, own: Client, bob: User, tam: User) -> None:
        own.post("/on-tap/muc-tieu/", {"goal": "5"})
        practise(bob)
        practise(tam)
        own.post("/on-tap/du-lieu/xoa/")
        for kept in (Turn, Card, Learner):
            assert not kept.objects.filter(user=bob).exists()
        assert (Turn.objects.count(), Card.objects.count()) == (1, 1)

    def test_it_goes_with_the_account(self, bob: User, tam: User) -> None:
        practise(bob)
        Learner.objects.create(user=bob)
        bob.delete()
        assert not any(kept.objects.exists() for kept in (Turn, Card, Learner))


class TestOpening:
    def test_a_trainer_opens_questions_and_takes_it_back(self, client: Client, tam: User) -> None:
        client.force_login(tam)
        keys = list(Question.objects.filter(topic__code="a").values_list("pk", flat=True))
        assert "CH001" in page(client, "/on-tap/mo/?topic=a")
        client.post("/on-tap/mo/cau-hoi/", {"question": [*keys, "x", "9" * 30], "topic": "a", "do": "open"})
        assert set(OpenQuestion.objects.values_list("question_id", "by")) == {(key, tam.pk) for key in keys}
        client.post("/on-tap/mo/cau-hoi/", {"question": keys[:1], "do": "close"})
        assert OpenQuestion.objects.standing().count() == 1
        taken_back = OpenQuestion.objects.get(question=keys[0])
        assert (taken_back.by, taken_back.closed_by, taken_back.closed_at) == (tam, tam, NOON)  # the word is kept
        client.post("/on-tap/mo/cau-hoi/", {"question": keys[:1], "do": "open"})
        assert OpenQuestion.objects.standing().count() == 2
        assert "Chọn ít nhất một câu hỏi" in client.post("/on-tap/mo/cau-hoi/", follow=True).content.decode()

    def test_an_organiser_opens_only_contests_of_their_own(
        self, client: Client, alice: User, charlie: User, province: Unit
    ) -> None:
        contest = make_contest(alice, province, NOON, papers=make_papers(blueprint={"a": 2}))
        client.force_login(charlie)
        assert contest.title not in page(client, "/on-tap/mo/")
        assert client.post(f"/on-tap/mo/{contest.slug}/").status_code == 403
        client.force_login(alice)
        assert contest.title in page(client, "/on-tap/mo/")
        client.post(f"/on-tap/mo/{contest.slug}/", {"do": "open"})
        assert OpenContest.objects.get().by == alice
        client.post(f"/on-tap/mo/{contest.slug}/", {"do": "close"})
        assert not OpenContest.objects.exists()
        kinds = contest.record.order_by("number").values_list("kind", flat=True)
        assert list(kinds)[-2:] == ["practice_opened", "practice_closed"]


class TestApi:
    def test_next_answer_and_next(self, own: Client) -> None:
        put = own.post("/api/practice/next/", {}, content_type="application/json").json()["question"]
        assert (put["kind"], put["reworded"]) == ("single", False)
        assert len(put["boxes"]["options"]) == 4
        turn = Turn.objects.get(pk=put["turn"])
        where = f"/api/practice/turns/{turn.pk}/answer/"
        body = {"response": places(turn, right=True), "feel": "hard"}
        told, again = (own.post(where, body, content_type="application/json").json() for _ in range(2))
        assert told == again
        assert (told["right"], told["share"], told["clauses"][0]["quote"]) == (True, 1.0, "Công khai.")
        assert Turn.objects.get(pk=turn.pk).feel == "hard"
        assert own.post("/api/practice/next/").json()["question"]["turn"] != turn.pk

    def test_what_is_wrong_with_an_answer_is_told(self, own: Client) -> None:
        turn = own.post("/api/practice/next/").json()["question"]["turn"]
        where = f"/api/practice/turns/{turn}/answer/"
        for body, status in (({}, 400), ({"response": "0"}, 400), ({"response": []}, 409), ({"response": [7]}, 409)):
            assert own.post(where, body, content_type="application/json").status_code == status

    def test_a_question_set_aside_since_is_refused(self, own: Client, alice: User, province: Unit) -> None:
        turn = own.post("/api/practice/next/").json()["question"]["turn"]
        make_contest(alice, province, NOON, papers=make_papers(blueprint={"a": 2, "c": 2}))
        where = f"/api/practice/turns/{turn}/answer/"
        refused = own.post(where, {"response": [0]}, content_type="application/json")
        assert (refused.status_code, refused.json()["code"]) == (409, "Withdrawn")
        assert own.post("/api/practice/next/").json() == {"question": None}


def test_pages_ask_as_much_of_many_answers_as_of_few(
    own: Client, bob: User, tam: User, django_assert_max_num_queries: Any
) -> None:
    make_bank(tam, per_topic=12)
    for n in range(20):
        practise(bob, NOON + timedelta(minutes=n))
    with django_assert_max_num_queries(40):
        own.get("/on-tap/")
    with django_assert_max_num_queries(40):
        own.post("/on-tap/tiep/")


def test_the_navigation_has_it_for_whoever_has_an_account(client: Client, bob: User) -> None:
    assert not re.search('href="/on-tap/"', page(client, "/"))
    client.force_login(bob)
    assert re.search('href="/on-tap/"', page(client, "/"))

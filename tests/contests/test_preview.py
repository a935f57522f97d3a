"""Trying a draft as a participant: a sample paper drawn from the draft's blueprint, kept nowhere, marked as a trial."""

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from contests.drafts.opening import create_contest
from contests.drafts.preview import sample_of
from contests.entering.rules import FOR_NEW, EntryRules
from contests.models import Contest, Entrant, Paper, PaperQuestion
from people.models import Unit, User
from questionbank.models import Choice, Question
from tests.conftest import NOON
from tests.contests.builders import EXPLANATION_CANARY, make_draft, make_papers, make_user

pytestmark = pytest.mark.usefixtures("clock")
MARK = "Xem thử: không lưu, không tính"
DAY = NOON.date()


@pytest.fixture
def draft(bank: None, alice: User, province: Unit) -> Contest:
    return create_contest(draft=make_draft(province, NOON), by=alice, now=NOON)


@pytest.fixture
def desk(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def at(contest: Contest, query: str = "") -> str:
    return reverse("contests:preview", args=[contest.slug]) + query


def with_papers(contest: Contest, **changes: Any) -> Contest:
    contest.rounds.update(rules=make_papers(**changes).to_json())
    return contest


def test_only_those_who_settle_the_contest_try_it(
    client: Client, draft: Contest, bob: User, charlie: User, alice: User, home_affairs: Unit
) -> None:
    signer = make_user("giamdoc", home_affairs)
    draft.hosts.create(position=1, name="Sở Nội vụ", signer=signer)
    statuses = []
    for user in (bob, charlie, alice, signer):
        client.force_login(user)
        statuses.append(client.get(at(draft)).status_code)
    assert statuses == [403, 403, 200, 200]


@pytest.mark.parametrize("screen", ["bai-thi", "the-le", "dang-ky"])
def test_every_screen_is_marked_as_a_trial_and_keeps_nothing(desk: Client, draft: Contest, screen: str) -> None:
    page = desk.get(at(draft, f"?trang={screen}")).content.decode()
    assert MARK in page
    assert [of.objects.count() for of in (Entrant, Paper, PaperQuestion)] == [0, 0, 0]


def test_the_sample_is_what_the_blueprint_asks(draft: Contest) -> None:
    sample = sample_of(draft.rounds.get(), day=DAY, seed="1")
    stems = {question.boxes.stem for question in sample}
    topics = Question.objects.filter(approved_version__stem__in=stems).values_list("topic__code", flat=True)
    assert (len(stems), sorted(topics)) == (3, ["a", "a", "c"])


def test_one_seed_shows_one_paper_and_another_another(draft: Contest) -> None:
    one = draft.rounds.get()
    shown = [sample_of(one, day=DAY, seed=seed) for seed in ("1", "1", "2")]
    assert (shown[0] == shown[1], shown[0] == shown[2]) == (True, False)


def test_the_sample_tells_no_right_answer(desk: Client, draft: Contest) -> None:
    page = desk.get(at(with_papers(draft, paging="all"))).content.decode()
    assert "Câu hỏi số" in page
    assert EXPLANATION_CANARY not in page
    right = set(Choice.objects.filter(is_correct=True).values_list("pk", flat=True))
    assert not any(f'value="{pk}"' in page and pk > 10 for pk in right)


def test_the_screen_follows_paging_and_prediction(desk: Client, draft: Contest) -> None:
    assert desk.get(at(draft, "?cau=2")).content.decode().count('class="paper-question"') == 1
    with_papers(draft, paging="all", predicts="participants")
    page = desk.get(at(draft)).content.decode()
    assert page.count('class="paper-question"') == 4
    assert "Có bao nhiêu người" in page


def test_what_cannot_be_drawn_is_told(desk: Client, draft: Contest) -> None:
    Question.objects.update(flag="rà soát")
    assert "Chưa đủ câu hỏi còn hiệu lực" in desk.get(at(draft)).content.decode()


def test_the_public_has_a_sample_of_its_own(desk: Client, draft: Contest) -> None:
    with_papers(draft, blueprint={"a": 1}, public_blueprint={"c": 1})
    one = draft.rounds.get()
    stems = [sample_of(one, day=DAY, seed="1", public=public)[0].boxes.stem for public in (False, True)]
    topics = [Question.objects.get(approved_version__stem=stem).topic.code for stem in stems]
    assert topics == ["a", "c"]
    assert desk.get(at(draft, "?dan=1")).context["public"] is True


def test_registration_is_shown_as_the_rules_ask(desk: Client, draft: Contest) -> None:
    assert desk.get(at(draft, "?trang=dang-ky")).context["form"] is None
    draft.entry_rules = EntryRules.from_json(FOR_NEW.to_json() | {"ways": ["register"]}).to_json()
    draft.save()
    page = desk.get(at(draft, "?trang=dang-ky"))
    assert {"full_name", "unit", "phone"} <= set(page.context["form"].fields)
    assert "<form" not in page.content.decode().split('class="phone-frame"')[1]


@pytest.mark.parametrize("query", ["?cau=99", "?cau=x", "?dot=9", "?trang=khac", "?cau=-1"])
def test_an_odd_address_shows_the_first_question(desk: Client, draft: Contest, query: str) -> None:
    page = desk.get(at(draft, query))
    assert (page.status_code, page.context["current"]) == (200, 1)

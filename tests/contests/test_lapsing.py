"""From an amending decree to a contest: its pool, its papers and its organiser's notice."""

from datetime import date, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from contests.drafts.lapsing import lapses_of
from contests.drafts.opening import create_contest
from contests.models import Contest
from contests.papers.drawing import pool_on
from contests.results import review
from people.models import Unit, User
from questionbank.blueprint import by_topic
from regulations import life
from regulations.expiring import mark_expired
from regulations.models import Document, Relation
from regulations.validity import Status
from tests.conftest import NOON
from tests.contests.builders import make_contest, make_draft, make_papers, sit
from tests.questionbank.builders import QUOTE, bring_decree, let_in, write
from tests.regulations.test_life import BEFORE, DAY, bring, confirm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def contest(alice: User, tam: User, thao: User, province: Unit) -> Contest:
    """Two questions on one clause; papers want one; open until three weeks after the change."""
    bring_decree()
    for stem in ("Một?", "Hai?"):
        let_in(write(tam, stem=stem), by=tam, through=thao)
    papers = make_papers(blueprint={"g": 1})
    return make_contest(alice, province, NOON, papers=papers, closes_at=at(DAY + timedelta(21)))


def at(day: date) -> datetime:
    return NOON + (day - NOON.date())


def pages(user: User, contest: Contest) -> list[str]:
    client = Client()
    client.force_login(user)
    addresses = (reverse("contests:manage", args=[contest.slug]), reverse("contests:manage-list"))
    return [client.get(address).content.decode() for address in addresses]


def test_a_text_through_its_life_down_to_the_papers_and_the_organiser(contest: Contest, alice: User, tam: User) -> None:
    relation = bring()[0]
    decree = Document.objects.get(number="61/2018/NĐ-CP")
    assert lapses_of([contest], NOON) == {}
    confirm(relation, tam)
    decree.refresh_from_db()
    assert (decree.status_on(BEFORE), decree.status_on(DAY)) == (Status.IN_FORCE, Status.PARTLY)
    assert (len(pool_on(BEFORE, by_topic({"g": 1}))), len(pool_on(DAY, by_topic({"g": 1})))) == (2, 0)
    (lapse,) = lapses_of([contest], NOON)[contest.pk]
    assert (lapse.day, lapse.lost, lapse.left, lapse.wanted, lapse.is_short) == (DAY, 2, 0, 1, True)
    for page in pages(alice, contest):
        assert "không còn rút được từ ngày 01/01/2027; còn 0 câu, cần 1." in page
        assert "khoản 1 Điều 2 61/2018/NĐ-CP" in page
        assert "notice--bad" in page
    life.undo_relation(relation=relation)
    assert len(pool_on(DAY, by_topic({"g": 1}))) == 2
    assert all("không còn rút được" not in page for page in pages(alice, contest))


def test_a_pool_that_suffices_is_a_lesser_notice(contest: Contest, tam: User, thao: User) -> None:
    law = Document.objects.get(number="61/2018/NĐ-CP").provisions.get(address="khoản 2 Điều 2")
    let_in(write(tam, stem="Ba?", cited=((law, "Bảo đảm minh bạch"),)), by=tam, through=thao)
    confirm(bring()[0], tam)
    (lapse,) = lapses_of([contest], NOON)[contest.pk]
    assert (lapse.lost, lapse.left, lapse.is_short) == (2, 1, False)


def test_a_document_that_ends_within_the_window_is_named(contest: Contest) -> None:
    decree = Document.objects.get()
    mark_expired(document=decree, expired_on=DAY, reason="Bị thay thế")
    (lapse,) = lapses_of([contest], NOON)[contest.pk]
    assert lapse.clauses == (decree,)


@pytest.mark.parametrize("ends", [BEFORE, DAY - timedelta(30)])
def test_a_contest_that_is_over_before_the_change_hears_nothing(
    ends: date, contest: Contest, alice: User, province: Unit, tam: User
) -> None:
    early = make_contest(alice, province, NOON, papers=make_papers(blueprint={"g": 1}), closes_at=at(ends))
    confirm(bring()[0], tam)
    assert set(lapses_of([contest, early], NOON)) == {contest.pk}


def test_topics_that_the_contest_does_not_draw_and_contests_that_are_over_are_left_out(
    contest: Contest, alice: User, province: Unit, tam: User
) -> None:
    other = create_contest(
        draft=make_draft(province, NOON, papers=make_papers(blueprint={"a": 1}), closes_at=at(DAY + timedelta(9))),
        by=alice,
        now=NOON,
    )
    confirm(bring()[0], tam)
    assert set(lapses_of([contest, other], NOON)) == {contest.pk}
    assert lapses_of([contest], at(DAY + timedelta(30))) == {}
    assert Relation.objects.confirmed().count() == 1


@pytest.mark.parametrize("address", ["", "Điều 2"])
def test_a_suspension_within_the_contest_is_told_to_its_organiser(
    address: str, contest: Contest, alice: User, tam: User
) -> None:
    decree = Document.objects.get(number="61/2018/NĐ-CP")
    held = life.suspend_by_decision(
        document=decree, address=address, since=DAY, last_day=DAY + timedelta(5), reason="QĐ 1", by=tam, now=NOON
    )
    (lapse,) = lapses_of([contest], NOON)[contest.pk]
    assert (lapse.day, lapse.lost, lapse.left, lapse.is_short) == (DAY, 2, 0, True)
    assert len(lapse.clauses) == 1
    assert "không còn rút được từ ngày 01/01/2027" in pages(alice, contest)[0]
    assert len(pool_on(DAY + timedelta(6), by_topic({"g": 1}))) == 2
    life.lift_suspension(suspension=held)
    assert lapses_of([contest], NOON) == {}


def test_the_proof_shown_after_a_paper_is_the_text_of_its_day(
    contest: Contest, alice: User, bob: User, tam: User
) -> None:
    amended, _added, repealed, _replaced = bring()
    earlier = NOON.date() - timedelta(10)
    words = f"1. {QUOTE}, nay thêm một điều:\na) Đúng hạn;\nb) Công khai."
    confirm(amended, tam, effective_on=earlier, new_text=words)
    paper = sit(contest, bob, right=1, start=NOON)
    (proof,) = review(paper)[0].proofs
    assert "nay thêm một điều" in proof.text
    confirm(repealed, tam, target_address="khoản 1 Điều 2")  # from DAY on: the paper's text stays
    (proof,) = review(paper)[0].proofs
    assert (proof.quote, "nay thêm một điều" in proof.text) == (QUOTE, True)

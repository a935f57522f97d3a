"""The page of topics: who may, what it does, and that nothing typed is lost."""

import pytest
from django.test import Client
from pytest_django import DjangoAssertNumQueries

from people.models import Role, RoleAssignment, User
from questionbank.models import Topic, TopicEvent
from tests.questionbank.builders import topic
from tests.questionbank.pages.sent import signed_in

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("decree")]
PAGE = "/cau-hoi/chuyen-de/"


def test_trainer_of_the_province_adds_renames_moves_and_retires(trainer: Client) -> None:
    assert trainer.post(PAGE, {"code": "K", "name": "Chuyển đổi số", "parent": topic("a").pk})["Location"] == PAGE
    held = topic("k")
    own = f"{PAGE}{held.pk}/"
    trainer.post(f"{own}doi-ten/", {"name": "Số hóa", "seen": "Chuyển đổi số"})
    trainer.post(f"{own}chuyen/", {"parent": "", "seen": topic("a").pk})
    trainer.post(f"{own}thu-tu/", {"to": "up", "seen": topic("k").position})
    trainer.post(f"{own}su-dung/", {"do": "retire"})
    held.refresh_from_db()
    assert (held.name, held.parent, held.position, held.retired_at is None) == ("Số hóa", None, 8, False)
    assert [e.what for e in TopicEvent.objects.order_by("pk")] == ["added", "renamed", "moved", "reordered", "retired"]
    seen = trainer.get(PAGE).content.decode()
    assert "Số hóa" in seen
    assert "Trần Văn Tâm" in seen
    assert "Số hóa" not in trainer.get("/cau-hoi/moi/").content.decode()
    assert "Số hóa" in trainer.get("/cau-hoi/").content.decode()  # its questions are still found by it
    trainer.post(f"{own}su-dung/", {"do": "restore"})
    assert "Số hóa" in trainer.get("/cau-hoi/moi/").content.decode()


def test_refusal_is_said_and_what_was_typed_stays(trainer: Client) -> None:
    refused = trainer.post(PAGE, {"code": "a", "name": "Chuyên đề mới", "parent": ""})
    assert refused.status_code == 422
    assert 'value="Chuyên đề mới"' in refused.content.decode()
    refused = trainer.post(f"{PAGE}{topic('a').pk}/doi-ten/", {"name": topic("b").name, "seen": topic("a").name})
    assert refused.status_code == 422
    assert 'role="alert"' in refused.content.decode()


@pytest.mark.parametrize("sent", [{"parent": "x", "seen": "y"}, {"parent": "9" * 40, "seen": "1x"}, {}])
def test_nonsense_moves_nothing_under_nothing(sent: dict[str, str], trainer: Client) -> None:
    for step in ("doi-ten", "chuyen", "thu-tu"):
        assert trainer.post(f"{PAGE}{topic('b').pk}/{step}/", sent).status_code in (302, 422)
    assert topic("b").parent is None


def test_who_may_keep_topics(tam: User, charlie: User, bob: User, alice: User) -> None:
    """tam: trainer of the province; charlie: of a commune; bob takes part; alice organises."""
    assert [signed_in(user).get(PAGE).status_code for user in (tam, charlie, bob, alice)] == [200, 403, 403, 403]
    assert signed_in(charlie).post(PAGE, {"code": "k", "name": "K"}).status_code == 403
    RoleAssignment.objects.create(user=bob, role=Role.ADMIN)
    assert signed_in(bob).get(PAGE).status_code == 200
    assert Topic.objects.count() == 9
    assert Client().get(PAGE).status_code == 302


def test_page_costs_the_same_for_many_changes(
    trainer: Client, django_assert_max_num_queries: DjangoAssertNumQueries
) -> None:
    trainer.post(PAGE, {"code": "k1", "name": "Một"})
    with django_assert_max_num_queries(12) as cost:
        trainer.get(PAGE)
    few = len(cost)
    for n in range(2, 5):
        trainer.post(PAGE, {"code": f"k{n}", "name": f"Thêm {n}"})
    with django_assert_max_num_queries(few):
        trainer.get(PAGE)

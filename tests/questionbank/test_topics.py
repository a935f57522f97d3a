"""The tree of topics: kept by people, never cut down, its codes and the seeded nine addressable for good."""

from typing import Any

import pytest
from django.db.models import ProtectedError
from hypothesis import given, settings
from hypothesis import strategies as st

from people.models import User
from questionbank import topics
from questionbank.models import Topic, TopicEvent
from realtime.clock import now
from tests.questionbank.builders import topic, write

pytestmark = pytest.mark.django_db


def add(by: User, code: str = "k", name: str = "Chuyển đổi số", parent: Topic | None = None) -> Topic:
    return topics.add(code=code, name=name, parent=parent, by=by, now=now())


def codes() -> list[str]:
    return [t.code for _depth, t in topics.in_order()]


def test_topic_is_added_under_another_and_stands_after_its_siblings(tam: User, clock: object) -> None:
    first, second = add(tam, "a1", "Một", topic("a")), add(tam, "a2", "Hai", topic("a"))
    assert codes()[:4] == ["a", "a1", "a2", "b"]
    assert [t.code for t in Topic.objects.offered()] == codes()  # the order of lists is the order of the tree
    event = TopicEvent.objects.get(topic=second)
    assert (event.what, event.after, event.by, event.at) == ("added", "Hai", tam, now())
    assert first.parent == topic("a")


@pytest.mark.parametrize(
    ("changed", "refusal"),
    [
        ({"code": "A"}, topics.CodeTaken), ({"code": "k 1"}, topics.BadCode), ({"code": ""}, topics.BadCode),
        ({"code": "k" * 13}, topics.BadCode), ({"code": "<b>"}, topics.BadCode), ({"name": "  "}, topics.NameMissing),
    ],
)  # fmt: skip
def test_topic_that_cannot_be_is_refused(changed: dict[str, Any], refusal: type[topics.Refused], tam: User) -> None:
    with pytest.raises(refusal):
        add(tam, **changed)
    assert codes() == list("abcdđeghi")
    assert not TopicEvent.objects.exists()


def test_two_topics_in_use_have_not_one_name(tam: User) -> None:
    with pytest.raises(topics.NameTaken):
        add(tam, name=topic("a").name.upper())
    topics.retire(topic=topic("a"), by=tam, now=now())
    add(tam, name=topic("a").name)
    with pytest.raises(topics.NameTaken):
        topics.restore(topic=topic("a"), by=tam, now=now())


def test_new_name_keeps_code_and_questions_and_tells_the_old_one(tam: User, decree: object) -> None:
    question = write(tam, about="g")
    before = topic("g").name
    topics.rename(topic=topic("g"), name="Một cửa", seen=before, by=tam, now=now())
    assert (topic("g").name, question.topic.code) == ("Một cửa", "g")
    event = TopicEvent.objects.get()
    assert (event.what, event.before, event.after) == ("renamed", before, "Một cửa")
    with pytest.raises(topics.MovedOn):  # who saw the old name renames nothing
        topics.rename(topic=topic("g"), name="Khác", seen=before, by=tam, now=now())


def test_topic_moves_with_all_under_it_and_never_under_itself(tam: User) -> None:
    inner = add(tam, "a1", "Một", topic("a"))
    with pytest.raises(topics.UnderItself):
        topics.move(topic=topic("a"), parent=inner, seen=None, by=tam, now=now())
    topics.move(topic=topic("a"), parent=topic("i"), seen=None, by=tam, now=now())
    assert codes()[-3:] == ["i", "a", "a1"]
    with pytest.raises(topics.MovedOn):
        topics.move(topic=topic("a"), parent=topic("b"), seen=None, by=tam, now=now())
    topics.move(topic=topic("a"), parent=None, seen=topic("i").pk, by=tam, now=now())
    assert codes()[-3:] == ["i", "a", "a1"]
    assert topic("a").parent is None


def test_neighbours_change_places_once_for_one_press(tam: User) -> None:
    topics.shift(topic=topic("b"), up=True, seen=1, by=tam, now=now())
    assert codes()[:3] == ["b", "a", "c"]
    with pytest.raises(topics.MovedOn):
        topics.shift(topic=topic("b"), up=True, seen=1, by=tam, now=now())
    topics.shift(topic=topic("b"), up=True, seen=0, by=tam, now=now())  # the first stays
    topics.shift(topic=topic("i"), up=False, seen=8, by=tam, now=now())
    assert codes()[:3] == ["b", "a", "c"]
    assert TopicEvent.objects.count() == 1


def test_retired_topic_is_offered_no_more_and_keeps_its_questions(tam: User, decree: object) -> None:
    question = write(tam, about="g")
    topics.retire(topic=topic("g"), by=tam, now=now())
    assert "g" not in [t.code for t in Topic.objects.offered()]
    assert question.topic == topic("g")
    with pytest.raises(topics.MovedOn):
        topics.retire(topic=topic("g"), by=tam, now=now())
    topics.restore(topic=topic("g"), by=tam, now=now())
    assert "g" in [t.code for t in Topic.objects.offered()]


def test_branch_is_retired_from_below_and_restored_from_above(tam: User) -> None:
    inner = add(tam, "a1", "Một", topic("a"))
    with pytest.raises(topics.HasTopics):
        topics.retire(topic=topic("a"), by=tam, now=now())
    topics.retire(topic=inner, by=tam, now=now())
    topics.retire(topic=topic("a"), by=tam, now=now())
    with pytest.raises(topics.ParentRetired):
        topics.restore(topic=inner, by=tam, now=now())
    with pytest.raises(topics.ParentRetired):
        add(tam, "a2", "Hai", topic("a"))


def test_database_deletes_no_topic_with_questions_or_history(tam: User, decree: object) -> None:
    write(tam, about="g")
    with pytest.raises(ProtectedError):
        topic("g").delete()
    with pytest.raises(ProtectedError):
        add(tam).delete()


@settings(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.sampled_from("mst"), st.integers(0, 8), st.integers(-1, 8)), max_size=8))
def test_whatever_is_done_all_topics_stay_in_one_tree_in_order(steps: list[tuple[str, int, int]]) -> None:
    from django.db import transaction

    with transaction.atomic():
        by = User.objects.filter(username="ht").first() or User.objects.create_user("ht", full_name="Hà", password="x")
        seeded = list(Topic.objects.order_by("pk"))
        for step, at, other in steps:
            held = Topic.objects.get(pk=seeded[at].pk)
            try:
                if step == "m":
                    parent = seeded[other] if other >= 0 else None
                    topics.move(topic=held, parent=parent, seen=held.parent_id, by=by, now=now())
                elif step == "s":
                    topics.shift(topic=held, up=other > 3, seen=held.position, by=by, now=now())
                else:
                    topics.retire(topic=held, by=by, now=now())
            except topics.Refused:
                continue
        assert sorted(codes()) == sorted("abcdđeghi")
        assert [t.position for _depth, t in topics.in_order()] == list(range(9))
        transaction.set_rollback(True)

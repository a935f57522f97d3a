"""Writing: what cannot be asked is refused by name, and nothing that was approved changes."""

import unicodedata
from typing import Any

import pytest

from people.models import User
from questionbank.models import Kind, Question
from questionbank.review import retire
from questionbank.writing import BadWording, MovedOn, QuestionRetired, check, revise
from realtime.clock import now
from regulations.citing import find_provision
from tests.questionbank.builders import NUMBER, QUOTE, let_in, topic, wording, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("decree")]


@pytest.mark.parametrize(
    ("changed", "field"),
    [
        ({"stem": " \n "}, "stem"),
        ({"choices": ("Một",)}, "choices"),
        ({"choices": tuple("abcdefghijk")}, "choices"),
        ({"choices": ("Một", "  ", "Hai")}, "choices"),
        ({"choices": ("Một", "một ", "Hai")}, "choices"),
        ({"right": frozenset()}, "right"),
        ({"right": frozenset({4})}, "right"),
        ({"right": frozenset({0, 1})}, "right"),
        ({"kind": Kind.MULTIPLE, "right": frozenset({0, 1, 2, 3})}, "right"),
        ({"kind": Kind.MULTIPLE, "right": frozenset()}, "right"),
        ({"kind": Kind.TRUE_FALSE}, "choices"),
    ],
)
def test_wording_that_cannot_be_asked_names_its_field(changed: dict[str, Any], field: str) -> None:
    with pytest.raises(BadWording) as refused:
        check(wording(**changed))
    assert refused.value.field == field
    assert str(refused.value)


@pytest.mark.parametrize(
    "changed",
    [
        {},
        {"kind": Kind.MULTIPLE, "right": frozenset({0, 2})},
        {"kind": Kind.MULTIPLE, "right": frozenset({2})},
        {"kind": Kind.TRUE_FALSE, "choices": ("Đúng", "Sai"), "right": frozenset({0})},
        {"choices": tuple("abcdef")},
    ],
)
def test_wording_that_can_be_asked_passes(changed: dict[str, Any]) -> None:
    assert check(wording(**changed)) is None


@pytest.mark.parametrize(
    "quote",
    [QUOTE, "", "Lấy  sự hài lòng\n của tổ chức", unicodedata.normalize("NFD", QUOTE), "a) Đúng hạn; b) Công khai."],
)
def test_quote_is_found_whatever_its_spaces_and_unicode_form(quote: str) -> None:
    assert check(wording(cited=((find_provision(NUMBER, "khoản 1 Điều 2"), quote),))) is None


@pytest.mark.parametrize("quote", ["Bảo đảm minh bạch", "Lấy sự hài lòng của mọi người"])
def test_quote_from_elsewhere_is_refused_with_the_clause_named(quote: str) -> None:
    with pytest.raises(BadWording, match="khoản 1 Điều 2 61/2018/NĐ-CP"):
        check(wording(cited=((find_provision(NUMBER, "khoản 1 Điều 2"), quote),)))


def test_one_clause_cited_twice_is_refused() -> None:
    clause = find_provision(NUMBER, "khoản 1 Điều 2")
    with pytest.raises(BadWording) as refused:
        check(wording(cited=((clause, ""), (clause, QUOTE))))
    assert refused.value.field == "cited"


def test_question_is_kept_with_choices_key_and_citation(tam: User) -> None:
    question = write(tam)
    version = question.latest_version
    assert version is not None
    assert (question.state, question.code, version.number, version.created_at) == ("draft", "G-0001", 1, now())
    assert [(c.position, c.is_correct) for c in version.choices.order_by("position")] == [
        (0, False), (1, True), (2, False), (3, False),
    ]  # fmt: skip
    assert [(c.provision.address, c.quote) for c in version.citations.all()] == [("khoản 1 Điều 2", QUOTE)]


def test_refused_wording_leaves_nothing_behind(tam: User) -> None:
    with pytest.raises(BadWording):
        write(tam, stem="")
    assert not Question.objects.exists()


def test_codes_do_not_meet_after_one_was_given_by_hand(tam: User) -> None:
    assert [write(tam, code="G-0002").code, write(tam).code, write(tam).code] == ["G-0002", "G-0003", "G-0004"]


def test_true_or_false_keeps_its_order(tam: User) -> None:
    question = write(tam, kind=Kind.TRUE_FALSE, choices=("Đúng", "Sai"), right=frozenset({0}))
    assert question.latest_version is not None
    assert question.latest_version.keep_order


def test_edit_of_an_approved_question_leaves_it_drawable_in_its_old_wording(tam: User, thao: User) -> None:
    question = let_in(write(tam), by=tam, through=thao)
    revise(question=question, wording=wording(stem="Câu mới?"), by=tam, now=now(), seen=1)
    today = now().date()
    drawn = Question.objects.drawable_on(today).select_related("approved_version", "latest_version").get()
    assert drawn.approved_version is not None
    assert drawn.latest_version is not None
    assert (drawn.state, drawn.approved_version.number, drawn.latest_version.number) == ("draft", 1, 2)
    assert drawn.approved_version.stem == "Cơ chế một cửa lấy gì làm thước đo?"


def test_edit_may_move_a_question_to_another_topic(tam: User) -> None:
    question = write(tam)
    revise(question=question, wording=wording(), by=tam, now=now(), topic=topic("a"))
    assert question.topic.code == "a"


def test_edit_that_started_from_an_older_version_is_refused(tam: User, thao: User) -> None:
    question = write(tam)
    revise(question=question, wording=wording(stem="Của Thảo?"), by=thao, now=now(), seen=1)
    with pytest.raises(MovedOn):
        revise(question=question, wording=wording(stem="Của Tâm?"), by=tam, now=now(), seen=1)
    assert question.versions.count() == 2


def test_retired_question_cannot_come_back_through_an_edit(tam: User, thao: User) -> None:
    question = let_in(write(tam), by=tam, through=thao)
    retire(question=question, by=tam, now=now())
    with pytest.raises(QuestionRetired):
        revise(question=question, wording=wording(), by=tam, now=now())
    assert not Question.objects.drawable_on(now().date()).exists()

"""A law changes: its questions are not drawn from that day on, and a trainer decides on each."""

from datetime import date, timedelta

import pytest
from django.test import Client

from people.models import User
from questionbank import rechecking
from questionbank.models import CitationGap, Question, Recitation
from questionbank.writing import BadWording, revise
from realtime.clock import now
from regulations import life
from regulations.citing import find_provision
from regulations.models import Relation
from tests.questionbank.builders import NUMBER, QUOTE, bring_decree, let_in, wording, write
from tests.regulations.test_life import BEFORE, DAY, bring, confirm

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("clock")]


@pytest.fixture
def question(tam: User, thao: User) -> Question:
    bring_decree()
    return let_in(write(tam), by=tam, through=thao)


def change(by: User, place: int = 0) -> Relation:
    return confirm(bring()[place], by)


def drawn(day: date) -> bool:
    return Question.objects.drawable_on(day).exists()


def spans() -> list[tuple[date | None, date | None, str]]:
    return list(CitationGap.objects.order_by("since").values_list("since", "until", "reason"))


def test_a_reworded_clause_is_drawn_the_day_before_and_not_from_the_day_on(question: Question, tam: User) -> None:
    change(tam)
    assert (drawn(BEFORE), drawn(DAY), drawn(DAY + timedelta(400))) == (True, False, False)
    assert spans() == [(DAY, None, "reworded")]
    assert not Question.objects.out_of_force_on(BEFORE).exists()
    assert Question.objects.out_of_force_on(DAY).get() == question
    assert [q.lapsed for q in Question.objects.marked_on(DAY)] == [True]  # type: ignore[attr-defined]


def test_taking_the_change_back_draws_it_again(question: Question, tam: User) -> None:
    relation = change(tam)
    life.undo_relation(relation=relation)
    assert drawn(DAY)
    assert spans() == []


def test_a_change_that_leaves_the_quoted_words_leaves_the_question(question: Question, tam: User) -> None:
    confirm(bring()[0], tam, new_text=f"1. {QUOTE}, nay thêm:\na) Đúng hạn.")
    assert drawn(DAY)


@pytest.mark.parametrize("place", [1, 2, 3])
def test_a_change_of_another_clause_leaves_the_question(place: int, question: Question, tam: User) -> None:
    change(tam, place)
    assert drawn(DAY)


def test_a_repealed_clause_takes_the_questions_on_all_that_stood_under_it(tam: User, thao: User) -> None:
    bring_decree()
    cited = ((find_provision(NUMBER, "điểm b khoản 1 Điều 2"), "Công khai"),)
    let_in(write(tam, cited=cited), by=tam, through=thao)
    confirm(bring()[2], tam, target_address="khoản 1 Điều 2")
    assert (drawn(BEFORE), drawn(DAY)) == (True, False)
    assert spans() == [(DAY, None, "repealed")]


def test_a_clause_cited_without_words_counts_as_a_whole(tam: User, thao: User) -> None:
    bring_decree()
    held = write(tam, cited=((find_provision(NUMBER, "Điều 2"), ""),))
    # Approved before words had to be quoted: such questions stay in banks.
    Question.objects.filter(pk=held.pk).update(state="approved", approved_version=held.latest_version)
    change(tam, 1)
    assert (drawn(BEFORE), drawn(DAY)) == (True, False)


def test_a_question_on_words_to_come_is_drawn_from_their_day_on(question: Question, tam: User, thao: User) -> None:
    change(tam)
    anew = wording(cited=((find_provision(NUMBER, "khoản 1 Điều 2"), "Lấy kết quả làm thước đo"),))
    revise(question=question, wording=anew, by=tam, now=now())
    let_in(question, by=tam, through=thao)
    assert (drawn(BEFORE), drawn(DAY)) == (False, True)
    assert (None, DAY) in {span[:2] for span in spans()}


def test_words_that_stand_on_no_day_to_come_cannot_be_quoted(question: Question, tam: User) -> None:
    with pytest.raises(BadWording):
        write(tam, cited=((find_provision(NUMBER, "khoản 1 Điều 2"), "Lấy kết quả làm thước đo"),))


def gap() -> CitationGap:
    return CitationGap.objects.select_related("citation__version__question", "citation__provision__document").get()


def keep(by: User, quote: str = "Lấy kết quả làm thước đo", note: str = "Ý không đổi.") -> None:
    rechecking.still_right(gap=gap(), quote=quote, note=note, by=by, now=now())


def test_a_question_that_is_still_right_cites_the_new_words_and_is_drawn_on_both_sides(
    question: Question, tam: User, thao: User
) -> None:
    change(tam)
    keep(thao)
    assert (drawn(BEFORE), drawn(DAY)) == (True, True)
    event = question.events.order_by("pk").last()
    assert event is not None
    assert (event.actor, "Ý không đổi." in event.comment) == (thao, True)
    assert Recitation.objects.get().since == DAY


@pytest.mark.parametrize(
    ("given", "refusal"),
    [
        ({"note": "  "}, rechecking.NoteNeeded),
        ({"quote": QUOTE}, rechecking.QuoteMissing),
    ],
)
def test_keeping_needs_a_note_and_words_that_stand(
    given: dict, refusal: type[Exception], question: Question, tam: User, thao: User
) -> None:
    change(tam)
    with pytest.raises(refusal):
        keep(thao, **given)
    assert not drawn(DAY)


def test_nobody_keeps_what_they_wrote_and_nothing_keeps_a_repealed_clause(
    question: Question, tam: User, thao: User
) -> None:
    relation = change(tam)
    with pytest.raises(rechecking.OwnWork):
        keep(tam)
    life.undo_relation(relation=relation)
    confirm(Relation.objects.get(action="repeal"), tam, target_address="khoản 1 Điều 2")
    with pytest.raises(rechecking.ClauseGone):
        keep(thao)


def test_the_page_shows_both_words_and_what_differs(question: Question, tam: User, thao: User) -> None:
    change(tam)
    client = Client()
    client.force_login(thao)
    page = client.get("/cau-hoi/can-ra-soat/").content.decode()
    assert "<mark>" in page
    assert "kết quả" in page
    assert QUOTE in page
    answer = client.post(f"/cau-hoi/can-ra-soat/{gap().pk}/van-dung/", {"quote": "Lấy kết quả", "note": "Vẫn đúng"})
    assert answer.status_code == 302
    assert drawn(DAY)
    assert "Không có câu hỏi nào cần rà soát" in client.get("/cau-hoi/can-ra-soat/").content.decode()
    assert client.get(f"/cau-hoi/{question.pk}/").status_code == 200

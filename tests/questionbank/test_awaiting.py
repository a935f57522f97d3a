"""Questions on words that are not in force yet, or suspended: listed with the day on which they are drawn again."""

from datetime import date, timedelta

import pytest
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from pytest_django import DjangoAssertNumQueries

from people.models import User
from questionbank.awaiting import Span, first_free, rows, waiting
from questionbank.models import CitationGap, Question
from questionbank.rechecking import touched_gaps
from questionbank.review import retire
from questionbank.writing import BadWording, check
from realtime.clock import now
from regulations import life
from regulations.citing import find_provision
from regulations.models import Document
from tests.questionbank.builders import NUMBER, bring_decree, let_in, wording, write
from tests.regulations.test_life import BEFORE, DAY, bring, confirm

pytestmark = pytest.mark.usefixtures("clock")

TODAY = date(2026, 11, 24)
SOON = date(2026, 12, 5)


def drawn(day: date) -> bool:
    return Question.objects.drawable_on(day).exists()


def only(today: date) -> tuple[list[str], date | None]:
    """The reasons and the day of the only question that waits on `today`."""
    (row,) = rows(waiting(today), today)
    return [span.reason for span in row.spans], row.drawable_on


@pytest.mark.django_db
def test_a_document_that_is_not_in_force_yet_lets_its_questions_wait_for_the_day(tam: User, thao: User) -> None:
    bring_decree(effective_on=DAY)
    let_in(write(tam), by=tam, through=thao)
    assert (drawn(BEFORE), drawn(DAY)) == (False, True)
    assert only(BEFORE) == (["not_yet"], DAY)
    assert not waiting(DAY).exists()


@pytest.mark.django_db
def test_words_of_an_amendment_to_come_wait_for_it_and_are_no_work_for_a_reviewer(tam: User, thao: User) -> None:
    bring_decree()
    confirm(bring()[0], tam)
    cited = ((find_provision(NUMBER, "khoản 1 Điều 2"), "Lấy kết quả làm thước đo"),)
    let_in(write(tam, cited=cited), by=tam, through=thao)
    assert (drawn(BEFORE), drawn(DAY)) == (False, True)
    assert list(CitationGap.objects.values_list("since", "until", "reason")) == [(None, DAY, "not_yet")]
    assert only(BEFORE) == (["not_yet"], DAY)
    assert not touched_gaps(BEFORE).exists()


@pytest.mark.django_db
def test_a_clause_put_in_later_can_be_cited_before_it_has_effect_and_waits(tam: User, thao: User) -> None:
    bring_decree()
    confirm(bring()[1], tam)
    cited = ((find_provision(NUMBER, "khoản 1a Điều 2"), "Không gây phiền hà"),)
    let_in(write(tam, cited=cited), by=tam, through=thao)
    assert (drawn(BEFORE), drawn(DAY)) == (False, True)
    assert only(BEFORE) == (["not_yet"], DAY)


@pytest.mark.django_db
@pytest.mark.parametrize("address", ["", "Điều 2", "khoản 1 Điều 2", "điểm a khoản 1 Điều 2"])
def test_a_suspension_takes_the_question_out_for_its_days_and_gives_it_back(
    address: str, tam: User, thao: User
) -> None:
    decree = bring_decree()
    let_in(write(tam), by=tam, through=thao)
    last = SOON + timedelta(9)
    held = life.suspend_by_decision(
        document=decree, address=address, since=SOON, last_day=last, reason="QĐ 1", by=tam, now=now()
    )
    touches = not address.startswith("điểm")  # the quoted words are the clause's own
    days = [SOON - timedelta(1), SOON, last, last + timedelta(1)]
    assert [drawn(day) for day in days] == [True, not touches, not touches, True]
    if touches:
        assert only(SOON) == (["suspended"], last + timedelta(1))
        assert only(TODAY) == (["suspended"], TODAY)  # announced, drawn until then
    assert not waiting(last + timedelta(1)).exists()
    assert not touched_gaps(SOON).exists()
    life.lift_suspension(suspension=held)
    assert all(drawn(day) for day in days)
    assert not CitationGap.objects.exists()


@pytest.mark.django_db
def test_a_suspension_without_an_end_settles_no_day(tam: User, thao: User) -> None:
    decree = bring_decree()
    let_in(write(tam), by=tam, through=thao)
    life.suspend_by_decision(document=decree, address="", since=SOON, last_day=None, reason="QĐ 1", by=tam, now=now())
    assert only(SOON) == (["suspended"], None)


@pytest.mark.django_db
def test_a_repealed_clause_is_cited_by_no_new_question(tam: User) -> None:
    bring_decree()
    confirm(bring()[2], tam, effective_on=date(2020, 1, 1))
    for quote in ("", "Bảo đảm minh bạch"):
        with pytest.raises(BadWording) as refused:
            check(wording(cited=((find_provision(NUMBER, "khoản 2 Điều 2"), quote),)))
        assert refused.value.field == "cited"


@pytest.mark.django_db
def test_the_page_lists_each_with_its_day_and_asks_no_more_for_three(
    client: Client, tam: User, thao: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    bring_decree(effective_on=DAY)
    client.force_login(tam)
    empty = client.get("/cau-hoi/can-ra-soat/cho-hieu-luc/").content.decode()
    assert "Không có câu hỏi nào chờ có hiệu lực" in empty
    held = [
        let_in(write(tam, stem=f"Cơ chế một cửa lấy gì làm thước đo thứ {n}?"), by=tam, through=thao) for n in "123"
    ]
    page = client.get("/cau-hoi/can-ra-soat/cho-hieu-luc/").content.decode()
    assert page.count("Được rút từ ngày 01/01/2027") == 3
    assert "Chờ có hiệu lực (3)" in client.get("/cau-hoi/can-ra-soat/").content.decode()
    with django_assert_num_queries(7):
        assert len(rows(waiting(TODAY), TODAY)) == 3
    for question in held[1:]:
        retire(question=question, by=tam, now=now(), comment="x")
    with django_assert_num_queries(7):
        assert len(rows(waiting(TODAY), TODAY)) == 1


spans = st.builds(
    lambda since, length: (since, None if length is None else (since or date(2020, 1, 1)) + timedelta(length)),
    st.none() | st.dates(date(2026, 11, 1), date(2026, 12, 31)),
    st.none() | st.integers(1, 2600),
)


@given(st.lists(spans, max_size=6))
def test_the_first_free_day_is_free_and_no_earlier_one_is(given_spans: list[tuple[date | None, date | None]]) -> None:
    held = [Span(None, "suspended", since, until) for since, until in given_spans]  # type: ignore[arg-type]
    found = first_free(held, TODAY)
    if found is None:
        assert any(span.until is None for span in held)
        return
    assert not any(span.covers(found) for span in held)
    for back in range((found - TODAY).days):
        assert any(span.covers(TODAY + timedelta(back)) for span in held)


@pytest.mark.django_db
def test_documents_without_questions_wait_for_nothing() -> None:
    bring_decree(effective_on=DAY)
    assert Document.objects.count() == 1
    assert not waiting(BEFORE).exists()

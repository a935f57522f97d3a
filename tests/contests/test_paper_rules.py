"""The page of a paper does what the rules of its round say: the prediction, one way, everything on one page."""

import re
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from contests.models import Answer, Paper
from contests.papers.answering import go_on, save_answer
from contests.papers.sitting import start_paper
from contests.refusals import WentOn
from people.models import Unit, User
from tests.conftest import NOON, Moving
from tests.contests.builders import enter, make_contest, make_papers, right_choices

pytestmark = pytest.mark.usefixtures("bank", "clock")
SCRIPT = {"accept": "application/json"}


class Sitting:
    """A phone with a paper of three questions under these rules."""

    def __init__(self, by: User, unit: Unit, user: User, **rules: Any) -> None:
        contest = make_contest(by, unit, NOON, papers=make_papers(**rules))
        self.paper = start_paper(entrant=enter(contest, user, NOON), now=NOON)
        self.phone = Client()
        self.phone.force_login(user)
        self.at = f"/bai-thi/{self.paper.pk}/"

    def page(self, query: str = "") -> str:
        return self.phone.get(self.at + query).content.decode()

    def send(self, **fields: Any) -> Any:
        return self.phone.post(f"{self.at}tra-loi/", fields, headers=SCRIPT)

    def kept(self) -> Paper:
        return Paper.objects.get(pk=self.paper.pk)


@pytest.fixture
def begin(alice: User, province: Unit, bob: User) -> Any:
    return lambda **rules: Sitting(alice, province, bob, **rules)


class TestPrediction:
    def test_it_is_the_last_item_saved_like_an_answer_and_shown_again(self, begin: Any) -> None:
        own = begin(predicts="participants")
        assert "Có bao nhiêu người tham gia đợt thi này?" in own.page("?cau=0")
        assert own.send(position="0", foretold=" 1200 ").json()["position"] == 0
        assert own.kept().prediction == 1200
        assert 'value="1200"' in own.page("?cau=0")
        own.send(position="0", foretold="")
        assert own.kept().prediction is None

    @pytest.mark.parametrize("wrong", ["nhiều", "-3", "1,5", "١٢", "99999999999"])
    def test_what_is_no_number_is_refused_and_the_one_before_stays(self, begin: Any, wrong: str) -> None:
        own = begin(predicts="entries")
        own.send(position="0", foretold="7")
        refused = own.send(position="0", foretold=wrong)
        assert (refused.status_code, refused.json()["error"]) == (409, "NotForetold")
        assert "số nguyên" in refused.json()["message"]
        assert own.kept().prediction == 7

    def test_a_round_that_asks_none_shows_and_takes_none(self, begin: Any) -> None:
        own = begin()
        assert "foretold" not in own.page("?cau=0")
        assert own.send(position="0", foretold="7").status_code == 409
        assert own.kept().prediction is None

    def test_handing_in_reminds_of_it_and_the_result_tells_it(self, begin: Any, clock: Moving) -> None:
        own = begin(predicts="participants")
        reminder = "chưa ghi số dự đoán"
        assert reminder in own.phone.get(f"{own.at}nop/").content.decode()
        own.send(position="0", foretold="7")
        assert reminder not in own.phone.get(f"{own.at}nop/").content.decode()
        own.phone.post(f"{own.at}nop/")
        before = own.phone.get(f"{own.at}ket-qua/").content.decode()
        assert ("Bạn dự đoán <strong>7</strong>" in before, "Con số thực tế là" in before) == (True, False)
        clock.on(hours=3)
        assert "Con số thực tế là <strong>1</strong>" in own.phone.get(f"{own.at}ket-qua/").content.decode()


class TestOneWay:
    def test_only_the_question_reached_is_sent_to_the_phone(self, begin: Any) -> None:
        own = begin(back=False)
        for asked in ("", "?cau=2", "?cau=3"):
            page = own.page(asked)
            assert [f'id="cau-{n}"' in page for n in (1, 2, 3)] == [True, False, False]
        own.phone.post(f"{own.at}tra-loi/", {"position": "1", "choice": "0", "go": "2"})
        page = own.page("?cau=1")
        assert [f'id="cau-{n}"' in page for n in (1, 2, 3)] == [False, True, False]

    def test_neither_a_left_question_nor_a_later_one_can_be_answered(self, begin: Any) -> None:
        own = begin(back=False)
        own.phone.post(f"{own.at}tra-loi/", {"position": "1", "choice": "0", "go": "2"})
        assert [own.send(position=str(n), choice="1").status_code for n in (1, 2, 3)] == [409, 200, 409]
        assert Answer.objects.get(question__position=1).revision == 1

    def test_a_second_press_leaves_one_question_only(self, begin: Any) -> None:
        own = begin(back=False)
        for _ in range(3):
            go_on(paper=own.paper, left=1, now=NOON)
        assert own.kept().reached == 2
        go_on(paper=own.paper, left=3, now=NOON)
        assert own.kept().reached == 2

    def test_after_the_last_question_comes_the_prediction(self, begin: Any) -> None:
        own = begin(back=False, predicts="participants")
        for position in ("1", "2", "3"):
            own.phone.post(f"{own.at}tra-loi/", {"position": position, "go": "0"})
        page = own.page()
        assert ('id="cau-0"' in page, 'id="cau-3"' in page) == (True, False)
        assert own.send(position="0", foretold="7").status_code == 200

    def test_where_going_back_is_allowed_nothing_is_left(self, begin: Any) -> None:
        own = begin()
        own.phone.post(f"{own.at}tra-loi/", {"position": "1", "choice": "0", "go": "2"})
        assert own.send(position="1", choice="1").status_code == 200
        assert own.kept().reached == 1

    def test_the_action_itself_refuses(self, begin: Any) -> None:
        own = begin(back=False)
        second = own.paper.questions.get(position=2)
        with pytest.raises(WentOn):
            save_answer(paper=own.paper, position=2, chosen=right_choices(second), now=NOON + timedelta(seconds=1))


@pytest.mark.parametrize(("paging", "hidden"), [("one", 2), ("all", 0)])
def test_one_question_on_a_page_or_all(begin: Any, paging: str, hidden: int) -> None:
    page = begin(paging=paging).page()
    forms = re.findall(r'<form[^>]*class="paper-question"[^>]*>', page)
    assert (len(forms), sum("hidden" in form for form in forms)) == (3, hidden)
    assert ("data-all" in page) == (paging == "all")


def test_a_question_of_another_worth_says_so(begin: Any) -> None:
    page = begin(blueprint=[{"count": 1, "topic": "a", "points": 250}, {"count": 1, "topic": "c"}]).page()
    assert page.count("2,50 điểm") == 1

"""Every kind of question on a paper: shown without its key, saved, marked, and explained afterwards."""

import re
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client

from contests.entering.entries import enter_with_account
from contests.models import Contest, Paper
from contests.papers.essays import essays_of, mark_essay
from contests.papers.sitting import start_paper, submit
from contests.record.ledger import broken_link, content_of
from contests.refusals import NotYours, PointsOutOfRange
from people.models import Unit, User
from questionbank.models import Question
from questionbank.writing import write_question
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import make_contest, make_document, make_papers
from tests.questionbank.test_kinds import ESSAY, GAP, MATCH, NUMBER, ORDER, SHORT, SITUATION

pytestmark = pytest.mark.django_db
SCRIPT = {"Accept": "application/json"}
BODIES = {body.kind: body for body in (ORDER, MATCH, SHORT, NUMBER, GAP, ESSAY, SITUATION)}
CANARIES = {"short": "Chủ tịch UBND", "number": "3 000", "gap": "mười lăm", "situation": "Chủ tịch Ủy ban nhân dân"}


def ask(kind: str, by: User) -> Question:
    """Put an approved question of this kind into the bank."""
    from questionbank.models import Topic
    from questionbank.writing import Wording

    body = BODIES[kind]
    wording = Wording(
        kind=kind, difficulty=2, stem=body.stem, choices=body.choices, right=body.right, explanation="Vì luật.",
        cited=[(make_document().provisions.get(position=1), "Công khai.")], partners=body.partners,
        accepted=body.accepted, tolerance=body.tolerance, parts=body.parts, rubric=body.rubric,
    )  # fmt: skip
    question = write_question(topic=Topic.objects.get(code="a"), wording=wording, by=by, now=NOON)
    question.state, question.approved_version = Question.State.APPROVED, question.latest_version
    question.save()
    return question


Sit = Callable[[str], tuple[Client, Paper]]


@pytest.fixture
def sit(tam: User, alice: User, bob: User, province: Unit, clock: Moving) -> Sit:
    def begin(kind: str) -> tuple[Client, Paper]:
        ask(kind, tam)
        slot = {"count": 1, "topic": "a", "kind": kind}
        papers = make_papers(blueprint=[slot], explanations="after_submit")
        contest = make_contest(alice, province, NOON, papers=papers)
        paper = start_paper(entrant=enter_with_account(contest=contest, user=bob, now=NOON), now=NOON)
        phone = Client()
        phone.force_login(bob)
        return phone, paper

    return begin


def fields(kind: str, paper: Paper) -> dict[str, Any]:
    """What a phone sends for the right answer, given the order that this paper shows."""
    order = paper.questions.get().choice_order
    right: dict[str, dict[str, Any]] = {
        "order": {f"place-{place}": at + 1 for place, at in enumerate(order)},
        "match": {f"place-{left}": order.index(left) for left in range(2) if left in order},
        "short": {"text-0": "chủ tịch ubnd"},
        "number": {"text-0": "15,2"},
        "gap": {"text-0": "15", "text-1": "sở nội vụ"},
        "essay": {"text-0": "Bài viết\nhai dòng"},
        "situation": {"p0-choice": 1, "p1-text-0": "Chủ tịch UBND"},
    }
    return {"position": 1, **right[kind]}


@pytest.mark.parametrize("kind", BODIES)
def test_right_answer_is_saved_shown_again_and_marked(kind: str, sit: Sit) -> None:
    phone, paper = sit(kind)
    page = f"/bai-thi/{paper.pk}/"
    shown = phone.get(page).content.decode()
    assert CANARIES.get(kind, "GIAITHICH") not in shown
    assert phone.post(f"{page}tra-loi/", fields(kind, paper), headers=SCRIPT).status_code == 200
    again = phone.get(page).content.decode()
    assert ("selected" in again) if kind in ("order", "match") else ("checked" in again or "value=" in again)
    submit(paper=paper, now=NOON)
    paper.refresh_from_db()
    earned = 0 if kind == "essay" else 1
    assert (paper.score, paper.max_score, paper.to_mark) == (earned, 1, int(kind == "essay"))
    result = phone.get(f"{page}ket-qua/").content.decode()
    assert "Vì luật." in result


@pytest.mark.parametrize("kind", ["order", "match", "short", "number", "gap", "situation"])
def test_wrong_answer_earns_nothing_and_the_right_one_is_told_afterwards(kind: str, sit: Sit) -> None:
    phone, paper = sit(kind)
    sent = fields(kind, paper)
    wrong = {name: "" if name == "position" else "0" for name in sent} | {"position": 1}
    if kind == "order":
        places = [name for name in sent if name.startswith("place-")]
        turned = [sent[name] for name in places[1:]] + [sent[places[0]]]
        wrong = dict(zip(places, turned, strict=True)) | {"position": 1}
    if kind == "match":
        order = paper.questions.get().choice_order
        wrong = {"position": 1, "place-0": order.index(2), "place-1": order.index(0)}
    got = phone.post(f"/bai-thi/{paper.pk}/tra-loi/", wrong, headers=SCRIPT)
    assert got.status_code == 200, got.content
    submit(paper=paper, now=NOON)
    paper.refresh_from_db()
    assert paper.score == 0
    result = phone.get(f"/bai-thi/{paper.pk}/ket-qua/").content.decode()
    assert result.count('<span class="tag tag--ok">') >= 1


@pytest.mark.parametrize(
    ("kind", "sent"),
    [
        ("order", {"place-0": "1", "place-1": "1"}), ("order", {"place-0": "9"}), ("order", {"place-0": "x"}),
        ("match", {"place-0": "7"}), ("match", {"place-0": "x"}), ("short", {"text-0": "x" * 301}),
        ("situation", {"p0-choice": ["0", "1"]}),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_refused_in_words_and_the_answer_before_stays(
    kind: str, sent: dict[str, Any], sit: Sit
) -> None:
    phone, paper = sit(kind)
    save = f"/bai-thi/{paper.pk}/tra-loi/"
    phone.post(save, fields(kind, paper), headers=SCRIPT)
    kept = paper.questions.get().answer.chosen
    refused = phone.post(save, {"position": 1, **sent}, headers=SCRIPT)
    assert (refused.status_code, refused.json()["error"]) == (409, "NotThatKind")
    assert paper.questions.get().answer.chosen == kept


@pytest.mark.parametrize("kind", BODIES)
def test_emptied_boxes_take_the_answer_back(kind: str, sit: Sit) -> None:
    phone, paper = sit(kind)
    save = f"/bai-thi/{paper.pk}/tra-loi/"
    phone.post(save, fields(kind, paper), headers=SCRIPT)
    phone.post(save, {"position": 1}, headers=SCRIPT)
    assert paper.questions.get().answer.chosen == []


@pytest.mark.parametrize("kind", ["order", "match"])
def test_no_box_tells_the_order(kind: str, sit: Sit) -> None:
    phone, paper = sit(kind)
    page = phone.get(f"/bai-thi/{paper.pk}/").content.decode()
    names = re.findall(r'name="(place-\d)"', page)
    assert names == sorted(names)  # by the place on this paper, whatever the right order


class TestEssays:
    @pytest.fixture
    def handed_in(self, sit: Sit) -> Paper:
        phone, paper = sit("essay")
        phone.post(f"/bai-thi/{paper.pk}/tra-loi/", fields("essay", paper), headers=SCRIPT)
        submit(paper=paper, now=NOON)
        return paper

    def test_marks_change_the_score_and_marking_again_replaces_them(self, handed_in: Paper, alice: User) -> None:
        answer = essays_of(handed_in.contest).get()
        paper = mark_essay(answer=answer, points=[2, 1], by=alice, now=NOON)
        assert (paper.score, paper.to_mark) == (Decimal("0.75"), 0)
        paper = mark_essay(answer=answer, points=[3, 1], by=alice, now=NOON)
        assert (paper.score, paper.correct_count) == (Decimal("1.00"), 1)

    def test_every_mark_stands_in_the_record_with_the_one_before(self, handed_in: Paper, alice: User) -> None:
        answer = essays_of(handed_in.contest).get()
        for points in ([2, 1], [3, 1]):
            mark_essay(answer=answer, points=points, by=alice, now=NOON)
        told = [content_of(line) for line in handed_in.contest.record.filter(kind="essay_marked")]
        assert [(line["before"], line["points"], line["paper"]) for line in told] == [
            ([], [2, 1], handed_in.pk), ([2, 1], [3, 1], handed_in.pk),
        ]  # fmt: skip
        assert broken_link(handed_in.contest) is None

    @pytest.mark.parametrize("points", [[4, 0], [-1, 0], [1], [1, 1, 1]])
    def test_points_outside_the_rubric_are_refused(self, points: list[int], handed_in: Paper, alice: User) -> None:
        with pytest.raises(PointsOutOfRange):
            mark_essay(answer=essays_of(handed_in.contest).get(), points=points, by=alice, now=NOON)
        assert essays_of(handed_in.contest).get().fraction is None

    def test_nobody_marks_their_own(self, handed_in: Paper, bob: User) -> None:
        with pytest.raises(NotYours):
            mark_essay(answer=essays_of(handed_in.contest).get(), points=[3, 1], by=bob, now=NOON)

    def test_page_shows_no_name_and_takes_marks(self, handed_in: Paper, alice: User, bob: User) -> None:
        desk = Client()
        desk.force_login(alice)
        page = f"/to-chuc/{handed_in.contest.slug}/tu-luan/"
        shown = desk.get(page).content.decode()
        assert "hai dòng" in shown
        assert bob.full_name not in shown
        answer = essays_of(handed_in.contest).get()
        desk.post(f"{page}{answer.pk}/", {"points": ["3", "x"]})
        assert essays_of(handed_in.contest).get().marked_by is None
        desk.post(f"{page}{answer.pk}/", {"points": ["3", "0"]})
        handed_in.refresh_from_db()
        assert handed_in.score == Decimal("0.75")


def test_paper_that_would_hold_a_question_no_longer_drawable_is_drawn_again(
    tam: User, alice: User, bob: User, province: Unit, clock: Moving
) -> None:
    first, second = ask("short", tam), ask("number", tam)
    contest: Contest = make_contest(alice, province, NOON, papers=make_papers(blueprint={"a": 1}, attempts=9))
    entrant = enter_with_account(contest=contest, user=bob, now=NOON)
    for _ in range(3):  # the pool is kept from here on
        submit(paper=start_paper(entrant=entrant, now=NOON), now=NOON)
    Question.objects.filter(pk=second.pk).update(flag="Điều luật đã thay đổi")
    for _ in range(4):
        paper = start_paper(entrant=entrant, now=NOON)
        assert paper.questions.get().version.question_id == first.pk
        submit(paper=paper, now=NOON)

from datetime import timedelta

import pytest

from contests.drafts.opening import check_ready, close_contest, create_contest, edit_contest, free_slug, open_contest
from contests.models import Contest, Phase
from contests.refusals import AlreadyOpened, NotOpen, NotOverUnit, NotReady
from people.models import Unit, User
from questionbank.models import Question
from tests.conftest import NOON
from tests.contests.builders import make_draft, make_papers


@pytest.fixture
def draft(bank: None, alice: User, province: Unit) -> Contest:
    return create_contest(draft=make_draft(province, NOON), by=alice, now=NOON)


def test_a_new_contest_is_a_draft_that_nobody_sees(draft: Contest) -> None:
    assert (draft.state, draft.slug) == (Contest.State.DRAFT, "tim-hieu-cai-cach-hanh-chinh")
    assert Contest.objects.public().count() == 0


def test_an_address_is_taken_once(draft: Contest) -> None:
    assert free_slug("Tìm hiểu  CẢI CÁCH hành chính") == "tim-hieu-cai-cach-hanh-chinh-2"
    assert free_slug("???") == "cuoc-thi"
    assert free_slug("Cuộc thi mới") == "cuoc-thi-moi-2"


def test_nobody_makes_a_contest_for_a_unit_of_others(bank: None, charlie: User, province: Unit) -> None:
    with pytest.raises(NotOverUnit):
        create_contest(draft=make_draft(province, NOON), by=charlie, now=NOON)


def test_a_draft_can_be_changed_whole(draft: Contest, alice: User, home_affairs: Unit) -> None:
    changed = make_draft(home_affairs, NOON, title="Tên mới", papers=make_papers(minutes=15))
    edit_contest(contest=draft, draft=changed, by=alice)
    assert (draft.title, draft.unit, draft.rounds.get().paper_rules.minutes) == ("Tên mới", home_affairs, 15)


def test_a_draft_does_not_move_to_a_unit_of_others(bank: None, charlie: User, province: Unit) -> None:
    own = create_contest(draft=make_draft(charlie.unit, NOON), by=charlie, now=NOON)  # type: ignore[arg-type]
    with pytest.raises(NotOverUnit):
        edit_contest(contest=own, draft=make_draft(province, NOON), by=charlie)


def test_a_ready_contest_opens(draft: Contest) -> None:
    assert check_ready(contest=draft, now=NOON) == []
    opened = open_contest(contest=draft, now=NOON)
    assert (opened.state, opened.opened_at) == (Contest.State.OPEN, NOON)


def test_rules_are_frozen_once_open(draft: Contest, alice: User, province: Unit) -> None:
    before = open_contest(contest=draft, now=NOON).rounds.get().rules
    with pytest.raises(AlreadyOpened):
        edit_contest(contest=draft, draft=make_draft(province, NOON, papers=make_papers(minutes=99)), by=alice)
    draft.refresh_from_db()
    assert draft.rounds.get().rules == before


def test_a_contest_opens_once(draft: Contest) -> None:
    open_contest(contest=draft, now=NOON)
    with pytest.raises(AlreadyOpened):
        open_contest(contest=draft, now=NOON)


def test_what_was_checked_is_what_opens(draft: Contest, alice: User, province: Unit) -> None:
    stale = Contest.objects.get(pk=draft.pk)
    edit_contest(contest=draft, draft=make_draft(province, NOON, papers=make_papers(minutes=15)), by=alice)
    with pytest.raises(AlreadyOpened):
        open_contest(contest=stale, now=NOON)


def test_a_topic_with_too_few_questions_stands_in_the_way(draft: Contest, alice: User, province: Unit) -> None:
    Question.objects.filter(topic__code="a").exclude(code="CH001").update(flag="rà soát")
    problems = check_ready(contest=draft, now=NOON)
    assert len(problems) == 1
    assert ("2" in problems[0], "1" in problems[0], "02/11/2026" in problems[0]) == (True, True, True)
    with pytest.raises(NotReady):
        open_contest(contest=draft, now=NOON)


def test_a_document_that_ends_during_the_contest_stands_in_the_way(draft: Contest) -> None:
    draft.rounds.update(closes_at=NOON + timedelta(days=10))
    document = Question.objects.all()[0].approved_version.citations.get().provision.document  # type: ignore[union-attr]
    document.expired_on = NOON.date() + timedelta(days=5)
    document.save()
    draft.refresh_from_db()
    problems = check_ready(contest=draft, now=NOON)
    assert [("12/11/2026" in p) for p in problems] == [True, True]


def test_a_window_that_is_past_stands_in_the_way(draft: Contest) -> None:
    assert len(check_ready(contest=draft, now=NOON + timedelta(hours=2))) == 1


def test_a_window_shorter_than_a_paper_stands_in_the_way(bank: None, alice: User, province: Unit) -> None:
    short = make_draft(province, NOON, closes_at=NOON + timedelta(minutes=9))
    assert len(check_ready(contest=create_contest(draft=short, by=alice, now=NOON), now=NOON)) == 1


def test_rules_that_are_none_stand_in_the_way(draft: Contest) -> None:
    draft.rules = {}
    assert len(check_ready(contest=draft, now=NOON)) == 1


def test_a_contest_closes_once_and_only_when_open(draft: Contest) -> None:
    with pytest.raises(NotOpen):
        close_contest(contest=draft, now=NOON)
    open_contest(contest=draft, now=NOON)
    assert close_contest(contest=draft, now=NOON + timedelta(hours=1)).closed_at == NOON + timedelta(hours=1)
    with pytest.raises(NotOpen):
        close_contest(contest=draft, now=NOON)


def test_the_window_ends_a_contest_that_nobody_closed(draft: Contest) -> None:
    assert draft.phase_at(NOON) == Phase.DRAFT
    opened = open_contest(contest=draft, now=NOON)
    hour = timedelta(hours=1)
    assert [opened.phase_at(NOON + n * hour) for n in (-1, 0, 1, 2)] == [
        Phase.COMING,
        Phase.RUNNING,
        Phase.RUNNING,
        Phase.OVER,
    ]
    assert close_contest(contest=opened, now=NOON).phase_at(NOON) == Phase.OVER

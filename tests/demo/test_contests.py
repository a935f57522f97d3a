"""The demonstration shows a contest at every stage, so that each role has something to do at once."""

import pytest

from contests.models import Contest, Phase
from contests.record.editions import latest_published
from contests.record.ledger import broken_link
from contests.record.obstacles import obstacles
from contests.record.signing import held_by, waiting_for
from contests.rosters.keeping import rosters_kept
from demo import contests
from demo.stages import load
from people.models import User
from tests.conftest import NOON


@pytest.fixture
def loaded(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    for count in ("FINISHED_PEOPLE", "BOARD_PEOPLE", "OPEN_PEOPLE"):
        monkeypatch.setattr(contests, count, 8)
    list(load(up_to="contests", now=NOON))


def _called(title: str) -> Contest:
    return Contest.objects.get(title=title)


def test_every_stage_of_a_contest_is_there_and_a_second_start_adds_nothing(loaded: None) -> None:
    assert {each.title: each.phase_at(NOON) for each in Contest.objects.all()} == {
        contests.FINISHED_TITLE: Phase.OVER,
        contests.BOARD_TITLE: Phase.OVER,
        contests.OPEN_TITLE: Phase.RUNNING,
        contests.STAGE_TITLE: Phase.RUNNING,
        contests.DRAFT_TITLE: Phase.DRAFT,
    }

    finished = _called(contests.FINISHED_TITLE)
    edition = latest_published(finished)
    assert edition is not None
    assert finished.sign_offs.filter(digest=edition.digest).count() == 2
    assert broken_link(finished) is None
    kept = rosters_kept(_called(contests.OPEN_TITLE))
    assert kept is not None
    assert kept.digest

    waiting = {each.kind for each in obstacles(_called(contests.BOARD_TITLE), NOON)}
    assert waiting >= {"appeals", "incidents", "corrections"}
    director, union = (User.objects.get(username=name) for name in ("giamdoc", "chutich"))
    assert (waiting_for(director), waiting_for(union)) == ([], [_called(contests.DRAFT_TITLE)])
    assert [each.title for each in held_by(union)] == [
        contests.OPEN_TITLE, contests.BOARD_TITLE, contests.FINISHED_TITLE,
    ]  # fmt: skip

    assert list(load(up_to="contests", now=NOON)) == []

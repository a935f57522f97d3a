import pytest

from leaderboard import sources
from leaderboard.entries import Entry
from leaderboard.frames import frame, render
from leaderboard.in_process import LocalBoards
from leaderboard.sources import Loaded, fresh


@pytest.fixture
def truth(monkeypatch: pytest.MonkeyPatch) -> dict[str, int]:
    """A kind of board whose truth is this dict of names and scores."""
    scores: dict[str, int] = {}
    store = LocalBoards()
    monkeypatch.setattr(sources, "boards", lambda: store)
    monkeypatch.setattr(sources, "_sources", dict(sources._sources))
    sources.register(
        "kind",
        count=lambda key: len(scores),
        load=lambda key: Loaded([Entry(n, (-s,), n, shown={"score": s}) for n, s in scores.items()], list(scores)),
    )
    return scores


def test_a_board_is_loaded_on_first_use(truth: dict[str, int]) -> None:
    truth.update(an=9, binh=7)
    assert [s.entry.id for s in fresh("kind.1").top("kind.1", 5)] == ["an", "binh"]


def test_a_board_that_lost_a_result_is_loaded_again(truth: dict[str, int]) -> None:
    truth.update(an=9)
    fresh("kind.1")
    truth.update(binh=10)
    assert [s.entry.id for s in fresh("kind.1").top("kind.1", 5)] == ["binh", "an"]


def test_a_board_that_lacks_nothing_is_left_alone(truth: dict[str, int]) -> None:
    truth.update(an=9)
    before = fresh("kind.1").copy("kind.1")
    assert fresh("kind.1").copy("kind.1") == before


def test_frame_shows_plain_values(truth: dict[str, int]) -> None:
    truth.update(an=9)
    content = frame("kind.1")
    assert content["rows"] == [{"place": 1, "id": "an", "name": "an", "group": "", "score": 9}]
    assert content["size"] == 1


def test_an_unknown_kind_is_rendered_as_nothing() -> None:
    assert render("nobody-registered.1") is None

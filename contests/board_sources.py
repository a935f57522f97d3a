"""Tells the leaderboard where the boards of contests come from; registered in `ContestsConfig.ready`."""

from collections.abc import Callable

from contests import boards
from contests.models import Contest
from contests.papers import close_overdue
from leaderboard.boards import Entry
from leaderboard.sources import Loaded, register
from realtime import clock


def contest_of(key: str) -> Contest:
    """Return the public contest that a board's key names, its overdue papers closed. Raises KeyError for none."""
    contest = Contest.objects.public().filter(pk=int(key)).first() if key.isdecimal() else None
    if contest is None:
        raise KeyError(key)
    close_overdue(contest=contest, now=clock.now())  # a source is a door: the hub calls it by the clock
    return contest


def count(key: str) -> int:
    """Return how many results the contest has."""
    return int(boards.closed_papers(contest_of(key)).count())


def _loader(entries: Callable[[Contest], list[Entry]]) -> Callable[[str], Loaded]:
    def load(key: str) -> Loaded:
        contest = contest_of(key)
        results = [str(pk) for pk in boards.closed_papers(contest).values_list("pk", flat=True)]
        return Loaded(entries(contest), results)

    return load


def register_boards() -> None:
    """Make the boards "contest-people.<contest>" and "contest-units.<contest>" known."""
    register("contest-people", count=count, load=_loader(boards.people_entries))
    register("contest-units", count=count, load=_loader(boards.unit_entries))

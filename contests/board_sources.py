"""Tells the leaderboard where the boards of contests come from; registered in `ContestsConfig.ready`."""

from collections.abc import Callable

from contests import boards
from contests.models import Contest, Round
from contests.papers import close_overdue
from contests.sealing import sealed
from leaderboard.boards import Entry
from leaderboard.sources import Loaded, register
from realtime import clock

Of = Contest | Round


def contest_of(key: str) -> Contest:
    """Return the public contest that a board's key names, its overdue papers closed. Raises KeyError for none."""
    contest = (
        Contest.objects.public().prefetch_related("rounds").filter(pk=int(key)).first() if key.isdecimal() else None
    )
    if contest is None:
        raise KeyError(key)
    close_overdue(contest=contest, now=clock.now())  # a source is a door: the hub calls it by the clock
    return contest


def round_of(key: str) -> Round:
    """Return the round that a board's key names, of a public contest, overdue papers closed. Raises KeyError."""
    found = Round.objects.select_related("contest").filter(pk=int(key)).first() if key.isdecimal() else None
    if found is None or found.contest.state == Contest.State.DRAFT:
        raise KeyError(key)
    close_overdue(contest=found.contest, now=clock.now())
    return found


def _register(kind: str, find: Callable[[str], Of], entries: Callable[[Of], list[Entry]]) -> None:
    def count(key: str) -> int:
        of = find(key)
        return 0 if sealed(of, clock.now()) else boards.count_results(of)

    def load(key: str) -> Loaded:
        of = find(key)
        if sealed(of, clock.now()):
            return Loaded([], [])
        results = boards.result_keys(of)  # before the lines: what comes between is then missed, and read again
        return Loaded(entries(of), results)

    register(kind, count=count, load=load)


def register_boards() -> None:
    """Make the boards "contest-people.<contest>", "round-units.<round>" and their like known."""
    _register("contest-people", contest_of, boards.people_entries)
    _register("contest-units", contest_of, boards.unit_entries)
    _register("round-people", round_of, boards.people_entries)
    _register("round-units", round_of, boards.unit_entries)

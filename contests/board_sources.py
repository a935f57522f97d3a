"""Tells the leaderboard where the boards of contests come from; registered in `ContestsConfig.ready`."""

from collections.abc import Callable

from contests import boards
from contests.freezing import frozen_since
from contests.models import Contest, Round
from contests.papers.sitting import close_overdue
from contests.sealing import sealed
from leaderboard.entries import Entry
from leaderboard.sources import Loaded, register
from realtime import clock

Of = Contest | Round


def contest_of(key: str) -> Contest:
    """Return the public contest that a board's key names. Raises KeyError for none."""
    contest = (
        Contest.objects.public().prefetch_related("rounds").filter(pk=int(key)).first() if key.isdecimal() else None
    )
    if contest is None:
        raise KeyError(key)
    return contest


def round_of(key: str) -> Round:
    """Return the round that a board's key names, of a public contest. Raises KeyError for none."""
    found = Round.objects.select_related("contest").filter(pk=int(key)).first() if key.isdecimal() else None
    if found is None or found.contest.state == Contest.State.DRAFT:
        raise KeyError(key)
    return found


def _settled(of: Of) -> Of:
    """Return the contest or round with its overdue papers closed: a source is a door, the hub calls it by the clock."""
    close_overdue(contest=of if isinstance(of, Contest) else of.contest, now=clock.now())
    return of


def _register(kind: str, find: Callable[[str], Of], entries: Callable[[Of], list[Entry]]) -> None:
    def count(key: str) -> int:
        of = _settled(find(key))
        return 0 if sealed(of, clock.now()) else boards.count_results(of)

    def load(key: str) -> Loaded:
        of = _settled(find(key))
        if sealed(of, clock.now()):
            return Loaded([], [])
        results = boards.result_keys(of)  # before the lines: what comes between is then missed, and read again
        return Loaded(entries(of), results)

    register(kind, count=count, load=load, frozen_at=lambda key: frozen_since(find(key), clock.now()))


def _register_units(kind: str, find: Callable[[str], Of]) -> None:
    """Register boards named by contest or round, or "5.commune" for the units of one block."""

    def asked(key: str) -> tuple[Of, str]:
        number, _dot, block = key.partition(".")
        of = _settled(find(number))
        if block and block not in boards.blocks_of(of):
            raise KeyError(key)
        return of, block

    def count(key: str) -> int:
        of, block = asked(key)
        return 0 if sealed(of, clock.now()) else boards.count_results(of, block)

    def load(key: str) -> Loaded:
        of, block = asked(key)
        if sealed(of, clock.now()):
            return Loaded([], [])
        results = boards.result_keys(of, block)  # before the lines, as above
        return Loaded(boards.unit_entries(of, block), results)

    register(kind, count=count, load=load, frozen_at=lambda key: frozen_since(find(key.partition(".")[0]), clock.now()))


def register_boards() -> None:
    """Make the boards "contest-people.<contest>", "round-units.<round>.<block>" and their like known."""
    _register("contest-people", contest_of, boards.people_entries)
    _register("round-people", round_of, boards.people_entries)
    _register_units("contest-units", contest_of)
    _register_units("round-units", round_of)

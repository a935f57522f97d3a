"""Who has won what by an edition, list by list, as papers of the office tell it: whole names, best prize first."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from contests.handouts.verifying import round_of
from contests.models import Edition, Entrant
from contests.prizes import RANKS
from contests.record.reading import EditionList, read
from contests.record.words import prize_in_words

Prize = tuple[str, str, int]


@dataclass(frozen=True)
class Winner:
    """place: on its list. unit: a person's; "" for a unit itself. score: hundredths of a point. amount: đồng."""

    prize: str
    place: int
    name: str
    unit: str
    score: int
    amount: int


@dataclass(frozen=True)
class Winners:
    """of: the name of the round, "" for the contest as a whole."""

    of: str
    people: Sequence[Winner]
    units: Sequence[Winner]


def winners_of(edition: Edition) -> list[Winners]:
    """Return the winners of every list that has any, the prizes called as the active language calls them."""
    reading = read(edition)
    won = {line.entrant for each in reading.lists for line in each.lines if line.prize}
    names = dict(Entrant.objects.filter(pk__in=won).values_list("pk", "full_name"))
    found = [
        Winners(round_of(each.of, reading), _best_first(_people(each, names)), _best_first(_units(each)))
        for each in reading.lists
    ]
    return [each for each in found if each.people or each.units]


def _people(each: EditionList, names: dict[int, str]) -> Iterator[tuple[Prize, Winner]]:
    for line in each.lines:
        if line.prize:
            name = names.get(line.entrant) or line.name  # erased since: as the edition shows it
            words = prize_in_words(line.prize)
            yield line.prize, Winner(words, line.place, name, line.unit, line.score, line.prize[2])


def _units(each: EditionList) -> Iterator[tuple[Prize, Winner]]:
    for line in each.units:
        if line.prize:
            yield line.prize, Winner(prize_in_words(line.prize), line.place, line.name, "", 0, line.prize[2])


def _best_first(found: Iterator[tuple[Prize, Winner]]) -> list[Winner]:
    ordered = sorted(found, key=lambda one: (RANKS.index(one[0][0]), one[1].place))  # type: ignore[arg-type]
    return [winner for _prize, winner in ordered]

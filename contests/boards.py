"""The boards of a contest: people and units, kept as papers close.

The board of people orders entrants by their counted paper; the board of units orders units
by the mean score of those papers (two decimals, as shown), then by how many took part.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Literal

from contests.models import Contest, Entrant, Paper
from contests.ranking import Result, counted_of_each, key_of, mean_score
from contests.rules import Rules
from leaderboard.boards import Entry, boards
from people.models import Unit
from realtime import bell

By = Literal["people", "units"]
MOST_TRIES = 5


def board_name(contest: Contest, by: By) -> str:
    """Return the name under which the leaderboard knows this board."""
    return f"contest-{by}.{contest.pk}"


def closed_papers(contest: Contest) -> "Any":
    """Return the queryset of the papers of `contest` that have a result."""
    return Paper.objects.filter(contest=contest, submitted_at__isnull=False)


def note_closed(paper_id: int) -> None:
    """Put the result of a paper that has just closed on both boards and wake their watchers. Call it after commit."""
    paper = Paper.objects.select_related("contest", "entrant__unit").get(pk=paper_id)
    contest, entrant = paper.contest, paper.entrant
    rules = Rules.from_json(contest.rules)
    own = counted_papers(closed_papers(contest).filter(entrant=entrant), rules)
    boards().put(board_name(contest, "people"), person_entry(entrant, own[entrant.pk], rules), result=str(paper.pk))
    _put_unit(contest, entrant.unit, rules, result=str(paper.pk))
    for by in ("people", "units"):
        bell.ring(f"board:{board_name(contest, by)}")


def _put_unit(contest: Contest, unit: Unit, rules: Rules, *, result: str) -> None:
    """Put the unit's line, again while its papers grew meanwhile: two that close together must not undo each other."""
    of_unit = closed_papers(contest).filter(entrant__unit=unit)
    for _ in range(MOST_TRIES):
        seen = of_unit.count()
        counted = counted_papers(of_unit, rules)
        boards().put(board_name(contest, "units"), unit_entry(unit, counted.values()), result=result)
        if of_unit.count() == seen:
            return


def counted_papers(papers: "Any", rules: Rules) -> Mapping[int, tuple[Result, Decimal, bool]]:
    """Return for each entrant the result that counts, its maximum, and whether the person is simulated; one query."""
    rows = papers.values_list(
        "entrant_id", "number", "score", "time_used_ms", "submitted_at", "max_score", "entrant__is_simulated"
    )
    about: dict[tuple[int, int], tuple[Decimal, bool]] = {}
    results: list[Result] = []
    for entrant, number, score, time_used, at, most, simulated in rows:
        about[entrant, number] = (most, simulated)
        results.append(Result(entrant, number, int(score * 100), time_used, int(at.timestamp() * 1000)))
    counted = counted_of_each(results, rules.counted, rules.ranking)
    return {who: (result, *about[who, result.number]) for who, result in counted.items()}


def person_entry(entrant: Entrant, counted: tuple[Result, Decimal, bool], rules: Rules) -> Entry:
    """Return the line of one entrant."""
    result, most, simulated = counted
    return Entry(
        str(entrant.pk),
        key_of(result, rules.ranking),
        entrant.full_name,
        entrant.unit.name,
        {"score": result.score / 100, "max": float(most), "time_ms": result.time_used, "simulated": simulated},
    )


def unit_entry(unit: Unit, counted: Iterable[tuple[Result, Decimal, bool]]) -> Entry:
    """Return the line of one unit; `counted` holds one result for each of its people."""
    own = list(counted)
    mean = mean_score([result.score for result, _, _ in own])
    shown = {
        "mean": mean / 100,
        "max": float(max(most for _, most, _ in own)),
        "people": len(own),
        "simulated": sum(simulated for _, _, simulated in own),
    }
    return Entry(str(unit.pk), (-mean, -len(own)), unit.name, "", shown)


def people_entries(contest: Contest) -> list[Entry]:
    """Return every line of the board of people; two queries."""
    rules = Rules.from_json(contest.rules)
    counted = counted_papers(closed_papers(contest), rules)
    entrants = contest.entrants.select_related("unit").in_bulk(list(counted))
    return [person_entry(entrants[who], own, rules) for who, own in counted.items()]


def unit_entries(contest: Contest) -> list[Entry]:
    """Return every line of the board of units; three queries."""
    counted = counted_papers(closed_papers(contest), Rules.from_json(contest.rules))
    by_unit: defaultdict[int, list[tuple[Result, Decimal, bool]]] = defaultdict(list)
    for who, unit in contest.entrants.filter(pk__in=list(counted)).values_list("pk", "unit_id"):
        by_unit[unit].append(counted[who])
    units = Unit.objects.in_bulk(list(by_unit))
    return [unit_entry(units[unit], own) for unit, own in by_unit.items()]

"""The boards of a contest and of its rounds: people and units, kept as papers close.

The board of people orders entrants by what counts of their papers; the board of units orders units as the rules for
units say, with those that have no place yet at its end.
"""

from collections import Counter
from collections.abc import Mapping
from typing import Literal

from contests.models import Contest, Entrant, Paper, Round
from contests.ranking import key_of
from contests.rules import Rules
from contests.sealing import sealed
from contests.tally import Counted, closed_papers, counted_results, is_over
from contests.unit_ranking import Team, figures_of, obstacle
from contests.unit_ranking import key_of as unit_key_of
from contests.unit_rules import UnitRules
from contests.unit_standings import Rulings, Sides, people_by_unit, rulings_on, sides_of, teams_of
from leaderboard.boards import Entry, boards
from people.models import Unit
from realtime import bell, clock

By = Literal["people", "units"]
BOTH: tuple[By, ...] = ("people", "units")
MOST_TRIES = 5


def board_name(of: Contest | Round, by: By) -> str:
    """Return the name under which the leaderboard knows this board."""
    return f"{'round' if isinstance(of, Round) else 'contest'}-{by}.{of.pk}"


def note_closed(paper_id: int) -> None:
    """Put the result of a paper that has just closed on the boards and wake their watchers. Call it after commit.

    Once a round with a prediction is over, every further paper may change what came true and so every line: its
    boards are then left to be read anew by whoever looks next.
    """
    paper = Paper.objects.select_related("contest", "round__contest", "entrant__unit").get(pk=paper_id)
    told = paper.round.paper_rules.predicts and is_over(paper.round, clock.now())
    for of in (paper.contest, paper.round):
        if not (told or sealed(of, clock.now())):
            _put(of, paper)
        ring(of)


def ring(of: Contest | Round) -> None:
    """Wake whoever watches the boards of a contest or of a round."""
    for by in BOTH:
        bell.ring(f"board:{board_name(of, by)}")


def renew(contest: Contest) -> None:
    """Put every board of `contest` anew from the papers, after a change that no single paper made; then wake."""
    for of in (contest, *contest.rounds.all()):
        if sealed(of, clock.now()):
            continue
        results = result_keys(of)
        boards().replace(board_name(of, "people"), people_entries(of), results=results)
        boards().replace(board_name(of, "units"), unit_entries(of), results=results)
        ring(of)


def renew_person(entrant: Entrant) -> None:
    """Put one person's line anew on every board, after a change of what it shows; then wake."""
    rules = Rules.from_json(entrant.contest.rules)
    for of in (entrant.contest, *entrant.contest.rounds.all()):
        papers = closed_papers(of).filter(entrant=entrant)
        own = counted_results(of, papers, clock.now())
        if own and not sealed(of, clock.now()):
            known = str(papers.values_list("pk", flat=True)[0])
            boards().put(board_name(of, "people"), person_entry(entrant, own[entrant.pk], rules), result=known)
            ring(of)


def result_keys(of: Contest | Round) -> list[str]:
    """Return what the boards of a contest or round are made of: a key for each paper and each prediction come true."""
    return [*(str(pk) for pk in closed_papers(of).values_list("pk", flat=True)), *_told(of)]


def count_results(of: Contest | Round) -> int:
    """Return how many `result_keys` there are; without reading them."""
    return closed_papers(of).count() + len(_told(of))


def _told(of: Contest | Round) -> list[str]:
    now = clock.now()
    rounds = [of] if isinstance(of, Round) else of.rounds.all()
    return [f"round-{one.pk}" for one in rounds if one.rules.get("predicts") and is_over(one, now)]


def _put(of: Contest | Round, paper: Paper) -> None:
    rules = Rules.from_json(paper.contest.rules)
    own = counted_results(of, closed_papers(of).filter(entrant=paper.entrant), clock.now())
    if not own:  # of somebody who has no place
        return
    entry = person_entry(paper.entrant, own[paper.entrant_id], rules)
    boards().put(board_name(of, "people"), entry, result=str(paper.pk))
    _put_unit(of, paper.entrant.unit_id, rules.units, result=str(paper.pk))


def _put_unit(of: Contest | Round, of_person: int, rules: UnitRules, *, result: str) -> None:
    """Put the unit's line, again while its papers grew meanwhile: two that close together must not undo each other."""
    sides, rulings = sides_of(of), rulings_on(of)
    unit = sides.stands_for.get(of_person, of_person)
    of_unit = closed_papers(of).filter(entrant__unit__in=sides.standing_for(unit))
    for _ in range(MOST_TRIES):
        seen = of_unit.count()
        (entry,) = _unit_entries(of, counted_results(of, of_unit, clock.now()), sides, rulings, rules, unit)
        boards().put(board_name(of, "units"), entry, result=result)
        if of_unit.count() == seen:
            return


def person_entry(entrant: Entrant, counted: Counted, rules: Rules) -> Entry:
    """Return the line of one entrant."""
    result = counted.result
    shown = {
        "score": result.score / 100,
        "max": float(counted.most),
        "time_ms": result.time_used,
        "simulated": counted.simulated,
    }
    return Entry(str(entrant.pk), key_of(result, rules.ranking), entrant.shown_name, entrant.unit.name, shown)


def unit_entry(unit: Unit, team: Team, rules: UnitRules, simulated: int) -> Entry:
    """Return the line of one unit. simulated: how many of its people are not real."""
    figures = figures_of(team, rules)
    shown = {
        "mean": figures.mean / 100,
        "max": max((one.most for one in team.people), default=0) / 100,
        "people": figures.took_part,
        "rate": figures.rate / 100 if figures.headcount else None,
        "formula": figures.formula / 100 if rules.weights else None,
        "waits": bool(obstacle(team, figures, rules)),
        "simulated": simulated,
    }
    return Entry(str(unit.pk), unit_key_of(team, figures, rules), unit.name, "", shown)


def people_entries(of: Contest | Round) -> list[Entry]:
    """Return every line of the board of people; a few queries."""
    contest = of.contest if isinstance(of, Round) else of
    rules = Rules.from_json(contest.rules)
    counted = counted_results(of, closed_papers(of), clock.now())
    entrants = {entrant.pk: entrant for entrant in contest.entrants.select_related("unit")}
    return [person_entry(entrants[who], own, rules) for who, own in counted.items()]


def unit_entries(of: Contest | Round) -> list[Entry]:
    """Return every line of the board of units; a few queries."""
    contest = of.contest if isinstance(of, Round) else of
    counted = counted_results(of, closed_papers(of), clock.now())
    return _unit_entries(of, counted, sides_of(of), rulings_on(of), Rules.from_json(contest.rules).units)


def _unit_entries(
    of: Contest | Round,
    counted: Mapping[int, Counted],
    sides: Sides,
    rulings: Rulings,
    rules: UnitRules,
    only: int = 0,
) -> list[Entry]:
    teams = teams_of(people_by_unit(of, counted, sides, only), sides, rulings)
    units = Unit.objects.in_bulk([team.unit for team in teams])
    simulated: Counter[int] = Counter()
    if any(one.simulated for one in counted.values()):
        contest = of.contest if isinstance(of, Round) else of
        not_real = contest.entrants.filter(is_simulated=True).values_list("pk", "unit_id")
        simulated.update(sides.stands_for.get(unit, unit) for who, unit in not_real if who in counted)
    return [unit_entry(units[team.unit], team, rules, simulated[team.unit]) for team in teams]

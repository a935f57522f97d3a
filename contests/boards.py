"""The boards of a contest and of its rounds: people and units, kept as papers close.

The board of people orders entrants by what counts of their papers; the board of units orders units as the rules for
units say, with those that have no place yet at its end.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Literal

from django.db.models import Q, QuerySet

from contests.freezing import frozen_since
from contests.models import Contest, Entrant, Paper, Round
from contests.ranking import key_of
from contests.rules import Rules
from contests.sealing import sealed
from contests.tally import Counted, closed_papers, counted_results, is_over
from contests.units.ranking import Team, figures_of, obstacle
from contests.units.ranking import key_of as unit_key_of
from contests.units.rules import UnitRules
from contests.units.standings import Rulings, Sides, people_by_unit, rulings_on, sides_of, teams_of
from leaderboard import sources
from leaderboard.boards import boards
from leaderboard.entries import Entry
from people.models import Unit
from realtime import bell, clock

By = Literal["people", "units"]
BOTH: tuple[By, ...] = ("people", "units")
MOST_TRIES = 5


def board_name(of: Contest | Round, by: By, block: str = "") -> str:
    """Return the name under which the leaderboard knows this board. block: of units that are ranked apart."""
    name = f"{'round' if isinstance(of, Round) else 'contest'}-{by}.{of.pk}"
    return f"{name}.{block}" if block else name


def blocks_of(of: Contest | Round) -> list[str]:
    """Return the blocks that have a board of units of their own; none where units are ranked all together."""
    contest = of.contest if isinstance(of, Round) else of
    if not contest.rules["units"]["blocks"]:
        return []
    sides = sides_of(of)
    present = contest.entrants.order_by().values_list("unit_id", flat=True).distinct()
    units = {*sides.rosters, *(sides.for_unit(unit) for unit in present)}
    return sorted({sides.blocks[unit] for unit in units} - {""})


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


def names_of(of: Contest | Round) -> list[str]:
    """Return the name of every board of a contest or of a round."""
    return [*(board_name(of, by) for by in BOTH), *(board_name(of, "units", block) for block in blocks_of(of))]


def ring(of: Contest | Round) -> None:
    """Wake whoever watches the boards of a contest or of a round."""
    for name in names_of(of):
        bell.ring(f"board:{name}")


def renew(contest: Contest) -> None:
    """Drop every board of `contest`, after a change that no single paper made; then wake.

    Whoever looks next reads the papers again, once for all who look. Call it after commit.
    """
    for of in (contest, *contest.rounds.all()):
        for name in names_of(of):
            boards().drop(name)
            bell.ring(f"board:{name}")


def renew_person(entrant: Entrant) -> None:
    """Put one person's line anew on every board, after a change of what it shows; then wake. Call it after commit."""
    rules = Rules.from_json(entrant.contest.rules)
    for of in (entrant.contest, *entrant.contest.rounds.all()):
        paper = closed_papers(of).filter(entrant=entrant).first()
        if paper is not None and not sealed(of, clock.now()):
            _put_person(of, entrant, rules, result=str(paper.pk))
            ring(of)


def result_keys(of: Contest | Round, block: str = "") -> list[str]:
    """Return what the boards of a contest or round are made of: a key for each paper and each prediction come true."""
    return [*(str(pk) for pk in _papers_of(of, block).values_list("pk", flat=True)), *_told(of)]


def count_results(of: Contest | Round, block: str = "") -> int:
    """Return how many `result_keys` there are; without reading them.

    Asked at every look at a board: all papers less those of the few without a place, which spares joining the many.
    """
    if block:
        return _papers_of(of, block).count() + len(_told(of))
    closed = _as_shown(of, of.papers.filter(submitted_at__isnull=False))
    contest = of.contest if isinstance(of, Round) else of
    placeless = contest.entrants.filter(Q(disqualified_at__isnull=False) | Q(aside_at__isnull=False))
    return closed.count() - closed.filter(entrant__in=placeless).count() + len(_told(of))


def _papers_of(of: Contest | Round, block: str) -> QuerySet[Paper]:
    papers = _as_shown(of, closed_papers(of))
    if not block:
        return papers
    sides = sides_of(of)
    own = [unit for unit in sides.blocks if sides.blocks[sides.for_unit(unit)] == block]
    return papers.filter(entrant__unit__in=own)


def _as_shown(of: Contest | Round, papers: QuerySet[Paper]) -> QuerySet[Paper]:
    """Leave out what was handed in since the boards stand still."""
    since = frozen_since(of, clock.now())
    return papers if since is None else papers.filter(submitted_at__lte=since)


def _told(of: Contest | Round) -> list[str]:
    now = clock.now()
    rounds = [of] if isinstance(of, Round) else of.rounds.all()
    return [f"round-{one.pk}" for one in rounds if one.rules.get("predicts") and is_over(one, now)]


def _put(of: Contest | Round, paper: Paper) -> None:
    if not closed_papers(of).filter(pk=paper.pk).exists():  # of somebody who has no place
        return
    rules = Rules.from_json(paper.contest.rules)
    _put_person(of, paper.entrant, rules, result=str(paper.pk))
    _put_unit(of, paper.entrant.unit_id, rules.units, result=str(paper.pk))


def _put_person(of: Contest | Round, entrant: Entrant, rules: Rules, *, result: str) -> None:
    name, own = board_name(of, "people"), closed_papers(of).filter(entrant=entrant)
    for _ in _while_it_grows(own):
        generation = boards().begin(name)
        counted = counted_results(of, own, clock.now())
        if counted:
            entry = person_entry(entrant, counted[entrant.pk], rules)
            sources.put(name, entry, result=result, generation=generation)


def _put_unit(of: Contest | Round, of_person: int, rules: UnitRules, *, result: str) -> None:
    sides, rulings = sides_of(of), rulings_on(of)
    unit = sides.for_unit(of_person)
    of_unit = closed_papers(of).filter(entrant__unit__in=sides.standing_for(unit))
    names = {board_name(of, "units", block) for block in {"", sides.blocks[unit] if rules.blocks else ""}}
    for _ in _while_it_grows(of_unit):
        generations = {name: boards().begin(name) for name in names}
        (entry,) = _unit_entries(of, counted_results(of, of_unit, clock.now()), sides, rulings, rules, unit)
        for name, generation in generations.items():
            sources.put(name, entry, result=result, generation=generation)


def _while_it_grows(papers: QuerySet[Paper]) -> Iterator[None]:
    """Go round once, and again while `papers` grew meanwhile: two that close together must not undo each other."""
    for _ in range(MOST_TRIES):
        seen = papers.count()
        yield
        if papers.count() == seen:
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
    counted = counted_results(of, _papers_of(of, ""), clock.now())
    shown = contest.entrants.only("contest", "full_name", "shows_name", "unit").prefetch_related("unit")
    entrants = {entrant.pk: entrant for entrant in shown}
    return [person_entry(entrants[who], own, rules) for who, own in counted.items()]


def unit_entries(of: Contest | Round, block: str = "") -> list[Entry]:
    """Return every line of the board of units, or of those of one block; a few queries."""
    contest = of.contest if isinstance(of, Round) else of
    counted = counted_results(of, _papers_of(of, block), clock.now())
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
        simulated.update(sides.for_unit(unit) for who, unit in not_real if who in counted)
    return [unit_entry(units[team.unit], team, rules, simulated[team.unit]) for team in teams]

"""From closed papers to the results that count, in one round or over the whole contest."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

from django.db.models import F, QuerySet

from contests.models import Contest, Paper, Round
from contests.ranking import Result, counted, deviation, lot, together
from contests.rules import GRACE, Rules

EPOCH, MILLISECOND = datetime(1970, 1, 1, tzinfo=UTC), timedelta(milliseconds=1)


@dataclass(frozen=True, slots=True)
class Counted:
    """The result that counts of one entrant. most: the points that could be earned. simulated: not a real person."""

    result: Result
    most: Decimal
    simulated: bool


def closed_papers(of: Contest | Round) -> QuerySet[Paper]:
    """Return the papers of a contest, or of one round, that have a result, of everybody who has a place."""
    return of.papers.filter(
        submitted_at__isnull=False, entrant__disqualified_at__isnull=True, entrant__aside_at__isnull=True
    )


def is_over(of: Round, now: datetime) -> bool:
    """Say whether no answer to a paper of the round is taken any more, so that what was foretold can be told."""
    return now > of.ends_at() + GRACE


def came_true(of: Round, now: datetime) -> int | None:
    """Return the figure that the papers of the round foretell; None while the round goes on, or where they do not."""
    rules = of.paper_rules
    if not rules.predicts or not is_over(of, now):
        return None
    papers = closed_papers(of)
    if rules.predicts == "entries":
        return papers.count()
    if rules.predicts == "all_correct":
        papers = papers.filter(score=F("max_score"))  # what the board made void is missing from both
    return papers.values("entrant").distinct().count()


def board_order(of: Contest | Round) -> dict[int, int]:
    """Return by key of entrant where the board put them among equals on the board of the contest, or of the round."""
    decisions = of.tie_decisions.all() if isinstance(of, Round) else of.tie_decisions.filter(round=None)
    latest = decisions.order_by("decided_at", "pk").values_list("entrants", flat=True)
    return {entrant: place for entrants in latest for place, entrant in enumerate(entrants, start=1)}


def counted_results(of: Contest | Round, papers: QuerySet[Paper], now: datetime) -> Mapping[int, Counted]:
    """Return for each entrant among `papers`, closed ones of the contest or the round, the result that counts there.

    A few queries, however many papers there are.
    """
    contest = of.contest if isinstance(of, Round) else of
    rules = Rules.from_json(contest.rules)
    rounds = [of] if isinstance(of, Round) else list(contest.rounds.all())
    true = {one.pk: came_true(one, now) for one in rounds}
    policies = {one.pk: one.paper_rules.counted for one in rounds}
    decided = board_order(of)
    seed = contest.lots_seed if "lots" in rules.ranking else ""
    tries: defaultdict[int, defaultdict[int, list[Result]]] = defaultdict(lambda: defaultdict(list))
    about: dict[tuple[int, int, int], Decimal] = {}
    simulated: dict[int, bool] = {}
    rows = papers.values_list(
        "entrant_id", "round_id", "number", "score", "time_used_ms", "submitted_at", "time_correct_ms", "prediction",
        "max_score", "entrant__is_simulated",
    )  # fmt: skip
    for entrant, sat, number, score, used, at, on_right, foretold, most, is_simulated in rows.iterator(5000):
        tries[entrant][sat].append(
            Result(
                entrant, number, int(score * 100), used, (at - EPOCH) // MILLISECOND, on_right,
                deviation(foretold, true[sat]), lot(seed, entrant) if seed else 0,
            )
        )  # fmt: skip
        about[entrant, sat, number] = most
        simulated[entrant] = is_simulated
    asked = {key for key, figure in true.items() if figure is not None}
    made: dict[int, Counted] = {}
    for entrant, own in tries.items():
        counting = {sat: counted(results, policies[sat], rules.ranking) for sat, results in own.items()}
        whole = together(list(counting.values()), len(asked - set(own)))
        most = sum((about[entrant, sat, one.number] for sat, one in counting.items()), Decimal(0))
        if entrant in decided:
            whole = replace(whole, by_board=decided[entrant])
        made[entrant] = Counted(whole, most, simulated[entrant])
    return made

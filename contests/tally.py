"""From closed papers to the results that count, in one round or over the whole contest."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import QuerySet

from contests.models import Contest, Paper, Round
from contests.ranking import Result, counted, deviation, lot, together
from contests.rules import GRACE, Rules


@dataclass(frozen=True, slots=True)
class Counted:
    """The result that counts of one entrant. most: the points that could be earned. simulated: not a real person."""

    result: Result
    most: Decimal
    simulated: bool


def closed_papers(of: Contest | Round) -> QuerySet[Paper]:
    """Return the papers of a contest, or of one round, that have a result."""
    return of.papers.filter(submitted_at__isnull=False)


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
        papers = papers.filter(correct_count=rules.questions)
    return papers.values("entrant").distinct().count()


def counted_results(of: Contest | Round, papers: QuerySet[Paper], now: datetime) -> Mapping[int, Counted]:
    """Return for each entrant among `papers`, closed ones of the contest or the round, the result that counts there.

    A few queries, however many papers there are.
    """
    contest = of.contest if isinstance(of, Round) else of
    rules = Rules.from_json(contest.rules)
    rounds = [of] if isinstance(of, Round) else list(contest.rounds.all())
    true = {one.pk: came_true(one, now) for one in rounds}
    policies = {one.pk: one.paper_rules.counted for one in rounds}
    seed = contest.lots_seed if "lots" in rules.ranking else ""
    tries: defaultdict[int, defaultdict[int, list[Result]]] = defaultdict(lambda: defaultdict(list))
    about: dict[tuple[int, int], Decimal] = {}
    simulated: dict[int, bool] = {}
    rows = papers.values_list(
        "entrant_id", "round_id", "number", "score", "time_used_ms", "submitted_at", "time_correct_ms", "prediction",
        "max_score", "entrant__is_simulated",
    )  # fmt: skip
    for entrant, sat, number, score, used, at, on_right, foretold, most, is_simulated in rows.iterator(5000):
        tries[entrant][sat].append(
            Result(
                entrant, number, int(score * 100), used, int(at.timestamp() * 1000), on_right,
                deviation(foretold, true[sat]), lot(seed, entrant) if seed else 0,
            )
        )  # fmt: skip
        about[entrant, sat] = most
        simulated[entrant] = is_simulated
    asked = {key for key, figure in true.items() if figure is not None}
    return {
        entrant: Counted(
            together(
                [counted(results, policies[sat], rules.ranking) for sat, results in own.items()], len(asked - set(own))
            ),
            sum((about[entrant, sat] for sat in own), Decimal(0)),
            simulated[entrant],
        )
        for entrant, own in tries.items()
    }

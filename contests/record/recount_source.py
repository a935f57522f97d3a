"""The facts that a recount starts from, read from the database row by row."""

from datetime import UTC, datetime, timedelta
from fractions import Fraction
from itertools import groupby
from operator import itemgetter

from contests.models import Contest, Entrant, KeyEdition, Paper, PaperQuestion, Round
from contests.record.recounting import Asked, Facts, Place, Sat, recount
from contests.rules import GRACE
from questionbank.bodies import body_of
from questionbank.kinds import CHOOSING, fraction
from questionbank.models import Choice, Kind, QuestionVersion

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)
FINEST = 10_000


def recounted(contest: Contest, of: Contest | Round, facts: Facts) -> list[Place]:
    """Count the list of a contest, or of a round of it, anew from the answers that `facts` hold."""
    real = Entrant.objects.filter(contest=contest, is_simulated=False).values_list("pk", flat=True)
    return recount(facts, of.pk if isinstance(of, Round) else None, frozenset(real))


def facts_of(contest: Contest, now: datetime) -> Facts:
    """Return the facts of every closed paper of everybody who has a place; a few queries."""
    rounds = list(contest.rounds.all())
    papers = Paper.objects.filter(
        contest=contest, submitted_at__isnull=False, entrant__disqualified_at=None, entrant__aside_at=None
    )
    asked = _asked(contest)
    sat = [
        Sat(entrant, sat_in, number, _micro(begun), _micro(closed), foretold, asked.get(key, ()))
        for key, entrant, sat_in, number, begun, closed, foretold in papers.values_list(
            "pk", "entrant_id", "round_id", "number", "started_at", "submitted_at", "prediction"
        ).iterator(5000)
    ]
    rulings = KeyEdition.objects.filter(contest=contest).order_by("number")
    decided = contest.tie_decisions.order_by("decided_at", "pk")
    return Facts(
        rules=contest.rules,
        rounds={one.pk: one.rules for one in rounds},
        papers=sat,
        right=_right(contest),
        rulings={key: (what, accepted) for key, what, accepted in rulings.values_list("version", "ruling", "accepted")},
        ended=frozenset(one.pk for one in rounds if now > one.ends_at() + GRACE),
        ties=list(decided.values_list("round", "entrants")),
        lots_seed=contest.lots_seed,
    )


def _micro(at: datetime) -> int:
    return (at - EPOCH) // MICROSECOND


def _asked(contest: Contest) -> dict[int, tuple[Asked, ...]]:
    """Return by key of paper what it asked, in order."""
    rows = PaperQuestion.objects.filter(paper__contest=contest, paper__submitted_at__isnull=False)
    rows = rows.order_by("paper_id", "position")
    versions = QuestionVersion.objects.in_bulk(list(rows.order_by().values_list("version", flat=True).distinct()))
    choices: dict[int, list[Choice]] = {}
    for choice in Choice.objects.filter(version__in=list(versions)).order_by("version_id", "position"):
        choices.setdefault(choice.version_id, []).append(choice)
    bodies = {key: body_of(each, choices.get(key, [])) for key, each in versions.items() if each.kind not in CHOOSING}
    read = rows.values_list(
        "paper_id", "version_id", "points", "answer__chosen", "answer__saved_at", "answer__points"
    ).iterator(5000)

    def one(version: int, points: int, chosen: list[object] | None, at: datetime | None, given: list[int]) -> Asked:
        by_hand = None
        if at is not None and version in bodies:
            if versions[version].kind == Kind.ESSAY:
                most = sum(most for _name, most in versions[version].body["rubric"])
                by_hand = Fraction(sum(given or ()), most)
            else:
                by_hand = Fraction(fraction(bodies[version], chosen or []) or 0.0).limit_denominator(FINEST)
        return Asked(version, points, chosen if at else None, _micro(at) if at else None, by_hand)

    return {paper: tuple(one(*row[1:]) for row in own) for paper, own in groupby(read, key=itemgetter(0))}


def _right(contest: Contest) -> dict[int, frozenset[int]]:
    asked = PaperQuestion.objects.filter(paper__contest=contest).values("version")
    right: dict[int, set[int]] = {}
    for version, choice in Choice.objects.filter(version__in=asked, is_correct=True).values_list("version", "pk"):
        right.setdefault(version, set()).add(choice)
    return {version: frozenset(choices) for version, choices in right.items()}

"""A contest begun from a rulebook, opened, and played by a handful of people through the doors that a phone uses."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from contests.drafts.opening import open_contest
from contests.drafts.starting import Source, start_from_rulebook
from contests.entering.details import Details
from contests.entering.entries import enter_with_account, register
from contests.models import Contest, Entrant, Paper, Round
from contests.papers.answering import save_answer, save_prediction
from contests.papers.sitting import start_paper, submit
from contests.prizes import Award
from contests.rulebooks.shelf import shelf
from contests.standings import standings
from contests.units.standings import unit_standings
from people.models import Unit, User
from questionbank.blueprint import Slot
from tests.conftest import NOON
from tests.contests.builders import make_question, make_topic, make_user, right_choices, wrong_choice

AGREED = Details(consents=frozenset({"taking_part", "show_name"}))
WEEK = timedelta(days=7)


def make_topics(author: User, counts: dict[str, int]) -> list[Source]:
    """Write so many questions of each topic and return the topics as a contest asks from them."""
    for code, count in counts.items():
        topic = make_topic(code)
        for _ in range(count):
            make_question(topic, author)
    return [Source(Slot(1, code), count) for code, count in counts.items()]


def begun(
    code: str, by: User, unit: Unit, sources: Sequence[Source], *, public: Sequence[Source] = (), opened: bool = True
) -> Contest:
    """The contest of the rulebook `code`, whose first round opens at NOON."""
    contest = start_from_rulebook(
        book=shelf()[code], title="Cuộc thi theo mẫu", unit=unit, opens_at=NOON, closes_at=None, sources=sources,
        public=public, by=by, now=NOON,
    )  # fmt: skip
    return open_contest(contest=contest, now=NOON) if opened else contest


def citizen(contest: Contest, name: str, phone: str, now: datetime, unit: Unit) -> Entrant:
    """Somebody without an account."""
    return register(contest=contest, full_name=name, unit=unit, phone=phone, now=now, details=AGREED)[0]


def sits(
    contest: Contest, who: str | Entrant, unit: Unit, *, right: int, seconds: int, foretold: int | None = None,
    after: timedelta = timedelta(),
) -> Paper:  # fmt: skip
    """Sit a paper with so many right answers, handed in so many seconds after it was begun `after` NOON."""
    start = NOON + after
    entrant = who if isinstance(who, Entrant) else _entered(contest, who, unit, start)
    paper, end = start_paper(entrant=entrant, now=start), start + timedelta(seconds=seconds)
    for question in paper.questions.select_related("version"):
        chosen = right_choices(question) if question.position <= right else wrong_choice(question)
        save_answer(paper=paper, position=question.position, chosen=chosen, now=end)
    if foretold is not None:
        save_prediction(paper=paper, foretold=foretold, now=end)
    return submit(paper=paper, now=end)


def _entered(contest: Contest, name: str, unit: Unit, now: datetime) -> Entrant:
    user = User.objects.filter(username=name).first() or make_user(name, unit)
    return enter_with_account(contest=contest, user=user, now=now, details=AGREED)


def ranked(of: Contest | Round, now: datetime) -> list[tuple[int, str, str]]:
    """Return (place, account or name, prize or "?" where the board must decide) of everybody, best first."""
    contest = of.contest if isinstance(of, Round) else of
    names = {e.pk: e.user.username if e.user else e.full_name for e in contest.entrants.select_related("user")}
    return [(line.place, names[line.entrant], _prize(line.award)) for line in standings(of, now)]


def _prize(award: Award) -> str:
    if award.undecided:
        return "?"
    return award.prize.rank if award.prize else ""


def units_ranked(of: Contest | Round, now: datetime) -> list[tuple[int, str, str]]:
    """Return (place, unit, why it has none) of every unit that has people or a roster, best first, block by block."""
    names = dict(Unit.objects.values_list("pk", "name"))
    return [(line.place, names[line.unit], line.why) for line in unit_standings(of, now)]

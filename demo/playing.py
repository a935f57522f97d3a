"""Simulated people enter the demonstration's contests and sit papers, through the doors that a phone uses."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from random import Random

from contests.entering.details import Details
from contests.entering.entries import enter_with_account
from contests.entering.rules import FOR_NEW
from contests.models import Entrant, Paper, Round
from contests.papers.answering import save_answer
from contests.papers.sitting import start_paper, submit
from demo.crowd import Person, Truth, make_people, make_truth
from people.models import Unit, User
from questionbank.models import Choice, Kind, QuestionVersion

SEED = 20140114  # the day of the decision that ordered the first contest
TOPICS = ("a", "b", "c", "d", "đ", "e", "g")
SECONDS_PER_QUESTION = (6, 55)
FORGETS_TO_HAND_IN = 0.05
AGREED = Details(consents=frozenset(FOR_NEW.purposes))


@dataclass(frozen=True)
class Crowd:
    """The simulated people of one contest, what they know, and the chance that moves them."""

    people: list[tuple[User, Person]]
    truth: Truth
    chance: Random

    @property
    def users(self) -> list[User]:
        return [user for user, _person in self.people]


def chance_of(what: str) -> Random:
    return Random(f"{SEED}:{what}")  # noqa: S311  # a demonstration wants the same people every time


def make_crowd(name: str, count: int, known: Iterable[User] = ()) -> Crowd:
    """Make `count` simulated accounts nobody can sign in with, in units of today; `known` accounts join them."""
    chance = chance_of(name)
    units = {
        u.code: u
        for u in Unit.objects.filter(kind__in=("department", "commune", "ward"), valid_to=None).order_by("code")
    }
    played = chance.sample(sorted(units), k=len(units) * 9 // 10)  # some units send nobody
    visitors = [(user, Person(user.full_name, user.unit.code, 0.8)) for user in known if user.unit]
    truth = make_truth(sorted({*played, *(person.unit for _user, person in visitors)}), TOPICS, chance)
    made = [
        (_account(f"{name}-{n:04}", person, units), person)
        for n, person in enumerate(make_people(played, count, chance), 1)
    ]
    return Crowd([*made, *visitors], truth, chance)


def _account(username: str, person: Person, units: dict[str, Unit]) -> User:
    return User.objects.create_user(
        username, full_name=person.full_name, unit=units[person.unit], is_simulated=True, is_active=False
    )


def play(crowd: Crowd, one: Round, *, until: datetime, share: float = 1.0) -> list[Paper]:
    """Let `share` of the crowd sit the round between its opening and `until`; returns their papers, handed in."""
    window = (until - one.opens_at - timedelta(minutes=20)).total_seconds()
    papers = []
    for user, person in crowd.people:
        if user.is_simulated and crowd.chance.random() > share:
            continue
        at = one.opens_at + timedelta(seconds=window * crowd.chance.betavariate(1.2, 1.6))
        entrant = enter_with_account(contest=one.contest, user=user, now=at, details=AGREED)
        papers.append(_sit(entrant, person, crowd, at))
    return papers


def _sit(entrant: Entrant, person: Person, crowd: Crowd, at: datetime) -> Paper:
    """Sit one paper as a phone would: start, save each answer, hand in; a few forget to hand in."""
    paper = start_paper(entrant=entrant, now=at)
    for question in paper.questions.select_related("version__question__topic").order_by("position"):
        at += timedelta(seconds=crowd.chance.uniform(*SECONDS_PER_QUESTION))
        chosen = _answer(question.version, person, crowd.truth, crowd.chance)
        save_answer(paper=paper, position=question.position, chosen=chosen, now=at)
    forgets = crowd.chance.random() < FORGETS_TO_HAND_IN
    end = paper.deadline_at + timedelta(minutes=1) if forgets else at + timedelta(seconds=crowd.chance.uniform(2, 20))
    return submit(paper=paper, now=end)


def _answer(version: QuestionVersion, person: Person, truth: Truth, chance: Random) -> list[int]:
    """Return the right choices with the person's chance of knowing them, else a wrong set, often the same one."""
    choices = list(Choice.objects.filter(version=version).order_by("position"))
    right = [c.pk for c in choices if c.is_correct]
    if chance.random() < truth.chance(person, version.question.topic.code, version.difficulty):
        return right
    wrong = [c.pk for c in choices if not c.is_correct]
    tempting = wrong[version.pk % len(wrong)]
    pick = tempting if chance.random() < 0.55 else chance.choice(wrong)
    return [pick] if version.kind != Kind.MULTIPLE else sorted([pick, *right[1:]])


def accounts(*names: str) -> list[User]:
    """Return the visitors' accounts of these names, in this order."""
    found = {user.username: user for user in User.objects.filter(username__in=names).select_related("unit")}
    return [found[name] for name in names]


def people_of_units(codes: Collection[str]) -> list[User]:
    """Return the visitors' accounts in these units, which stand on the units' rosters beside the simulated people."""
    users = User.objects.filter(is_simulated=False, unit__code__in=codes)
    return list(users.select_related("unit").order_by("pk"))

"""The demonstration's contests, entered by simulated people through the doors that a phone uses."""

from dataclasses import replace
from datetime import datetime, timedelta
from random import Random

from django.db import transaction

from contests.entries import enter_with_account
from contests.entry_details import Details
from contests.entry_rules import FOR_NEW, Way
from contests.live.rounds import create_round
from contests.models import Contest, Entrant, Paper
from contests.opening import Draft, RoundDraft, close_contest, create_contest, open_contest
from contests.papers import save_answer, start_paper, submit
from contests.rules import PaperRules, Rules
from demo.crowd import Person, Truth, make_people, make_truth
from people.models import Unit, User
from questionbank.blueprint import by_topic
from questionbank.models import Choice, Kind, QuestionVersion

FINISHED_TITLE = "Tìm hiểu cải cách hành chính tỉnh Cà Mau - Đợt 1"
OPEN_TITLE = "Tìm hiểu cải cách hành chính tỉnh Cà Mau - Đợt 2"
STAGE_TITLE = "Hội thi trực tiếp tìm hiểu cải cách hành chính"
FINISHED_PEOPLE, OPEN_PEOPLE = 360, 120
SECONDS_PER_QUESTION = (6, 55)
AGREED = Details(consents=frozenset(FOR_NEW.purposes))
SEED = 20140114  # the day of the decision that ordered the first contest


def load_contests(now: datetime) -> int:
    """Make the finished and the open contest with their entries, and one for the stage. Returns how many are new."""
    made = 0
    for title, make in ((FINISHED_TITLE, _finished), (OPEN_TITLE, _open), (STAGE_TITLE, _stage)):
        if not Contest.objects.filter(title=title).exists():
            with transaction.atomic():
                make(now)
            made += 1
    return made


def _finished(now: datetime) -> None:
    opens, closes = now - timedelta(days=21), now - timedelta(days=14)
    contest = _contest(FINISHED_TITLE, ("account",), opens, closes, minutes=15, attempts=1, each=2)
    _play(contest, _crowd("dot1", FINISHED_PEOPLE), opens, closes)
    close_contest(contest=contest, now=closes)


def _open(now: datetime) -> None:
    opens, closes = now - timedelta(days=3), now + timedelta(days=30)
    contest = _contest(OPEN_TITLE, ("account", "register"), opens, closes, minutes=10, attempts=2, each=1)
    _play(contest, _crowd("dot2", OPEN_PEOPLE), opens, now - timedelta(minutes=15))


def _stage(now: datetime) -> None:
    opens, closes = now - timedelta(hours=1), now + timedelta(days=30)
    contest = _contest(STAGE_TITLE, ("account", "register"), opens, closes, minutes=10, attempts=1, each=1)
    create_round(contest=contest, title=STAGE_TITLE, questions=10, seconds=25, by=contest.created_by, now=now)


def _contest(
    title: str, ways: tuple[Way, ...], opens: datetime, closes: datetime, *, minutes: int, attempts: int, each: int
) -> Contest:
    blueprint = by_topic(dict.fromkeys(("a", "b", "c", "d", "đ", "e", "g"), each))
    organiser = User.objects.get(username="bantochuc")
    papers = PaperRules(blueprint, minutes, attempts, counted="best", explanations="after_submit")
    draft = Draft(
        title=title,
        introduction=(
            "Cuộc thi trình diễn của Hội Thi: câu hỏi viết từ văn bản thật, "
            "người dự thi có nhãn “mô phỏng” là do máy tạo ra."
        ),
        unit=Unit.objects.get(code="CM-SNV"),
        partner="Công đoàn Viên chức tỉnh",
        rounds=[RoundDraft(opens, closes, papers)],
        rules=Rules(ranking=("score", "time_used", "submitted_at")),
    )
    entry = replace(FOR_NEW, ways=ways)
    contest = create_contest(draft=draft, by=organiser, now=opens - timedelta(days=2), entry=entry)
    return open_contest(contest=contest, now=opens - timedelta(days=1))


def _crowd(prefix: str, count: int) -> list[tuple[User, Person, Truth, Random]]:
    """Make `count` simulated accounts nobody can sign in with, in units of today, with what each of them knows."""
    chance = Random(f"{SEED}:{prefix}")  # noqa: S311  # a demonstration wants the same people every time
    units = {
        u.code: u
        for u in Unit.objects.filter(kind__in=("department", "commune", "ward"), valid_to=None).order_by("code")
    }
    played = chance.sample(sorted(units), k=len(units) * 9 // 10)  # some units send nobody
    truth = make_truth(played, ["a", "b", "c", "d", "đ", "e", "g"], chance)
    people = make_people(played, count, chance)
    return [(_account(f"{prefix}-{n:04}", person, units), person, truth, chance) for n, person in enumerate(people, 1)]


def _account(username: str, person: Person, units: dict[str, Unit]) -> User:
    return User.objects.create_user(
        username, full_name=person.full_name, unit=units[person.unit], is_simulated=True, is_active=False
    )


def _play(contest: Contest, crowd: list[tuple[User, Person, Truth, Random]], first: datetime, last: datetime) -> None:
    window = (last - first - timedelta(minutes=20)).total_seconds()
    for user, person, truth, chance in crowd:
        at = first + timedelta(seconds=window * chance.betavariate(1.2, 1.6))
        entrant = enter_with_account(contest=contest, user=user, now=at, details=AGREED)
        _sit(entrant, person, truth, chance, at)


def _sit(entrant: Entrant, person: Person, truth: Truth, chance: Random, at: datetime) -> None:
    """Sit one paper as a phone would: start, save each answer, hand in; one in twenty forgets to hand in."""
    paper = start_paper(entrant=entrant, now=at)
    for question in paper.questions.select_related("version__question__topic").order_by("position"):
        at += timedelta(seconds=chance.uniform(*SECONDS_PER_QUESTION))
        chosen = _answer(question.version, person, truth, chance)
        save_answer(paper=paper, position=question.position, chosen=chosen, now=at)
    if chance.random() < 0.95:
        submit(paper=paper, now=at + timedelta(seconds=chance.uniform(2, 20)))
    else:
        submit(paper=paper, now=_after_deadline(paper))


def _after_deadline(paper: Paper) -> datetime:
    return paper.deadline_at + timedelta(minutes=1)


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

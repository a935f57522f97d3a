"""Small makers for contests under test; every text a participant must not see early holds a canary."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Any

from contests.drafts.opening import Draft, RoundDraft, create_contest, open_contest
from contests.entering.details import Details
from contests.entering.entries import enter_with_account
from contests.entering.rules import EntryRules
from contests.models import Contest, Entrant, Paper, PaperQuestion
from contests.papers.answering import save_answer
from contests.papers.sitting import start_paper, submit
from contests.rules import PaperRules, Rules
from people.models import Unit, User
from questionbank.models import Choice, Citation, Kind, Question, QuestionVersion, Topic
from regulations.models import Document, Provision

EXPLANATION_CANARY = "GIAITHICH-7f3a"
ARTICLE_CANARY = "DIEULUAT-91cc"


def make_topic(code: str, name: str = "Nội dung khác") -> Topic:
    return Topic.objects.get_or_create(code=code, defaults={"name": name})[0]


def make_document(number: str = "129/2025/QH15", **dates: date) -> Document:
    made = datetime(2026, 1, 1).astimezone()
    document, new = Document.objects.get_or_create(
        number=number,
        defaults={
            "doc_type": "Luật",
            "title": "Viên chức",
            "source_text": number,
            "source_sha256": f"{number:0<64}",
            "created_at": made,
            **dates,
        },
    )
    if new:
        for position, (kind, text) in enumerate([("article", "Điều 5. Nguyên tắc\n"), ("clause", "2. Công khai.")]):
            Provision.objects.create(
                document=document,
                position=position,
                last_position=1,
                depth=position,
                kind=kind,
                text=f"{text} {ARTICLE_CANARY}\n",
                eid=f"{kind}_{position}",
                address="khoản 2 Điều 5" if position else "Điều 5",
            )
    return document


def make_question(topic: Topic, author: User, *, document: Document | None = None, **version: Any) -> Question:
    """An approved question with four choices, of which the second is right (or those of `right`)."""
    number = Question.objects.count() + 1
    kind, right = version.pop("kind", Kind.SINGLE), version.pop("right", (2,))
    made = datetime(2026, 1, 1).astimezone()
    question = Question.objects.create(code=f"CH{number:03}", topic=topic, author=author, created_at=made)
    wording = QuestionVersion.objects.create(
        question=question,
        number=1,
        kind=kind,
        stem=version.pop("stem", f"Câu hỏi số {number} hỏi điều gì?"),
        explanation=f"Vì điều luật nói vậy. {EXPLANATION_CANARY}-{number}",
        written_by=author,
        created_at=made,
        **version,
    )
    texts = ["Đúng", "Sai"] if kind == Kind.TRUE_FALSE else [f"Phương án {number}.{i}" for i in range(1, 5)]
    for position, text in enumerate(texts, start=1):
        Choice.objects.create(version=wording, position=position, text=text, is_correct=position in right)
    provision = (document or make_document()).provisions.get(position=1)
    Citation.objects.create(version=wording, provision=provision, quote="Công khai.")
    question.state, question.approved_version, question.latest_version = Question.State.APPROVED, wording, wording
    question.save()
    return question


def make_bank(author: User, per_topic: int = 4, topics: Iterable[str] = "ac") -> None:
    for code in topics:
        for _ in range(per_topic):
            make_question(make_topic(code), author)


def make_rules(**changes: Any) -> Rules:
    return Rules.from_json(Rules().to_json() | changes)


def make_papers(**changes: Any) -> PaperRules:
    usual = PaperRules(blueprint=(), minutes=10).to_json()
    return PaperRules.from_json(usual | {"blueprint": {"a": 2, "c": 1}} | changes)


def make_draft(
    unit: Unit, now: datetime, *, rules: Rules | None = None, papers: PaperRules | None = None, **changes: Any
) -> Draft:
    """A draft with one round of two hours from `now` on, or from `opens_at` to `closes_at`, or with `rounds`."""
    opens_at = changes.pop("opens_at", now)
    closes_at = changes.pop("closes_at", now + timedelta(hours=2))
    fields: dict[str, Any] = {
        "title": "Tìm hiểu cải cách hành chính",
        "introduction": "Cuộc thi của tỉnh.",
        "unit": unit,
        "partner": "",
        "rounds": [RoundDraft(opens_at, closes_at, papers or make_papers())],
        "rules": rules or make_rules(),
    }
    return Draft(**fields | changes)


def make_entry(**changes: Any) -> EntryRules:
    return EntryRules.from_json(EntryRules().to_json() | changes)


def make_contest(
    organiser: User,
    unit: Unit,
    now: datetime,
    *,
    ways: Sequence[str] = ("account",),
    entry: EntryRules | None = None,
    eligible_units: Sequence[Unit] = (),
    **draft: Any,
) -> Contest:
    """A contest opened at `now` through the organiser's actions. Unless `entry` says so, it asks for no consent."""
    contest = create_contest(
        draft=make_draft(unit, now, **draft),
        by=organiser,
        now=now,
        entry=entry or make_entry(ways=list(ways)),
        eligible_units=eligible_units,
    )
    return open_contest(contest=contest, now=now)


def make_user(username: str, unit: Unit, **fields: Any) -> User:
    return User.objects.create_user(
        username, full_name=fields.pop("full_name", f"Trần Thị {username}"), unit=unit, **fields
    )


def enter(contest: Contest, user: User, now: datetime) -> Entrant:
    """Enter with an account, agreeing to whatever the contest asks consent for."""
    agreed = Details(consents=frozenset(contest.purposes))
    return enter_with_account(contest=contest, user=user, now=now, details=agreed)


def right_choices(question: PaperQuestion) -> list[int]:
    return list(question.version.choices.filter(is_correct=True).values_list("pk", flat=True))


def wrong_choice(question: PaperQuestion) -> list[int]:
    return [question.version.choices.filter(is_correct=False).values_list("pk", flat=True)[0]]


def sit(contest: Contest, user: User, *, right: int, start: datetime, seconds: float = 60) -> Paper:
    """A whole paper through the actions that a phone uses, with `right` right answers and the rest wrong."""
    paper = start_paper(entrant=enter(contest, user, start), now=start)
    end = start + timedelta(seconds=seconds)
    for question in paper.questions.order_by("position"):
        chosen = right_choices(question) if question.position <= right else wrong_choice(question)
        save_answer(paper=paper, position=question.position, chosen=chosen, now=end)
    return submit(paper=paper, now=end)

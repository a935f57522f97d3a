"""Fills a database with a contest of a whole province, in SQL so that millions of rows take minutes."""

from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Model
from django.utils import timezone

from contests.drafts.opening import Draft, RoundDraft, create_contest, open_contest
from contests.entering.rules import EntryRules
from contests.models import Answer, Contest, Entrant, Paper, PaperQuestion
from contests.rules import PaperRules, Rules
from people.models import Role, RoleAssignment, Unit, User
from questionbank.blueprint import Slot
from tests.contests.builders import make_document, make_question, make_topic

QUESTIONS, PER_PAPER, UNITS, ACCOUNTS = 500, 30, 100, 400
KEPT = """
CREATE TEMPORARY TABLE kept AS
SELECT row_number() OVER (ORDER BY v.id) - 1 AS place, v.id AS version,
       jsonb_agg(c.id ORDER BY c.position) AS shown,
       jsonb_agg(c.id) FILTER (WHERE c.is_correct) AS correct,
       (array_agg(c.id ORDER BY c.position) FILTER (WHERE NOT c.is_correct)) AS wrong
FROM questionbank_questionversion v JOIN questionbank_choice c ON c.version_id = v.id GROUP BY v.id
"""
ENTRANTS = (
    Entrant,
    {
        "contest_id": "%(contest)s", "unit_id": "(%(units)s::bigint[])[1 + n %% %(unit_count)s]",
        "full_name": "'Nguyễn Văn ' || n", "full_name_folded": "'nguyen van ' || n",
        "phone": "'09' || lpad(n::text, 8, '0')", "is_simulated": "%(simulated)s",
        "entered_at": "%(begun)s::timestamptz",
    },
    "generate_series(1, %(people)s) n",
)  # fmt: skip
SPENT = "(300 + (e.id * 7919 + n * 104729) %% 800)"  # seconds
PAPERS = (
    Paper,
    {
        "contest_id": "%(contest)s", "entrant_id": "e.id", "round_id": "%(round)s", "number": "n", "seed": "'seed'",
        "started_at": "%(begun)s::timestamptz", "deadline_at": "%(begun)s::timestamptz + interval '20 minutes'",
        "submitted_at": f"%(begun)s::timestamptz + make_interval(secs => {SPENT})", "closed_by": "'entrant'",
        "score": "0",
        "max_score": "%(per_paper)s", "correct_count": "0", "time_used_ms": f"1000 * {SPENT} + e.id %% 1000",
    },
    "contests_entrant e CROSS JOIN generate_series(1, 2) n WHERE e.contest_id = %(contest)s AND e.user_id IS NULL",
)  # fmt: skip
ASKED = (
    PaperQuestion,
    {"paper_id": "p.id", "position": "n", "version_id": "k.version", "choice_order": "k.shown"},
    "contests_paper p CROSS JOIN generate_series(1, %(per_paper)s) n "
    "JOIN kept k ON k.place = CASE WHEN n = 1 THEN 0 ELSE 1 + (p.id * 31 + n * 7) %% (%(questions)s - 1) END",
)
ANSWERED = (
    Answer,
    {
        "question_id": "q.id", "saved_at": "%(begun)s::timestamptz + make_interval(secs => q.position * 10)",
        "chosen": "CASE WHEN right_ THEN k.correct ELSE jsonb_build_array(k.wrong[1 + q.id %% 3]) END",
        "fraction": "CASE WHEN right_ THEN 1 ELSE 0 END", "spent_us": "10000000",
    },
    "(SELECT *, (id * 2654435761) %% 100 < 60 + paper_id %% 40 AS right_ FROM contests_paperquestion) q "
    "JOIN kept k ON k.version = q.version_id",
)  # fmt: skip
SCORED = """
UPDATE contests_paper p SET score = s.earned, correct_count = s.earned
FROM (SELECT q.paper_id, sum(a.fraction) AS earned FROM contests_answer a
      JOIN contests_paperquestion q ON q.id = a.question_id GROUP BY q.paper_id) s WHERE s.paper_id = p.id
"""


def fill(people: int, *, simulated: bool = True) -> Contest:
    """Make one running contest with `people` entrants who have two closed papers of 30 answers each, on PostgreSQL.

    The first question is the same on every paper. Beside them stand ACCOUNTS accounts that have not begun; "bench"
    organises.
    """
    now = timezone.now()
    province = Unit.objects.create(code="P", name="Tỉnh", kind=Unit.Kind.PROVINCE)
    units = [Unit.objects.create(code=f"U{n}", name=f"Đơn vị {n}", kind=Unit.Kind.WARD, parent=province)
             for n in range(UNITS)]  # fmt: skip
    organiser = User.objects.create_user("bench", full_name="Người Tổ Chức", unit=province)
    RoleAssignment.objects.create(user=organiser, role=Role.ORGANISER, unit=province)
    writer = User.objects.create_user("writer", full_name="Người Ra Đề", unit=province)
    for _ in range(QUESTIONS):
        make_question(make_topic("a"), writer, document=make_document())
    papers = PaperRules((Slot(PER_PAPER, "a"),), minutes=20, attempts=3)
    window = RoundDraft(now - timedelta(days=3), now + timedelta(days=3), papers)
    draft = Draft("Cuộc thi toàn tỉnh", "", province, "", [window], Rules())
    contest = open_contest(contest=create_contest(draft=draft, by=organiser, now=now, entry=EntryRules()), now=now)
    given = {
        "contest": contest.pk, "round": contest.rounds.get().pk, "begun": now - timedelta(days=1), "people": people,
        "units": [unit.pk for unit in units], "unit_count": UNITS, "per_paper": PER_PAPER, "questions": QUESTIONS,
        "simulated": simulated,
    }  # fmt: skip
    with connection.cursor() as cursor:
        cursor.execute(KEPT)
        for model, told, source in (ENTRANTS, PAPERS, ASKED, ANSWERED):
            cursor.execute(*_insert(model, told, source, given))
        cursor.execute(SCORED)
        cursor.execute("VACUUM ANALYZE")
    for n in range(ACCOUNTS):
        User.objects.create_user(f"p{n}", full_name=f"Trần Thị {n}", unit=units[n % UNITS])
    return contest


def _insert(model: type[Model], told: dict[str, str], source: str, given: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """Return a statement, and what it is given, that fills `model` from `source`; what is not told has its default."""
    columns, values = dict(told), dict(given)
    for field in model._meta.concrete_fields:
        if field.column not in told and not field.primary_key:
            columns[field.column] = f"%(default_{field.column})s"
            values[f"default_{field.column}"] = field.get_db_prep_save(field.get_default(), connection)
    names = ", ".join(columns)
    return f"INSERT INTO {model._meta.db_table} ({names}) SELECT {', '.join(columns.values())} FROM {source}", values  # noqa: S608


def give_account(contest: Contest, user: User) -> Entrant:
    """Give one of the entrants with papers to `user`, so that they can sign in, in the middle of the board."""
    entrant = contest.entrants.filter(papers__submitted_at__isnull=False).order_by("pk")[contest.entrants.count() // 3]
    entrant.user, entrant.phone = user, ""
    entrant.save()
    return entrant


def counts() -> dict[str, int]:
    """Return how many rows there are of each kind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM contests_answer")
        answers = cursor.fetchone()[0]
    return {"entrants": Entrant.objects.count(), "papers": Paper.objects.count(), "answers": answers}

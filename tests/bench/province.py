"""Fills a database with a contest of a whole province, in SQL so that millions of rows take minutes."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone

from contests.entry_rules import EntryRules
from contests.models import Contest, Entrant, Paper
from contests.opening import Draft, RoundDraft, create_contest, open_contest
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
ENTRANTS = """
INSERT INTO contests_entrant (contest_id, unit_id, full_name, full_name_folded, phone, return_code_hash, is_simulated,
                              position, email, citizen_hash, citizen_last4, shows_name, aside_why, entered_at)
SELECT %(contest)s, (%(units)s::bigint[])[1 + n %% %(unit_count)s], 'Nguyễn Văn ' || n, 'nguyen van ' || n,
       '09' || lpad(n::text, 8, '0'), '', true, '', '', '', '', true, '', %(begun)s
FROM generate_series(1, %(people)s) n
"""
PAPERS = """
INSERT INTO contests_paper (contest_id, entrant_id, round_id, number, seed, started_at, deadline_at, submitted_at,
                            closed_by, score, max_score, to_mark, correct_count, time_used_ms, time_correct_ms)
SELECT %(contest)s, e.id, %(round)s, n, 'seed', %(begun)s, %(begun)s + interval '20 minutes',
       %(begun)s + make_interval(secs => 300 + (e.id * 7919 + n * 104729) %% 800), 'entrant', 0, %(per_paper)s, 0, 0,
       1000 * (300 + (e.id * 7919 + n * 104729) %% 800) + e.id %% 1000, 0
FROM contests_entrant e CROSS JOIN generate_series(1, 2) n WHERE e.contest_id = %(contest)s AND e.user_id IS NULL
"""
ASKED = """
INSERT INTO contests_paperquestion (paper_id, position, version_id, choice_order, points)
SELECT p.id, n, k.version, k.shown, 100
FROM contests_paper p CROSS JOIN generate_series(1, %(per_paper)s) n
JOIN kept k ON k.place = (p.id * 31 + n * 7) %% %(questions)s
"""
ANSWERED = """
INSERT INTO contests_answer (question_id, chosen, saved_at, revision, points, fraction)
SELECT q.id, CASE WHEN right_ THEN k.correct ELSE jsonb_build_array(k.wrong[1 + q.id %% 3]) END, %(begun)s, 1, '[]',
       CASE WHEN right_ THEN 1 ELSE 0 END
FROM (SELECT *, (id * 2654435761) %% 100 < 60 + paper_id %% 40 AS right_ FROM contests_paperquestion) q
JOIN kept k ON k.version = q.version_id
"""
SCORED = """
UPDATE contests_paper p SET score = s.earned, correct_count = s.earned
FROM (SELECT q.paper_id, sum(a.fraction) AS earned FROM contests_answer a
      JOIN contests_paperquestion q ON q.id = a.question_id GROUP BY q.paper_id) s WHERE s.paper_id = p.id
"""


def fill(people: int) -> Contest:
    """Make one running contest with `people` entrants who have two closed papers of 30 answers each, on PostgreSQL.

    Beside them stand ACCOUNTS accounts that have not begun; "bench" organises.
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
    }  # fmt: skip
    with connection.cursor() as cursor:
        for statement in (KEPT, ENTRANTS, PAPERS, ASKED, ANSWERED, SCORED):
            cursor.execute(statement, given if "%(" in statement else None)
        cursor.execute("VACUUM ANALYZE")
    for n in range(ACCOUNTS):
        User.objects.create_user(f"p{n}", full_name=f"Trần Thị {n}", unit=units[n % UNITS])
    return contest


def give_account(contest: Contest, user: User) -> Entrant:
    """Give one of the entrants with papers to `user`, so that they can sign in, in the middle of the board."""
    entrant = contest.entrants.filter(user=None).order_by("pk")[contest.entrants.count() // 3]
    entrant.user, entrant.phone = user, ""
    entrant.save()
    return entrant


def counts() -> dict[str, int]:
    """Return how many rows there are of each kind."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM contests_answer")
        answers = cursor.fetchone()[0]
    return {"entrants": Entrant.objects.count(), "papers": Paper.objects.count(), "answers": answers}

"""Marking again: every closed paper that holds a question, by the rulings as they are now.

The database adds up what a paper's questions come to, so that a province's papers take seconds and little memory.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum

from contests.marking import AS_WRITTEN, Marks, Ruling, Sums, marks_of
from contests.models import Answer, Contest, Paper, PaperQuestion, Round
from contests.papers.marking import Rulings, rulings_of, share_of
from questionbank.bodies import choices_of
from questionbank.models import Choice, QuestionVersion

MANY = 5000  # papers whose keys are named at once; SQLite lets one query name 32,766
AT_ONCE = 40_000  # papers added up in one query, which may read every answer: a few of them are read over for all
FIELDS = ("score", "max_score", "correct_count", "to_mark", "time_correct_ms")
Told = Callable[[int, int], None]  # papers looked at, papers in all
Fresh = tuple[Marks, int]  # what a paper comes to, and the milliseconds spent on right answers


def remark(
    *, contest: Contest, version: QuestionVersion, told: Told | None = None, closed_only: bool = False
) -> tuple[int, int]:
    """Mark again every closed paper of `contest` that holds `version`; return how many hold it, and how many changed.

    Call it in the transaction that wrote the ruling. Whoever closes a paper locks it first and reads the rulings
    then: so the papers that were open at first are looked at once more under their locks, and none keeps the old key.
    closed_only: leave out that second look, where the ruling is to be taken back anyway.
    """
    holding = Paper.objects.filter(contest=contest, questions__version=version)
    late = [] if closed_only else list(holding.filter(submitted_at__isnull=True).values_list("pk", flat=True))
    in_all, done, changed = holding.count(), 0, 0
    whole = [holding.filter(submitted_at__isnull=False)]
    for papers in whole + [Paper.objects.filter(pk__in=late[at : at + MANY]) for at in range(0, len(late), MANY)]:
        for looked_at, different in _mark_again(papers, contest, version):
            done, changed = min(done + looked_at, in_all), changed + different
            if told:
                told(done, in_all)
    return in_all, changed


def _mark_again(papers: QuerySet[Paper], contest: Contest, version: QuestionVersion) -> Iterator[tuple[int, int]]:
    """Lock `papers`, mark the closed ones again; yield now and then how many were looked at, and how many changed."""
    locked = papers.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", "submitted_at")
    closed = [key for key, submitted_at in locked if submitted_at is not None]
    rulings = rulings_of(contest.pk)
    takes = {one.pk: one.paper_rules.wrong for one in Round.objects.filter(contest=contest)}
    choices = choices_of([version.pk]).get(version.pk, [])
    for at in range(0, len(closed), AT_ONCE):
        keys = closed[at : at + AT_ONCE]
        some = papers.filter(submitted_at__isnull=False, pk__range=(keys[0], keys[-1]))
        _rule_answers(some, version, choices, rulings.get(version.pk, AS_WRITTEN))
        changed = {key: fresh for key, before, fresh in _fresh(some, takes, rulings) if before != fresh}
        for first in range(0, len(keys), MANY):
            rows = [(changed[key], key) for key in keys[first : first + MANY] if key in changed]
            _write(rows)
            yield len(keys[first : first + MANY]), len(rows)
    if len(closed) < len(locked):
        yield len(locked) - len(closed), 0


def _rule_answers(papers: QuerySet[Paper], version: QuestionVersion, choices: Sequence[Choice], ruling: Ruling) -> None:
    """Write the share that each answer to `version` on these papers earns now."""
    asked = PaperQuestion.objects.filter(version=version, paper__in=papers)
    rows = Answer.objects.filter(question__in=asked).values_list("pk", "fraction", "chosen", "points", "marked_by")
    shares: dict[str, float | None] = {}  # most people give one of a few answers
    by_share: dict[float | None, list[int]] = {}
    for key, before, *given in rows:
        said = repr(given)
        if said not in shares:
            answer = Answer(chosen=given[0], points=given[1], marked_by_id=given[2])
            shares[said] = share_of(version, answer, choices, ruling)
        if shares[said] != before:
            by_share.setdefault(shares[said], []).append(key)
    for share, answers in by_share.items():
        for at in range(0, len(answers), MANY):
            Answer.objects.filter(pk__in=answers[at : at + MANY]).update(fraction=share)


def _fresh(papers: QuerySet[Paper], takes: Mapping[int, int], rulings: Rulings) -> Iterator[tuple[int, Fresh, Fresh]]:
    """Yield for each of `papers` its key, what stands on it, and what its questions come to now.

    takes: by round, what a wrong answer takes away.
    """
    asked = PaperQuestion.objects.filter(paper__in=papers)
    counts = ~Q(version__in=[key for key, ruling in rulings.items() if ruling.what == "void"])
    full = Q(version__in=[key for key, ruling in rulings.items() if ruling.what == "full"], answer__isnull=True)
    right = counts & (Q(answer__fraction=1.0) | full)
    in_part = counts & Q(answer__fraction__gt=0.0, answer__fraction__lt=1.0)
    added = asked.values_list("paper_id").annotate(
        spent=Sum("answer__spent_us", filter=Q(answer__fraction=1.0), default=0),
        parts=Count("pk", filter=in_part),
        right=Sum("points", filter=right, default=0),
        wrong=Sum("points", filter=counts & Q(answer__fraction=0.0) & ~Q(answer__chosen=[]), default=0),
        most=Sum("points", filter=counts, default=0),
        correct=Count("pk", filter=right),
        waiting=Count("pk", filter=counts & Q(answer__isnull=False, answer__fraction__isnull=True)),
    )
    stands = {key: rest for key, *rest in papers.values_list("pk", "round_id", *FIELDS)}
    for key, spent, parts, *sums in added.order_by():
        earned = list(asked.filter(in_part, paper=key).values_list("answer__fraction", "points")) if parts else []
        sat, score, most, correct, to_mark, on_right = stands[key]
        marks = marks_of(Sums(*sums, parts=earned), takes[sat])
        yield key, (Marks(score, most, correct, to_mark), on_right), (marks, spent // 1000)


def _write(rows: Sequence[tuple[Fresh, int]]) -> None:
    """Write what papers come to in one statement; the ORM's bulk_update takes many times as long."""
    if not rows:
        return
    sent: list[object] = []
    for (marks, on_right), key in rows:
        score, most = (connection.ops.adapt_decimalfield_value(one, 7, 2) for one in (marks.score, marks.max_score))
        sent += (score, most, marks.correct, marks.to_mark, on_right, key)
    line = f"({', '.join(['%s'] * (len(FIELDS) + 1))})"
    with connection.cursor() as cursor:
        cursor.execute(
            f"WITH made ({', '.join(FIELDS)}, paper) AS (VALUES {', '.join([line] * len(rows))}) "  # noqa: S608
            f"UPDATE contests_paper SET {', '.join(f'{field} = made.{field}' for field in FIELDS)} "
            "FROM made WHERE contests_paper.id = made.paper",
            sent,
        )

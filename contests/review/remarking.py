"""Marking again: every closed paper that holds a question, by the rulings as they are now.

The database adds up what a paper's questions come to, so that a province's papers take seconds and little memory.
"""

from collections.abc import Callable, Iterator, Sequence

from django.db import connection
from django.db.models import Count, Q, QuerySet, Sum

from contests.marking import AS_WRITTEN, Marks, Ruling, Sums, marks_of
from contests.models import Answer, Contest, Paper, PaperQuestion, Round
from contests.paper_marking import Rulings, rulings_of, share_of
from questionbank.bodies import choices_of
from questionbank.models import QuestionVersion

MANY = 5000  # rows read, written or told of at once; SQLite lets one query name 32,766
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
    locked = papers.order_by("pk").select_for_update(of=("self",), no_key=True).values_list("pk", flat=True)
    still_open = len(locked) - papers.filter(submitted_at__isnull=False).count()
    rulings, closed = rulings_of(contest.pk), papers.filter(submitted_at__isnull=False)
    _rule_answers(closed, version, rulings.get(version.pk, AS_WRITTEN))
    looked_at, changed = 0, []
    for key, before, fresh in _fresh(closed, contest, rulings):
        looked_at += 1
        if before != fresh:
            changed.append((fresh, key))
        if looked_at % MANY == 0:
            yield MANY, 0
    for at in range(0, len(changed), MANY):  # only now: what is being read must not change under the reader
        _write(changed[at : at + MANY])
    yield looked_at % MANY + still_open, len(changed)


def _rule_answers(papers: QuerySet[Paper], version: QuestionVersion, ruling: Ruling) -> None:
    """Write the share that each answer to `version` on these papers earns now."""
    choices = choices_of([version.pk]).get(version.pk, [])
    by_share: dict[float | None, list[int]] = {}
    for answer in Answer.objects.filter(question__version=version, question__paper__in=papers).iterator(MANY):
        share = share_of(version, answer, choices, ruling)
        if share != answer.fraction:
            by_share.setdefault(share, []).append(answer.pk)
    for share, answers in by_share.items():
        for at in range(0, len(answers), MANY):
            Answer.objects.filter(pk__in=answers[at : at + MANY]).update(fraction=share)


def _fresh(papers: QuerySet[Paper], contest: Contest, rulings: Rulings) -> Iterator[tuple[int, Fresh, Fresh]]:
    """Yield for each of `papers` its key, what stands on it, and what its questions come to now."""
    takes = {one.pk: one.paper_rules.wrong for one in Round.objects.filter(contest=contest)}
    asked = PaperQuestion.objects.filter(paper__in=papers)
    counts = ~Q(version__in=[key for key, ruling in rulings.items() if ruling.what == "void"])
    full = Q(version__in=[key for key, ruling in rulings.items() if ruling.what == "full"], answer__isnull=True)
    right = counts & (Q(answer__fraction=1.0) | full)
    in_part = counts & Q(answer__fraction__gt=0.0, answer__fraction__lt=1.0)
    stands = ("paper__round_id", *(f"paper__{field}" for field in FIELDS))
    added = asked.values_list("paper_id", *stands).annotate(
        spent=Sum("answer__spent_us", filter=Q(answer__fraction=1.0), default=0),
        parts=Count("pk", filter=in_part),
        right=Sum("points", filter=right, default=0),
        wrong=Sum("points", filter=counts & Q(answer__fraction=0.0) & ~Q(answer__chosen=[]), default=0),
        most=Sum("points", filter=counts, default=0),
        correct=Count("pk", filter=right),
        waiting=Count("pk", filter=counts & Q(answer__isnull=False, answer__fraction__isnull=True)),
    )
    for key, sat, score, most, correct, to_mark, on_right, spent, parts, *sums in added.order_by().iterator(MANY):
        earned = list(asked.filter(in_part, paper=key).values_list("answer__fraction", "points")) if parts else []
        marks = marks_of(Sums(*sums, parts=earned), takes[sat])
        yield key, (Marks(score, most, correct, to_mark), on_right), (marks, spent // 1000)


def _write(rows: Sequence[tuple[Fresh, int]]) -> None:
    """Write what papers come to in one sending; the ORM's bulk_update takes many times as long."""
    decimal = connection.ops.adapt_decimalfield_value
    sent = [
        (decimal(marks.score, 7, 2), decimal(marks.max_score, 7, 2), marks.correct, marks.to_mark, on_right, key)
        for (marks, on_right), key in rows
    ]
    fields = ", ".join(f"{field} = %s" for field in FIELDS)
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE contests_paper SET {fields} WHERE id = %s", sent)  # noqa: S608

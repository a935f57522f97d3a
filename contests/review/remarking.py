"""Marking the papers that hold a question again, after the board ruled on it."""

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from contests.marking import AS_WRITTEN, Earned, Ruling, ruled, time_correct, total
from contests.models import Answer, Contest, Paper, PaperQuestion
from contests.paper_marking import Rulings, rulings_of, share_of
from questionbank.bodies import choices_of
from questionbank.models import QuestionVersion

BATCH = 500  # papers; within what SQLite lets one query name
Told = Callable[[int, int], None]  # papers looked at, papers in all


def remark(
    *, contest: Contest, version: QuestionVersion, told: Told | None = None, closed_only: bool = False
) -> tuple[int, int]:
    """Mark again every closed paper of `contest` that holds `version`; return how many hold it, and how many changed.

    Call it in the transaction that wrote the ruling. Whoever closes a paper locks it first and reads the rulings
    then: so the papers that were open at first are looked at once more under their locks, and none keeps the old key.
    closed_only: leave out that second look, where the ruling is to be taken back anyway.
    """
    rulings = rulings_of(contest.pk)
    holding = Paper.objects.filter(contest=contest, questions__version=version)
    total_count, done, changed = holding.count(), 0, 0
    looked_at: set[int] = set()
    closed = list(holding.filter(submitted_at__isnull=False).order_by("pk").values_list("pk", flat=True))
    for batch in _batches(closed):
        changed += _remark_batch(batch, version, rulings)
        looked_at.update(batch)
        done += len(batch)
        if told:
            told(done, total_count)
    late = [] if closed_only else sorted(set(holding.values_list("pk", flat=True)) - looked_at)
    for batch in _batches(late):
        changed += _remark_batch(batch, version, rulings)
        done += len(batch)
        if told:
            told(done, total_count)
    return total_count, changed


def _batches(keys: Sequence[int]) -> Iterator[list[int]]:
    """Yield `keys` in portions."""
    for start in range(0, len(keys), BATCH):
        yield list(keys[start : start + BATCH])


def _remark_batch(keys: list[int], version: QuestionVersion, rulings: Rulings) -> int:
    """Lock these papers and mark the closed ones again; return how many scores changed."""
    locked = (
        Paper.objects.select_for_update(of=("self",), no_key=True)
        .select_related("round")
        .order_by("pk")
        .filter(pk__in=keys)
    )
    papers = {paper.pk: paper for paper in locked if paper.submitted_at is not None}
    _rule_answers(list(papers), version, rulings.get(version.pk, AS_WRITTEN))
    changed = [paper for key, own in _rows(list(papers)) if _total(paper := papers[key], own, rulings)]
    Paper.objects.bulk_update(changed, ["score", "max_score", "correct_count", "to_mark", "time_correct_ms"])
    return len(changed)


def _rule_answers(keys: list[int], version: QuestionVersion, ruling: Ruling) -> None:
    """Write the share that each answer to `version` on these papers earns now."""
    asked = PaperQuestion.objects.filter(paper__in=keys, version=version, answer__isnull=False)
    choices = choices_of([version.pk]).get(version.pk, [])
    by_share: dict[float | None, list[int]] = {}
    for question in asked.select_related("version", "answer"):
        share = share_of(question, choices, ruling)
        if share != question.answer.fraction:
            by_share.setdefault(share, []).append(question.answer.pk)
    for share, answers in by_share.items():
        Answer.objects.filter(pk__in=answers).update(fraction=share)


Row = tuple[int, int, int, Any, float | None, Any]  # paper, version, points, chosen, share, saved at


def _rows(keys: list[int]) -> Iterator[tuple[int, list[Row]]]:
    rows = PaperQuestion.objects.filter(paper__in=keys).order_by("paper_id", "position")
    own: dict[int, list[Row]] = {}
    for row in rows.values_list(
        "paper_id", "version_id", "points", "answer__chosen", "answer__fraction", "answer__saved_at"
    ):
        own.setdefault(row[0], []).append(row)
    yield from own.items()


def _total(paper: Paper, own: list[Row], rulings: Rulings) -> bool:
    """Put the marks of its questions on `paper`; say whether anything changed."""
    earned = []
    for _paper, version, points, chosen, share, saved_at in own:
        ruling = rulings.get(version, AS_WRITTEN)
        brought = share if saved_at else ruled(0.0, ruling, None)
        earned.append(Earned(brought, points, answered=bool(chosen), counts=ruling.what != "void"))
    marks = total(earned, paper.round.paper_rules.wrong)
    spent = time_correct(paper.started_at, [(row[5], row[4] == 1.0) for row in own if row[5]])
    new = (marks.score, marks.max_score, marks.correct, marks.to_mark, spent)
    fields = ("score", "max_score", "correct_count", "to_mark", "time_correct_ms")
    if tuple(getattr(paper, field) for field in fields) == new:
        return False
    for field, value in zip(fields, new, strict=True):
        setattr(paper, field, value)
    return True

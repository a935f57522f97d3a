"""From the answers kept on a paper, the bank's keys and the board's rulings to its marks."""

from collections.abc import Collection, Iterable, Mapping
from datetime import timedelta

from contests.marking import AS_WRITTEN, Earned, Marks, Ruling, ruled, spent, total
from contests.models import Answer, KeyEdition, Paper, PaperQuestion
from questionbank.bodies import body_of, choices_of
from questionbank.kinds import CHOOSING, choice_share, fraction
from questionbank.models import Choice, QuestionVersion

MICROSECOND = timedelta(microseconds=1)
Rulings = Mapping[int, Ruling]  # by key of QuestionVersion; those not named stand as they were written


def rulings_of(contest: int, versions: Collection[int] | None = None) -> dict[int, Ruling]:
    """Return the rulings that hold in the contest with this key, on all questions or on `versions`; one query."""
    made = KeyEdition.objects.filter(contest=contest).order_by("number")
    if versions is not None:
        made = made.filter(version__in=versions)
    return {
        version: Ruling(what, accepted)
        for version, what, accepted in made.values_list("version_id", "ruling", "accepted")
    }


def mark(paper: Paper) -> tuple[Marks, int]:
    """Write each answer's share and time; return the paper's marks and the milliseconds spent on right answers.

    A person's marks for an essay stay, unless the board ruled on the question.
    """
    questions = list(paper.questions.select_related("version", "answer").order_by("position"))
    versions = [q.version_id for q in questions]
    choices, rulings = choices_of(versions), rulings_of(paper.contest_id, versions)
    answered = [q for q in questions if hasattr(q, "answer")]
    for question in answered:
        ruling = rulings.get(question.version_id, AS_WRITTEN)
        held = choices.get(question.version_id, [])
        question.answer.fraction = share_of(question.version, question.answer, held, ruling)
    times = spent(paper.started_at, ((q.answer.saved_at, q.position) for q in answered))
    for question in answered:
        question.answer.spent_us = times[question.position] // MICROSECOND
    Answer.objects.bulk_update([q.answer for q in answered], ["fraction", "spent_us"])
    marks = total((_earned(q, rulings) for q in questions), paper.round.paper_rules.wrong)
    return marks, sum(q.answer.spent_us for q in answered if q.answer.fraction == 1.0) // 1000


def share_of(version: QuestionVersion, answer: Answer, choices: Iterable[Choice], ruling: Ruling) -> float | None:
    """Return the share of its marks that `answer` to `version` earns; None while a person must mark it."""
    kept = answer.chosen
    if answer.marked_by_id is not None:  # an essay: its points are what a person gave
        as_written: float | None = sum(answer.points) / sum(most for _name, most in version.body["rubric"])
    elif version.kind in CHOOSING:
        as_written = choice_share(kept, {choice.pk for choice in choices if choice.is_correct})
    else:
        as_written = fraction(body_of(version, choices), kept)
    return ruled(as_written, ruling, kept)


def _earned(question: PaperQuestion, rulings: Rulings) -> Earned:
    answer = getattr(question, "answer", None)
    ruling = rulings.get(question.version_id, AS_WRITTEN)
    share = answer.fraction if answer else ruled(0.0, ruling, None)
    return Earned(share, question.points, answered=bool(answer and answer.chosen), counts=ruling.what != "void")

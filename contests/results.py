"""What an entrant may see of a closed paper, and when."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from django.db.models import prefetch_related_objects
from django.utils import timezone

from contests.feedback.reading import answers_for_all
from contests.models import Contest, Feedback, KeyEdition, Paper, PaperQuestion
from contests.rules import GRACE
from questionbank.assets import shown_with
from questionbank.bodies import body_of, choices_of
from questionbank.fields import Shown
from questionbank.kinds import CHOOSING
from questionbank.models import Choice, Citation
from questionbank.solutions import Line, lines
from questionbank.standing import has_lived, quote_on
from regulations.models import Provision
from regulations.reading import full_texts

PLACES = "ABCDEFGHIJ"


@dataclass(frozen=True)
class ReviewedChoice:
    letter: str
    text: str
    right: bool
    mine: bool


@dataclass(frozen=True)
class Proof:
    """A cited provision: its address and document, the proving words, and the whole text."""

    provision: Provision
    quote: str
    text: str


@dataclass(frozen=True)
class Reviewed:
    """A question of a closed paper with its key, for the entrant who may see it."""

    position: int
    stem: str
    choices: tuple[ReviewedChoice, ...]
    lines: tuple[Line, ...]  # for the kinds that are not chosen from
    earned: bool
    share: float | None  # of the marks; None while a person must mark it
    answered: bool
    explanation: str
    proofs: tuple[Proof, ...]
    media: tuple[Shown, ...] = ()
    ruling: str = ""  # how the board corrected the question, and why
    reason: str = ""
    said: tuple[Feedback, ...] = ()  # by those who saw it, with the keepers' answer for everybody


def explanations_due(paper: Paper, now: datetime) -> datetime | None:
    """Return from when on the explanations of `paper` show, or None where that depends on further attempts."""
    rules = paper.round.paper_rules
    over = over_at(paper)
    if rules.explanations != "after_submit" or now >= over:
        return over
    if not rules.attempts:
        return None
    own = paper.entrant.papers.filter(round=paper.round, submitted_at__isnull=False)
    handed_in = list(own.values_list("submitted_at", flat=True))
    return max(at for at in handed_in if at) if len(handed_in) >= rules.attempts else None


def over_at(paper: Paper) -> datetime:
    """Return when everybody who sat the round of `paper` may see its right answers."""
    contest, rules = paper.contest, paper.round.paper_rules
    closes_at = contest.closes_at if rules.explanations == "after_contest" else paper.round.closes_at
    if contest.state == Contest.State.CLOSED and contest.closed_at is not None:
        return min(closes_at + GRACE, contest.closed_at)
    return closes_at + GRACE


def explanations_shown(paper: Paper, now: datetime) -> bool:
    """Say whether the entrant of `paper` may see its key and explanations at `now`."""
    due = explanations_due(paper, now)
    return paper.submitted_at is not None and due is not None and now >= due


def review(paper: Paper) -> list[Reviewed]:
    """Return every question of `paper` with key, explanation and proofs; the caller has asked whether it may."""
    questions = list(paper.questions.select_related("version", "answer").order_by("position"))
    versions = [q.version_id for q in questions]
    proofs = proofs_of(versions, timezone.localdate(paper.started_at))
    choices, media = choices_of(versions), shown_with(versions)
    corrected = KeyEdition.objects.filter(contest=paper.contest_id, version__in=versions).order_by("number")
    rulings = {each.version_id: each for each in corrected}  # the latest of each
    said = answers_for_all(versions)
    return [
        replace(
            _reviewed(q, choices.get(q.version_id, []), proofs.get(q.version_id, ()), rulings.get(q.version_id)),
            media=media.get(q.version_id, {}).get(-1, ()),
            said=tuple(said.get(q.version_id, ())),
        )
        for q in questions
    ]


def _reviewed(
    question: PaperQuestion, choices: Sequence[Choice], proofs: Iterable[Proof], ruling: KeyEdition | None
) -> Reviewed:
    answer = getattr(question, "answer", None)
    kept, version = answer.chosen if answer else [], question.version
    choosing = version.kind in CHOOSING
    return Reviewed(
        question.position,
        version.stem,
        _choices(question, _right(choices, ruling), choices, kept) if choosing else (),
        () if choosing else tuple(lines(body_of(version, choices), kept)),
        earned=bool(answer and answer.fraction == 1.0),
        share=answer.fraction if answer else 0.0,
        answered=bool(kept),
        explanation=question.version.explanation,
        proofs=tuple(proofs),
        ruling=ruling.get_ruling_display() if ruling else "",
        reason=ruling.reason if ruling else "",
    )


def _right(choices: Sequence[Choice], ruling: KeyEdition | None) -> set[int]:
    if ruling is not None and ruling.ruling == KeyEdition.Ruling.KEY:
        return {pk for answer in ruling.accepted for pk in answer}
    return {choice.pk for choice in choices if choice.is_correct}


def _choices(
    question: PaperQuestion, right: Collection[int], choices: Sequence[Choice], kept: Collection[int]
) -> tuple[ReviewedChoice, ...]:
    held = {choice.pk: choice for choice in choices}
    return tuple(
        ReviewedChoice(letter, held[pk].text, pk in right, pk in kept)
        for letter, pk in zip(PLACES, question.choice_order, strict=False)
    )


def proofs_of(versions: list[int], day: date) -> dict[int, list[Proof]]:
    """Return the proofs of each version as they stood on `day`; two queries, and some more where a text has changed."""
    citations = list(Citation.objects.filter(version__in=versions).select_related("provision__document").order_by("pk"))
    prefetch_related_objects([c for c in citations if has_lived(c.provision.document)], "recitations")
    texts = full_texts({c.provision_id: c.provision for c in citations}.values(), day)
    proofs: dict[int, list[Proof]] = {}
    for citation in citations:
        quote = quote_on(citation, day) if has_lived(citation.provision.document) else citation.quote
        proofs.setdefault(citation.version_id, []).append(
            Proof(citation.provision, quote, texts[citation.provision_id])
        )
    return proofs

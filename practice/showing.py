"""What the page of a question shows: its boxes before the answer; after it the key, why, and the clause beside."""

from dataclasses import dataclass, replace
from datetime import datetime

from django.utils import timezone

from contests.results import PLACES, Proof, ReviewedChoice, proofs_of
from practice.models import Card, Turn
from questionbank.assets import shown_with
from questionbank.bodies import body_of
from questionbank.fields import Boxes, Shown, boxes
from questionbank.kinds import CHOOSING, Response
from questionbank.picking import marked
from questionbank.solutions import Line, lines

Pieces = list[list[tuple[str, bool]]]


@dataclass(frozen=True)
class Clause:
    """A cited clause: its text in paragraphs of (piece, is it the proving words). found: the words stand in it."""

    proof: Proof
    paragraphs: Pieces
    found: bool


@dataclass(frozen=True)
class Solved:
    """An answered question. choices: of the kinds that are chosen from, in the order shown; lines: of the others.

    due_at: when it comes back; None where it has been answered again since.
    """

    stem: str
    choices: tuple[ReviewedChoice, ...]
    lines: tuple[Line, ...]
    right: bool
    share: float
    explanation: str
    clauses: tuple[Clause, ...]
    media: tuple[Shown, ...]
    due_at: datetime | None


def boxes_of(turn: Turn, response: Response | None = None) -> Boxes:
    """Return the boxes of an open turn. response: what the person had sent, in places of the turn's order."""
    media = shown_with([turn.version_id]).get(turn.version_id, {})
    return replace(boxes(body_of(turn.version), response or [], turn.order, media=media), stem=turn.version.stem)


def solved(turn: Turn, now: datetime) -> Solved:
    """Return an answered turn with its key; the caller has asked whether it may be told."""
    version, kept = turn.version, turn.given or []
    body = body_of(version)
    day = timezone.localdate(now)
    choosing = version.kind in CHOOSING
    card = Card.objects.filter(user=turn.user_id, question=turn.question_id).first()
    return Solved(
        stem=version.stem,
        choices=tuple(
            ReviewedChoice(letter, body.choices[place], place in body.right, place in kept)
            for letter, place in zip(PLACES, turn.order, strict=False)
        )
        if choosing
        else (),
        lines=() if choosing else tuple(lines(body, kept)),
        right=turn.fraction == 1.0,
        share=turn.fraction or 0.0,
        explanation=version.explanation,
        clauses=tuple(_clause(proof) for proof in proofs_of([version.pk], day).get(version.pk, ())),
        media=shown_with([version.pk]).get(version.pk, {}).get(-1, ()),
        due_at=card.due_at if card is not None and card.last_at == turn.answered_at else None,
    )


def _clause(proof: Proof) -> Clause:
    paragraphs = marked(proof.text, proof.quote)
    return Clause(proof, paragraphs, any(is_quoted for pieces in paragraphs for _text, is_quoted in pieces))

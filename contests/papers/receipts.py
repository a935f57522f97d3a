"""The receipt for a whole paper: a short code over the answers kept, which anyone who holds them can work out again."""

import re
from dataclasses import dataclass
from datetime import datetime

from contests.models import Contest, Paper
from contests.papers.receipt_code import LETTERS, code_of


def code_for(paper: Paper, submitted_at: datetime) -> str:
    """Return the code of `paper`, handed in at that time with the answers that are kept now."""
    kept = paper.questions.filter(answer__isnull=False).order_by("position")
    answers = kept.values_list("position", "version_id", "answer__chosen", "answer__revision", "answer__saved_at")
    return code_of(paper.pk, submitted_at, paper.prediction, list(answers))


@dataclass(frozen=True)
class Found:
    """A paper with the receipt asked for; `agrees`: its answers are still those that the code stands for."""

    paper: Paper
    agrees: bool


def agrees(paper: Paper) -> bool:
    """Say whether the receipt of a closed paper is that of the answers kept now."""
    return paper.submitted_at is not None and paper.receipt == code_for(paper, paper.submitted_at)


def find(contest: Contest, given: str) -> Found | None:
    """Return the paper of `contest` whose receipt is `given`, however it was typed."""
    letters = re.sub(f"[^{LETTERS}]", "", given.upper())
    code = "-".join(letters[at : at + 4] for at in range(0, len(letters), 4))
    paper = contest.papers.select_related("entrant__unit", "round").filter(receipt=code).first() if code else None
    return Found(paper, agrees(paper)) if paper else None

"""What was asked of each article (Điều) of the cited documents, and what was answered."""

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass

from training.findings import HardQuestion
from training.measure.proportions import wilson

_ARTICLE = re.compile(r"Điều\s+\S+$")


@dataclass(frozen=True)
class ArticleRow:
    """share: of right answers to all questions that cite the article; low, high: its 90 % interval.

    The interval is cautious: answers of one person count as fully alike, so it is as wide as for one question put to
    the most people (`people`).
    """

    document: str
    article: str
    questions: int
    answers: int
    people: int
    share: float
    low: float
    high: float


def by_article(questions: Sequence[HardQuestion], *, level: float = 0.90) -> tuple[ArticleRow, ...]:
    """Return a row for each article that `questions` cite, weakest first. A question counts for each that it cites."""
    found: defaultdict[tuple[str, str], list[HardQuestion]] = defaultdict(list)
    for question in questions:
        for place in dict.fromkeys((c.document, _article(c.address)) for c in question.clauses):
            found[place].append(question)
    rows = [_row(place, citing, level) for place, citing in found.items() if any(q.answers for q in citing)]
    return tuple(sorted(rows, key=lambda row: (row.share, row.document, row.article)))


def _row(place: tuple[str, str], citing: Sequence[HardQuestion], level: float) -> ArticleRow:
    answers, people = sum(q.answers for q in citing), max(q.answers for q in citing)
    share = sum(q.facility.value * q.answers for q in citing) / answers
    return ArticleRow(*place, len(citing), answers, people, share, *wilson(share * people, people, level=level))


def _article(address: str) -> str:
    """Return the article within an address: "khoản 2 Điều 5" → "Điều 5"; the address itself where it names none."""
    named = _ARTICLE.search(address)
    return named[0] if named else address

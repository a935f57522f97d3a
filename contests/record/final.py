"""What the published results say of one person, on their own pages."""

from typing import Any

from contests.models import Entrant
from contests.record.reading import EditionLine, read
from contests.record.words import prize_in_words


def final_of(entrant: Entrant) -> dict[str, Any]:
    """Return for a page: edition (the one that counts, or None), disqualified, and final, a line for each list.

    A line's `before` is the place in the edition before: whoever a later edition moved is told so.
    """
    editions = entrant.contest.editions.defer("content").filter(published_at__isnull=False).order_by("-number")
    published = list(editions[:2])
    if not published:
        return {"edition": None, "final": [], "disqualified": False}
    earlier = {each.of: each for each in read(published[1]).lists} if len(published) > 1 else {}
    final = []
    for each in read(published[0]).lists:
        line = each.by_entrant.get(entrant.pk)
        if line is not None:
            was = earlier[each.of].by_entrant.get(entrant.pk) if each.of in earlier else None
            final.append(_line(each.title or entrant.contest.title, line, len(each.lines), was))
    return {"edition": published[0], "final": final, "disqualified": entrant.disqualified_at is not None}


def _line(title: str, line: EditionLine, size: int, was: EditionLine | None) -> dict[str, Any]:
    return {
        "title": title,
        "place": line.place,
        "size": size,
        "prize": prize_in_words(line.prize),
        "before": was.place if was else None,
    }

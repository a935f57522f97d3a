"""The published results as a public page shows them: who won, and the units; names as they may be shown today."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from contests.models import Contest, Edition, SignOff
from contests.naming import public_names
from contests.record.editions import latest_published
from contests.record.reading import EditionLine, EditionList, read
from contests.record.unit_lines import by_block, row_of
from contests.record.words import prize_in_words

BEST = 10  # shown of a list that gives nobody a prize


@dataclass(frozen=True)
class PublicList:
    """A list of an edition: those with a prize, or the best where it has none, and the best units of each block.

    size: all people on it; of a block: all its units.
    """

    title: str
    rows: list[dict[str, Any]]
    blocks: list[tuple[str, list[dict[str, Any]], int]]
    size: int


@dataclass(frozen=True)
class PublicResults:
    edition: Edition
    lists: list[PublicList]
    signatures: list[SignOff]


def public_results(contest: Contest) -> PublicResults | None:
    """Return the results that count, or None where none are published.

    An edition keeps names as they might be shown when it was made; whoever has taken the consent back since is shown
    by their initials: every name is asked of `naming`.
    """
    edition = latest_published(contest)
    if edition is None:
        return None
    shown = [(each, _shown(each)) for each in read(edition).lists]
    names = public_names([line.entrant for _each, lines in shown for line in lines])
    signed = contest.sign_offs.filter(subject=SignOff.Subject.RESULTS, digest=edition.digest)
    lists = [_list(each, lines, names) for each, lines in shown]
    return PublicResults(edition, lists, list(signed.select_related("signed_by").order_by("signed_at")))


def _shown(each: EditionList) -> list[EditionLine]:
    won = [line for line in each.lines if line.prize]
    return won or list(each.lines[:BEST])


def _list(each: EditionList, lines: Iterable[EditionLine], names: Mapping[int, str]) -> PublicList:
    rows = [
        {
            "place": line.place,
            "name": names.get(line.entrant, ""),
            "unit": line.unit,
            "score": line.score / 100,
            "used": line.used,
            "prize": prize_in_words(line.prize),
        }
        for line in lines
    ]
    blocks = [(block, best, len(units)) for block, units in by_block(map(row_of, each.units)) if (best := _best(units))]
    return PublicList(each.title, rows, blocks, len(each.lines))


def _best(units: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the units with a prize and, up to BEST, others with a place: here nobody is shown for having none."""
    placed = [unit for unit in units if unit["place"] or unit["prize"]]
    return placed[: max(BEST, sum(bool(unit["prize"]) for unit in placed))]

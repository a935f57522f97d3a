"""A line of the list of units as pages and files show it, and what keeps a unit without a place in words."""

from collections.abc import Iterable
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

from contests.record.reading import UnitLine
from contests.record.words import prize_in_words

Row = dict[str, Any]


def row_of(line: UnitLine) -> Row:
    """Return the line for a page: percentages and means as they are published."""
    return {
        "place": line.place,
        "name": line.name,
        "block": line.block,
        "why": why_in_words(line.why),
        "took_part": line.took_part,
        "headcount": line.headcount,
        "rate": line.rate / 100,
        "mean": line.mean / 100,
        "formula": line.formula / 100,
        "prize": prize_in_words(line.prize),
    }


def by_block(rows: Iterable[Row]) -> list[tuple[str, list[Row]]]:
    """Return (block, its rows), in the order given; one block without a name where they are ranked together."""
    return [(block, list(own)) for block, own in groupby(rows, key=lambda row: row["block"])]


def why_in_words(why: str) -> str:
    """Return why a unit has no place; "" where it has one."""
    return {
        "out": _("left without a place by the organising board"),
        "nobody": _("nobody took part"),
        "no_roster": _("it has no roster"),
        "rate": _("its participation rate is below what a place asks for"),
        "count": _("fewer people took part than a place asks for"),
        "score": _("it won fewer points than a place asks for"),
    }.get(why, "")

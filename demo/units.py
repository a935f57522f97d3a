"""The province's units, from demo/units.csv."""

import csv
from datetime import date
from pathlib import Path

from people.models import Unit

FILE = Path(__file__).parent / "units.csv"


def load_units() -> int:
    """Make the units of the file that are not there yet; parents stand before their children. Returns how many."""
    known = {u.code: u for u in Unit.objects.all()}
    made = 0
    with FILE.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["code"] in known:
                continue
            known[row["code"]] = Unit.objects.create(
                code=row["code"],
                name=row["name"],
                kind=row["kind"],
                block=row["block"],
                parent=known.get(row["parent"]),
                merged_into=known.get(row["merged_into"]),
                valid_from=_day(row["valid_from"]),
                valid_to=_day(row["valid_to"]),
            )
            made += 1
    return made


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None

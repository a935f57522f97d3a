"""Published answers and figures that ours are checked against (tests/data/psychometrics/SOURCES.md)."""

import csv
from pathlib import Path

import numpy as np

from training.measure.answers import Answers

DATA = Path(__file__).resolve().parents[1] / "data/psychometrics"


def rows(name: str) -> list[dict[str, str]]:
    with (DATA / name).open() as file:
        return list(csv.DictReader(file))


def everybody_answered(scores: np.ndarray, marks: np.ndarray | None = None) -> Answers:
    """Answers from a table (people, items); NaN where a person was not asked. marks: of each item."""
    person, item = np.nonzero(~np.isnan(scores))
    return Answers(person, item, scores[person, item], None if marks is None else marks[item])


def lsat(section: int) -> Answers:
    """The Law School Admission Test, sections 6 and 7, 1,000 people and five items (Bock and Lieberman 1970)."""
    patterns = rows(f"lsat{section}_patterns.csv")
    items = [name for name in patterns[0] if name != "freq"]
    table = np.array([[float(row[i]) for i in items] for row in patterns for _ in range(int(row["freq"]))])
    return everybody_answered(table)


def moodle() -> np.ndarray:
    """Marks of 25 attempts at 7 slots, each of one mark, from Moodle's own tests."""
    return np.array([[float(row[f"slots.{s}.mark"]) for s in range(1, 8)] for row in rows("moodle_results00.csv")])

"""manage.py evaluate_drafts: how many drafts each pattern makes of given texts, what passes the machine's checks,
and a sample for a person to judge."""

import csv
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from questionbank.drafted import NoText, shipped, source_meant
from questionbank.drafting import Draft, propose
from questionbank.drafting.evaluation import CHECKS, Tally, evaluate
from questionbank.drafting.reading import read

COLUMNS = ("document", "pattern", "citation", "stem", "choices", "key", "quote", "verdict", "why")


class Command(BaseCommand):
    help = "Print, for each pattern, how many drafts it makes and how many pass each check."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("documents", nargs="+", help="numbers or .txt files")
        parser.add_argument("--sample", type=int, default=0, help="write so many drafts to --csv for a person to judge")
        parser.add_argument("--seed", type=int, default=1)
        parser.add_argument("--csv", type=Path)

    def handle(self, *args: Any, **options: Any) -> None:
        totals: dict[str, Tally] = {}
        pool: list[Draft] = []
        for wanted in options["documents"]:
            try:
                source, _document = source_meant(wanted)
            except NoText as missing:
                raise CommandError(str(missing)) from missing
            drafts = propose(source, shipped())
            self.stdout.write(f"{source.name}: {len(drafts)}")
            pool.extend(drafts)
            _add(totals, evaluate(drafts, read(source)))
        self._table(totals)
        if options["sample"] and options["csv"]:
            chosen = Random(options["seed"]).sample(pool, min(options["sample"], len(pool)))  # noqa: S311
            write_sample(options["csv"], chosen)

    def _table(self, totals: dict[str, Tally]) -> None:
        self.stdout.write(f"\n{'pattern':<12} {'made':>5} " + " ".join(f"{name:>16}" for name in CHECKS))
        for pattern, tally in sorted(totals.items()):
            passed = " ".join(f"{tally.passed[name]:>16}" for name in CHECKS)
            self.stdout.write(f"{pattern:<12} {tally.proposed:>5} {passed}")


def _add(totals: dict[str, Tally], more: dict[str, Tally]) -> None:
    for pattern, tally in more.items():
        total = totals.setdefault(pattern, Tally())
        total.proposed += tally.proposed
        for name in CHECKS:
            total.passed[name] += tally.passed[name]


def write_sample(path: Path, drafts: Iterable[Draft]) -> None:
    """Write drafts to a CSV file with two empty columns for the judge: verdict and why."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(COLUMNS)
        for draft in drafts:
            key = " | ".join(draft.choices[place] for place in sorted(draft.right))
            row = (
                draft.document,
                draft.pattern,
                draft.address,
                draft.stem,
                " | ".join(draft.choices),
                key,
                draft.quote,
            )
            rows.writerow((*row, "", ""))

"""What named needs are worth: manage.py simulate_needs --seed N [--contests N] [--target T] [--json]

Makes contests whose truth is known (`training.measure.worlds`), names needs from their answers by the same rule as
reports do, and compares. The same seed gives the same figures. What each figure means: docs/training.md.
"""

import json
from dataclasses import asdict
from typing import Any

import numpy as np
from django.core.management.base import BaseCommand, CommandParser

from training.measure.judging import judge
from training.measure.needs import Rule


class Command(BaseCommand):
    help = "Name needs in contests whose truth is known, and tell how often that is right."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--seed", type=int, required=True)
        parser.add_argument("--contests", type=int, default=40, help="more of them make the figures surer")
        parser.add_argument(
            "--target", type=float, default=Rule().target, help="share of right answers asked for, 0 to 1"
        )
        parser.add_argument("--threshold", type=float, default=Rule().threshold, help="how sure one must be, 0.5 to 1")
        parser.add_argument("--json", action="store_true")

    def handle(self, *args: Any, **options: Any) -> None:
        rule = Rule(options["target"], options["threshold"])
        judged = judge(np.random.default_rng(options["seed"]), contests=options["contests"], rule=rule)
        figures = {"seed": options["seed"], **asdict(judged), "ratio": judged.ratio}
        if options["json"]:
            self.stdout.write(json.dumps(figures))
            return
        for name, value in figures.items():
            self.stdout.write(f"{name:26} {value:.3f}" if isinstance(value, float) else f"{name:26} {value}")

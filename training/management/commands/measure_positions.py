"""Mastery by group of positions, for a paper that asks for it: manage.py measure_positions PK TARGET THRESHOLD"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from training.findings import Rule
from training.models import Analysis
from training.papers.positions import measure, to_json


class Command(BaseCommand):
    help = "Print mastery by group of positions as JSON, from a finished analysis. Pages start this themselves."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("analysis", type=int, help="its number")
        parser.add_argument("target", type=float, help="share of right answers, such as 0.7")
        parser.add_argument("threshold", type=float, help="how sure one must be, such as 0.9")

    def handle(self, *args: Any, **options: Any) -> None:
        kept = Analysis.objects.filter(pk=options["analysis"], state=Analysis.State.DONE).first()
        if kept is None:
            raise CommandError("There is no finished analysis of that number.")
        self.stdout.write(to_json(measure(kept, Rule(options["target"], options["threshold"]))))

"""Carries out an analysis that a page asked for: manage.py analyse_contest PK"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from realtime import clock
from training.analyses import carry_out
from training.models import Analysis


class Command(BaseCommand):
    help = "Carry out an analysis of a contest that was asked for. Pages start this themselves."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("analysis", type=int, help="its number")

    def handle(self, *args: Any, **options: Any) -> None:
        asked = Analysis.objects.filter(pk=options["analysis"], state=Analysis.State.RUNNING).first()
        if asked is None:
            raise CommandError("No analysis of that number waits to be carried out.")
        carry_out(asked, now=clock.now())

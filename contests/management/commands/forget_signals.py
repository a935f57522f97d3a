"""manage.py forget_signals: delete absences and devices of contests that ended long enough ago."""

from typing import Any

from django.core.management.base import BaseCommand

from contests.signals.watching import forget
from realtime import clock


class Command(BaseCommand):
    help = "Delete what was noted of how papers were sat, HOITHI_WATCH_DAYS days after a contest; print how many rows."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(forget(now=clock.now())))

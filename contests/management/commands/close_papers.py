"""manage.py close_papers: close and mark the papers whose time is over, of every contest."""

from typing import Any

from django.core.management.base import BaseCommand

from contests.papers.sitting import close_overdue
from realtime import clock


class Command(BaseCommand):
    help = "Close and mark the papers whose time is over. Pages do so by themselves for the contest they show."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(str(close_overdue(now=clock.now())))

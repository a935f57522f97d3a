"""manage.py signal_rates: how often simulated people show each signal; docs/signals.md keeps what it printed."""

from typing import Any

from django.core.management.base import BaseCommand

from contests.signals.honest import MEASURES


class Command(BaseCommand):
    help = "Print how often simulated honest people, and others, show each signal (seeded)."

    def handle(self, *args: Any, **options: Any) -> None:
        for name, measure in MEASURES.items():
            self.stdout.write(f"{name:90} {measure():.4f}")

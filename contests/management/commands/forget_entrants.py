"""Erases what people gave on registering, once the time that the rules told them is over."""

import json
from dataclasses import asdict
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from contests.entering.forgetting import forget_due
from realtime import clock


class Command(BaseCommand):
    help = (
        "Erase registration data past the time that each contest's rules give it, and lists that nobody confirmed. "
        "Published results and the record stay. Run it every day."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="count what would be erased, and erase nothing")
        parser.add_argument("--json", action="store_true", help="print JSON")

    def handle(self, *args: Any, **given: Any) -> None:
        told = forget_due(now=clock.now(), dry_run=given["dry_run"])
        if given["json"]:
            self.stdout.write(json.dumps([asdict(each) for each in told], ensure_ascii=False))
            return
        verb = "would be erased" if given["dry_run"] else "erased"
        for each in told:
            self.stdout.write(f"{each.contest}: {each.field} of {each.people} people {verb}")
        if not told:
            self.stdout.write("Nothing is past its time.")

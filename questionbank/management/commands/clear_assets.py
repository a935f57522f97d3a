"""manage.py clear_assets: delete pictures, sounds and films that no wording and no waiting import uses."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import ngettext

from questionbank.assets import clear, unused
from realtime import clock

LEAST = 1  # day: a form that came back with a fault holds what was attached to it in the browser alone


class Command(BaseCommand):
    help = "Delete pictures, sounds and films that no version of a question and no waiting import uses."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=7, help="leave what was handed in within so many days")
        parser.add_argument("--dry-run", action="store_true", help="count only: nothing is deleted")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["days"] < LEAST:
            raise CommandError(f"--days must be {LEAST} or more.")
        before = clock.now() - timedelta(days=options["days"])
        if options["dry_run"]:
            count = unused(before).count()
            said = ngettext("%(count)s file is used nowhere.", "%(count)s files are used nowhere.", count)
        else:
            count = clear(before=before)
            said = ngettext("%(count)s file was deleted.", "%(count)s files were deleted.", count)
        self.stdout.write(said % {"count": count})

"""manage.py clear_assets: delete what imports left behind: unused pictures, broken-off readings, stray originals."""

from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from questionbank.assets import clear, unused
from questionbank.importing import clear_broken
from realtime import clock
from regulations.originals import clear_stray

LEAST = 1  # day: a form that came back with a fault holds what was attached to it in the browser alone


class Command(BaseCommand):
    help = (
        "Delete pictures, sounds and films that no version of a question and no waiting import uses, imports of which "
        "the reading was broken off, and originals of regulations whose import came to nothing."
    )

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--days", type=int, default=7, help="leave what was handed in within so many days")
        parser.add_argument("--dry-run", action="store_true", help="count only: nothing is deleted")

    def handle(self, *args: Any, **options: Any) -> None:
        if options["days"] < LEAST:
            raise CommandError(f"--days must be {LEAST} or more.")
        now = clock.now()
        before = now - timedelta(days=options["days"])
        broken = clear_broken(now=now, dry_run=options["dry_run"])
        stray = clear_stray(before=before, dry_run=options["dry_run"])
        if options["dry_run"]:
            count = unused(before).count()
            said = ngettext("%(count)s file is used nowhere.", "%(count)s files are used nowhere.", count)
        else:
            count = clear(before=before)
            said = ngettext("%(count)s file was deleted.", "%(count)s files were deleted.", count)
        self.stdout.write(said % {"count": count})
        self.stdout.write(
            _("Broken-off imports: %(broken)s. Stray originals: %(stray)s.")
            % {
                "broken": broken,
                "stray": stray,
            }
        )

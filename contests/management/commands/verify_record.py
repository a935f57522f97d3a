"""Checks the chain of a contest's record and names the first link that does not hold."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from contests.models import Contest
from contests.record import offline
from contests.record.ledger import broken_link

WHY = {
    "missing": "the line is not there",
    "twice": "there is another line of the same number",
    "changed": "the line is not what its digest was taken of",
    "unlinked": "the line does not follow the one before it",
    "beyond": "the line was added past the end of the record",
    "head": "the record does not end as it was noted to end",
    "edition": "the results kept are not the ones that this line tells of",
}


class Command(BaseCommand):
    help = "Verify the hash-chained record of a contest, or of all contests; names the first broken link."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("contest", nargs="?", help="the short name in the contest's address; all where left out")
        parser.add_argument("--file", default="", help="verify a downloaded record instead of the database")
        parser.add_argument("--mark", default="", help="the mark printed on the results, as somebody outside has it")

    def handle(self, *args: Any, **given: Any) -> None:
        if given["file"]:
            self._verify_file(given["file"], given["mark"])
            return
        contests = Contest.objects.order_by("pk")
        if given["contest"]:
            contests = contests.filter(slug=given["contest"])
            if not contests:
                raise CommandError(f"There is no contest called {given['contest']!r}.")
        broken = 0
        for contest in contests:
            found = broken_link(contest, given["mark"] if given["contest"] else "")
            lines = contest.record.count()
            if found:
                broken += 1
                self.stdout.write(self.style.ERROR(f"{contest.slug}: broken at line {found.number}: {WHY[found.why]}"))
            else:
                head = contest.record_head.digest if lines else "-"
                self.stdout.write(f"{contest.slug}: {lines} lines hold; mark {head}")
        if broken:
            raise CommandError(f"{broken} record(s) do not hold.")

    def _verify_file(self, name: str, mark: str) -> None:
        try:
            lines, end = offline.check(Path(name).read_bytes().decode(), mark)
        except (OSError, UnicodeDecodeError) as error:
            raise CommandError(f"{name} cannot be read: {error}") from error
        except offline.Broken as broken:
            raise CommandError(f"{name}: broken at line {broken.number}: {offline.WHY[broken.why]}") from broken
        self.stdout.write(f"{name}: {lines} lines hold; mark {end}")

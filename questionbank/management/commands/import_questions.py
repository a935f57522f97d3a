"""manage.py import_questions: bring questions from a file of any format, or look at what it holds."""

import json
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DatabaseError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.models import User
from questionbank.faults import in_words, refusal_in_words
from questionbank.formats.front import REFUSED, read_questions
from questionbank.formats.record import LETTERS, Fault, Record, Sheet, bad_rows
from questionbank.importing import Refused, accept, read_file
from questionbank.models import Topic
from questionbank.waiting import faults_of, good_records
from realtime import clock

SEEDED = "abcdđeghi"  # topics of the decision, for a database that has no tables yet


class Command(BaseCommand):
    help = "Bring questions from Excel, CSV, Word, plain text, GIFT, Aiken, Moodle XML, QTI or Kahoot as drafts."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file")
        parser.add_argument("--topic", default="", help="code of the topic of questions that name none")
        parser.add_argument("--by", help="user name of the author; needed unless --dry-run")
        parser.add_argument("--only-good", action="store_true", help="take the good questions where others are wrong")
        parser.add_argument("--dry-run", action="store_true", help="look only: nothing is written")
        parser.add_argument("--json", action="store_true", help="print one JSON object")

    def handle(self, *args: Any, **options: Any) -> None:
        path = Path(options["file"])
        try:
            raw = path.read_bytes()
            if options["dry_run"]:
                topics = _topics()
                default = options["topic"] or topics[0]
                self._show(path, read_questions(raw, topics=topics, default_topic=default), options["json"])
                return
            self._bring(path, raw, options)
        except OSError as error:
            self._refuse(_("The file cannot be read: %(reason)s") % {"reason": error.strerror}, "Unreadable", options)
        except (*REFUSED, Refused) as refusal:
            self._refuse(refusal_in_words(refusal), type(refusal).__name__, options)

    def _bring(self, path: Path, raw: bytes, options: dict[str, Any]) -> None:
        author = User.objects.filter(username=options["by"] or "").first()
        if author is None:
            raise CommandError(_("Name the author with --by, or look only, with --dry-run."))
        now = clock.now()
        batch = read_file(raw=raw, file_name=path.name, by=author, now=now, default_topic=options["topic"])
        taken = tuple(good_records(batch))
        self._show(path, Sheet(taken, tuple(faults_of(batch))), options["json"])
        written = accept(batch=batch, by=author, now=now, only_good=options["only_good"])
        said = ngettext("%(count)s draft was added.", "%(count)s drafts were added.", len(written))
        self.stderr.write(said % {"count": len(written)})

    def _refuse(self, sentence: str, code: str, options: dict[str, Any]) -> None:
        if options["json"]:
            self.stdout.write(json.dumps({"error": sentence, "code": code}, ensure_ascii=False))
        raise CommandError(sentence)

    def _show(self, path: Path, sheet: Sheet, as_json: bool) -> None:
        if as_json:
            self.stdout.write(json.dumps(described(path.name, sheet), ensure_ascii=False, indent=1))
            return
        bad = bad_rows(sheet)
        for record in sheet.records:
            mark = "!" if record.row in bad else " "
            self.stdout.write(f"{record.row:>6} {mark} {record.kind:<10} {record.stem[:90]}")
            self.stdout.write(f"{'':>9}→ {_key_in_words(record)}")
        for fault in sheet.faults:
            place = f"{fault.row}{f' / {fault.column}' if fault.column else ''}"
            self.stdout.write(f"{place}: {in_words(fault)}{_(' (note)') if fault.note else ''}")
        counts = Counter(record.kind for record in sheet.records)
        self.stdout.write(", ".join(f"{kind}: {count}" for kind, count in sorted(counts.items())))


def described(name: str, sheet: Sheet) -> dict[str, Any]:
    """Return what a file holds: counts by kind, each question with its key, and the faults by place."""
    bad = bad_rows(sheet)
    return {
        "file": name,
        "count": len(sheet.records),
        "by_kind": dict(sorted(Counter(record.kind for record in sheet.records).items())),
        "good": sum(record.row not in bad for record in sheet.records),
        "questions": [_question(record, record.row not in bad) for record in sheet.records],
        "faults": [_fault(fault) for fault in sheet.faults],
    }


def _question(record: Record, good: bool) -> dict[str, Any]:
    held = {name: value for name, value in record.to_json().items() if value not in ("", (), [], False)}
    held.pop("parts", None)
    held["key"] = list(record.key)
    held["right"] = [record.choices[LETTERS.index(letter)] for letter in record.key]
    if record.parts:
        held["parts"] = [_question(part, good) for part in record.parts]
    return {**held, "good": good}


def _fault(fault: Fault) -> dict[str, Any]:
    return {
        "row": fault.row, "column": fault.column, "code": fault.code, "value": fault.value, "note": fault.note,
        "message": in_words(fault),
    }  # fmt: skip


def _key_in_words(record: Record) -> str:
    if record.key:
        return "; ".join(f"{letter}. {record.choices[LETTERS.index(letter)]}" for letter in record.key)
    if record.accepted:
        return " || ".join(" | ".join(group) for group in record.accepted)
    if record.partners:
        return "; ".join(f"{left} – {right}" for left, right in zip(record.choices, record.partners, strict=False))
    if record.parts:
        return " / ".join(_key_in_words(part) for part in record.parts)
    return " < ".join(record.choices) if record.kind == "order" else "–"


def _topics() -> list[str]:
    """Return the codes of topics; those that come with the product where there is no database yet."""
    try:
        return list(Topic.objects.offered().values_list("code", flat=True)) or list(SEEDED)
    except DatabaseError:
        return list(SEEDED)

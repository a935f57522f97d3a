"""manage.py import_regulation: read regulations from files, and store them unless --dry-run is given."""

import json
import re
import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import gettext as _

from people.models import User
from realtime import clock
from regulations import importing
from regulations.cleaning import UnreadableText
from regulations.describing import as_json
from regulations.importing import Draft
from regulations.models import Document, Provision
from regulations.parsing import NotARegulation
from regulations.readers.refusals import NotRead
from regulations.wording import fault_in_words, refusal_in_words

Refusals = (importing.Refused, NotRead, UnreadableText, NotARegulation)


class FileNotThere(importing.Refused):
    def __str__(self) -> str:
        return _("There is no such file, or it cannot be read.")


class UserNotThere(importing.Refused):
    def __str__(self) -> str:
        return _("There is no user of this name.")


class Command(BaseCommand):
    help = "Read regulations (.docx .doc .pdf .html .txt, pages of the electronic code) and store them."
    requires_system_checks = ()
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("files", nargs="+", metavar="FILE")
        parser.add_argument("--dry-run", action="store_true", help="only say what was read; asks no table")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--by", metavar="USERNAME", help="who is named as having brought the documents")

    def handle(self, *args: Any, **options: Any) -> None:
        dry, by = options["dry_run"], None
        if options["by"] and not dry:
            by = User.objects.filter(username=options["by"]).first()
            if by is None:
                self._print([_refused("", UserNotThere())], as_object=options["json"], one=True)
                sys.exit(1)
        results: list[dict[str, Any]] = []
        several = len(options["files"]) > 1
        for name in options["files"]:
            try:
                raw = _bytes(name)
                found, is_page = _drafts(raw, Path(name).name)
                several = several or is_page
                results += [_result(draft, by=by, dry=dry, alone=not is_page) for draft in found]
            except Refusals as refusal:
                results.append(_refused(Path(name).name, refusal))
        self._print(results, as_object=options["json"], one=not several)
        if any("error" in result and not result.get("there_already") for result in results):
            sys.exit(1)

    def _print(self, results: list[dict[str, Any]], *, as_object: bool, one: bool) -> None:
        if as_object:
            shown: dict[str, Any] = results[0] if one and len(results) == 1 else {"documents": results}
            self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=2))
            return
        for result in results:
            if "counts" in result:
                self.stdout.write(_as_table(result))
            if "error" in result:
                self.stderr.write(f"{result['file']}: {result['error']}")


def _bytes(name: str) -> bytes:
    path = Path(name)
    try:
        if path.stat().st_size > importing.LARGEST:
            raise importing.TooLarge
        return path.read_bytes()
    except OSError as error:
        raise FileNotThere from error


def _drafts(raw: bytes, name: str) -> tuple[list[Draft], bool]:
    """Return what the file holds, and whether it is a page of the electronic code."""
    try:
        return [importing.read(raw, name)], False
    except importing.SeveralDocuments:
        return importing.read_code(raw, name), True


def _result(draft: Draft, *, by: User | None, dry: bool, alone: bool) -> dict[str, Any]:
    """Describe a draft; unless `dry`, store it and say its key or why it was left out."""
    result = as_json(draft.file_name, draft.header, draft.counts, draft.faults)
    if dry:
        return result
    try:
        document: Document = importing.import_draft(draft, by=by, now=clock.now())
    except importing.Refused as refusal:
        # On a page of many documents those that are there already are left out; alone it is the whole answer.
        there = isinstance(refusal, importing.AlreadyImported | importing.NumberTaken) and not alone
        return result | _refused(draft.file_name, refusal) | {"there_already": there}
    return result | {"id": document.pk}


def _refused(name: str, refusal: Exception) -> dict[str, Any]:
    code = getattr(refusal, "code", "") or re.sub(r"(?<!^)(?=[A-Z])", "_", type(refusal).__name__).lower()
    return {"file": name, "error": refusal_in_words(refusal), "code": code}


def _as_table(result: dict[str, Any]) -> str:
    """Return a table that a person reads in a terminal."""
    field = Document._meta.get_field
    rows = [
        (_("File"), result["file"]),
        (str(field("number").verbose_name), result["number"]),
        (str(field("doc_type").verbose_name), result["type"]),
        (str(field("title").verbose_name), result["title"]),
        (str(field("issuer").verbose_name), result["issuer"]),
        (str(field("signer").verbose_name), result["signer"]),
        (str(field("issued_on").verbose_name), result["issued_on"] or ""),
        (str(field("effective_on").verbose_name), result["effective_on"] or ""),
        (_("Legal bases"), str(len(result["legal_bases"]))),
        (_("Recipients"), str(len(result["recipients"]))),
    ]
    kinds = {f"{kind.value}s" if kind.value != "annex" else "annexes": kind.label for kind in Provision.Kind}
    rows += [(str(kinds.get(name, name)), str(count)) for name, count in result["counts"].items() if count]
    width = max(len(label) for label, _words in rows)
    lines = [f"{label:<{width}}  {words}" for label, words in rows]
    for fault in result["faults"]:
        place = _("Line %(line)s") % {"line": fault["line"]} if fault["line"] else "–"
        lines.append(f"  {place}: {fault_in_words(fault)}")
    return "\n".join(lines) + "\n"

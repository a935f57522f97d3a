"""manage.py draft_questions: propose questions from a regulation's text, to look at or to keep as drafts."""

import json
from collections import Counter
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils.translation import gettext as _

from people.models import User
from questionbank.drafted import NoText, NotImported, corpus, keep, source_meant
from questionbank.drafting import Draft, Source, propose
from questionbank.models import Topic
from questionbank.writing import BadWording
from realtime import clock
from regulations.models import Document

LETTERS = "ABCDEF"


class Command(BaseCommand):
    help = "Propose questions from a regulation; keep them as drafts that a person must review."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("document", help="number, such as 61/2018/NĐ-CP, or a .txt file")
        parser.add_argument("--article", action="append", help="only this article; may be given again")
        parser.add_argument("--dry-run", action="store_true", help="print, keep nothing")
        parser.add_argument("--json", action="store_true", help="print one JSON object")
        parser.add_argument("--by", help="user name of the author")
        parser.add_argument("--topic", help="code of the topic")

    def handle(self, *args: Any, **options: Any) -> None:
        keeping = not options["dry_run"]
        if keeping and not (options["by"] and options["topic"]):
            raise CommandError(_("Name the author and the topic with --by and --topic, or look only, with --dry-run."))
        try:
            source, document = source_meant(options["document"])
        except NoText as missing:
            if options["json"]:
                self.stdout.write(json.dumps({"error": str(missing), "code": "NoText"}, ensure_ascii=False))
            raise CommandError(str(missing)) from missing
        drafts = propose(source, corpus(), options["article"])
        if options["json"]:
            self.stdout.write(json.dumps(as_json(source, drafts), ensure_ascii=False, indent=1))
        else:
            self._print(drafts)
        if keeping:
            self._keep(drafts, document, options["by"], options["topic"])

    def _print(self, drafts: list[Draft]) -> None:
        for number, draft in enumerate(drafts, start=1):
            self.stdout.write(f"\n{number}. [{draft.pattern}] {draft.stem}")
            for place, choice in enumerate(draft.choices):
                self.stdout.write(f"   {'*' if place in draft.right else ' '} {LETTERS[place]}. {choice}")
            self.stdout.write(f"     {draft.explanation}")

    def _keep(self, drafts: list[Draft], document: Document | None, username: str, code: str) -> None:
        author = User.objects.filter(username=username).first()
        topic = Topic.objects.filter(code=code).first()
        if author is None or topic is None:
            raise CommandError(_("There is no such user, or no such topic."))
        try:
            written, asked = keep(drafts=drafts, document=document, topic=topic, by=author, now=clock.now())
        except (NotImported, BadWording) as refused:
            raise CommandError(str(refused)) from refused
        said = _("%(written)s drafts kept for review; %(asked)s are asked in the bank already.")
        self.stderr.write(said % {"written": len(written), "asked": len(asked)})


def as_json(source: Source, drafts: list[Draft]) -> dict[str, Any]:
    """Return drafts as the command prints them; keys are letters, citations name the document."""
    return {
        "document": {"number": source.number, "type": source.doc_type, "title": source.title, "name": source.name},
        "drafts": [
            {
                "pattern": draft.pattern,
                "kind": draft.kind,
                "stem": draft.stem,
                "choices": list(draft.choices),
                "key": [LETTERS[place] for place in sorted(draft.right)],
                "citation": f"{draft.address} {source.name}",
                "eid": draft.eid,
                "quote": draft.quote,
                "explanation": draft.explanation,
                "remarks": list(draft.remarks),
            }
            for draft in drafts
        ],
        "by_pattern": dict(sorted(Counter(draft.pattern for draft in drafts).items())),
    }

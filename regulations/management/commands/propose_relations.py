"""manage.py propose_relations: read again what the documents of the database do to others."""

from typing import Any

from django.core.management.base import BaseCommand

from regulations.life import propose_relations
from regulations.models import Document, Relation


class Command(BaseCommand):
    help = "Propose amendments, repeals and replacements for documents that came before they were read for them."

    def handle(self, *args: Any, **options: Any) -> None:
        before = Relation.objects.count()
        unread = Document.objects.exclude(pk__in=Relation.objects.values("source"))
        for document in unread.iterator():
            propose_relations(document)
        self.stdout.write(f"{Relation.objects.count() - before}")

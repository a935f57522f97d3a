"""Texts between being read and being accepted. They wait in the database, so a closed browser loses nothing."""

from datetime import datetime, timedelta

from django.db import transaction

from people.models import User
from regulations.importing import CodeOutcome, Facts, import_code, import_document
from regulations.models import Document, Upload

KEPT_FOR = timedelta(days=7)


@transaction.atomic
def keep(*, raw: bytes, file_name: str, by: User, now: datetime) -> Upload:
    """Put a text aside until its uploader confirms it; what waited too long is thrown away."""
    Upload.objects.filter(created_at__lt=now - KEPT_FOR).delete()
    return Upload.objects.create(raw=raw, file_name=file_name[:200], uploaded_by=by, created_at=now)


@transaction.atomic
def accept(*, upload: Upload, facts: Facts, by: User, now: datetime) -> Document:
    """Import the waiting text with these facts and return the document. Raises what `import_document` raises."""
    document = import_document(bytes(upload.raw), by=by, now=now, file_name=upload.file_name, facts=facts)
    upload.delete()
    return document


@transaction.atomic
def accept_code(*, upload: Upload, by: User, now: datetime) -> list[CodeOutcome]:
    """Import every document of the waiting code page. Raises what `import_code` raises."""
    outcomes = import_code(bytes(upload.raw), by=by, now=now, file_name=upload.file_name)
    upload.delete()
    return outcomes

"""The files that regulations were read from, kept as they came."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile

from regulations.models import SourceFile


def keep_original(*, raw: bytes, now: datetime) -> SourceFile:
    """Return the stored file with these bytes; it is stored once, under a generated name."""
    sha256 = hashlib.sha256(raw).hexdigest()
    held = SourceFile.objects.filter(sha256=sha256).first()
    if held is not None:
        return held
    return SourceFile.objects.create(sha256=sha256, size=len(raw), file=ContentFile(raw, "original"), created_at=now)

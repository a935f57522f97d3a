"""The files that regulations were read from, kept as they came."""

import hashlib
from datetime import datetime

from django.core.files.base import ContentFile

from regulations.models import SourceFile
from regulations.models.files import FOLDER


def keep_original(*, raw: bytes, now: datetime) -> SourceFile:
    """Return the stored file with these bytes; it is stored once, under a generated name."""
    sha256 = hashlib.sha256(raw).hexdigest()
    held = SourceFile.objects.filter(sha256=sha256).first()
    if held is not None:
        return held
    return SourceFile.objects.create(sha256=sha256, size=len(raw), file=ContentFile(raw, "original"), created_at=now)


def clear_stray(*, before: datetime, dry_run: bool = False) -> int:
    """Delete the stored files that no original points to, because its import came to nothing; return how many.

    before: only what was stored earlier; a later one may belong to an import that has not committed yet.
    """
    storage = SourceFile._meta.get_field("file").storage
    try:
        names = [f"{FOLDER}/{name}" for name in storage.listdir(FOLDER)[1]]
    except FileNotFoundError:
        return 0
    held = set(SourceFile.objects.values_list("file", flat=True))
    stray = [name for name in names if name not in held and storage.get_modified_time(name) < before]
    for name in () if dry_run else stray:
        storage.delete(name)
    return len(stray)

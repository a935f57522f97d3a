"""Pictures, sound and film of questions: kept once each, found by what is in them."""

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.models import Exists, OuterRef, ProtectedError, QuerySet
from django.urls import reverse

from questionbank.fields import Shown
from questionbank.formats.sniffing import can_be_kept, content_type_of
from questionbank.models import Asset, ImportAsset, ImportBatch, Medium


class NotKept(Exception):
    """A file of a type that is not shown, or too large."""


def keep(raw: bytes, *, now: datetime) -> str:
    """Keep a file and return its sha256. Raises NotKept."""
    content_type = content_type_of(raw)
    if content_type is None or not can_be_kept(raw):
        raise NotKept
    sha256 = hashlib.sha256(raw).hexdigest()
    if not Asset.objects.filter(sha256=sha256).update(kept_at=now):
        Asset.objects.get_or_create(sha256=sha256, defaults={"content_type": content_type, "data": raw, "kept_at": now})
    return sha256


def keep_for(batch: ImportBatch, files: Mapping[str, bytes], *, now: datetime) -> None:
    """Keep the files of an import that can be kept, and hold them for it."""
    held = [keep(raw, now=now) for raw in files.values() if can_be_kept(raw)]
    ImportAsset.objects.bulk_create(
        (ImportAsset(batch=batch, asset_id=sha256) for sha256 in held), ignore_conflicts=True
    )


def unused(before: datetime) -> QuerySet[Asset]:
    """Return the assets that were last handed in before that moment and that no wording and no import uses."""
    asset = OuterRef("pk")
    worded, waiting = Medium.objects.filter(asset=asset), ImportAsset.objects.filter(asset=asset)
    return Asset.objects.filter(~Exists(worded), ~Exists(waiting), kept_at__lt=before)


def clear(*, before: datetime) -> int:
    """Delete what `unused` returns and return how many; what somebody takes into use meanwhile stays."""
    cleared = 0
    for sha256 in unused(before).values_list("pk", flat=True):
        try:
            with transaction.atomic():
                cleared += unused(before).filter(pk=sha256).delete()[0]
        except (IntegrityError, ProtectedError):
            continue
    return cleared


def shown_with(versions: Iterable[int]) -> dict[int, dict[int, tuple[Shown, ...]]]:
    """Return what stands with each wording, by place; one query."""
    held: dict[int, dict[int, tuple[Shown, ...]]] = {}
    media = Medium.objects.filter(version__in=versions).select_related("asset").defer("asset__data").order_by("pk")
    for medium in media:
        places = held.setdefault(medium.version_id, {})
        places[medium.place] = (*places.get(medium.place, ()), shown(medium))
    return held


def shown(medium: Medium) -> Shown:
    """Return a medium as a page shows it. Its address names what is in it, and nothing of the question."""
    address = reverse("questionbank:asset", args=[medium.asset_id])
    return Shown(medium.asset.content_type.split("/")[0], address, medium.alt)

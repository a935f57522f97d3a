"""Pictures, sound and film of questions: kept once each, found by what is in them."""

import hashlib
from collections.abc import Iterable, Mapping

from django.urls import reverse

from questionbank.fields import Shown
from questionbank.formats.sniffing import can_be_kept, content_type_of
from questionbank.models import Asset, Medium


class NotKept(Exception):
    """A file of a type that is not shown, or too large."""


def keep(raw: bytes) -> str:
    """Keep a file and return its sha256. Raises NotKept."""
    content_type = content_type_of(raw)
    if content_type is None or not can_be_kept(raw):
        raise NotKept
    sha256 = hashlib.sha256(raw).hexdigest()
    Asset.objects.get_or_create(sha256=sha256, defaults={"content_type": content_type, "data": raw})
    return sha256


def keep_all(files: Mapping[str, bytes]) -> None:
    """Keep the files of an import that can be kept."""
    for raw in files.values():
        if can_be_kept(raw):
            keep(raw)


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

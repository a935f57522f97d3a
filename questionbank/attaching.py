"""Files that a writer attaches: kept as soon as they arrive, so that no step of the page loses them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.translation import gettext as _

from questionbank.assets import NotKept, keep, shown
from questionbank.fields import Shown
from questionbank.formats.sniffing import LARGEST
from questionbank.models import Asset, Medium, QuestionVersion
from questionbank.writing import Attached


@dataclass(frozen=True)
class Attachments:
    """What is attached, and why a file that was sent is not, "" where all are."""

    held: tuple[Attached, ...]
    refusal: str = ""

    def shown(self) -> list[tuple[Attached, Shown]]:
        """Return each with what a page shows of it."""
        assets = Asset.objects.defer("data").in_bulk([attached.sha256 for attached in self.held])
        return [
            (attached, shown(Medium(place=attached.place, asset=assets[attached.sha256], alt=attached.alt)))
            for attached in self.held
            if attached.sha256 in assets
        ]


def attached_to(version: QuestionVersion | None) -> Attachments:
    """Return what stands with a wording."""
    media = version.media.order_by("place", "pk") if version is not None else ()
    return Attachments(tuple(Attached(medium.place, medium.asset_id, medium.alt) for medium in media))


def attached_by(sent: QueryDict, files: Mapping[str, UploadedFile], *, now: datetime) -> Attachments:
    """Return what the page sent: attached before, without what is dropped, and a new file, which is kept at once."""
    dropped = set(sent.getlist("medium_drop"))
    named = [
        (name, alt) for name, alt in zip(sent.getlist("medium"), sent.getlist("medium_alt"), strict=False)
        if name not in dropped
    ]  # fmt: skip
    read = {(place, sha256): alt for name, alt in named for place, sha256 in [_read(name)] if place is not None}
    known = set(Asset.objects.filter(pk__in=[sha256 for _place, sha256 in read]).values_list("pk", flat=True))
    held = [Attached(place, sha256, _plain(alt)) for (place, sha256), alt in read.items() if sha256 in known]
    file = files.get("medium_file")
    if not file:
        return Attachments(tuple(held))
    place = sent.get("medium_place", "-1")
    try:
        sha256 = keep(file.read(max(LARGEST.values()) + 1), now=now)
        new = Attached(
            int(place) if place in map(str, range(10)) else -1, sha256, _plain(sent.get("medium_new_alt", ""))
        )
    except NotKept:
        said = _("Attach PNG, JPEG, GIF or WebP up to 2 MB, MP3, OGG or WAV up to 8 MB, or MP4 or WebM up to 20 MB.")
        return Attachments(tuple(held), said)
    others = [attached for attached in held if (attached.place, attached.sha256) != (new.place, new.sha256)]
    return Attachments((*others, new))


def _read(name: str) -> tuple[int | None, str]:
    place, _colon, sha256 = name.partition(":")
    return (int(place), sha256) if place in ("-1", *map(str, range(10))) else (None, "")


def _plain(text: str) -> str:
    return " ".join(text.replace("\x00", "").split())[:300]

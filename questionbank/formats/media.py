"""Pictures, sound and film of a document as a record keeps them, and as a file that is written names them."""

import hashlib
from collections.abc import Iterator, Mapping

from questionbank.formats.lines import Picture
from questionbank.formats.record import Fault, Media, Record
from questionbank.formats.sniffing import ENDINGS

SHOWN: Mapping[str, str] = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif"}  # what every browser shows


def media_of(picture: Picture, place: int) -> Media:
    """Return what a record says of `picture`, which belongs to the stem (-1) or a choice."""
    sha256 = hashlib.sha256(picture.raw).hexdigest()
    return Media(place, picture.name, picture.content_type, picture.alt, sha256)


def stored_name(medium: Media) -> str:
    """Return the name of the file in what is written: by what is in it, so that no two collide and it tells nothing."""
    return named(medium.sha256, medium.content_type)


def named(sha256: str, content_type: str) -> str:
    """Return the name of a file with these bytes."""
    return f"{sha256[:20]}.{ENDINGS.get(content_type, 'bin')}"


def left_out(place: int, media: Iterator[Media]) -> Iterator[Fault]:
    """Yield a fault for what a format cannot hold of the question that stands at `place`."""
    for medium in media:
        yield Fault(place, "", "media_left_out", medium.alt or medium.name, note=True)


def every(record: Record) -> Iterator[Media]:
    """Yield the media of `record` and of its parts."""
    yield from record.media
    for part in record.parts:
        yield from every(part)

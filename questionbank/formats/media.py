"""Pictures of a document as a record keeps them."""

import hashlib
from collections.abc import Mapping

from questionbank.formats.lines import Picture
from questionbank.formats.record import Media

SHOWN: Mapping[str, str] = {"image/png": ".png", "image/jpeg": ".jpg", "image/gif": ".gif"}  # what every browser shows


def media_of(picture: Picture, place: int) -> Media:
    """Return what a record says of `picture`, which belongs to the stem (-1) or a choice."""
    sha256 = hashlib.sha256(picture.raw).hexdigest()
    return Media(place, picture.name, picture.content_type, picture.alt, sha256)

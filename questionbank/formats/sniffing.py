"""What a file of a question is, by its first bytes and never by its name."""

_SIGNATURES = (
    (b"\x89PNG\r\n\x1a\n", "image/png"), (b"\xff\xd8\xff", "image/jpeg"), (b"GIF87a", "image/gif"),
    (b"GIF89a", "image/gif"), (b"ID3", "audio/mpeg"), (b"\xff\xfb", "audio/mpeg"), (b"\xff\xf3", "audio/mpeg"),
    (b"\xff\xf2", "audio/mpeg"), (b"OggS", "audio/ogg"), (b"\x1aE\xdf\xa3", "video/webm"),
)  # fmt: skip
LARGEST = {"image": 2 * 1024 * 1024, "audio": 8 * 1024 * 1024, "video": 20 * 1024 * 1024}  # bytes
ENDINGS = {
    "image/png": "png", "image/jpeg": "jpg", "image/gif": "gif", "image/webp": "webp", "audio/mpeg": "mp3",
    "audio/ogg": "ogg", "audio/wav": "wav", "video/mp4": "mp4", "video/webm": "webm",
}  # fmt: skip


def content_type_of(raw: bytes) -> str | None:
    """Return the type of a picture, sound or film that every browser shows; None for anything else, also for SVG."""
    for signature, content_type in _SIGNATURES:
        if raw.startswith(signature):
            return content_type
    if raw[:4] == b"RIFF" and raw[8:12] in (b"WEBP", b"WAVE"):
        return "image/webp" if raw[8:12] == b"WEBP" else "audio/wav"
    return "video/mp4" if raw[4:8] == b"ftyp" else None


def can_be_kept(raw: bytes) -> bool:
    """Say whether the bank takes a file: of a type that is shown, and not larger than a cheap phone should load."""
    found = content_type_of(raw)
    return found is not None and len(raw) <= LARGEST[found.split("/")[0]]

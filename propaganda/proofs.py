"""Files that prove an activity: which are taken, and as what they are sent back."""

from propaganda.refusals import ProofTooLarge, ProofUnknown

LARGEST = 10 * 1024 * 1024  # bytes
_OFFICE = b"PK\x03\x04"
_BEGINNINGS = {
    b"%PDF-": ("pdf",),
    b"\xff\xd8\xff": ("jpg", "jpeg"),
    b"\x89PNG\r\n\x1a\n": ("png",),
    _OFFICE: ("docx", "xlsx"),
}


def check(name: str, raw: bytes) -> None:
    """Refuse what is too large, or is not what its name says. Raises ProofTooLarge or ProofUnknown."""
    if len(raw) > LARGEST:
        raise ProofTooLarge
    ending = name.rpartition(".")[2].lower()
    if not any(raw.startswith(beginning) and ending in endings for beginning, endings in _BEGINNINGS.items()):
        raise ProofUnknown

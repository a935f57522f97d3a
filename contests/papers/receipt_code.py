"""From the answers of a paper to the code on its receipt."""

import hashlib
import json
from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

LETTERS = "23456789ABCDEFGHJKMNPQRSTUVWXYZ"  # none that is mistaken for another
GROUPS, IN_GROUP = 4, 4  # 16 letters of 31: 79 bits, more than anybody can try

Kept = tuple[int, int, Any, int, datetime]  # position, wording, what was chosen, revision, when it was saved


def code_of(paper: int, submitted_at: datetime, prediction: int | None, answers: Iterable[Kept]) -> str:
    """Return the code: the first letters, in base 31, of the SHA-256 of these facts as canonical JSON."""
    facts = [
        paper,
        _moment(submitted_at),
        prediction,
        [[position, wording, chosen, revision, _moment(at)] for position, wording, chosen, revision, at in answers],
    ]
    said = json.dumps(facts, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
    number = int.from_bytes(hashlib.sha256(said).digest())
    letters = []
    for _place in range(GROUPS * IN_GROUP):
        number, rest = divmod(number, len(LETTERS))
        letters.append(LETTERS[rest])
    return "-".join("".join(letters[at : at + IN_GROUP]) for at in range(0, len(letters), IN_GROUP))


def _moment(at: datetime) -> str:
    return at.astimezone(UTC).isoformat(timespec="microseconds")

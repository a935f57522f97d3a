"""What the readers of every format know of choices and of keys."""

import re
from collections.abc import Iterable, Iterator

from people.folding import fold

_ALL_OF_THEM = re.compile(
    r"^(?:c[aả] (?:\w+ )?(?:ý|đáp án|phương án|câu|nội dung|trường hợp)\b|tất cả\b|cả [a-f]\b.*\b[a-f]\b"
    r"|không có (?:ý|đáp án|phương án)|a(?:,\s*b)?(?:,\s*c)? (?:và|&) [b-d]\b)",
    re.I,
)
_OWN_LETTER = re.compile(r"^([A-Fa-f])\s*[.)]\s+")
_NEXT_LETTER = re.compile(r"(?<!\w)[b-f]\s*[.)]\s", re.I)  # "a. …; b. …" is a list, not a choice's own letter


def speaks_of_others(choice: str) -> bool:
    """Say whether `choice` names its neighbours, as "Cả 3 ý trên" does: then their order must stay."""
    return bool(_ALL_OF_THEM.match(choice))


def without_letter(choice: str, letter: str) -> str | None:
    """Return `choice` without its own letter "B." at the front; None if it bears none, or another one."""
    own = _OWN_LETTER.match(choice)
    if own and own[1].upper() == letter and not _NEXT_LETTER.search(choice, own.end()):
        return choice[own.end() :]
    return None


def alike(choices: Iterable[str]) -> bool:
    """Say whether two of `choices` say the same, capitals and spaces left out; empty ones are not compared."""
    same = [" ".join(text.casefold().split()) for text in choices if text]
    return len(set(same)) < len(same)


def true_or_false(choices: Iterable[str]) -> bool:
    """Say whether `choices` are "Đúng" and "Sai" and no more."""
    return sorted(map(fold, choices)) == ["dung", "sai"]


def wrong_in_key(kind: str, key: tuple[str, ...], choices: int) -> Iterator[tuple[str, str, str]]:
    """Yield (column, code, value) of what a `kind` that chooses among so many choices cannot have."""
    if len(key) > 1 and kind != "multiple":
        yield "key", "too_many_right", ",".join(key)
    if key and kind == "multiple" and len(key) == choices:
        yield "key", "all_right", ",".join(key)
    if kind == "true_false" and choices != 2:
        yield "kind", "two_choices_wanted", str(choices)

"""A chain of lines in which every line holds the digest of the one before: change one, and all that follow tell."""

import hashlib
import json
from collections.abc import Iterable
from dataclasses import astuple, dataclass
from typing import Literal

FIRST = "0" * 64  # what the first line has before it


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a record. at: ISO 8601 in UTC. actor: who did it, as they were called then. content: canonical JSON.

    contest: its key, so that a line cannot be carried to another contest's record. salt: lets the line be checked
    without its actor and content (see `seal_of`); the first lines ever written have none, and cannot.
    """

    contest: int
    number: int
    at: str
    kind: str
    actor: str
    content: str
    previous: str
    salt: str = ""

    def digest(self) -> str:
        """Return the SHA-256 of everything in the line, as 64 hexadecimal digits."""
        if not self.salt:
            return sha256(canonical(astuple(self)[:-1]))
        return digest_of_sealed(
            self.contest, self.number, self.at, self.kind, self.seal_of("actor"), self.seal_of("content"), self.previous
        )

    def seal_of(self, field: Literal["actor", "content"]) -> str:
        """Return the digest that stands for the field where it is not shown; without the salt nobody can guess it."""
        return sha256(canonical([self.key_to(field), getattr(self, field)]))

    def key_to(self, field: Literal["actor", "content"]) -> str:
        """Return what opens the seal of this one field, and tells nothing about the other's."""
        return sha256(canonical([self.salt, field]))


def digest_of_sealed(
    contest: int, number: int, at: str, kind: str, actor_seal: str, content_seal: str, previous: str
) -> str:
    """Return the digest of a line of which the actor and the content are known by their seals alone."""
    return sha256(canonical([contest, number, at, kind, actor_seal, content_seal, previous]))


@dataclass(frozen=True, slots=True)
class Kept:
    """A line as it was found, with the digest that was kept of it."""

    line: Line
    digest: str


@dataclass(frozen=True, slots=True)
class Broken:
    """The first link that does not hold. number: of the line, from 1. why: one of the words below."""

    number: int
    why: str


def sha256(text: str) -> str:
    """Return the SHA-256 of `text` in UTF-8 as 64 hexadecimal digits."""
    return hashlib.sha256(text.encode()).hexdigest()


def canonical(content: object) -> str:
    """Return `content` as JSON of which there is only one: sorted names, no blanks, no escapes. Raises TypeError."""
    return json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)


def first_broken(lines: Iterable[Kept], *, length: int, head: str) -> Broken | None:
    """Return the first link that does not hold, or None for a whole record.

    lines: as found, in any order. length, head: how many lines there must be, and the digest of the last.
    why: "missing" (a number is not there), "twice", "changed" (the line is not what its digest was taken of),
    "unlinked" (it does not follow the line before), "beyond" (more lines than were written), "head" (the end is not
    the end that was noted).
    """
    before, expected = FIRST, 1
    for kept in sorted(lines, key=lambda each: each.line.number):
        number = kept.line.number
        if number != expected:
            return Broken(number, "twice") if number < expected else Broken(expected, "missing")
        if number > length:
            return Broken(number, "beyond")
        if kept.line.digest() != kept.digest:
            return Broken(number, "changed")
        if kept.line.previous != before:
            return Broken(number, "unlinked")
        before, expected = kept.digest, expected + 1
    if expected <= length:
        return Broken(expected, "missing")
    return None if before == head else Broken(length, "head")

"""JSON read from its beginning to its end in pieces, of which only the one looked at is in memory."""

from collections.abc import Iterator
from json import JSONDecodeError, JSONDecoder
from typing import Any

_DECODER = JSONDecoder()


class Scroll:
    """A reader of JSON without blanks, as `chain.canonical` writes it. What is not that raises ValueError."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces, self._held, self._at = pieces, "", 0

    def value(self) -> Any:
        """Return the value that begins here, whole, and go behind it."""
        while True:
            try:
                read, end = _DECODER.raw_decode(self._held, self._at)
            except JSONDecodeError:
                if not self._more():
                    raise
                continue
            if end < len(self._held):
                self._at = end
                return read
            if not self._more():  # a number at the end of a piece may go on in the next
                self._at = len(self._held)
                return read

    def members(self) -> Iterator[str]:
        """Yield the names of the object that begins here; read the value of each before the next."""
        for _member in self._parts("{", "}"):
            name = self.value()
            self._take(":")
            yield name

    def elements(self) -> Iterator[None]:
        """Come to each element of the array that begins here; read it before the next."""
        return self._parts("[", "]")

    def _parts(self, opening: str, closing: str) -> Iterator[None]:
        self._take(opening)
        if self._next() == closing:
            self._take(closing)
            return
        while True:
            yield
            if self._next() == closing:
                self._take(closing)
                return
            self._take(",")

    def _next(self) -> str:
        if self._at == len(self._held) and not self._more():
            raise ValueError("it ends too early")
        return self._held[self._at]

    def _take(self, sign: str) -> None:
        if self._next() != sign:
            raise ValueError(f"{sign} is missing")
        self._at += 1

    def _more(self) -> bool:
        """Read a further piece in place of what lies behind; say whether there was one."""
        piece = next(self._pieces, "")
        self._held, self._at = self._held[self._at :] + piece, 0
        return bool(piece)

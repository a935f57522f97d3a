"""Text as offices have it → text that can be read: one form of Unicode, no invisible dirt, every repair reported."""

import re
import unicodedata
from dataclasses import dataclass

from regulations.encodings import convert, recognise

# ƣ is what a common font conversion makes of ư; the letter does not occur in Vietnamese.
_WRONG_LETTERS = str.maketrans({"ƣ": "ư", "Ƣ": "Ư"})
_INVISIBLE = re.compile("[\x00\u200b\u200c\u200d\u2060\ufeff]")
_CP1252 = {code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in b"\x81\x8d\x8f\x90\x9d"}
_SPACES = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\t": " "})


@dataclass(frozen=True)
class Fault:
    """Something mended or left for a person: a machine code, the line (from 1, None for the whole text), a detail."""

    code: str
    line: int | None
    detail: str


@dataclass(frozen=True)
class CleanText:
    """text: what is read on. source_note: the leading lines that begin with '#', without the sign."""

    text: str
    source_note: str
    faults: tuple[Fault, ...]


class UnreadableText(Exception):
    """The bytes are no text in an encoding that we know."""


def decode(raw: bytes) -> str:
    """Return `raw` as text: UTF-8 (with or without mark), UTF-16 with mark, or 8-bit TCVN3 or VNI.

    8-bit text is returned as Western letters, which `clean` converts.
    Raises UnreadableText for anything else, also for text files full of control characters.
    """
    encoding = "utf-16" if raw[:2] in (b"\xff\xfe", b"\xfe\xff") else "utf-8-sig"
    try:
        text = raw.decode(encoding)
    except UnicodeDecodeError as error:
        text = _western(raw)
        if recognise(text) is None:
            raise UnreadableText from error
    control = sum(unicodedata.category(c) == "Cc" and c not in "\n\r\t\x0c\x00" for c in text)
    if control > len(text) // 200:
        raise UnreadableText
    return text


def _western(raw: bytes) -> str:
    """Return `raw` as cp1252, with the five bytes that cp1252 does not know as latin-1 has them."""
    return raw.decode("latin-1").translate(_CP1252)


def clean(raw: str) -> CleanText:
    """Return `raw` in NFC with plain line ends and spaces, its source note split off, and what was mended."""
    faults = []
    text = raw.replace("\r\n", "\n").replace("\r", "\n").replace("\x0c", "\n")
    if encoding := recognise(text):
        converted = convert(text, encoding)
        text = converted.text
        faults.append(Fault("encoding_converted", None, encoding))
        if converted.capitals:
            faults.append(Fault("capitals_restored", None, str(converted.capitals)))
    if gone := len(_INVISIBLE.findall(text)):
        faults.append(Fault("invisible_removed", None, str(gone)))
        text = _INVISIBLE.sub("", text)
    text = text.translate(_SPACES)
    composed = unicodedata.normalize("NFC", text)
    if composed != text:
        faults.append(Fault("unicode_composed", None, str(len(text) - len(composed))))
    if wrong := sum(composed.count(c) for c in "ƣƢ"):
        faults.append(Fault("letters_mended", None, str(wrong)))
        composed = composed.translate(_WRONG_LETTERS)
    note, body = _split_note(composed)
    return CleanText(body, note, tuple(faults))


def _split_note(text: str) -> tuple[str, str]:
    lines = text.splitlines(keepends=True)
    count = 0
    while count < len(lines) and lines[count].startswith("#"):
        count += 1
    note = "\n".join(line.lstrip("#").strip() for line in lines[:count])
    return note, "".join(lines[count:])

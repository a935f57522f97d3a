"""Text as offices have it → text that can be read: one form of Unicode, no invisible dirt, every repair reported."""

import re
import unicodedata
from dataclasses import dataclass

from regulations.encodings import convert, recognise
from regulations.faults import Fault
from regulations.layout import is_markdown, joined, page_width, without_markdown, without_page_numbers
from regulations.mending import reported, with_headings, without_lookalikes

# ƣ is what a common font conversion makes of ư; the letter does not occur in Vietnamese.
_WRONG_LETTERS = str.maketrans({"ƣ": "ư", "Ƣ": "Ư"})
_INVISIBLE = re.compile("[\x00\u200b\u200c\u200d\u2060\ufeff]")
_CP1252 = {code: bytes([code]).decode("cp1252") for code in range(0x80, 0xA0) if code not in b"\x81\x8d\x8f\x90\x9d"}
_LINE_ENDS = re.compile("\r\n|[\r\x0b\x0c\x1c-\x1e\x85\u2028\u2029]")  # all that splitlines knows
_SPACES = str.maketrans({"\u00a0": " ", "\u2009": " ", "\u202f": " ", "\t": " "})


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
        text = western(raw)
        if recognise(text) is None:
            raise UnreadableText from error
    control = sum(unicodedata.category(c) == "Cc" and c not in "\n\r\t\x0c\x00" for c in text)
    if control > len(text) // 200:
        raise UnreadableText
    return text


def western(raw: bytes) -> str:
    """Return `raw` as cp1252, with the five bytes that cp1252 does not know as latin-1 has them."""
    return raw.decode("latin-1").translate(_CP1252)


def clean(raw: str) -> CleanText:
    """Return `raw` in Unicode NFC with plain line ends and spaces and without what the page or the crawler added.

    Its source note is split off; the lines of the faults are those of the text returned.
    """
    faults: list[Fault] = []
    text = _plain_letters(_LINE_ENDS.sub("\n", raw), faults)
    note, body = _split_note(text)
    lines = body.split("\n")
    if is_markdown(lines):
        lines, found = without_markdown(lines)
        faults += found
    lines, found = without_page_numbers(lines)
    faults += found
    if width := page_width(lines):
        lines, found = joined(lines, width)
        faults += found
    lines, found = with_headings(lines)
    faults += found + reported(lines)
    return CleanText("\n".join(lines), note, tuple(faults))


def _plain_letters(text: str, faults: list[Fault]) -> str:
    """Return `text` in Unicode NFC with plain spaces and the letters that were meant."""
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
    composed, found = without_lookalikes(composed)
    faults += found
    return composed


def _split_note(text: str) -> tuple[str, str]:
    """Split off the leading lines that begin with one '#', unless they are the headings of a Markdown text."""
    lines = text.splitlines(keepends=True)
    count = 0
    while count < len(lines) and lines[count].startswith("#") and not lines[count].startswith("##"):
        count += 1
    if not any("Nguồn" in line for line in lines[:count]) and is_markdown(lines[count:]):
        return "", text
    note = "\n".join(line.lstrip("#").strip() for line in lines[:count])
    return note, "".join(lines[count:])

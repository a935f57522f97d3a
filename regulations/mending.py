"""Letters that a font, a scan or a copier spoilt: mended where only one reading is possible, else reported."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import combinations

from regulations.faults import Fault
from regulations.numbering import follows, roman

_LOOKALIKES = str.maketrans(
    "АВЕЅІЈКМНОРСТХУаеоѕірсухјһԁԛѵΑΒΕΖΗΙΚΜΝΟΡΤΥΧοανρ", "ABESIJKMHOPCTXYaeosipcyxjhdqvABEZHIKMNOPTYXoavp"
)
_FOREIGN = re.compile("[\u0370-\u03ff\u0400-\u052f]")
_WORD = re.compile("[^\\W\\d_]+(?:[\u0300-\u036f]+[^\\W\\d_]*)*")

# Syllables that no Vietnamese word has, each a known slip of a font (HÕA for HÒA) or of a scan (đõi for dõi).
_NO_WORDS = frozenset(("hõa", "tõa", "phõng", "đõi", "cõn", "đõn", "trõ", "mõi", "kõm"))

_SPECK = re.compile(r"[_~'`.,*^|]\s*(?=(?:Điều|ĐIỀU|Chương|CHƯƠNG|Mục|MỤC)\s+(?:\d+|[IVXLC]+)\b)")
_HEADING = re.compile(
    r"(?:(Điều|ĐIỀU)\s+(\d+[a-zđ]?)\s*(?:[.:](?!\d).*)?|(Chương|CHƯƠNG)\s+([IVXLC]+)\b[.:]?\s*(?:[A-ZĐ].*)?)"
)
_WIDE_GAP = re.compile(r"\s{7}")  # no letters were lost here, and the patterns of blanks would take long
_LONGEST_BARE_HEADING = 30  # characters
_CONSONANTS = re.compile(r"[bcdđghklmnpqrstvx]+")
_UNITS = frozenset(
    ("km", "kg", "cm", "mm", "gb", "mb", "kb", "tr", "ths", "ts", "ks", "gs", "pgs", "tp", "tx", "kw", "kv", "vv")
)
_NEAR = 5  # damaged lines this close to one another are one place
_FOOTNOTE = re.compile(r"\[\d{1,3}\]")
_GLUED_FOOTNOTE = re.compile(r"(?<=[a-zà-ỹđ])\d{1,3}(?=[\s.,;:)]|$)")


def without_lookalikes(text: str) -> tuple[str, list[Fault]]:
    """Make Latin letters of Cyrillic and Greek ones inside Latin words; others are reported."""
    if not _FOREIGN.search(text):
        return text, []
    mended = 0

    def latin(found: re.Match[str]) -> str:
        nonlocal mended
        word = found[0]
        foreign = len(_FOREIGN.findall(word))
        if not foreign or foreign == sum(unicodedata.category(c)[0] == "L" for c in word):
            return word
        made = word.translate(_LOOKALIKES)
        if _FOREIGN.search(made):
            return word
        mended += 1
        return made

    done = unicodedata.normalize("NFC", _WORD.sub(latin, text))
    faults = [Fault("lookalikes_mended", None, str(mended))] if mended else []
    for number, line in enumerate(done.split("\n"), 1):
        if left := [word[0] for word in _WORD.finditer(line) if _FOREIGN.search(word[0])]:
            faults.append(Fault("foreign_letters", number, " ".join(left)[:80]))
    return done, faults


def with_headings(lines: Sequence[str]) -> tuple[list[str], list[Fault]]:
    """Mend "Điề  4." and "C ƯƠNG II" where the number is the one that is due; report the others."""
    done: list[str] = []
    faults = []
    article, chapter = None, 0
    for index, line in enumerate(lines, 1):
        words = line.strip()
        mended = _mended_heading(words, article, chapter)
        if mended is None and _lost_heading(words):
            faults.append(Fault("heading_damaged", index, words[:80]))
        if mended is not None:
            faults.append(Fault("heading_mended", index, f"{words[:40]} → {mended[:40]}"))
            line = line.replace(words, mended)
        done.append(line)
        if found := _HEADING.fullmatch(line.strip()):
            article, chapter = found[2] or article, roman(found[4]) if found[4] else chapter
    return done, faults


def reported(lines: Sequence[str]) -> list[Fault]:
    """Return what looks spoilt and may be read in more than one way: words, lost letters, footnote numbers."""
    faults = []
    for number, line in enumerate(lines, 1):
        if odd := [word[0] for word in _WORD.finditer(line) if word[0].lower() in _NO_WORDS]:
            faults.append(Fault("wrong_tone", number, " ".join(odd)[:80]))
    faults += _lost_letters(lines)
    if marks := [(n, m) for n, line in enumerate(lines, 1) for m in _FOOTNOTE.findall(line)]:
        faults.append(Fault("footnote_marks", marks[0][0], str(len(marks))))
    if any("VBHN" in line for line in lines[:40]):
        faults += [
            Fault("footnote_glued", number, line[max(0, found.start() - 20) : found.end()].strip())
            for number, line in enumerate(lines, 1)
            for found in _GLUED_FOOTNOTE.finditer(line)
        ]
    return faults


def _patterns() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Yield (structural word, the forms it has with one or two letters lost to blanks), then its number."""
    for word, most in (("Điều", 2), ("ĐIỀU", 2), ("Chương", 2), ("CHƯƠNG", 2)):
        forms = []
        for count in range(1, most + 1):
            for lost in combinations(range(len(word)), count):
                forms.append("".join(r"\s*" if i in lost else c for i, c in enumerate(word)))
        number = r"(\d+[a-zđ]?)(?!\d)" if word.lower() == "điều" else r"([IVXLC]+)\b"
        # The blank between a word and its number, or the one that a lost letter left, must be there.
        yield word, re.compile(rf"(?:{'|'.join(forms)})\s+{number}\s*([.:]?(?!\d)(?:\s+\S.*)?)")


_DAMAGED = tuple(_patterns())


def _mended_heading(words: str, article: str | None, chapter: int) -> str | None:
    if speck := _SPECK.match(words):
        return words[speck.end() :]
    if not words or _HEADING.fullmatch(words) or _WIDE_GAP.search(words):
        return None
    for word, pattern in _DAMAGED:
        if not (found := pattern.fullmatch(words)) or words.startswith(word):
            continue
        number, rest = found[1], found[2]
        if word.lower() == "điều":
            due = article is not None and follows(number, article)
        else:
            due = roman(number) == chapter + 1
        if due and (not rest or rest[0] in ".:"):
            return f"{word} {number}{rest}"
    return None


def _lost_heading(words: str) -> bool:
    """Say whether this may have been a heading: "Điề" and a number that is not due, or nothing any more."""
    if len(words) > _LONGEST_BARE_HEADING:
        return False
    return bool(re.fullmatch(r"(?:Điề|Đi u|Đ ều|iều|ĐIỀ|CH? ?ƯƠN)\s*(?:\d{0,3}|[IVXLC]*)\s*[.:]?", words))


def _lost_letters(lines: Sequence[str]) -> list[Fault]:
    """Report the places where words have holes: consonants alone ("t nh", "th m quyền"), once for each place."""
    faults: list[Fault] = []
    last = -_NEAR - 1
    for number, line in enumerate(lines, 1):
        holes = _holes(line)
        if not holes:
            continue
        if number - last > _NEAR:
            faults.append(Fault("letters_lost", number, " ".join(holes)[:80]))
        last = number
    return faults


def _holes(line: str) -> list[str]:
    """Return the groups of consonants that stand as words of their own, apart from units and abbreviations."""
    words = [word.strip(",;:”“\"'()") for word in line.split()[1:]]
    return [w for w in words if len(w) > 1 and _CONSONANTS.fullmatch(w) and w not in _UNITS]

"""Vietnamese written before Unicode: recognise TCVN3 (ABC) and VNI for Windows, and say it in Unicode.

Files of the years up to about 2005 keep such text in one byte a letter, so a program that does
not know the font shows it as Western letters. Input here is text in that state: bytes read as
cp1252 or latin-1, or the letters that Word keeps for a font like .VnTime or VNI-Times.

TCVN3 has no codes of its own for capitals with a tone: they are the small letters in a font
that shows capitals (.VnTimeH). What such a word was is only certain from the plain letters around.

Source of the tables: TCVN 5712:1993 (VN3) and the VNI Windows character set.
"""

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal

Encoding = Literal["tcvn3", "vni"]

TCVN3 = dict(
    zip(
        "µ¶·¸¹¨»¼½¾Æ©ÇÈÉÊË®ÌÎÏÐÑªÒÓÔÕÖ×ØÜÝÞßáâãä«åæçèé¬êëìíîïñòóô\xadõö÷øùúûüýþ¡¢£¤¥¦§",
        "àảãáạăằẳẵắặâầẩẫấậđèẻẽéẹêềểễếệìỉĩíịòỏõóọôồổỗốộơờởỡớợùủũúụưừửữứựỳỷỹýỵĂÂÊÔƠƯĐ",
        strict=True,
    )
)
"""One letter as shown → the letter meant. The soft hyphen (U+00AD) is ư."""


def _vni() -> dict[str, str]:
    """Return VNI's sequences of one or two letters → the letter meant."""
    signs = {"a": "ùøûõïâáàåãäêéèúüë", "e": "ùøûõïâáàåãä", "o": "ùøûõïâáàåãä", "u": "ùøûõï", "y": "ùøûõ"}
    meant = {"a": "áàảãạâấầẩẫậăắằẳẵặ", "e": "éèẻẽẹêếềểễệ", "o": "óòỏõọôốồổỗộ", "u": "úùủũụ", "y": "ýỳỷỹ"}
    table = {base + sign: letter for base in signs for sign, letter in zip(signs[base], meant[base], strict=True)}
    table |= {"ô" + sign: letter for sign, letter in zip("ùøûõï", "ớờởỡợ", strict=True)}
    table |= {"ö" + sign: letter for sign, letter in zip("ùøûõï", "ứừửữự", strict=True)}
    table |= dict(zip("íìæóòôöîñ", "íìỉĩịơưỵđ", strict=True))
    capitals = {}
    for shown, letter in table.items():
        capitals[shown.upper()] = letter.upper()
        capitals[shown[0].upper() + shown[1:]] = letter.upper()  # a capital with a small sign is met too
    return table | capitals


VNI = _vni()
"""One or two letters as shown → the letter meant."""

_VNI_SEQUENCE = re.compile("|".join(re.escape(s) for s in sorted(VNI, key=len, reverse=True)))
_WORD = re.compile(r"[^\W\d_]+")
# TCVN3 uses signs that are no letters (µ is one, ¶ is not), so its words are cut at spaces and plain punctuation.
_RUN = re.compile(r"[A-Za-z\u00a1-\u00ff]+")
_TONES = re.compile("[\u0300\u0301\u0303\u0309\u0323]")
_SYLLABLE = re.compile(
    r"(?:ngh|ng|nh|gh|gi|kh|ph|qu|th|tr|ch|[bcdđghklmnpqrstvx])?"
    r"(?:uyê|uya|uyu|ươi|ươu|uôi|uây|oai|oay|oao|oeo|iêu|yêu|ai|ao|au|ay|âu|ây|eo|êu|ia|iê|iu|yê|oa|oă|oe|oi|oo|ôi|ơi"
    r"|ua|uâ|ue|uê|ui|uô|uơ|uy|ưa|ưi|ưu|ươ|[aăâeêioôơuưy])"
    r"(?:ch|ng|nh|[cmnpt])?"
)
_FEWEST_WORDS = 8  # with letters beyond ASCII; fewer are no proof
_FEWEST_DIFFERENT = 5
_MOSTLY = 0.9  # of those words must be Vietnamese syllables once converted
_HARDLY = 0.5  # … and at most this part may have been so before


@dataclass(frozen=True)
class Converted:
    """text: in Unicode NFC. capitals: how many words were given the capitals that TCVN3 cannot write."""

    text: str
    capitals: int = 0


def recognise(text: str) -> Encoding | None:
    """Return the encoding that `text` was written in, or None where it is Unicode already or nothing is certain."""
    if any(_is_beyond(c) for c in text):
        return None
    found: dict[Encoding, float] = {"tcvn3": _gain(text, "tcvn3"), "vni": _gain(text, "vni")}
    best = max(found, key=lambda name: found[name])
    return best if found[best] > 0 and found["tcvn3"] != found["vni"] else None


def convert(text: str, encoding: Encoding) -> Converted:
    """Return `text`, written in `encoding`, in Unicode."""
    if encoding == "vni":
        return Converted(unicodedata.normalize("NFC", _vni_to_unicode(text)))
    capitals = 0
    lines = []
    for line in _tcvn3_to_unicode(text).split("\n"):
        raised, count = _raise_capitals(line)
        lines.append(raised)
        capitals += count
    return Converted(unicodedata.normalize("NFC", "\n".join(lines)), capitals)


def is_syllable(word: str) -> bool:
    """Say whether `word` is built as a Vietnamese syllable is: one onset, one vowel group, one ending, one tone."""
    marks = unicodedata.normalize("NFD", word.lower())
    if len(_TONES.findall(marks)) > 1:
        return False
    return bool(_SYLLABLE.fullmatch(unicodedata.normalize("NFC", _TONES.sub("", marks))))


def _is_beyond(character: str) -> bool:
    """Say whether this letter exists in no 8-bit Western set: then somebody wrote Unicode."""
    return character > "\u00ff" and unicodedata.category(character)[0] in "LM" and character not in "ŒœŠšŽžŸƒˆ"


def _gain(text: str, encoding: Encoding) -> float:
    """Return the share of words that become Vietnamese by converting, 0 where that is no proof."""
    words = [word for word in _RUN.findall(text) if not word.isascii()]
    if len(words) < _FEWEST_WORDS:
        return 0.0
    made = [_tcvn3_to_unicode(w) if encoding == "tcvn3" else _vni_to_unicode(w) for w in words]
    changed = [(word, new) for word, new in zip(words, made, strict=True) if word != new]
    good = [new for _word, new in changed if _all_syllables(new)]
    if len(set(good)) < _FEWEST_DIFFERENT or len(good) < _MOSTLY * len(words):
        return 0.0
    if sum(_all_syllables(word) for word, _new in changed) > _HARDLY * len(changed):
        return 0.0
    return len(good) / len(words)


def _all_syllables(run: str) -> bool:
    """Say whether the run is a syllable, apart from a dash or quotation mark that cp1252 glues to it."""
    words = _WORD.findall(run)
    return bool(words) and all(is_syllable(word) for word in words)


def _tcvn3_to_unicode(text: str) -> str:
    return text.translate({ord(shown): letter for shown, letter in TCVN3.items()})


def _vni_to_unicode(text: str) -> str:
    return _VNI_SEQUENCE.sub(lambda found: VNI[found[0]], text)


def _raise_capitals(line: str) -> tuple[str, int]:
    """Return the line with the small letters among plain capitals raised, and in how many words that was done.

    "CHươNG" was "CHƯƠNG"; in a line whose every plain letter is a capital, "ủY" and "về" are raised too.
    """
    plain = [c for c in line if c.isascii() and c.isalpha()]
    all_capital = len(plain) >= 3 and all(c.isupper() for c in plain)
    count = 0

    def raised(found: re.Match[str]) -> str:
        nonlocal count
        word = found[0]
        own = [c for c in word if c.isascii()]
        capital = len(own) >= 2 and all(c.isupper() for c in own)
        if (capital or all_capital) and word != word.upper():
            count += 1
            return word.upper()
        return word

    return _WORD.sub(raised, line), count

"""Official Vietnamese around a clause's words: how it is cited, how words join a sentence, how alike two texts are."""

import re
import zlib

from questionbank.drafting.draft import Source
from questionbank.drafting.reading import Passage
from questionbank.drafting.verbs import acts

# Words that begin a name, and so keep their capital within a sentence.
_NAMES = (
    "Bộ trưởng", "Chính phủ", "Quốc hội", "Thủ tướng", "Nhà nước", "Đảng", "Ủy ban", "Uỷ ban", "Hội đồng nhân dân",
    "Mặt trận", "Tòa án nhân dân", "Toà án nhân dân", "Viện kiểm sát", "Viện trưởng Viện", "Thanh tra Chính phủ",
    "Tổng Thanh tra", "Tổng Kiểm toán", "Kiểm toán nhà nước", "Chủ tịch nước", "Chủ tịch Ủy ban", "Chủ tịch Uỷ ban",
    "Chủ tịch Hội đồng", "Chánh án Tòa", "Luật", "Nghị định", "Thông tư", "Hiến pháp", "Nhân dân", "Việt Nam",
    "Internet", "Văn phòng Chính phủ", "Văn phòng Quốc hội", "Văn phòng Chủ tịch nước", "Thủ trưởng cơ quan", "Thủ trưởng, Phó",
    "Quân đội", "Công an nhân dân", "Kho bạc", "Ban Chấp hành", "Công đoàn Việt Nam", "Quyết định này",
    "Nghị quyết này", "Pháp lệnh", "Bộ luật", "Quy chế này", "Quy định này", "Bộ phận Một cửa", "Bộ phận Tiếp nhận",
    "Trung tâm Phục vụ", "Bộ Chính trị", "Tòa án", "Toà án", "Viện trưởng", "Chánh án", "Cơ quan điều tra",
)  # fmt: skip
_ALWAYS_LOWERED = (
    "trong", "khi", "theo", "căn", "đối", "trường", "việc", "các", "những", "mỗi", "người", "cơ", "tại", "từ", "đến",
    "cán", "công", "viên", "hằng", "hàng", "định", "sau", "trước", "để", "tổ", "cá", "nội", "báo", "gửi", "trình",
)  # fmt: skip
_SAID = re.compile(r"\s*\((?:sau đây |dưới đây )?(?:được )?(?:gọi|viết)[^()]*\)")
_OWN_REFERENCE = re.compile(r",?\s+(?:theo )?quy định tại (?:điểm|khoản|Điều) này(?=[\s,;.:)]|$)")
_SAYS = 0.5  # share of a title's words from which a question says what it is about
_LONGEST_CONTEXT = 100  # characters
_NO_CONTEXT = re.compile(
    r"Hiệu lực|Trách nhiệm|Điều khoản|Tổ chức thực hiện|Giải thích|Quy định chung"
    r"|Phạm vi|Đối tượng"
)
_WORD = re.compile(r"[^\W\d_]+|\d+")
_NEW_TONES = dict(zip(
    ("oà", "oá", "oả", "oã", "oạ", "oè", "oé", "oẻ", "oẽ", "oẹ", "uỳ", "uý", "uỷ", "uỹ", "uỵ"),
    ("òa", "óa", "ỏa", "õa", "ọa", "òe", "óe", "ỏe", "õe", "ọe", "ùy", "úy", "ủy", "ũy", "ụy"),
    strict=True,
))  # fmt: skip
_OLD_TONES = re.compile(rf"(?:{'|'.join(_NEW_TONES)})(?!\w)")
_EMPTY = frozenset((
    "và", "hoặc", "của", "các", "những", "có", "được", "cho", "theo", "với", "trong", "tại", "là", "về", "do", "bị",
    "thì", "mà", "để", "khi", "phải", "từ", "đến", "này", "đó", "khác", "một", "việc", "quy", "định", "sau", "đây",
    "nào", "cơ", "quan", "tổ", "chức", "cá", "nhân", "thực", "hiện", "ở", "ra", "vào", "trên", "bằng", "không",
))  # fmt: skip


def citation(passage: Passage, source: Source) -> str:
    """Return how a passage is cited in a sentence: "khoản 2 Điều 5 Nghị định số 61/2018/NĐ-CP"."""
    attached = f"{passage.annex} ban hành kèm theo " if passage.annex else ""
    return f"{passage.address} {attached}{source.name}".strip()


def asked(passage: Passage, source: Source, question: str) -> str:
    """Return the stem that asks `question` about `passage`."""
    return f"Theo {citation(passage, source)}, {lower_first(question.strip())}?"


def asked_in_context(passage: Passage, source: Source, question: str, key: str = "") -> str:
    """Return the same stem with the article's title in brackets where the question does not say what it is about.

    key: words that the title may not give away.
    """
    title = passage.heading
    says = covered(title, question) >= _SAYS or passage.wrapped or (key and key.casefold() in title.casefold())
    if says or not 8 <= len(title) <= _LONGEST_CONTEXT or _NO_CONTEXT.match(title) or title.isupper():
        return asked(passage, source, question)
    return f"Theo {citation(passage, source)} ({lower_first(title)}), {lower_first(question.strip())}?"


def lower_first(text: str) -> str:
    """Return `text` as it stands within a sentence: a small first letter, unless a name begins it."""
    words = text.split()
    if not words or not text[0].isupper():
        return text
    if (
        not acts(text)
        and words[0].lower() not in _ALWAYS_LOWERED
        and (text.startswith(_NAMES) or (words[0].isupper() and len(words[0]) > 1) or _named(words))
    ):
        return text
    return text[0].lower() + text[1:]


def _named(words: list[str]) -> bool:
    """A capital in the second or third word shows a name: "Bộ Nội vụ", "Cổng Dịch vụ", "Bộ phận Một cửa"."""
    return any(word[0].isupper() for word in words[1:2])


def upper_first(text: str) -> str:
    return text[:1].upper() + text[1:]


def as_choice(text: str) -> str:
    """Return a clause's words as a choice: a capital, no closing sign, no "(sau đây gọi là …)"."""
    return upper_first(without_naming(text).strip(" .;:,"))


def without_naming(text: str) -> str:
    """Return `text` without what only names a thing for later: "(sau đây gọi chung là người nộp)"."""
    return _SAID.sub("", text)


def settled(text: str) -> str:
    """Return `text` without references to the very provision that the stem cites: "theo quy định tại khoản này"."""
    return _OWN_REFERENCE.sub("", without_naming(text))


def words_of(text: str) -> frozenset[str]:
    """Return the words of `text` that carry its sense, in small letters and one spelling."""
    return frozenset(word for word in _WORD.findall(one_spelling(text)) if word not in _EMPTY)


def one_spelling(text: str) -> str:
    """Return `text` in small letters, its tone marks where the newer spelling has them: "toà" is "tòa"."""
    return _OLD_TONES.sub(lambda found: _NEW_TONES[found[0]], text.casefold())


def alike(one: str, other: str) -> float:
    """Return how alike two texts are, from 0 to 1: shared words by all words."""
    a, b = words_of(one), words_of(other)
    return len(a & b) / len(a | b) if a | b else 1.0


def covered(part: str, whole: str) -> float:
    """Return the share of the words of `part` that stand in `whole`."""
    a = words_of(part)
    return len(a & words_of(whole)) / len(a) if a else 1.0


def chance(*parts: str) -> int:
    """Return a number that depends on `parts` alone: the same drafts on every machine and every day."""
    return zlib.crc32("\x1f".join(parts).encode())

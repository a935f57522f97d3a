"""What a draft must not be: each guard is a predicate over words alone. A draft that fails one is dropped."""

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from itertools import pairwise

from questionbank.drafting.bodies import bodies
from questionbank.drafting.draft import Draft
from questionbank.drafting.reading import collapse
from questionbank.drafting.verbs import acts
from questionbank.drafting.wording import alike, covered, one_spelling, words_of

SHORTEST_STEM, LONGEST_STEM, LONGEST_CHOICE = 40, 400, 250  # characters
FEWEST_CHOICES, MOST_CHOICES = 3, 4
_TOO_LONG = 1.4  # the key may not be longer than every other choice by more than this
_TELLING = 2  # words of the stem that stand in the key and in no other choice
_WHOLE = 7  # words from which a choice that stands whole in another is its twin
_SHORT_CHOICE = 25  # characters; below it a difference in length says nothing
_SAME_ITEM = 0.4  # two items of lists that share so many words say the same

_OWN_DOCUMENT = (
    r"(?:Bộ luật|Luật|Pháp lệnh|Nghị định|Nghị quyết|Quyết định|Thông tư(?: liên tịch)?|Quy chế|Quy định|Kế hoạch"
    r"|Hiến pháp|Chỉ thị)"
)
_REFERENCE = re.compile(
    r"\b[Đđ]iểm [a-zđ]\d?\b(?!\w)|\b[Kk]hoản \d|\bcác khoản\b|\bĐiều \d|\bcác [Đđ]iều\b|\b[Mm]ục (?:\d"
    r"|[IVX]+\b)|\bChương [IVX\d]"
    r"|\bPhụ lục\b|\b(?:nêu|nói|kể) (?:trên|tại)\b|\btrên đây\b|\bdưới đây\b|\bsau đây\b(?!\?)|\bnhư sau\b|\bsau:"
)
_THIS = re.compile(r"(\S+(?: \S+)?) (?:này|nói trên|đã nêu)(?=[\s,;.:?)]|$)")
_THAT = re.compile(r"(\w+) (?:đó|ấy)(?=[\s,;.:?)]|$)")
_ASKING = re.compile(r"\b(\w+(?:, \w+)*) nào sau đây\b")
_BROKEN_END = re.compile(
    r"(?:^|\s)(?:và|hoặc|hay|của|với|cho|theo|tại|là|các|những|bằng|từ|đến|để|do|bởi|trong|về|có|được|phải|khi|nếu|gồm|mà|thì|như|không|trừ)$|[,:(“\"/–-]$",
    re.IGNORECASE,
)
# "… mới có quyền quyết định": of what, the sentence before it said.
_LACKS_OBJECT = re.compile(
    r"(?:có quyền|có thể|phải|được) (?:quyết định|thực hiện|giải quyết|tiến hành|áp dụng|xem xét|yêu cầu|đề nghị)$"
)
_DIRT = re.compile(
    r"[\ufffdƣƢ_|~^\\<>{}*#]|\.{2,}|,,|;;|\s[,;.](?:\s|$)|\[\d+\]|\b\d+[a-zđ]{3,}"
    r"|\b[bcdđghklmnpqrstvx]{2,}\b|(?<!điểm )(?<![\w/.(-])[bcdđghklmnpqrstvx](?![\w/.)-])|www\.|http"
    r"|\.doc\b|\b(\w+ \w+) \1\b"
)
_ABBREVIATION = re.compile(r"\b(?:VNeID|iOS|TTg|eForm|pH|\w*[A-ZĐ]{2,}\w*)\b")
_CITATION = re.compile(r"Theo .*?(?:số [^\s,]+|Hiến pháp(?: năm \d{4})?)(?: \([^()]*\))?, ")
_SHAPES = (
    "được", "không", "người", "trường hợp", "việc", "có", "là", "đã", "đang", "khi", "các", "những", "bị", "trên", "từ",
    "tại", "cơ quan", "tổ chức", "cá nhân", "bộ", "ủy ban", "đối với", "chưa",
)  # fmt: skip


def question_of(stem: str) -> str:
    """Return what a stem asks after "Theo khoản 2 Điều 5 Luật Phòng, chống … số 36/2018/QH14,": its own words."""
    end = _CITATION.match(stem)
    return stem[end.end() :] if end else stem


def points_elsewhere(text: str) -> bool:
    """Say whether `text` needs words that stand elsewhere: "khoản này", "quy định tại điểm a", "cơ quan đó"."""
    bare = _ASKING.sub(r"\1 nào", text)
    bare = re.sub(rf"\b{_OWN_DOCUMENT} này\b", "", bare)
    if _REFERENCE.search(bare):
        return True
    before = ""
    for found in _THIS.finditer(bare):
        before = bare[: found.start()].lower()
        if found[1].split()[-1].lower() not in before:
            return True
    return any(found[1].lower() not in bare[: found.start()].lower() for found in _THAT.finditer(bare))


def is_cut_off(text: str) -> bool:
    """Say whether `text` breaks off, or opens a bracket or quotation that it does not close."""
    words = text.rstrip(" ?.;")
    pairs = (("(", ")"), ("“", "”"))
    return bool(_BROKEN_END.search(words) or _LACKS_OBJECT.search(words)) or any(
        words.count(a) != words.count(b) for a, b in pairs
    )


def is_dirty(text: str) -> bool:
    """Say whether `text` holds traces of a bad conversion: lost letters, rulers, foot-notes, words run together."""
    bare = _ABBREVIATION.sub("A", text)
    run_together = any(a.islower() and b.isupper() for a, b in pairwise(bare))
    stopped = any(bare[end.end() :][:1].islower() for end in re.finditer(r"(?<=[^\W\d]{3})\. ", bare))
    return run_together or stopped or bool(_DIRT.search(bare))


def is_unbalanced(choices: Sequence[str], right: Iterable[int]) -> bool:
    """Say whether the length of a right choice gives it away."""
    keys = set(right)
    others = [len(choice) for place, choice in enumerate(choices) if place not in keys]
    if not others:
        return False
    return any(
        len(choices[place]) > _SHORT_CHOICE
        and (len(choices[place]) > _TOO_LONG * max(others) or len(choices[place]) * _TOO_LONG * 1.5 < min(others))
        for place in keys
    )


def has_twins(choices: Sequence[str]) -> bool:
    """Say whether two choices say the same, or one says all that another says."""
    plain = [one_spelling(choice).strip(" .;") for choice in choices]
    if len(set(plain)) < len(plain):
        return True
    figures = [re.findall(r"\d+(?:[.,/]\d+)*", choice) for choice in plain]
    return any(
        (alike(one, other) > 0.85 or words_of(one) == words_of(other) != frozenset() or _holds(one, other))
        and figures[i] == figures[j]
        for i, one in enumerate(plain)
        for j, other in enumerate(plain)
        if i < j
    )


def _holds(one: str, other: str) -> bool:
    """Say whether one of two long choices says every word of the other."""
    short, long = sorted((words_of(one), words_of(other)), key=len)
    return len(short) >= _WHOLE and short <= long


def leaks(stem: str, choices: Sequence[str], right: Iterable[int]) -> bool:
    """Say whether the stem gives the key away: it states it, or shares words with it and with no other choice."""
    keys = set(right)
    asked = question_of(stem).casefold()
    asked_words = words_of(asked)
    wrong = [words_of(choice) & asked_words for place, choice in enumerate(choices) if place not in keys]
    for place in keys:
        key = choices[place].casefold()
        if len(key) > 3 and key in asked:
            return True
        if len((words_of(key) & asked_words).difference(*wrong)) >= _TELLING:
            return True
    return False


def shape(text: str) -> str:
    """Return what form a choice has: how it begins, or whether it is a figure."""
    words = text.casefold().strip()
    if re.match(r"[\d.,/]+", words):
        return "figure"
    if any(body.start == 0 and body.end == len(text.strip()) for body in bodies(text.strip())):
        return "body"
    begins = next((start for start in _SHAPES if re.match(rf"{start}\b", words)), "")
    return begins or ("act" if acts(text) else "words")


def stands_out(choices: Sequence[str], right: Iterable[int]) -> bool:
    """Say whether a right choice is alone in its form."""
    keys = set(right)
    shapes = Counter(shape(choice) for choice in choices)
    return any(shapes[shape(choices[place])] == 1 for place in keys) and len(shapes) > 1


def stands_in(quote: str, whole: str) -> bool:
    """Say whether the words of `quote` stand in `whole`, spaces collapsed."""
    return bool(quote.strip()) and collapse(quote) in collapse(whole)


def same_item(one: str, other: str) -> bool:
    """Say whether two items of lists say the same, or one says what the other holds."""
    begin_alike = one.casefold().split()[:2] == other.casefold().split()[:2]
    share = 0.5 if begin_alike else 0.7
    return alike(one, other) >= _SAME_ITEM or covered(one, other) >= share or covered(other, one) >= share


def alike_stems(one: Draft, other: Draft) -> bool:
    """Say whether two drafts of a document ask the same: in like words with one key, or of one sentence."""
    if one.quote == other.quote and one.pattern == other.pattern and one.kind == other.kind:
        return True
    key, its = (" ".join(d.choices[place] for place in sorted(d.right)) for d in (one, other))
    return alike(question_of(one.stem), question_of(other.stem)) > 0.85 and (key == its or one.eid == other.eid)


def faults(draft: Draft, whole: str) -> tuple[str, ...]:
    """Return the names of the guards that `draft` fails. whole: the words of the cited provision and all under it."""
    asked = question_of(draft.stem)
    bare = asked.removesuffix(" Nhận định này đúng hay sai?")
    wrong_count = draft.kind != "true_false" and not FEWEST_CHOICES <= len(draft.choices) <= MOST_CHOICES
    choosing = draft.kind != "true_false"
    found = {
        "stem_length": not SHORTEST_STEM <= len(draft.stem) <= LONGEST_STEM,
        "no_question": not draft.stem.endswith("?") or not draft.stem.startswith("Theo ") or not asked,
        "choice_count": wrong_count,
        "choice_length": any(not 1 <= len(choice) <= LONGEST_CHOICE for choice in draft.choices),
        "points_elsewhere": points_elsewhere(bare) or any(points_elsewhere(choice) for choice in draft.choices),
        "cut_off": is_cut_off(draft.stem) or any(is_cut_off(choice) for choice in draft.choices),
        "dirty": is_dirty(draft.stem) or any(is_dirty(choice) for choice in draft.choices),
        "twins": has_twins(draft.choices),
        "unbalanced": choosing and is_unbalanced(draft.choices, draft.right),
        "stands_out": choosing and stands_out(draft.choices, draft.right),
        "leaks": choosing and leaks(draft.stem, draft.choices, draft.right),
        "quote_missing": not stands_in(draft.quote, whole),
        "key": not draft.right or not all(0 <= place < len(draft.choices) for place in draft.right),
    }
    return tuple(name for name, failed in found.items() if failed)

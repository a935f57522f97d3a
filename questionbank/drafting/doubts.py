"""A second reading of a finished draft: could a wrong choice be right by any sentence that the corpus holds?

It knows nothing of how a pattern came to its choices. It looks at words alone, by sense and not by spelling, and
leaves out what it cannot clear: silence costs a draft, a wrong key costs the trust of those who are asked.
"""

import re

from questionbank.drafting.checks import question_of
from questionbank.drafting.draft import Draft
from questionbank.drafting.sayings import Saying, Sayings
from questionbank.drafting.senses import senses
from questionbank.drafting.wording import covered, one_spelling

_ACT_HELD = 0.6  # share of what a choice says that makes another sentence say it too
_CLOSE_HELD = 0.75  # the same of another document, which speaks of its own matter
_ASKED_HELD = 0.6  # share of what is asked for that makes a sentence speak of it
_BESIDE_HELD = 0.4  # the same within one article, where a second limit is often for a special case
_OWN_HELD = 0.5  # share that makes a stranger a paraphrase of an item of the list itself
_SAME_HELD = 0.55  # the same where the words of the question count as well
_SAME_SENSE = 0.85  # share of one explanation's words that makes another the same
_COMMON = 2  # so many other sentences that say the same of whomever: what is asked is nobody's own
_OPENING = re.compile(
    r"^.*?\bnào sau đây(?: KHÔNG)?(?: phải)?(?: là| thuộc)?\b|\? ?\(chọn.*$|\(chọn tất cả phương án đúng\)"
)
_SPECIAL = re.compile(
    r"trừ|ngoại lệ|có thể|kéo dài|gia hạn|thêm|phức tạp|đặc biệt|vùng sâu|khác|đối với|trường hợp|hoặc", re.IGNORECASE
)
_EXCEPTED = re.compile(
    r"trừ (?:trường hợp|khi)|ngoại trừ|chỉ được|vẫn được|được phép|có thể được|trường hợp .*\bthì được", re.IGNORECASE
)
_BANNED = re.compile(r"nghiêm cấm|không được|bị cấm|\bcấm\b|vi phạm|trái phép", re.IGNORECASE)
# To forbid that a duty be broken is not to forbid the duty.
_CONTRARY = re.compile(
    r"(?:Vi phạm|Không (?!được)|Làm trái|Trái|Chống|Cản trở|Trốn tránh|Né tránh|Lợi dụng|Xuyên tạc|Thiếu)\b"
)
_ENDED = re.compile(r"thay thế|bãi bỏ|hết hiệu lực|hủy bỏ", re.IGNORECASE)
_YEAR = re.compile(r"\b20\d\d\b")
# Where a class of bodies is named, each of the class is.
_CLASSES = (
    (re.compile(r"^Bộ trưởng "), re.compile(r"(?:các )?bộ trưởng,|thủ trưởng cơ quan ngang bộ|bộ trưởng (?:các )?bộ")),
    (re.compile(r"^(?:Bộ |Văn phòng|Thanh tra)"), re.compile(r"\bbộ, (?:ngành|cơ quan)|các bộ\b|cơ quan ngang bộ")),
    (re.compile(r"^Chủ tịch [UỦ]"), re.compile(r"chủ tịch ủy ban nhân dân(?! cấp| huyện| xã| tỉnh)|các cấp")),
    (re.compile(r"^[UỦ]\S* ban nhân dân"), re.compile(r"ủy ban nhân dân(?: các cấp|,|;|$| cấp \w+,)|các địa phương|chính quyền địa phương")),
    (re.compile(r"^Hội đồng nhân dân"), re.compile(r"hội đồng nhân dân(?: các cấp|,|;|$)|chính quyền địa phương")),
    (re.compile(r"^Sở "), re.compile(r"các sở|sở, (?:ban|ngành)|cơ quan chuyên môn")),
    (re.compile(r"^(?:T[òo][aà] án|Viện)"), re.compile(r"tòa án nhân dân,|viện kiểm sát nhân dân,|cơ quan tiến hành")),
)  # fmt: skip


def doubtful(draft: Draft, article: str, sayings: Sayings) -> bool:
    """Say whether a sentence of the corpus may make a wrong choice of `draft` right. article: the draft's, by number."""
    return _READINGS[draft.pattern](draft, article, sayings)


def _wrong(draft: Draft) -> list[str]:
    return [choice for place, choice in enumerate(draft.choices) if place not in draft.right]


def _asked(draft: Draft) -> str:
    return _OPENING.sub("", question_of(draft.stem)).strip(" ?")


def _membership(draft: Draft, article: str, sayings: Sayings) -> bool:
    keys = [draft.choices[place] for place in sorted(draft.right)]
    strangers, own = (keys, _wrong(draft)) if "KHÔNG" in draft.stem else (_wrong(draft), keys)
    asked = _asked(draft)
    topic = senses(asked)
    for stranger in strangers:
        if any(_same_thing(stranger, item, topic, sayings) for item in own):
            return True
        says, plain = senses(stranger), one_spelling(stranger).strip(" .;")
        for saying in sayings.holding(stranger, _ACT_HELD):
            if plain in one_spelling(saying.sentence):
                continue  # where it was taken from
            if not sayings.says_too(says, saying.sentence, _ACT_HELD):
                continue
            if _in_list(saying, draft) or sayings.share(topic, senses(saying.about)) >= _ASKED_HELD:
                return True
    return False


def _in_list(saying: Saying, draft: Draft) -> bool:
    """Say whether a sentence stands in the list that is asked of, or in the provision that holds it."""
    held_by = (
        draft.eid.rpartition("__")[0] if "KHÔNG" not in draft.stem and "chọn tất cả" not in draft.stem else draft.eid
    )
    return (
        saying.number == draft.document
        and bool(held_by)
        and (saying.eid == held_by or saying.eid.startswith(f"{held_by}__"))
    )


def _same_thing(one: str, other: str, topic: frozenset[str], sayings: Sayings) -> bool:
    """Say whether two items say the same, or one what the other holds, also where the topic's own words are left out."""
    a, b = senses(one), senses(other)
    if max(sayings.share(a, b), sayings.share(b, a)) >= _SAME_HELD:
        return True
    bare_a, bare_b = a - topic, b - topic
    return (
        min(len(bare_a), len(bare_b)) >= 3
        and max(sayings.share(bare_a, bare_b), sayings.share(bare_b, bare_a)) >= _OWN_HELD
    )


def _amount(draft: Draft, article: str, sayings: Sayings) -> bool:
    governing = re.sub(r"\bbao nhiêu [^\s,;]+(?: làm việc| đồng)?", "", question_of(draft.stem)).strip(" ?")
    asked = senses(governing)
    figures = [_whole_figure(choice) for choice in _wrong(draft)]
    years = set(_YEAR.findall(governing))
    for saying in sayings.holding(governing, _BESIDE_HELD):
        if years and not years & set(_YEAR.findall(saying.whole)):
            continue  # a plan sets the same target for another year
        if not any(figure.search(one_spelling(saying.sentence)) for figure in figures):
            continue
        here = saying.number == draft.document and saying.article == article and article
        share = sayings.share(asked, saying.says)
        if share >= _CLOSE_HELD or (here and (share >= _ACT_HELD or _SPECIAL.search(saying.sentence))):
            return True
    return False


def _whole_figure(choice: str) -> re.Pattern[str]:
    bare = one_spelling(choice).lstrip("0")
    return re.compile(rf"(?<![\d.,])0?{re.escape(bare)}(?!\w|[.,]\d| làm việc)")


def _authority(draft: Draft, article: str, sayings: Sayings) -> bool:
    asked = re.sub(r"(?:cơ quan|người) nào sau đây|có trách nhiệm", "", question_of(draft.stem)).strip(" ?")
    act = senses(asked)
    named = [(one_spelling(choice), _class_of(choice)) for choice in _wrong(draft)]
    others: set[str] = set()
    for saying in sayings.holding(asked, _BESIDE_HELD):
        if saying.number == draft.document and saying.eid == draft.eid:
            continue
        here = saying.number == draft.document
        if saying.sentence.startswith("Phối hợp") or not sayings.says_too(
            act, saying.sentence, _ACT_HELD if here else _CLOSE_HELD
        ):
            continue
        who = one_spelling(saying.who)
        if any(name in who or (group and group.search(who)) for name, group in named):
            return True
        if not here and sayings.says_too(act, saying.sentence, _CLOSE_HELD):
            others.add(saying.number)
    return len(others) >= _COMMON


def _class_of(name: str) -> re.Pattern[str] | None:
    return next((group for begins, group in _CLASSES if begins.search(name)), None)


def _definition(draft: Draft, article: str, sayings: Sayings) -> bool:
    """A term beside the right one is wrong unless the text explains it in like words; its words count as they are."""
    (key,) = (draft.choices[place] for place in draft.right)
    if "thuật ngữ nào" not in draft.stem:
        return any(max(covered(other, key), covered(key, other)) >= _SAME_SENSE for other in _wrong(draft))
    sense = question_of(draft.stem).partition("“")[2].rpartition("”")[0]
    return any(
        saying.eid != draft.eid
        and covered(sense, saying.sentence) >= _CLOSE_HELD
        and one_spelling(saying.sentence).strip('“" ').startswith(one_spelling(other))
        for saying in sayings.holding(sense, _ACT_HELD)
        for other in _wrong(draft)
    )


def _prohibition(draft: Draft, article: str, sayings: Sayings) -> bool:
    if draft.kind != "true_false":
        return any(
            _BANNED.search(saying.whole)
            and not _CONTRARY.match(saying.sentence)
            and sayings.says_too(senses(choice), saying.sentence, _ACT_HELD)
            for choice in _wrong(draft)
            for saying in sayings.holding(choice, _ACT_HELD)
        )
    said = senses(question_of(draft.stem).removesuffix(" Nhận định này đúng hay sai?"))
    return any(
        saying.sentence not in draft.quote
        and draft.quote not in saying.sentence
        and _EXCEPTED.search(saying.sentence)
        and sayings.share(said, saying.says) >= (_BESIDE_HELD if saying.article == article else _CLOSE_HELD)
        for saying in sayings.holding(draft.quote, _BESIDE_HELD)
        if saying.number == draft.document
    )


def _effect(draft: Draft, article: str, sayings: Sayings) -> bool:
    """Another day, or another document that has ended, by any other sentence of the same document."""
    wrong = [one_spelling(choice.rpartition(" số ")[2]) for choice in _wrong(draft)]
    day = "ngày" in question_of(draft.stem) and "văn bản nào" not in draft.stem
    return any(
        (re.search(r"có hiệu lực", saying.sentence) if day else _ENDED.search(saying.sentence))
        and any(re.search(rf"(?<!\w){re.escape(choice)}(?!\w)", one_spelling(saying.sentence)) for choice in wrong)
        for saying in sayings.all
        if saying.number == draft.document
    )


_READINGS = {
    "amount": _amount,
    "authority": _authority,
    "definition": _definition,
    "membership": _membership,
    "prohibition": _prohibition,
    "effect": _effect,
}

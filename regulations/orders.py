"""Sentences that order a change: "Sửa đổi khoản 2 Điều 5 như sau: …", "Bãi bỏ Điều 9", words put in the place of others."""

import re
from collections.abc import Iterator, Sequence

from regulations.actions import Action, Context, Proposal, number_in
from regulations.addresses import Address, format_address
from regulations.quoting import Told
from regulations.targets import documents_meant, documents_named, filled, holder, provisions_named, smallest

DO = re.compile(
    r"(?P<verb>sửa đổi,? bổ sung|sửa đổi|bổ sung|bãi bỏ|huỷ bỏ|hủy bỏ|thay thế|thay|bỏ|đính chính)\s+", re.IGNORECASE
)
_NEXT_VERB = re.compile(r"\s*(?:,|;|và)\s+(?=(?:sửa đổi|bổ sung|bãi bỏ)\s+(?:các\s+)?(?:điểm|khoản|điều)\b)", re.I)
_PHRASE = re.compile(
    r"(?:thay|sửa đổi)(?: thế)?\s+(?:các\s+|một số\s+)?(?:cụm từ|từ|cụm)\s+⟦(?P<old>\d+)⟧\s+"
    r"(?:bằng|thành)\s+(?:các\s+)?(?:cụm từ|từ|cụm)?\s*⟦(?P<new>\d+)⟧",
    re.IGNORECASE,
)
_PHRASE_OUT = re.compile(r"(?:bãi bỏ|bỏ)\s+(?:các\s+)?(?:cụm từ|từ)\s+⟦(?P<old>\d+)⟧", re.IGNORECASE)
_PHRASE_IN = re.compile(
    r"bổ sung\s+(?:cụm từ|từ)\s+⟦(?P<new>\d+)⟧\s+(?:vào\s+)?(?P<side>sau|trước)\s+(?:cụm từ|từ)\s+⟦(?P<old>\d+)⟧",
    re.IGNORECASE,
)
_ANCHOR = re.compile(r"\s*(?:(?:vào\s+)?(?:ngay\s+)?(?:sau|trước)|vào)\s+(?=(?:các\s+)?(?:điểm|khoản|điều)\b)", re.I)
SOME_OF = re.compile(r"(?:một số|các|nội dung)\s+(?:điều|khoản|điểm|nội dung|quy định)[^⟦]*?\s(?:của|tại)\s+", re.I)
_OWN_ONLY = re.compile(
    r"\b(?:tên|tiêu đề|đoạn mở đầu|đoạn đầu|đoạn thứ nhất|câu đầu)\s+(?:của\s+)?(?=khoản|điều|điểm)", re.I
)


def commanded(sentence: str, told: Told, context: Context, laws: dict[str, str]) -> Iterator[Proposal]:
    """Yield what a sentence orders that begins with its verb: "Sửa đổi, bổ sung khoản 2 Điều 5 như sau: …"."""
    verb = DO.match(sentence)
    if verb is None:
        return
    phrases = list(_phrases(sentence, told, context, laws))
    if phrases:
        yield from phrases
        return
    order, _, rest = sentence.partition("như sau")
    quotes = [told.quotes[int(n)] for n in re.findall(r"⟦(\d+)⟧", rest)]
    number = number_in(order, laws) or context.number
    if verb["verb"].lower() in ("bãi bỏ", "bỏ", "hủy bỏ", "huỷ bỏ"):
        yield from repealed(sentence[verb.end() :], context, laws)
        return
    if verb["verb"].lower() in ("thay thế", "thay") and not quotes:
        yield from (Proposal(Action.REPLACES, d.number, "") for d in documents_meant(sentence[verb.end() :]))
        return
    if SOME_OF.search(order) or not quotes:
        return
    orders = _orders(order, context)
    shared = _shared_out(quotes, [address for _action, address in orders])
    own_only = bool(_OWN_ONLY.search(order))
    for (action, address), text in zip(orders, shared, strict=True):
        yield Proposal(action, number, format_address(address), new_text=text, own_only=own_only)


def _orders(order: str, context: Context) -> list[tuple[Action, Address]]:
    """Return (amend or supplement, address) for each provision that an order names, filled from what stands above."""
    parts = _NEXT_VERB.split(re.sub(r"sửa đổi,? bổ sung", "sửa đổi", order, flags=re.IGNORECASE))
    found: list[tuple[Action, Address]] = []
    for part in parts:
        adds = re.match(r"\s*bổ sung\b", part, re.IGNORECASE) is not None
        named, *anchors = _ANCHOR.split(part, maxsplit=1)
        places = provisions_named(named)
        home = _home(anchors[0], places[-1]) if anchors and places else None
        action = Action.SUPPLEMENT if adds else Action.AMEND
        found += [(action, filled(place, home)) for place in places]
    last = found[-1][1] if found else None
    return [(action, filled(filled(place, last), context.address)) for action, place in found]


def _home(anchor: str, added: Address) -> Address | None:
    """Return what holds the added provision: "sau khoản 2 Điều 5" and "vào Điều 5" both say Điều 5."""
    named = provisions_named(anchor)
    if not named:
        return None
    return holder(named[-1]) if smallest(named[-1]) == smallest(added) else named[-1]


def _shared_out(quotes: Sequence[str], places: Sequence[Address]) -> list[str]:
    """Return the words that each of `places` gets: one quotation each, or one quotation cut at their labels."""
    if len(quotes) == len(places):
        return list(quotes)
    whole = "\n".join(quotes)
    if len(places) <= 1:
        return [whole] * len(places)
    starts = [_label_at(whole, place) for place in places]
    cuts = sorted(start for start in starts if start is not None)
    shared = []
    for start in starts:
        end = next((cut for cut in cuts if start is not None and cut > start), len(whole))
        shared.append(whole[start:end].strip() if start is not None else "")
    return shared


def _label_at(text: str, place: Address) -> int | None:
    level = smallest(place)
    number = re.escape(getattr(place, level) or "")
    label = {"article": rf"Điều {number}\s*[.:]", "clause": rf"{number}\s*[.\-–]", "point": rf"{number}\s*\)"}[level]
    found = re.search(rf"^\s*[“\"]?{label}", text, re.MULTILINE | re.IGNORECASE)
    return found.start() if found else None


def _phrases(sentence: str, told: Told, context: Context, laws: dict[str, str]) -> Iterator[Proposal]:
    """Yield words put in the place of others, put in, or taken out, for each provision named after them."""
    pattern = next((p for p in (_PHRASE, _PHRASE_OUT, _PHRASE_IN) if p.match(sentence)), None)
    if pattern is None:
        return
    number = number_in(sentence, laws) or context.number
    matches = list(pattern.finditer(sentence))
    for place, match in enumerate(matches):
        following = matches[place + 1].start() if place + 1 < len(matches) else len(sentence)
        named = provisions_named(sentence[match.end() : following]) or provisions_named(sentence[matches[-1].end() :])
        spots = [filled(address, context.address) for address in named] or [context.address or Address()]
        given = match.groupdict()
        old = told.quotes[int(given["old"])]
        new = told.quotes[int(given["new"])] if "new" in given else ""
        if "side" in given:
            new = f"{old} {new}" if given["side"].lower() == "sau" else f"{new} {old}"
        for spot in spots:
            yield Proposal(Action.REPLACE, number, format_address(spot), old_phrase=old, new_phrase=new)


def repealed(words: str, context: Context, laws: dict[str, str]) -> Iterator[Proposal]:
    """Yield what words such as "điểm b khoản 1 Điều 7 Nghị định số …; Điều 9" take away."""
    words = re.split(r"\bkể từ\b|\bđược quy định\b", words)[0]
    documents = [d for d in documents_named(words) if not re.search(r"(?:theo|bởi)\s+$", words[: d.start])]
    if not documents:
        number = number_in(words, laws) or context.number
        for address in provisions_named(words):
            yield Proposal(Action.REPEAL, number, format_address(filled(address, context.address)))
        return
    begin = 0
    for document in documents:
        before = words[begin : document.start]
        begin = document.end
        named = provisions_named(before)
        for address in named:
            yield Proposal(Action.REPEAL, document.number, format_address(address))
        if not named and document.number in [d.number for d in documents_meant(words)] and not is_partial(before):
            yield Proposal(Action.REPEAL, document.number, "")


def is_partial(before: str) -> bool:
    """Say whether words before a document's name speak of a part of it that has no address here."""
    return bool(re.search(r"(?:Chương|Mục|Phụ lục|quy định|nội dung|mẫu|cụm từ|đoạn)\b[^,;]*$", before, re.IGNORECASE))

"""Pattern e: what is forbidden, and what is allowed only on a condition."""

import re
from collections.abc import Iterable, Iterator

from questionbank.drafting.checks import (
    has_twins,
    is_cut_off,
    is_unbalanced,
    leaks,
    points_elsewhere,
    same_item,
    shape,
)
from questionbank.drafting.draft import Draft
from questionbank.drafting.enumerations import Listed, lists
from questionbank.drafting.reading import Passage, Text, sentences
from questionbank.drafting.statements import Statements
from questionbank.drafting.wholeness import whole_clause
from questionbank.drafting.wording import as_choice, asked, chance, citation, covered, lower_first, settled, upper_first

PATTERN = "prohibition"
# "hàng không được áp dụng": there "không" ends the word before it, and nothing is forbidden.
_NOT_ALLOWED = re.compile(
    r"(?<!hàng )(?<!đường )(?<!phòng )(?<!trên )(?<!tầm )(?<!hay )\b(?:thì )?không được (?=(?P<verb>\w+(?: \w+)?))"
)
_ONLY_IF = re.compile(
    r"\bchỉ được (?P<act>[^,;.]{8,160}?) (?P<when>khi|nếu|trong trường hợp) (?P<condition>[^;.]{8,160})$"
)
# To say that these are allowed is absurd: such a statement asks nothing. The rest makes a limit, not a ban.
_NO_STATEMENT = re.compile(
    r"(?:lợi dụng|xâm phạm|cản trở|gây|trái|tiết lộ|quá|vượt|thấp|ít|nhỏ|dưới|tẩy|làm (?:giả|sai)|can thiệp|trả thù"
    r"|phân biệt|xúc phạm|lạm|vi phạm"
    r"|đồng ý|cấp|sự|cho phép|công nhận|giao|quy định|bảo đảm|hưởng thêm|chấp thuận|làm|để|có|coi|xem|dùng)\b"
)
# Within a condition or a description, "không được" forbids nothing: "nếu hồ sơ không được bổ sung", "người không được …".
_IN_CONDITION = re.compile(
    r"\b(?:nếu|khi|trường hợp|do|vì|những|người|mà|hoặc|hay|dù|đến khi|cho đến)\b[^,]*$|\b(?:nếu|khi|trường hợp) "
)
_CIRCUMSTANCE_FIRST = re.compile(r"(?:Trong|Khi|Nếu|Trường hợp|Đối với|Kể từ|Sau|Trước|Tại|Ngoài)\b[^,]*, ")
_AMENDED = re.compile(r"trừ |nhưng |ngoại trừ|không được.*không được|hoặc không| mà ")
_ON_TOPIC = 0.4  # share of a lawful act's words that the list of bans uses: farther off it deceives nobody
_ACTS = frozenset({"duty", "right"})
# Of rights, only acts make a choice: "Được từ chối …" becomes "Từ chối …", "Được bảo đảm …" nothing.
_ACT_OF_RIGHT = re.compile(
    r"^Được (?=từ chối|đơn phương|ký|hành nghề|góp vốn|quyết định|yêu cầu|đề nghị|khiếu nại|tham gia"
    r"|học tập|lựa chọn|phản ánh)"
)


def drafts(text: Text, held: Iterable[Text], statements: Statements) -> Iterator[Draft]:
    """Yield questions on what `text` forbids."""
    found = lists(text)
    permitted = [one for one in found if one.kind in _ACTS]
    for one in found:
        if one.kind == "ban":
            yield from _banned(one, permitted, text)
    for passage in text.passages:
        if not passage.amends:
            for paragraph in (passage.words, *passage.more):
                for sentence in sentences(paragraph):
                    yield from _statement(sentence, passage, text)
                    yield from _condition(sentence, passage, text)


def _banned(one: Listed, permitted: list[Listed], text: Text) -> Iterator[Draft]:
    """Ask which act is forbidden, among acts that the same document allows or requires."""
    parts = [pair for item in one.passage.items for pair in _parts(item)]
    topic = " ".join([one.question, *(part for part, _ in parts)])
    pool = [upper_first(_ACT_OF_RIGHT.sub("", act)) for other in permitted for act, _ in other.items]
    pool.sort(key=lambda act: -covered(act, topic))
    pool = [
        other
        for other in pool
        if covered(other, topic) >= _ON_TOPIC and not any(same_item(other, part) for part, _ in parts)
    ]
    turn = chance(one.passage.eid, "banned") % max(len(parts), 1)
    stem = asked(one.passage, text.source, one.question)
    for words, item in [*parts[turn:], *parts[:turn]]:
        others = _like(words, pool)
        place = chance(item.eid, words) % 4
        choices = (*others[:place], words, *others[place:])
        if len(others) < 3 or is_unbalanced(choices, {place}) or leaks(stem, choices, {place}):
            continue
        yield Draft(
            pattern=PATTERN,
            kind="single",
            stem=stem,
            choices=choices,
            right=frozenset({place}),
            document=text.source.number,
            address=item.address,
            eid=item.eid,
            quote=_as_it_stands(words, item),
            explanation=f"Hành vi này bị cấm tại {citation(item, text.source)}.",
            confidence=0.5,
        )
        return


def _like(words: str, pool: list[str]) -> list[str]:
    """Return three of the pool that look like `words` and unlike each other; fewer where there are none."""
    others: list[str] = []
    for other in pool:
        alike_in_form = shape(other) == shape(words) and 0.5 <= len(other) / len(words) <= 2
        if len(others) < 3 and alike_in_form and not has_twins([other, words, *others]):
            others.append(other)
    return others


def _parts(item: Passage) -> list[tuple[str, Passage]]:
    """Return the acts of an item, one to each part between semicolons."""
    if item.items or re.search(r"[:]|\. ", item.words):
        return []
    found = []
    for part in settled(item.words).split(";"):
        words = as_choice(part)
        usable = 20 <= len(words) <= 200 and not points_elsewhere(words) and not is_cut_off(words)
        if usable and not re.search(r"\bkhác\b.*quy định|^(?:Các|Những) |trừ |không được", words):
            found.append((words, item))
    return found


def _as_it_stands(words: str, item: Passage) -> str:
    """Return `words` with the first letter that they have within their item, or all the item's words."""
    small = words[0].lower() + words[1:]
    return next((form for form in (words, small) if form in item.whole), item.words)


def _statement(sentence: str, passage: Passage, text: Text) -> Iterator[Draft]:
    """A ban as a statement that is right as it stands, or wrong with "được" for "không được"."""
    clause = whole_clause(sentence, passage)
    if clause is None or _AMENDED.search(clause.words):
        return
    found = _NOT_ALLOWED.search(clause.words)
    if (
        not found
        or _NO_STATEMENT.match(found["verb"])
        or found.start() < 8
        or re.search(r"(?:nghĩa vụ|trách nhiệm|quyền) $", clause.words[: found.start()])
        or " thì " in clause.words[found.end() :]
        or points_elsewhere(clause.words)
    ):
        return
    if not found[0].startswith("thì") and _in_condition(clause.words[: found.start()]):
        return
    right = chance(passage.eid, sentence) % 2 == 0
    if not right and re.search(r"trái (?:pháp luật|quy định|phép)|không trung thực", clause.words):
        return
    said = clause.words if right else clause.words.replace(found[0], found[0].replace("không được", "được"), 1)
    yield _judged(said, clause.quote, passage, text, right=right)


def _in_condition(before: str) -> bool:
    """Say whether words end within a condition or a description, not in a main clause with its circumstances."""
    main = before[before.find(", ") + 1 :] if _CIRCUMSTANCE_FIRST.match(before) else before.partition(" ")[2]
    return bool(_IN_CONDITION.search(main))


def _condition(sentence: str, passage: Passage, text: Text) -> Iterator[Draft]:
    """ "chỉ được … khi …" as it stands, or with its condition gone."""
    clause = whole_clause(sentence, passage)
    found = _ONLY_IF.search(clause.words) if clause else None
    if clause is None or found is None or _AMENDED.search(clause.words) or points_elsewhere(clause.words):
        return
    right = chance(passage.eid, sentence) % 2 == 0
    said = clause.words if right else f"{clause.words[: found.start()]}được {found['act']} trong mọi trường hợp"
    yield _judged(said, clause.quote, passage, text, right=right)


def _judged(said: str, quote: str, passage: Passage, text: Text, *, right: bool) -> Draft:
    cited = citation(passage, text.source)
    return Draft(
        pattern=PATTERN,
        kind="true_false",
        stem=f"Theo {cited}, {lower_first(said)}. Nhận định này đúng hay sai?",
        choices=("Đúng", "Sai"),
        right=frozenset({0 if right else 1}),
        document=text.source.number,
        address=passage.address,
        eid=passage.eid,
        quote=quote,
        explanation=f"{cited} quy định: “{quote.strip(' .;')}”.",
        keep_order=True,
        confidence=0.7,
    )

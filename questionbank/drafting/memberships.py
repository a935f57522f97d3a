"""Pattern d: what stands in a list, and what does not. Distractors come from lists of like shape beside it.

Lists of duties, powers, rights, conditions and contents are not asked about: a law that gives a task to one body does
not say that no other has it, and what a paper must state may be stated in other words, so that a stranger is never
surely wrong.
"""

import re
from collections.abc import Iterable, Iterator

from questionbank.drafting.bodies import bodies
from questionbank.drafting.checks import has_twins, is_unbalanced, leaks, same_item, shape, stands_out
from questionbank.drafting.draft import Draft
from questionbank.drafting.enumerations import Listed, lists
from questionbank.drafting.reading import Passage, Text
from questionbank.drafting.statements import Statements
from questionbank.drafting.wording import asked_in_context, chance, citation, covered

PATTERN = "membership"
_ASKED = ("form", "basis", "case", "act", "person")
_NEAR = 5  # articles; things from farther off belong to another matter
_LONGEST_QUOTE = 900
_PER_LIST = 1
_KIN = 0.15  # share of a stranger's words that the list itself uses: farther off it deceives nobody


def drafts(text: Text, held: Iterable[Text], statements: Statements) -> Iterator[Draft]:
    """Yield questions on the lists of `text`: one item among strangers, or one stranger among items."""
    found = lists(text)
    for one in found:
        if one.kind not in _ASKED or len(one.items) < 2 or one.refers or not one.closed:
            continue
        strangers = _strangers(one, found)
        made = [*_denied(one, strangers, text), *_several(one, strangers, text), *_belongs(one, strangers, text)]
        yield from made[:_PER_LIST]


def _strangers(one: Listed, found: list[Listed]) -> list[tuple[str, Passage]]:
    """Return items of other lists of the same kind, the nearest lists first, that are not true under `one`."""
    place = found.index(one)
    others = [
        other
        for other in found
        if other is not one
        and other.kind == one.kind
        and other.passage.eid != one.passage.eid
        and not _nested(one.passage, other.passage)
        and _distance(one, other) <= _NEAR
        and _asks_other(one, other)
    ]
    others.sort(key=lambda other: (other.passage.article != one.passage.article, abs(found.index(other) - place)))
    own = [item.words for item in one.passage.items]
    topic = " ".join([one.question, *own])
    return [
        (words, item)
        for other in others
        for words, item in other.items
        if covered(words, topic) >= _KIN
        and not any(same_item(words, mine) for mine in own)
        and not any(body.name in words for body in bodies(one.question))
    ]


def _distance(one: Listed, other: Listed) -> int:
    """Return how many articles lie between two lists."""
    numbers = [re.match(r"\d+", listed.passage.article) for listed in (one, other)]
    return abs(int(numbers[0][0]) - int(numbers[1][0])) if numbers[0] and numbers[1] else 0


def _nested(one: Passage, other: Passage) -> bool:
    return one.eid.startswith(f"{other.eid}__") or other.eid.startswith(f"{one.eid}__")


def _asks_other(one: Listed, other: Listed) -> bool:
    """Two lists that ask for the same thing lend each other no strangers: an item of one may be true of both."""
    return covered(other.question, one.question) < (0.75 if one.kind == "case" else 0.4)


def _picked(
    near: str, pool: list[tuple[str, Passage]], count: int, taken: tuple[str, ...] = ()
) -> list[tuple[str, Passage]]:
    """Return up to `count` of the pool, like `near` in form and length and unlike each other."""
    fitting = [pair for pair in pool if shape(pair[0]) == shape(near) and 0.5 <= len(pair[0]) / len(near) <= 2]
    picked: list[tuple[str, Passage]] = []
    for pair in fitting:
        if len(picked) < count and not has_twins([pair[0], *taken, *(words for words, _ in picked)]):
            picked.append(pair)
    return picked


def _denied(one: Listed, strangers: list[tuple[str, Passage]], text: Text) -> Iterator[Draft]:
    """Ask for what does NOT belong: only of a list that closes itself, and whose words can be quoted whole."""
    if not one.denial or not one.closed or len(one.items) < 3 or len(one.passage.whole) > _LONGEST_QUOTE:
        return
    turn = chance(one.passage.eid, "denied") % len(one.items)
    own = [*one.items[turn:], *one.items[:turn]]
    for words, item in strangers:
        members = _picked(words, own, 3)
        if len(members) < 3:
            continue
        choices = tuple(member for member, _ in members)
        remark = f"{item.address}"
        draft = _draft(
            one, text, one.denial, (words,), choices, one.passage, one.passage.whole,
            f"{citation(one.passage, text.source)} không nêu nội dung này; nội dung này thuộc {remark}.", 0.6,
        )  # fmt: skip
        if draft:
            yield draft
            return


def _belongs(one: Listed, strangers: list[tuple[str, Passage]], text: Text) -> Iterator[Draft]:
    """Ask for the one item that belongs."""
    turn = chance(one.passage.eid, "belongs") % len(one.items)
    for words, item in [*one.items[turn:], *one.items[:turn]]:
        others = _picked(words, strangers, 3)
        if len(others) < 3:
            continue
        draft = _draft(
            one, text, one.question, (words,), tuple(other for other, _ in others), item, item.words,
            f"Nội dung này được nêu tại {citation(item, text.source)}.", 0.55,
        )  # fmt: skip
        if draft:
            yield draft
            return


def _several(one: Listed, strangers: list[tuple[str, Passage]], text: Text) -> Iterator[Draft]:
    """Ask for the two items that belong, every third list."""
    if chance(one.passage.eid, "several") % 3 or len(one.passage.whole) > _LONGEST_QUOTE:
        return
    for words, _item in one.items:
        mates = _picked(words, [pair for pair in one.items if pair[0] != words], 1)
        others = _picked(words, strangers, 2, tuple(mate for mate, _ in mates))
        if mates and len(others) == 2:
            draft = _draft(
                one, text, f"{one.question}? (chọn tất cả phương án đúng)", (words, mates[0][0]),
                tuple(other for other, _ in others), one.passage, one.passage.whole,
                f"Hai nội dung này được nêu tại {citation(one.passage, text.source)}.", 0.5,
            )  # fmt: skip
            if draft:
                yield draft
                return


def _draft(
    one: Listed, text: Text, question: str, keys: tuple[str, ...], others: tuple[str, ...], cited: Passage, quote: str,
    explanation: str, confidence: float,
) -> Draft | None:  # fmt: skip
    """Return the draft, or None where its choices give the key away."""
    choices = list(others)
    for turn, key in enumerate(keys):
        choices.insert(chance(one.passage.eid, question, str(turn)) % (len(choices) + 1), key)
    right = frozenset(choices.index(key) for key in keys)
    ask, _, note = question.partition("? ")
    stem = asked_in_context(one.passage, text.source, ask)
    if note:
        stem = f"{stem[:-1]} {note}?"
    if is_unbalanced(choices, right) or stands_out(choices, right) or leaks(stem, choices, right) or has_twins(choices):
        return None
    return Draft(
        pattern=PATTERN,
        kind="multiple" if len(keys) > 1 else "single",
        stem=stem,
        choices=tuple(choices),
        right=right,
        document=text.source.number,
        address=cited.address,
        eid=cited.eid,
        quote=quote,
        explanation=explanation,
        confidence=confidence,
    )

"""Pattern c: definitions. Which term is meant by these words, or which words define this term."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from questionbank.drafting.checks import is_unbalanced, leaks, points_elsewhere
from questionbank.drafting.draft import Draft
from questionbank.drafting.reading import Passage, Text, sentences
from questionbank.drafting.statements import Statements
from questionbank.drafting.wording import alike, as_choice, chance, citation, covered, lower_first, words_of

PATTERN = "definition"
_HEADING = re.compile(r"Giải thích (?:từ ngữ|thuật ngữ|khái niệm)", re.IGNORECASE)
_DEFINES = re.compile(
    r"[“\"]?(?P<term>[^”\":;]{2,90}?)[”\"]?\s*(?:\((?:sau đây|dưới đây)[^)]*\)\s*)?(?:được hiểu là|là)\s+(?P<sense>.+)"
)
_LONGEST_SENSE = 260
_LEAST_OWN = 4  # words of a definition that are not in its term


@dataclass(frozen=True)
class Definition:
    """term and sense as they stand; quote: the sentence that holds both."""

    term: str
    sense: str
    quote: str
    passage: Passage


def definitions(text: Text) -> list[Definition]:
    """Return what the articles that explain terms define."""
    found = []
    for passage in text.passages:
        if passage.amends or passage.level != "clause" or not _HEADING.search(passage.heading):
            continue
        first = sentences(passage.words)[:1]
        match = _DEFINES.fullmatch(first[0]) if first else None
        if match and not passage.items and len(match["term"].split()) <= 14 and not match["term"][0].islower():
            found.append(Definition(match["term"].strip(), match["sense"].strip(" .;"), first[0], passage))
    return found


def drafts(text: Text, held: Iterable[Text], statements: Statements) -> Iterator[Draft]:
    """Yield questions on the terms that `text` defines; distractors are the terms and senses beside them."""
    siblings = definitions(text)
    for one in siblings:
        if points_elsewhere(one.sense) or len(one.sense) > _LONGEST_SENSE:
            continue
        others = [other for other in siblings if other is not one and alike(other.sense, one.sense) < 0.6]
        yield from _which_term(one, others, text)
        yield from _which_sense(one, others, text)


def _which_term(one: Definition, others: list[Definition], text: Text) -> Iterator[Draft]:
    """Ask for the term; the definition must not give it away by repeating it."""
    if covered(one.term, one.sense) > 0.34 or "viết tắt" in one.sense:
        return
    key, kind = as_choice(one.term), _start(one.sense)
    terms = {as_choice(o.term): _start(o.sense) != kind for o in others if covered(o.term, one.sense) <= 0.67}
    near = sorted(terms, key=lambda term: (terms[term], abs(len(term) - len(key)), term))[:3]
    if len(near) < 3:
        return
    question = f"thuật ngữ nào sau đây được hiểu là “{one.sense}”"
    yield _draft(one, text, f"Theo {citation(one.passage, text.source)}, {question}?", key, near, 0.8)


def _which_sense(one: Definition, others: list[Definition], text: Text) -> Iterator[Draft]:
    """Ask for the sense; every choice must be of like length and no more like the term than the rest."""
    key = as_choice(one.sense)
    if len(words_of(one.sense) - words_of(one.term)) < _LEAST_OWN or len(key) > 230:
        return
    stem = f"Theo {citation(one.passage, text.source)}, “{lower_first(one.term)}” được hiểu là gì?"
    senses = [as_choice(o.sense) for o in others if len(o.sense) <= 230 and not points_elsewhere(o.sense)]
    best = _start(key)
    near = sorted(dict.fromkeys(senses), key=lambda s: (_start(s) != best, abs(len(s) - len(key)), s))[:3]
    if len(near) < 3 or is_unbalanced((key, *near), {0}) or leaks(stem, (key, *near), {0}):
        return
    mine = len(words_of(one.term) & words_of(key))
    if mine and mine > max(len(words_of(one.term) & words_of(other)) for other in near):
        return
    yield _draft(one, text, stem, key, near, 0.65)


def _start(sense: str) -> str:
    return sense.split()[0].casefold()


def _draft(one: Definition, text: Text, stem: str, key: str, others: list[str], confidence: float) -> Draft:
    place = chance(one.passage.eid, key) % 4
    choices = (*others[:place], key, *others[place:])
    return Draft(
        pattern=PATTERN,
        kind="single",
        stem=stem,
        choices=choices,
        right=frozenset({place}),
        document=text.source.number,
        address=one.passage.address,
        eid=one.passage.eid,
        quote=one.quote,
        explanation=f"{citation(one.passage, text.source)} giải thích thuật ngữ “{lower_first(one.term)}”.",
        confidence=confidence,
    )

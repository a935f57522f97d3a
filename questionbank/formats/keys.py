"""The right choices of a question that chooses: every way of marking them, and whether they agree."""

import re

from people.folding import fold
from questionbank.formats import labels
from questionbank.formats.choices import alike, true_or_false
from questionbank.formats.lines import Line
from questionbank.formats.marks import MarksDisagree, set_apart
from questionbank.formats.question import Block, Gathered, Option
from questionbank.formats.record import LETTERS

_ASIDE = re.compile(r"([^()\n]{1,60}?)\s{0,3}(\([^()\n]+\))\.?")
TRUE, FALSE = ("đúng", "đ", "true"), ("sai", "s", "false")


def says_true_or_false(text: str) -> bool:
    """Say whether an answer is "Đúng", "S" … with no choices to name."""
    return text.casefold().strip(" .") in (*TRUE, *FALSE)


def true_and_false(row: int) -> list[Option]:
    """Return the choices of a true-or-false question that writes none."""
    return [Option(row, letter, Line(row), Line(row), False, words) for letter, words in (("A", "Đúng"), ("B", "Sai"))]


def choices_of(held: Gathered) -> tuple[str, ...]:
    """Return the words of the choices; letters out of turn, too many, too few, empty or alike are faults."""
    options = held.options
    astray = next((option for place, option in enumerate(options) if held.place(option.label) != place), None)
    if astray:
        held.fault(astray.row, "", "choice_out_of_place", f"{astray.label}. {astray.words}")
    for letter, option in zip(LETTERS, options, strict=False):
        if not option.words:
            held.fault(option.row, letter, "empty")
    if len(options) > len(LETTERS):
        held.fault(options[len(LETTERS)].row, "", "too_many_choices", str(len(options)))
    elif len(options) < 2:
        held.fault(held.row, LETTERS[len(options)], "too_few_choices", str(len(options)))
    texts = tuple(option.words for option in options[: len(LETTERS)])
    if alike(texts):
        held.fault(held.row, "", "choices_alike")
    return texts


def key_of(block: Block, held: Gathered, kind: str) -> tuple[str, ...]:
    """Return the letters on which every marking agrees; none with a fault where they do not, or say nothing.

    kind: as stated, or "".
    """
    told: list[tuple[str, ...]] = []
    entry = held.first("key")
    if entry:
        told.append(_named(held, entry.text, entry.row, entry.text))
    for text, row in block.keys:
        told.append(_named(held, text, held.row, f"{text} ({row})"))
    options = held.options[: len(LETTERS)]
    starred = tuple(letter for letter, option in zip(LETTERS, options, strict=False) if option.starred)
    if 0 < len(starred) < len(options):
        told.append(starred)
    marked = _marked(held, options)
    if marked and (len(marked) == 1 or kind == "multiple"):
        told.append(marked)
    elif marked:  # several stand out: with no other marking nobody knows what that means
        held.fault(held.row, "key", "several_marked", ",".join(marked), note=any(told))
    elif not told and not held.has("marks_disagree"):
        held.fault(held.row, "key", "no_answer")
    readable = list(dict.fromkeys(filter(None, told)))
    if len(readable) > 1:
        held.fault(entry.row if entry else held.row, "key", "answers_disagree", " ≠ ".join(map(",".join, readable)))
        return ()
    return readable[0] if readable else ()


def _marked(held: Gathered, options: list[Option]) -> tuple[str, ...]:
    try:
        places = set_apart([option.head for option in options], [option.body for option in options])
    except MarksDisagree as error:
        looks = (",".join(LETTERS[place] for place in sorted(places)) for places in error.places)
        held.fault(held.row, "key", "marks_disagree", " ≠ ".join(looks))
        return ()
    return tuple(LETTERS[place] for place in sorted(places))


def _named(held: Gathered, text: str, row: int, shown: str) -> tuple[str, ...]:
    """Return the letters that a key names: "A, C", "B. words of B", "words of B", "Đúng"."""
    options = held.options[: len(LETTERS)]
    aside = _ASIDE.fullmatch(text)  # "B (Điều 5)"
    if aside and labels.letters_in(aside[1]):
        text = aside[1]
        held.fault(row, "key", "text_not_read", aside[2], note=True)
    letters = labels.letters_in(text)
    if letters and true_or_false(option.words for option in options) and says_true_or_false(text):
        letters = None  # "Đ" says true here
    places = sorted({held.place(letter) for letter in letters}) if letters else _by_words(held, options, text)
    if not places or not all(0 <= place < len(options) for place in places):
        held.fault(row, "key", "key_unknown", shown)
        return ()
    return tuple(LETTERS[place] for place in places)


def _by_words(held: Gathered, options: list[Option], text: str) -> list[int]:
    said = [_said(option.words) for option in options]
    named = labels.choice(text)
    if named and text[named.end :]:
        place = held.place(named.letter)
        if 0 <= place < len(said) and said[place] == _said(text[named.end :]):
            return [place]
    wanted = _said(text)
    if true_or_false(said) and says_true_or_false(text):
        wanted = "dung" if text.casefold().strip(" .") in TRUE else "sai"
    same = [place for place, words in enumerate(said) if words == wanted]
    return same if len(same) == 1 else []


def _said(words: str) -> str:
    return fold(words).strip(" .")

"""What the page of a paper shows of a question, and how its boxes make a response.

The boxes name places of this paper's own order; neither a name nor a value says what is right.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from questionbank.kinds import CHOOSING, Body, Response, around_gaps, shown_count

LETTERS = "ABCDEFGHIJ"
CHOICE, PLACE, TEXT = "choice", "place", "text"


@dataclass(frozen=True)
class Shown:
    """A picture ("image"), sound ("audio") or film ("video") with the address and the words that stand for it."""

    kind: str
    address: str
    alt: str


Media = Mapping[int, tuple[Shown, ...]]  # by place: -1 for the stem, else a choice


@dataclass(frozen=True)
class Option:
    """Something shown. place: on this paper, from 0. held: its box is ticked, or the rank or partner given to it."""

    place: int
    letter: str
    text: str
    held: int | bool | None
    media: tuple[Shown, ...] = ()


@dataclass(frozen=True)
class Boxes:
    """A question's boxes. prefix: of their names, for a part of a situation. texts: what stands in typed ones.

    options: choices, items or left sides. sides: right sides of a match. pieces: words around the gaps with, after
    each but the last, the text in the gap.
    """

    kind: str
    prefix: str
    stem: str
    options: tuple[Option, ...] = ()
    sides: tuple[Option, ...] = ()
    texts: tuple[str, ...] = ()
    pieces: tuple[tuple[str, int | None, str], ...] = ()
    parts: tuple["Boxes", ...] = ()
    criteria: tuple[tuple[str, int], ...] = ()
    media: tuple[Shown, ...] = ()


def boxes(body: Body, response: Response, order: Sequence[int], prefix: str = "", media: Media | None = None) -> Boxes:
    """Return what to show. response: in places of `order`, as `kinds.shown` gives it; empty where there is none.

    media: by the places of the body itself.
    """
    return replace(_boxes(body, response, order, prefix, media or {}), media=(media or {}).get(-1, ()))


def _boxes(body: Body, response: Response, order: Sequence[int], prefix: str, media: Media) -> Boxes:
    if body.kind in CHOOSING:
        options = [
            Option(i, LETTERS[i], body.choices[at], i in response, media.get(at, ())) for i, at in enumerate(order)
        ]
        return Boxes(body.kind, prefix, body.stem, tuple(options))
    if body.kind == "order":
        ranks = {place: rank for rank, place in enumerate(response, start=1) if place >= 0}
        options = [
            Option(i, LETTERS[i], body.choices[at], ranks.get(i), media.get(at, ())) for i, at in enumerate(order)
        ]
        return Boxes(body.kind, prefix, body.stem, tuple(options))
    if body.kind == "match":
        held = response or [-1] * len(body.choices)
        lefts = [Option(i, str(i + 1), text, held[i], media.get(i, ())) for i, text in enumerate(body.choices)]
        sides = [Option(i, LETTERS[i], body.partners[at], None) for i, at in enumerate(order)]
        return Boxes(body.kind, prefix, body.stem, tuple(lefts), tuple(sides))
    if body.kind == "situation":
        answers = response or [[] for _ in body.parts]
        parts = [
            boxes(part, answer, range(shown_count(part)), f"{prefix}p{number}-")
            for number, (part, answer) in enumerate(zip(body.parts, answers, strict=True))
        ]
        return Boxes(body.kind, prefix, body.stem, parts=tuple(parts))
    if body.kind == "gap":
        texts = [*(response or [""] * len(body.accepted)), ""]
        words = around_gaps(body.stem)
        pieces = [(w, i if i < len(words) - 1 else None, texts[i]) for i, w in enumerate(words)]
        return Boxes(body.kind, prefix, body.stem, pieces=tuple(pieces))
    return Boxes(body.kind, prefix, body.stem, texts=tuple(response or [""]), criteria=body.rubric)


def given(body: Body, sent: Mapping[str, Sequence[str]], prefix: str = "") -> list[object]:
    """Return the response that the boxes with these names hold, for `kinds.read` to judge."""
    if body.kind in CHOOSING:
        return [_number(value) for value in sent.get(f"{prefix}{CHOICE}", ())]
    if body.kind == "order":
        ranked = [_one(sent, f"{prefix}{PLACE}-{place}") for place in range(len(body.choices))]
        return _by_rank(ranked) if any(ranked) else []
    if body.kind == "match":
        named = [_one(sent, f"{prefix}{PLACE}-{left}") for left in range(len(body.choices))]
        return [_number(value) if value else -1 for value in named] if any(named) else []
    if body.kind == "situation":
        return [given(part, sent, f"{prefix}p{number}-") for number, part in enumerate(body.parts)]
    count = len(body.accepted) if body.kind == "gap" else 1
    return [_one(sent, f"{prefix}{TEXT}-{number}") for number in range(count)]


def _by_rank(ranked: Sequence[str]) -> list[object]:
    """Return the place that has each rank from 1, -1 where none has; a rank given twice is no place at all."""
    ranks = [_number(value) if value else 0 for value in ranked]
    taken = [rank for rank in ranks if rank]
    if len(set(taken)) < len(taken) or any(not isinstance(rank, int) or rank > len(ranks) for rank in taken):
        return ["a rank given twice or out of range"]
    return [ranks.index(rank) if rank in ranks else -1 for rank in range(1, len(ranks) + 1)]


def _one(sent: Mapping[str, Sequence[str]], name: str) -> str:
    values = sent.get(name, ())
    return values[-1] if values else ""


def _number(value: str) -> int | str:
    """Return `value` as a whole number, or as it is where it is none: then it is no place."""
    return int(value) if value.isascii() and value.isdecimal() and len(value) < 4 else value

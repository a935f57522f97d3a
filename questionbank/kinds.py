"""Kinds of questions: what a response to each looks like, and what share of the marks it earns.

A question is shown in an order of its own on every paper. What a participant sends names *places* in that
order, which say nothing of what is right; `settled` turns them into places of the body, which is what is kept.

    kind                            shown                       response
    single, multiple, true_false    choices                     places taken, in any order
    order                           items                       places, first to last, -1 where none is named
    match                           left sides, right sides     for each left side the place of a right side, or -1
    short, number                   a box                       [text]
    gap                             a box for each gap          a text for each gap
    situation                       its parts                   a response for each part
    essay                           a box                       [text], marked by people
    prediction                      a box                       [text], a whole number; earns nothing
"""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from random import Random
from typing import Any

from people.folding import fold

CHOOSING = ("single", "multiple", "true_false")
TYPED = ("short", "number", "gap", "essay", "prediction")
KINDS = (*CHOOSING, "order", "match", "short", "number", "gap", "situation", "essay", "prediction")
LONGEST_TEXT = 300  # characters of a typed answer
LONGEST_ESSAY = 20_000
_GAP = re.compile(r"\[\[(\d{1,2})\]\]")

Response = list[Any]


@dataclass(frozen=True)
class Body:
    """What a question holds beside its stem, and its key.

    choices, partners, accepted, tolerance, parts, rubric: as in `formats.record.Record`.
    right: places of the right choices, from 0. stem: of a part of a situation, or of a question with gaps.
    """

    kind: str
    stem: str = ""
    choices: tuple[str, ...] = ()
    right: frozenset[int] = frozenset()
    partners: tuple[str, ...] = ()
    accepted: tuple[tuple[str, ...], ...] = ()
    tolerance: str = ""
    parts: tuple["Body", ...] = ()
    rubric: tuple[tuple[str, int], ...] = ()
    keep_order: bool = False

    def to_json(self) -> dict[str, Any]:
        """Return what is kept of the body beside the choices and the stem: nothing for the kinds that choose."""
        held: dict[str, Any] = {}
        if self.partners:
            held["partners"] = list(self.partners)
        if self.accepted:
            held["accepted"] = [list(group) for group in self.accepted]
        if self.tolerance:
            held["tolerance"] = self.tolerance
        if self.rubric:
            held["rubric"] = [list(line) for line in self.rubric]
        if self.parts:
            held["parts"] = [part._whole() for part in self.parts]
        return held

    def _whole(self) -> dict[str, Any]:
        own = {"kind": self.kind, "stem": self.stem, "choices": list(self.choices), "right": sorted(self.right)}
        return {**own, **self.to_json()}

    @classmethod
    def from_json(
        cls, held: Mapping[str, Any], *, kind: str, stem: str, choices: Sequence[str], right: frozenset[int],
        keep_order: bool = False,
    ) -> "Body":  # fmt: skip
        """Return the body that `to_json` kept, with the stem, choices and key that are kept elsewhere."""
        return cls(
            kind=kind,
            stem=stem,
            choices=tuple(choices),
            right=right,
            partners=tuple(held.get("partners", ())),
            accepted=tuple(tuple(group) for group in held.get("accepted", ())),
            tolerance=held.get("tolerance", ""),
            rubric=tuple((criterion, points) for criterion, points in held.get("rubric", ())),
            parts=tuple(
                cls.from_json(
                    part, kind=part["kind"], stem=part["stem"], choices=part["choices"], right=frozenset(part["right"])
                )
                for part in held.get("parts", ())
            ),
            keep_order=keep_order,
        )


class NotAResponse(ValueError):
    """What was sent is no response to this question."""


def gaps(stem: str) -> tuple[int, ...]:
    """Return the numbers of the gaps in `stem`, in the order in which they stand there."""
    return tuple(int(number) for number in _GAP.findall(stem))


def around_gaps(stem: str) -> list[str]:
    """Return the words before, between and after the gaps of `stem`: always one more than there are gaps."""
    return _GAP.split(stem)[::2]


def shown_count(body: Body) -> int:
    """Return how many things a paper puts in an order of its own: choices, items or right sides; 0 for the rest."""
    return len(body.partners) if body.kind == "match" else len(body.choices)


def shuffled(body: Body, chance: Random) -> list[int]:
    """Return an order for a paper: places of the body, first shown first. An order question is never shown solved."""
    places = list(range(shown_count(body)))
    if body.keep_order and body.kind in CHOOSING:
        return places
    order = chance.sample(places, len(places))
    while body.kind == "order" and len(order) > 1 and order == places:
        order = chance.sample(places, len(places))
    return order


def read(body: Body, given: object) -> Response:
    """Return `given` as a response to `body`; an empty list takes an answer back. Raises NotAResponse."""
    if not isinstance(given, list):
        raise NotAResponse("not a list")
    if not given:
        return []
    if body.kind in CHOOSING:
        return _chosen(body, given)
    if body.kind == "order":
        return _ordered(body, given)
    if body.kind == "match":
        return _matched(body, given)
    if body.kind == "situation":
        answers = [read(part, answer) for part, answer in _each(body.parts, given)]
        return answers if any(answers) else []
    return _typed(body, given)


def _chosen(body: Body, given: list[Any]) -> Response:
    places = sorted(set(_places(given, len(body.choices))))
    if body.kind != "multiple" and len(places) > 1:
        raise NotAResponse("too many chosen")
    return places


def _ordered(body: Body, given: list[Any]) -> Response:
    named = _places([place for place in given if place != -1], len(body.choices))
    if len(given) != len(body.choices) or len(set(named)) < len(named):
        raise NotAResponse("not every item once")
    return given if named else []


def _matched(body: Body, given: list[Any]) -> Response:
    if len(given) != len(body.choices):
        raise NotAResponse("not one for each")
    return given if _places([place for place in given if place != -1], len(body.partners)) else []


def _typed(body: Body, given: list[Any]) -> Response:
    wanted = len(body.accepted) if body.kind == "gap" else 1
    longest = LONGEST_ESSAY if body.kind == "essay" else LONGEST_TEXT
    if len(given) != wanted or not all(isinstance(text, str) and len(text) <= longest for text in given):
        raise NotAResponse("not text, or too much of it")
    texts = [text.replace("\x00", "").strip() for text in given]
    if body.kind == "prediction" and texts[0] and not texts[0].isdecimal():
        raise NotAResponse("not a whole number")
    return texts if any(texts) else []


def _places(given: list[Any], count: int) -> list[int]:
    if not all(isinstance(place, int) and not isinstance(place, bool) and 0 <= place < count for place in given):
        raise NotAResponse("not a place")
    return given


def _each(parts: Sequence[Body], given: list[Any]) -> list[tuple[Body, Any]]:
    if len(given) != len(parts):
        raise NotAResponse("not one for each part")
    return list(zip(parts, given, strict=True))


def settled(body: Body, response: Response, order: Sequence[int]) -> Response:
    """Return `response`, given in places of `order` (as `shuffled` made it), in places of the body itself."""
    if body.kind in CHOOSING:
        return sorted(order[place] for place in response)
    if body.kind in ("order", "match"):
        return [order[place] if place >= 0 else -1 for place in response]
    return response  # texts have no places; the parts of a situation are shown as they were written


def shown(body: Body, kept: Response, order: Sequence[int]) -> Response:
    """Return a settled response in places of `order`: the reverse of `settled`."""
    if body.kind in CHOOSING or body.kind in ("order", "match"):
        return [order.index(place) if place >= 0 else -1 for place in kept]
    return kept


def choice_share(chosen: Collection[int], right: Collection[int]) -> float:
    """Return 1.0 where exactly the right choices were taken, else 0.0. Raises ValueError for an empty key."""
    if not right:
        raise ValueError("a question without a right choice cannot be marked")
    return float(set(chosen) == set(right))


def fraction(body: Body, kept: Response) -> float | None:
    """Return the share of the marks that a settled response earns, from 0.0 to 1.0; None where a person must mark it.

    One choice, several, an order, a short answer, a number and gaps are right as a whole or not at all; a match and
    a situation earn the share of their right pairs and parts. A prediction earns nothing: it only decides between
    equals.
    """
    if not kept or body.kind == "prediction":
        return 0.0
    if body.kind == "situation":
        shares = [fraction(part, answer) for part, answer in zip(body.parts, kept, strict=True)]
        return sum(share or 0.0 for share in shares) / len(body.parts)
    if body.kind == "essay":
        return None
    if body.kind in CHOOSING:
        return choice_share(kept, body.right)
    if body.kind == "order":
        return float(kept == list(range(len(body.choices))))
    if body.kind == "match":
        held = [body.partners[place] if place >= 0 else None for place in kept]
        return sum(partner == wanted for partner, wanted in zip(held, body.partners, strict=False)) / len(body.choices)
    return float(all(_accepted(body, text, group) for text, group in zip(kept, body.accepted, strict=True)))


def _accepted(body: Body, text: str, group: Sequence[str]) -> bool:
    if body.kind != "number":
        return _plain(text) in map(_plain, group)
    found = as_number(text)
    slack = as_number(body.tolerance) or Decimal(0)
    return found is not None and any(
        wanted is not None and abs(found - wanted) <= slack for wanted in map(as_number, group)
    )


def _plain(text: str) -> str:
    """Return `text` as answers are compared: no tones, capitals, doubled spaces or full stop at the end."""
    return fold(text).strip(" .,;")


def as_number(text: str) -> Decimal | None:
    """Return the number that `text` states in Vietnamese or English figures, or None.

    The last of "." and "," is the decimal sign, unless three digits follow it and it stands alone:
    "1.500" and "1,500" are read as one thousand five hundred, "1,5" as one and a half.
    """
    figures = re.sub(r"[\s%]", "", text)
    if not re.fullmatch(r"[-+]?[0-9]+(?:[.,][0-9]+)*", figures):
        return None
    signs = re.findall(r"[.,]", figures)
    last = max(figures.rfind("."), figures.rfind(","))
    whole, decimals = (figures[:last], figures[last + 1 :]) if signs else (figures, "")
    if signs and len(set(signs)) == 1 and (len(signs) > 1 or len(decimals) == 3) and whole.lstrip("+-") != "0":
        whole, decimals = figures, ""
    try:
        return Decimal(f"{re.sub(r'[.,]', '', whole)}.{decimals or '0'}")
    except InvalidOperation:
        return None

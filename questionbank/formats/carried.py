"""What our questions hold and a foreign format has no place for, carried through it as one line of JSON."""

import json
from dataclasses import replace
from typing import Any

from questionbank.askable import MOST_PARTS
from questionbank.formats.record import LETTERS, LONGEST_CODE, Record
from questionbank.formats.tidy import tidy

_PLAIN = ("code", "topic", "difficulty", "explanation", "document", "address", "quote", "keep_order", "tolerance")
MARK = "hoithi:"


def to_line(record: Record, native: frozenset[str] = frozenset(), group: tuple[int, int] | None = None) -> str:
    """Return "hoithi: {…}" with all that is not in `native` (names of fields), "" where nothing is to be carried.

    group: (0, parts) of a situation, (which, parts) of one of its parts, where they stand apart in the file.
    """
    blank = Record(row=0, code="", topic="", kind=record.kind, difficulty=2, stem="")
    held: dict[str, Any] = {
        name: getattr(record, name)
        for name in _PLAIN
        if name not in native and getattr(record, name) != getattr(blank, name)
    }
    if record.rubric and "rubric" not in native:
        held["rubric"] = [list(line) for line in record.rubric]
    if any(record.remarks) and "remarks" not in native:
        held["remarks"] = list(record.remarks)
    if record.kind in ("prediction", "true_false", "multiple", "single") and "kind" not in native:
        held["kind"] = record.kind
    if record.partners and "partners" not in native:
        held["partners"] = list(record.partners)
    if group:
        held["group"] = list(group)
    return f"{MARK} {json.dumps(held, ensure_ascii=False, sort_keys=True)}" if held else ""


def restored(record: Record, line: str) -> Record:
    """Return `record` with what `to_line` carried; a line that is none changes nothing."""
    held = _held(line)
    if not held:
        return record
    plain: dict[str, Any] = {
        name: tidy(held[name]) if isinstance(held[name], str) else held[name]
        for name in _PLAIN
        if name in held and type(held[name]) is type(getattr(record, name))
    }
    plain["code"] = plain.get("code", record.code)[:LONGEST_CODE]
    if plain.get("difficulty") not in (1, 2, 3):
        plain.pop("difficulty", None)
    made = replace(record, **plain)
    if isinstance(held.get("rubric"), list) and all(map(_criterion, held["rubric"])):
        made = replace(made, rubric=tuple((tidy(name), points) for name, points in held["rubric"]))
    if isinstance(held.get("remarks"), list) and len(held["remarks"]) == len(record.choices):
        made = replace(made, remarks=tuple(tidy(str(text)) for text in held["remarks"]))
    if isinstance(held.get("partners"), list) and len(held["partners"]) >= len(record.choices):
        made = replace(made, partners=tuple(tidy(str(text)) for text in held["partners"]))
    if isinstance(held.get("kind"), str) and _fits(held["kind"], made):
        made = replace(made, kind=held["kind"])
    return made


def group_of(line: str) -> tuple[int, int] | None:
    """Return what `to_line` was given as `group`; None for a line that tells none."""
    told = _held(line).get("group")
    if not isinstance(told, list) or len(told) != 2 or not all(type(number) is int for number in told):
        return None
    which, parts = told
    return (which, parts) if 0 <= which <= parts and 1 <= parts <= MOST_PARTS else None


def _held(line: str) -> dict[str, Any]:
    _before, mark, text = line.partition(MARK)
    if not mark:
        return {}
    try:
        held = json.loads(text)
    except (ValueError, RecursionError):
        return {}
    return held if isinstance(held, dict) else {}


def _criterion(line: object) -> bool:
    """Say whether this is a criterion with its points."""
    if not isinstance(line, list) or len(line) != 2:
        return False
    name, points = line
    return isinstance(name, str) and type(points) is int and 0 < points < 1000


def _fits(kind: str, record: Record) -> bool:
    """Say whether the kind that was carried can be that of what was read."""
    if kind in ("single", "multiple"):
        return record.kind in ("single", "multiple")
    if kind == "true_false":
        return len(record.choices) == 2 and record.key in (("A",), ("B",))
    return kind == "prediction" and not record.choices and record.kind in ("essay", "short", "prediction")


def letters(places: list[int]) -> tuple[str, ...]:
    """Return the letters of these places, sorted."""
    return tuple(LETTERS[place] for place in sorted(set(places)) if place < len(LETTERS))

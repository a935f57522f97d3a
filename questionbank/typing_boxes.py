"""Answers, rubrics and parts as people type them into one box, and back."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from questionbank.exporting import record_asking
from questionbank.formats import prose
from questionbank.formats.lines import plain_lines
from questionbank.formats.prose_write import write_text
from questionbank.formats.record import Fault
from questionbank.formats.row import body_of
from questionbank.kinds import Body


def accepted_of(text: str, kind: str) -> tuple[tuple[str, ...], ...]:
    """Return the groups of accepted answers typed into one box: a line a gap, ways of writing parted by "|"."""
    lines = [tuple(part.strip() for part in line.split("|") if part.strip()) for line in text.splitlines()]
    groups = tuple(group for group in lines if group)
    if kind == "gap":
        return groups
    return (tuple(answer for group in groups for answer in group),) if kind in ("short", "number") else ()


def accepted_text(groups: Iterable[Sequence[str]]) -> str:
    """Return what `accepted_of` reads back."""
    return "\n".join(" | ".join(group) for group in groups)


def rubric_of(text: str) -> tuple[tuple[str, int], ...]:
    """Return (criterion, points) for each line "criterion: points"; a line without points has 0, which is no rubric."""
    rubric = []
    for line in filter(None, map(str.strip, text.splitlines())):
        criterion, _colon, points = line.rpartition(":")
        whole = points.strip().split(" ")[0]
        rubric.append((criterion.strip(), int(whole)) if criterion and whole.isdecimal() else (line, 0))
    return tuple(rubric)


def rubric_text(rubric: Iterable[Sequence[object]]) -> str:
    """Return what `rubric_of` reads back."""
    return "\n".join(f"{criterion}: {points}" for criterion, points in rubric)


def parts_of(text: str) -> tuple[tuple[Body, ...], tuple[Fault, ...]]:
    """Return the questions typed into one box, written as in a Word file, and what is wrong with them."""
    sheet = prose.read(plain_lines(text))
    return tuple(map(body_of, sheet.records)), tuple(fault for fault in sheet.faults if not fault.note)


def parts_text(parts: Iterable[Body]) -> str:
    """Return what `parts_of` reads back."""
    return write_text(replace(record_asking(part), row=row) for row, part in enumerate(parts, start=1)).strip()

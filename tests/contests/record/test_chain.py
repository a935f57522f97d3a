"""The record: a thousand ways to tamper with it, and each is named by the first line it breaks."""

from collections.abc import Callable
from dataclasses import replace
from random import Random

import pytest

from contests.record.chain import FIRST, Broken, Kept, Line, canonical, first_broken


def chain(length: int) -> list[Kept]:
    kept: list[Kept] = []
    for number in range(1, length + 1):
        before = kept[-1].digest if kept else FIRST
        line = Line(7, number, f"2026-11-02T05:{number:02}:00+00:00", "signed", "Nguyễn Thị An (alice)",
                    canonical({"n": number, "reason": "đã duyệt"}), before)  # fmt: skip
        kept.append(Kept(line, line.digest()))
    return kept


def found(lines: list[Kept], whole: list[Kept]) -> Broken | None:
    return first_broken(lines, length=len(whole), head=whole[-1].digest if whole else FIRST)


def test_a_whole_record_holds_in_whatever_order_it_is_read() -> None:
    lines = chain(12)
    assert found(lines, lines) is None
    assert found(lines[::-1], lines) is None
    assert found([], []) is None


def another(word: str, chance: Random) -> str:
    at = chance.randrange(len(word))
    return word[:at] + ("x" if word[at] != "x" else "y") + word[at + 1 :]


def change(field: str) -> Callable[[list[Kept], int, Random], tuple[list[Kept], int]]:
    def tamper(lines: list[Kept], at: int, chance: Random) -> tuple[list[Kept], int]:
        held = lines[at]
        line = replace(held.line, **{field: another(getattr(held.line, field), chance)})
        return [*lines[:at], Kept(line, held.digest), *lines[at + 1 :]], at + 1

    return tamper


def reseal(lines: list[Kept], at: int, chance: Random) -> tuple[list[Kept], int]:
    """Change a line and take its digest anew: then the next one, or the noted head, tells."""
    line = replace(lines[at].line, content=canonical({"n": -1}))
    last = at == len(lines) - 1
    return [*lines[:at], Kept(line, line.digest()), *lines[at + 1 :]], at + 1 if last else at + 2


def digest(lines: list[Kept], at: int, chance: Random) -> tuple[list[Kept], int]:
    return [*lines[:at], Kept(lines[at].line, another(lines[at].digest, chance)), *lines[at + 1 :]], at + 1


def remove(lines: list[Kept], at: int, chance: Random) -> tuple[list[Kept], int]:
    return [*lines[:at], *lines[at + 1 :]], at + 1


def cut_off(lines: list[Kept], at: int, chance: Random) -> tuple[list[Kept], int]:
    return lines[:at], at + 1


def double(lines: list[Kept], at: int, chance: Random) -> tuple[list[Kept], int]:
    return [*lines, lines[at]], at + 1


def add(lines: list[Kept], at: int, chance: Random) -> tuple[list[Kept], int]:
    line = replace(lines[at].line, number=len(lines) + 1, previous=lines[-1].digest)
    return [*lines, Kept(line, line.digest())], len(lines) + 1


def swap(lines: list[Kept], at: int, chance: Random) -> tuple[list[Kept], int]:
    other = (at + 1) % len(lines)
    one, two = sorted((at, other))
    a, b = lines[one], lines[two]
    swapped = list(lines)
    swapped[one] = Kept(replace(b.line, number=a.line.number), b.digest)
    swapped[two] = Kept(replace(a.line, number=b.line.number), a.digest)
    return swapped, one + 1


TAMPERINGS = [
    *map(change, ("at", "kind", "actor", "content", "previous")), reseal, digest, remove, cut_off, double, add, swap,
]  # fmt: skip


def test_each_of_a_thousand_random_mutations_is_named_by_its_first_broken_link() -> None:
    chance = Random(20261124)
    kinds: set[str] = set()
    for _ in range(1000):
        lines = chain(chance.randint(2, 25))
        tampering, at = chance.choice(TAMPERINGS), chance.randrange(len(lines))
        tampered, first = tampering(lines, at, chance)
        broken = found(tampered, lines)
        assert broken is not None, tampering
        assert broken.number in (first, first + 1) if tampering is double else broken.number == first, tampering
        kinds.add(broken.why)
    assert kinds == {"missing", "twice", "changed", "unlinked", "beyond", "head"}


def test_a_line_cannot_be_carried_to_another_contest() -> None:
    lines = [Kept(replace(each.line, contest=8), each.digest) for each in chain(3)]
    assert first_broken(lines, length=3, head=lines[-1].digest) == Broken(1, "changed")


@pytest.mark.parametrize("content", [{"a": float("nan")}, {"a": {1, 2}}])
def test_what_has_no_single_form_is_not_recorded(content: object) -> None:
    with pytest.raises((TypeError, ValueError)):
        canonical(content)

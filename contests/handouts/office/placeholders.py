"""What a Word template of an office may ask for: the placeholders of each kind of paper, and how one is written.

A placeholder is {{name}}: small letters, words joined by "_"; marks, capitals and spaces make no difference, so that
{{Tên cuộc thi}} is {{ten_cuoc_thi}}. One of a list is {{list.name}}; the row of the table, or the paragraph, in which
it stands is repeated for each of the list. Nothing else is understood: no conditions, no loops, no calculation.
"""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from people.folding import fold

PLACEHOLDER = re.compile(r"\{\{([^{}]*)\}\}")
LONGEST = 60  # letters of a placeholder; what is longer was meant otherwise
Row = Mapping[str, str]
Value = str | Sequence[Row]


@dataclass(frozen=True, slots=True)
class Field:
    """A single value. sample: what a preview shows. needed: a template without it is refused."""

    code: str
    label: str
    sample: str
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """A list of rows. fields: of a row; one whose code is "" is asked for by the name of the list alone."""

    code: str
    label: str
    fields: tuple[Field, ...]
    samples: tuple[Row, ...]
    needed: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of paper. each: it is written once for each of many, so that head and foot may name nobody."""

    code: str
    title: str
    fields: tuple[Field, ...]
    groups: tuple[Group, ...] = ()
    each: bool = False
    common: tuple[str, ...] = ()

    @property
    def known(self) -> frozenset[str]:
        """Every placeholder as it is written, without its braces."""
        single = {field.code for field in self.fields}
        return frozenset(single | {dotted(group.code, field.code) for group in self.groups for field in group.fields})

    @property
    def listed(self) -> dict[str, str]:
        """Placeholder of a list → the list."""
        return {dotted(group.code, field.code): group.code for group in self.groups for field in group.fields}

    def lacking(self, found: frozenset[str]) -> list[str]:
        """Return what a template must ask for and `found` has not."""
        single = [field.code for field in self.fields if field.needed and field.code not in found]
        lists = [
            dotted(group.code, next((f.code for f in group.fields if f.needed), group.fields[0].code))
            for group in self.groups
            if group.needed and not any(self.listed.get(code) == group.code for code in found)
        ]
        return single + lists

    def samples(self) -> dict[str, Value]:
        """Return values for a preview."""
        values: dict[str, Value] = {field.code: field.sample for field in self.fields}
        return values | {group.code: group.samples for group in self.groups}


def dotted(group: str, field: str) -> str:
    return f"{group}.{field}" if field else group


def code_of(written: str) -> str:
    """Return the code of a placeholder as somebody wrote it between the braces."""
    return ".".join("_".join(fold(part).replace("_", " ").split()) for part in written.split("."))


def codes_in(text: str) -> Iterator[str]:
    """Yield the codes of the placeholders in `text`."""
    for match in PLACEHOLDER.finditer(text):
        yield code_of(match.group(1))


def likely(code: str, known: frozenset[str]) -> str:
    """Return the placeholder that was probably meant; "" where none is near."""
    best = min(known, key=lambda one: (_distance(code, one), one), default="")
    return best if best and _distance(code, best) <= max(2, len(code) // 4) else ""


def _distance(one: str, other: str) -> int:
    """Return how many letters are to be put in, taken out or changed to make one of the other."""
    row = list(range(len(other) + 1))
    for at, letter in enumerate(one[:LONGEST], start=1):
        before, row[0] = row[0], at
        for place, there in enumerate(other, start=1):
            before, row[place] = row[place], min(row[place] + 1, row[place - 1] + 1, before + (letter != there))
    return row[-1]

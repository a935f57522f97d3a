"""Addresses of what groups or follows articles: "Mục 2 Chương III", "Phần thứ hai", "Phụ lục I", "Mẫu số 02".

They run from the smallest unit upwards too. An appendix is known by the first line of its heading.
"""

import re
from collections.abc import Hashable, Iterable, Mapping
from dataclasses import dataclass, replace

from regulations.parsing import Kind

LEVELS = (Kind.ANNEX, Kind.PART, Kind.CHAPTER, Kind.SECTION, Kind.SUBSECTION)  # from the largest
_WORDS = {"phụ lục": Kind.ANNEX, "mẫu": Kind.ANNEX, "phần": Kind.PART, "chương": Kind.CHAPTER, "mục": Kind.SECTION,
          "tiểu mục": Kind.SUBSECTION}  # fmt: skip
_NAMES = {Kind.PART: "Phần", Kind.CHAPTER: "Chương", Kind.SECTION: "Mục", Kind.SUBSECTION: "Tiểu mục"}
_NUMBER = r"(?:[IVXLC]+[a-zđ]?|\d{1,2}[A-Za-zđ]?(?:/[A-ZĐ-]+)?|(?:thứ|THỨ)\s+\w+|[A-ZĐ])(?![\w/])"
_UNIT = re.compile(
    rf"(?:[Cc]ác\s+)?(?P<level>[Tt]iểu mục|[Mm]ục|[Cc]hương|[Pp]hần|[Pp]hụ lục|PHỤ LỤC|[Mm]ẫu)"
    rf"(?:\s+(?:[Ss]ố\s*:?\s*)?(?P<number>{_NUMBER}))?(?=[\s,;.)]|$)"
)
_MORE = re.compile(rf"\s*(?P<sign>,\s*và|,|;|và)\s+(?:[Ss]ố\s+)?(?P<number>{_NUMBER})")
_BETWEEN = re.compile(r"\s*(?P<sign>,\s*và\b|;\s*và\b|,|;|và\b)?\s*(?:của\s+|thuộc\s+)?")
_HOLDS_A_PROVISION = re.compile(
    r"(?:điều|khoản|điểm)\s+[^\s,;]+\s+(?:của\s+|thuộc\s+|tại\s+|trong\s+)?$", re.IGNORECASE
)


@dataclass(frozen=True)
class Container:
    """Numbers as printed, None where the address does not name the level. annex: as "Phụ lục I" or "Mẫu số 02"."""

    annex: str | None = None
    part: str | None = None
    chapter: str | None = None
    section: str | None = None
    subsection: str | None = None


@dataclass(frozen=True)
class Row:
    """A provision of a document, as much as is needed to find it. parent: the key of the provision above it."""

    parent: Hashable
    kind: Kind
    number: str
    heading: str


class Ambiguous(LookupError):
    """Several provisions have this address: it has to name what holds the one that is meant."""


def containers_named(words: str) -> list[Container]:
    """Return the chapters, sections and appendices that `words` name, not those that only hold a named article."""
    words = " ".join(words.split())
    found: list[Container] = []
    end = 0
    while match := _UNIT.search(words, end):
        run, after = _run(words, match)
        if not _HOLDS_A_PROVISION.search(words[: match.start()]):
            found += [container for container in run if container not in found]
        end = max(after, match.end())
    return found


def parse_container(text: str) -> Container | None:
    """Return the container whose address `text` is as a whole; None for any other words."""
    words = " ".join(text.split())
    match = _UNIT.match(words)
    found, end = _run(words, match) if match else ([], 0)
    return found[0] if len(found) == 1 and end == len(words) else None


def format_container(container: Container) -> str:
    """Return the address, the smallest unit first."""
    named = [(kind, getattr(container, kind.value)) for kind in reversed(LEVELS[1:])]
    parts = [f"{_NAMES[kind]} {number}" for kind, number in named if number is not None]
    return " ".join([*parts, container.annex] if container.annex is not None else parts)


def is_plan_section(container: Container) -> bool:
    """Say whether this may be "Mục III" of a plan, which is cited by its number alone."""
    return container == Container(section=container.section) and (container.section or "").isupper()


def smallest_of(container: Container) -> Kind:
    """Return the level of the smallest unit that `container` names."""
    return next(kind for kind in reversed(LEVELS) if getattr(container, kind.value) is not None)


def holder_of(container: Container) -> Container | None:
    """Return what holds `container`, as far as it is named: Chương III for Mục 2 Chương III."""
    above = replace(container, **{smallest_of(container).value: None})
    return above if above != Container() else None


def find_container(container: Container, rows: Mapping[Hashable, Row]) -> Hashable | None:
    """Return the key of the provision that `container` names, in the main text or else an attached one; or None.

    Raises Ambiguous.
    """
    kind = smallest_of(container)
    found = [key for key, row in rows.items() if row.kind is kind and _agrees(container, _path(rows, key))]
    if container.annex is None:
        main = [key for key in found if all(row.kind is not Kind.ANNEX for row in _path(rows, key))]
        found = main or found
    if len(found) > 1:
        raise Ambiguous(format_container(container))
    return found[0] if found else None


def annex_name(heading: str) -> str:
    """Return what an appendix is known by, compared: the first words of its heading without case and signs."""
    words = " ".join(heading.replace(":", " ").replace(".", " ").casefold().split())
    found = re.match(r"(phụ lục|mẫu)(?: số)?(?: ([ivxlc]+[a-zđ]?|\d{1,2}[a-zđ]?(?:/\S+)?|[a-zđ]))?(?=\s|$)", words)
    return " ".join(filter(None, found.groups())) if found else words


def _run(words: str, first: re.Match[str]) -> tuple[list[Container], int]:
    """Return the containers of units that follow one another from `first` on, and where they end."""
    pending: list[dict[str, str]] = []
    unit: re.Match[str] | None = first
    end, sign = first.start(), ""
    while unit is not None and (numbers := _numbers(words, unit)):
        kind, end = _WORDS[unit["level"].lower()], numbers[-1][1]
        names = [_printed(kind, unit["level"], number) for number, _end in numbers]
        if pending and _holds(kind, pending, sign):
            for one in pending:
                if _is_smaller(one, kind):
                    one[kind.value] = names[0]
        else:
            pending += [{kind.value: name} for name in names]
        between = _BETWEEN.match(words, end)
        sign = (between["sign"] or "") if between else ""
        unit = _UNIT.match(words, between.end() if between else end)
    return [Container(**one) for one in pending], end


def _numbers(words: str, unit: re.Match[str]) -> list[tuple[str, int]]:
    """Return the numbers of `unit`, "I", "II" and "III" of "Phụ lục I, II và III", each with where it ends."""
    if unit["number"] is None:
        return [("", unit.end())] if unit["level"].lower() == "phụ lục" else []
    found = [(unit["number"], unit.end())]
    while more := _MORE.match(words, found[-1][1]):
        found.append((more["number"], more.end()))
    return found


def _holds(kind: Kind, pending: list[dict[str, str]], sign: str) -> bool:
    """Say whether a unit of `kind` holds what came before: after a comma only if it holds all of that."""
    smaller = [_is_smaller(one, kind) for one in pending]
    if not sign:
        return any(smaller)
    return sign == "," and kind is not Kind.ANNEX and all(smaller)


def _is_smaller(named: Iterable[str], kind: Kind) -> bool:
    return all(LEVELS.index(Kind(level)) > LEVELS.index(kind) for level in named)


def _printed(kind: Kind, level: str, number: str) -> str:
    if kind is not Kind.ANNEX:
        return " ".join(number.split())
    name = "Mẫu số" if level.lower() == "mẫu" else "Phụ lục"
    return f"{name} {number}" if number else name


def _agrees(container: Container, path: Iterable[Row]) -> bool:
    """Say whether each level that `container` names stands in the path with that number."""
    held = {row.kind: row for row in path}
    for kind in LEVELS:
        wanted = getattr(container, kind.value)
        if wanted is None:
            continue
        row = held.get(kind)
        if row is None:
            return False
        if kind is Kind.ANNEX:
            if annex_name(row.heading) != annex_name(wanted):
                return False
        elif row.number.casefold() != wanted.casefold():
            return False
    return True


def _path(rows: Mapping[Hashable, Row], key: Hashable) -> list[Row]:
    path = []
    row = rows.get(key)
    while row is not None:
        path.append(row)
        row = rows.get(row.parent)
    return path

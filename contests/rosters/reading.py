"""Rows of a spreadsheet → the people, or the headcount, of each unit, and every fault by its cell."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from people.folding import clean_name, fold

COLUMNS: Mapping[str, tuple[str, ...]] = {
    "unit": ("don vi", "ma don vi", "co quan", "co quan, don vi", "ten don vi"),
    "name": ("ho va ten", "ho ten", "ten"),
    "code": ("ma can bo", "ma cbccvc", "ma nhan vien", "ma so"),
    "group": ("nhom chuc danh", "nhom vi tri", "chuc danh", "vi tri viec lam", "chuc vu"),
    "email": ("email", "thu dien tu", "e-mail"),
    "account": ("tai khoan", "ten dang nhap"),
    "exempt": ("mien tham gia", "ly do mien", "mien"),
    "headcount": ("so nguoi", "tong so", "tong so nguoi", "so luong", "bien che"),
    "exempted": ("so mien", "so nguoi mien"),
}
HEADER_WITHIN = 15  # rows
MOST_LINES = 30_000  # of one file
LONGEST = {"name": 120, "code": 40, "group": 60, "email": 254, "exempt": 300}
_EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s]+")
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong in a cell ("B7"), or in the file (empty). kind: names the sentence. fact: what stands there."""

    cell: str
    kind: str
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A person. account: key of theirs, or 0."""

    name: str
    code: str = ""
    group: str = ""
    email: str = ""
    account: int = 0
    exempt: str = ""


@dataclass(slots=True)
class Lists:
    """By key of unit: people, or (headcount, exempted, why); and the faults, in the order of the file."""

    people: dict[int, list[Row]] = field(default_factory=dict)
    numbers: dict[int, tuple[int, int, str]] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def read(
    rows: Sequence[Sequence[object]], *, units: Mapping[str, int], accounts: Mapping[str, int], only: int = 0
) -> Lists:
    """Return what the rows say.

    units: key by folded code and by folded name, 0 for a name that two units have. accounts: key by account name.
    only: the unit of a file that names none; a file that names another is at fault.
    """
    lists = Lists()
    at, header = _header(rows)
    if "name" not in header and "headcount" not in header:
        lists.faults.append(Fault("", "no_columns"))
        return lists
    if "unit" not in header and not only:
        lists.faults.append(Fault("", "no_unit_column"))
        return lists
    seen: dict[tuple[int, str], str] = {}
    for index in range(at + 1, len(rows)):
        texts = {name: _text(rows[index], place) for name, place in header.items()}
        if any(texts.values()):
            _Line(index + 1, texts, header, lists, units, accounts, only, seen).take()
    if not lists.people and not lists.numbers and not lists.faults:
        lists.faults.append(Fault("", "empty"))
    return lists


@dataclass(slots=True)
class _Line:
    number: int
    texts: dict[str, str]
    header: Mapping[str, int]
    lists: Lists
    units: Mapping[str, int]
    accounts: Mapping[str, int]
    only: int
    seen: dict[tuple[int, str], str]

    def take(self) -> None:
        unit = self._unit()
        if "name" in self.header:
            self._person(unit)
        else:
            self._number(unit)

    def _fault(self, column: str, kind: str, fact: str = "") -> None:
        self.lists.faults.append(Fault(self._cell(column), kind, fact))

    def _cell(self, column: str) -> str:
        return f"{_LETTERS[self.header[column] % 26]}{self.number}"

    def _unit(self) -> int:
        if "unit" not in self.header or (self.only and not self.texts["unit"]):
            return self.only
        asked = self.texts["unit"]
        found = self.units.get(fold(asked))
        if found is None:
            self._fault("unit", "no_unit" if asked else "unit_missing", asked)
        elif found == 0:
            self._fault("unit", "two_units", asked)
        return found or 0

    def _person(self, unit: int) -> None:
        texts, before = self.texts, len(self.lists.faults)
        name = clean_name(texts["name"])
        if not 2 <= len(name.split(" ")) <= 12:
            self._fault("name", "no_name", name)
        for column, most in LONGEST.items():
            if len(texts.get(column, "")) > most:
                self._fault(column, "too_long", str(most))
        email = texts.get("email", "")
        if email and not _EMAIL.fullmatch(email):
            self._fault("email", "no_email", email)
        account = self.accounts.get(texts.get("account", ""), 0)
        if texts.get("account") and not account:
            self._fault("account", "no_account", texts["account"])
        self._check_once(unit, "code", texts.get("code", ""))
        self._check_once(unit, "account", texts.get("account", ""))
        if unit and len(self.lists.faults) == before:
            row = Row(name, texts.get("code", ""), texts.get("group", ""), email, account, texts.get("exempt", ""))
            self.lists.people.setdefault(unit, []).append(row)

    def _check_once(self, unit: int, column: str, value: str) -> None:
        if not value:
            return
        here = self._cell(column)
        first = self.seen.setdefault((unit, f"{column}:{value}"), here)
        if first != here:
            self._fault(column, "twice", first)

    def _number(self, unit: int) -> None:
        before = len(self.lists.faults)
        headcount, exempted = self._whole("headcount"), self._whole("exempted") if "exempted" in self.header else 0
        why = self.texts.get("exempt", "")
        if headcount is not None and exempted is not None:
            if exempted > headcount:
                self._fault("exempted", "too_many_exempted")
            elif exempted and not why:
                self._fault("exempted", "no_reason")
        if "unit" in self.header and unit:
            self._check_once(unit, "unit", str(unit))
        if unit and len(self.lists.faults) == before:
            self.lists.numbers[unit] = (headcount or 0, exempted or 0, why)

    def _whole(self, column: str) -> int | None:
        text = self.texts[column] or ("0" if column == "exempted" else "")
        if text.isascii() and text.isdecimal() and len(text) < 7:
            return int(text)
        self._fault(column, "no_number", text)
        return None


def _header(rows: Sequence[Sequence[object]]) -> tuple[int, dict[str, int]]:
    """Return the row of the first lines that names most columns, and where each stands."""
    best: tuple[int, dict[str, int]] = (-1, {})
    for index, row in enumerate(rows[:HEADER_WITHIN]):
        found: dict[str, int] = {}
        for place, cell in enumerate(row):
            called = fold(str(cell or "")).strip(" *:")
            for name, names in COLUMNS.items():
                if called in names:
                    found.setdefault(name, place)
        if len(found) > len(best[1]):
            best = index, found
    return best


def _text(row: Sequence[object], place: int) -> str:
    cell = row[place] if place < len(row) else ""
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell if cell is not None else "").strip()

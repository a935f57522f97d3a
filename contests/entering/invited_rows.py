"""Rows of a spreadsheet → people who may enter, and what is wrong with which cell. Nothing here knows a database."""

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from contests.entering.identity import Mistyped, birth_date, email_address, phone_number
from people.folding import clean_name, fold
from questionbank.formats.columns import Cell

Rows = Sequence[Sequence[Cell]]
# Column → what its head may say, folded; found in lists of offices and of the Ministry's staff forms.
HEADS: dict[str, tuple[str, ...]] = {
    "name": ("ho va ten", "ho ten", "ten day du", "ho va ten can bo", "ho va ten cong chuc", "can bo", "full name"),
    "family": ("ho dem", "ho va dem", "ho va ten dem", "ho lot", "ho va chu dem", "ho"),
    "given": ("ten",),
    "born": ("ngay sinh", "ngay thang nam sinh", "ngay, thang, nam sinh", "sinh ngay", "nam sinh", "date of birth"),
    "unit": ("don vi", "co quan", "co quan, don vi", "don vi cong tac", "ma don vi", "phong ban", "ten don vi", "unit"),
    "position": ("chuc vu", "chuc danh", "nhom", "nhom chuc danh", "chuc vu, chuc danh", "chuc vu/nhom",
                 "vi tri viec lam", "position"),
    "code": ("ma can bo", "ma so", "ma nhan vien", "ma cong chuc", "ma vien chuc", "ma cbccvc", "so hieu",
             "so hieu cong chuc", "ma so can bo", "employee code"),
    "phone": ("dien thoai", "so dien thoai", "sdt", "so dt", "dt", "di dong", "dien thoai di dong", "phone"),
    "email": ("email", "e-mail", "thu dien tu", "dia chi email", "hop thu"),
}  # fmt: skip
HEAD_WITHIN = 20  # rows
MOST_LISTED = 30_000  # people of one file
LONGEST = {"name": 120, "position": 120, "unit": 200, "code": 40}
_DAY = re.compile(r"(\d{1,2})[/.\-](\d{1,2})[/.\-](\d{4})")
_YEAR = re.compile(r"(?:19|20)\d{2}")
_COLUMN_OF = {variant: column for column, variants in HEADS.items() for variant in variants}


@dataclass(frozen=True, slots=True)
class Listed:
    """A person of a row. row: as the spreadsheet counts it. unit, position: as written; the rest in one form."""

    row: int
    name: str
    unit: str
    born: date | None = None
    position: str = ""
    code: str = ""
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell ("C12"). code: one of `invited_wording.FAULTS`. note: the row is taken all the same."""

    cell: str
    row: int
    code: str
    value: str = ""
    note: bool = False


def read_people(sheets: Sequence[Rows], today: date) -> tuple[list[Listed], list[Fault]]:
    """Return the people of the first sheet that has a head with names in it, and every fault, in order of rows."""
    for rows in sheets:
        for index, row in enumerate(rows[:HEAD_WITHIN]):
            places = _places(row)
            if "unit" in places and ("name" in places or "given" in places):
                return _read(rows, index, places, today)
    return [], [Fault("", 0, "no_head")]


def _places(row: Sequence[Cell]) -> dict[str, int]:
    """Return by column where the head puts it; the first of two alike."""
    places: dict[str, int] = {}
    for place, cell in enumerate(row):
        head = re.sub(r"\s*[(*:].*$", "", fold(_text(cell)))
        column = _COLUMN_OF.get(head)
        if column is not None:
            places.setdefault(column, place)
    return places


def _read(rows: Rows, head: int, places: Mapping[str, int], today: date) -> tuple[list[Listed], list[Fault]]:
    people: list[Listed] = []
    faults: list[Fault] = []
    for number, row in enumerate(rows[head + 1 :], start=head + 2):
        reader = _Row(number, row, places, today)
        if reader.empty():
            continue
        person = reader.read()
        faults += reader.faults
        if person is not None:
            people.append(person)
    return people, faults + _twice(people, places)


class _Row:
    def __init__(self, number: int, cells: Sequence[Cell], places: Mapping[str, int], today: date) -> None:
        self.number, self.places, self.today = number, places, today
        self.raw = {column: cells[place] for column, place in places.items() if place < len(cells)}
        self.faults: list[Fault] = []

    def empty(self) -> bool:
        """Whether nothing of a person stands in the row: a blank one, or a total below the list."""
        return not any(_text(self.raw.get(column)) for column in ("name", "family", "given", "code", "phone"))

    def read(self) -> Listed | None:
        """Return the person, or None where a fault keeps them out."""
        name = self._name()
        unit = self._words("unit")
        if not unit:
            self._fault("unit", "unit_missing")
        person = Listed(
            self.number, name, unit, self._born(), self._words("position"), self._words("code"), self._phone(),
            self._email(),
        )  # fmt: skip
        return None if any(not fault.note for fault in self.faults) else person

    def _fault(self, column: str, code: str, value: str = "", *, note: bool = False) -> None:
        self.faults.append(Fault(cell_name(self.number, self.places.get(column, 0)), self.number, code, value, note))

    def _name(self) -> str:
        column = "name" if "name" in self.places else "given"
        parts = ("name",) if column == "name" else ("family", "given")
        name = clean_name(" ".join(_text(self.raw.get(part)) for part in parts))
        if not name:
            self._fault(column, "name_missing")
        elif not 2 <= len(name.split()) <= 12 or len(name) > LONGEST["name"] or any(c.isdigit() for c in name):
            self._fault(column, "name_bad", name[:60])
        return name

    def _words(self, column: str) -> str:
        words = clean_name(_text(self.raw.get(column)))
        if words.startswith("#") and words.endswith(("!", "?", "N/A")):
            self._fault(column, "broken_formula", words[:60])
        elif len(words) > LONGEST[column]:
            self._fault(column, "too_long", words[:60])
        return words

    def _born(self) -> date | None:
        cell = self.raw.get("born")
        text = _text(cell)
        if not text:
            return None
        if isinstance(cell, datetime | date):
            given: date | None = cell.date() if isinstance(cell, datetime) else cell
        elif _YEAR.fullmatch(text):
            self._fault("born", "year_only", text, note=True)
            return None
        else:
            found = _DAY.fullmatch(text)
            try:
                given = date(int(found[3]), int(found[2]), int(found[1])) if found else None
            except ValueError:
                given = None
        try:
            if given is not None:
                return birth_date(given, self.today)
        except Mistyped:
            pass
        self._fault("born", "born_bad", text[:30])
        return None

    def _phone(self) -> str:
        text = _text(self.raw.get("phone"))
        if re.fullmatch(r"[235789]\d{8,9}", text):
            text = "0" + text  # Excel took the number for a quantity and dropped its zero
        try:
            return phone_number(text) if text else ""
        except Mistyped:
            self._fault("phone", "phone_bad", text[:30])
            return ""

    def _email(self) -> str:
        text = _text(self.raw.get("email"))
        try:
            return email_address(text) if text else ""
        except Mistyped:
            self._fault("email", "email_bad", text[:60])
            return ""


def cell_name(row: int, place: int) -> str:
    """Return how a spreadsheet calls a cell: row 12, place 2 → "C12"."""
    letters = ""
    place += 1
    while place:
        place, rest = divmod(place - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row}"


def _twice(people: Sequence[Listed], places: Mapping[str, int]) -> list[Fault]:
    """Return a fault for every employee code given twice, and a note for people who look like one."""
    faults: list[Fault] = []
    codes: dict[str, int] = {}
    persons: dict[tuple[str, str, date | None], int] = {}
    column = places.get("name", places.get("given", 0))
    for one in people:
        code, person = one.code.casefold(), (fold(one.name), fold(one.unit), one.born)
        if code and code in codes:
            cell = cell_name(one.row, places["code"])
            faults.append(Fault(cell, one.row, "code_twice", str(codes[code])))
        elif person in persons:
            faults.append(Fault(cell_name(one.row, column), one.row, "person_twice", str(persons[person]), note=True))
        codes.setdefault(code, one.row)
        persons.setdefault(person, one.row)
    return faults


def _text(cell: Cell) -> str:
    """Return a cell as displayed, without control characters; a whole number without ".0"."""
    if cell is None or isinstance(cell, bool):
        return ""
    if isinstance(cell, datetime | date):
        return cell.strftime("%d/%m/%Y")
    if isinstance(cell, float) and cell.is_integer() and abs(cell) < 1e15:
        cell = int(cell)
    words = "".join(c if unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co") else " " for c in str(cell))
    return words.strip()

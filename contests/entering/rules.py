"""Who may enter a contest and what is asked of them: settings that its published rules state, frozen at opening.

Which units may enter stands beside them (`Contest.eligible_units`), because units are records.
"""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from contests.settings import Reader, RulesError, flag, one_of, read_settings, some_of, whole

Way = Literal["account", "list", "register", "public"]
Field = Literal["name", "birth", "unit", "group", "position", "phone", "email", "citizen"]
Purpose = Literal["taking_part", "show_name", "contact", "watching"]
Barred = Literal["organisers", "helpers", "writers", "vetters", "approvers", "secretaries"]

WAYS: tuple[Way, ...] = ("account", "list", "register", "public")
FIELDS: tuple[Field, ...] = ("name", "birth", "unit", "group", "position", "phone", "email", "citizen")
PURPOSES: tuple[Purpose, ...] = ("taking_part", "show_name", "contact")
NEEDED: Purpose = "taking_part"
WATCHING: Purpose = "watching"  # no setting of its own: it is asked for where the contest watches (Rules.watch)
BARRED: tuple[Barred, ...] = ("organisers", "helpers", "writers", "vetters", "approvers", "secretaries")
MOST_DAYS = 3650
UNPUBLISHED_DAYS = 180  # after the close; where no results were published by then, terms count from that day
MOST_GROUPS, LONGEST_CODE = 40, 40


@dataclass(frozen=True, slots=True)
class Asked:
    """A field of the registration form. keep_days: after the results are published; 0: as long as the results."""

    field: Field
    required: bool = True
    keep_days: int = 0


USUAL_FIELDS = (Asked("name"), Asked("unit"), Asked("phone", keep_days=90))


@dataclass(frozen=True, slots=True)
class EntryRules:
    """Who may enter, what is asked of them, and who is barred.

    ways: "account" people who sign in and "register" people who register on the spot, both of the eligible units and
    position groups; "list" people named in the organisers' list; "public" anybody, whatever their unit or group.
    groups: codes of the position groups that may enter; none: all. purposes: what consent is asked for, each by
    itself; none: the contest asks for none, and names are shown. barred: who may not take part, by their part in it.
    """

    ways: tuple[Way, ...] = ("account",)
    groups: tuple[str, ...] = ()
    fields: tuple[Asked, ...] = USUAL_FIELDS
    purposes: tuple[Purpose, ...] = ()
    barred: tuple[Barred, ...] = BARRED

    def asks(self, field: Field) -> Asked | None:
        """Return how the form asks for `field`, or None where it does not."""
        return next((asked for asked in self.fields if asked.field == field), None)

    @property
    def registers(self) -> bool:
        """Whether somebody without an account and on no list can register."""
        return "register" in self.ways or "public" in self.ways

    def takes(self, way: Way, *, eligible: bool, group: str) -> bool:
        """Say whether a person may come in by `way`. eligible: of an eligible unit. group: code of theirs, or ""."""
        if "public" in self.ways and way != "list":
            return True
        ways = {"account", "register"} if way == "account" else {way}  # who may register may as well sign in
        if not ways & set(self.ways):
            return False
        return way == "list" or (eligible and (not self.groups or group in self.groups))

    @classmethod
    def from_json(cls, given: object) -> "EntryRules":
        """Return the rules that `given` (parsed JSON) states. Raises RulesError for anything but exactly that."""
        read = cls(**read_settings(given, _READERS, of="entry rules"))
        name = read.asks("name")
        if name is None or not name.required:
            raise RulesError("fields", "must ask for the name")
        if read.groups and not read.asks("group"):
            raise RulesError("fields", "must ask for the position group, by which people are let in")
        if read.purposes and NEEDED not in read.purposes:
            raise RulesError("purposes", "must name taking part where consent is asked")
        if "contact" in read.purposes and not (read.asks("phone") or read.asks("email")):
            raise RulesError("purposes", "name later contests, but neither phone nor e-mail is asked")
        return read

    def to_json(self) -> dict[str, Any]:
        """Return plain values from which `from_json` makes equal rules."""
        return {name: list(value) for name, value in asdict(self).items()}


# A contest that begins today asks for consent; one from before did not.
FOR_NEW = EntryRules(purposes=("taking_part", "show_name"))


def usual_entry() -> dict[str, Any]:
    """Return what a contest says of entering where nobody has settled anything."""
    return EntryRules().to_json()


def _asked(field: str, given: object) -> tuple[Asked, ...]:
    if not isinstance(given, list | tuple):
        raise RulesError(field, "must list what is asked")
    asked = tuple(_one(f"{field}.{place}", each) for place, each in enumerate(given))
    if len({each.field for each in asked}) != len(asked):
        raise RulesError(field, "asks for the same twice")
    return asked


def _one(field: str, given: object) -> Asked:
    if not isinstance(given, Mapping):
        raise RulesError(field, "must be what is asked")
    return Asked(**read_settings(given, _ASKED_READERS, of=field))


def _codes(field: str, given: object) -> tuple[str, ...]:
    if not isinstance(given, list | tuple) or len(given) > MOST_GROUPS or len(set(map(str, given))) != len(given):
        raise RulesError(field, "must list codes, none twice")
    if not all(isinstance(code, str) and 0 < len(code) <= LONGEST_CODE for code in given):
        raise RulesError(field, "must be made of codes")
    return tuple(given)


def _none_or_some(allowed: tuple[str, ...]) -> Reader:
    some = some_of(allowed)

    def read(field: str, given: object) -> tuple[str, ...]:
        empty = isinstance(given, list | tuple) and not given
        return () if empty else some(field, given)

    return read


_ASKED_READERS: dict[str, Reader] = {"field": one_of(FIELDS), "required": flag, "keep_days": whole(MOST_DAYS, 0)}
_READERS: dict[str, Reader] = {
    "ways": some_of(WAYS),
    "groups": _codes,
    "fields": _asked,
    "purposes": _none_or_some(PURPOSES),
    "barred": _none_or_some(BARRED),
}

"""Reading settings from parsed JSON, each by its name: what is wrong is said of the setting that is wrong."""

from collections.abc import Callable, Mapping
from typing import Any

Reader = Callable[[str, object], Any]


class RulesError(ValueError):
    """A setting is missing, unknown or out of range. `field` names it."""

    def __init__(self, field: str, problem: str) -> None:
        super().__init__(f"{field}: {problem}")
        self.field, self.problem = field, problem


def read_settings(given: object, readers: Mapping[str, Reader], *, of: str = "rules") -> dict[str, Any]:
    """Return what `readers` make of `given`, by name. Raises RulesError for anything but exactly these names."""
    if not isinstance(given, Mapping):
        raise RulesError(of, "must be an object")
    for field in given:
        if field not in readers:
            raise RulesError(str(field), "unknown")
    for field in readers:
        if field not in given:
            raise RulesError(field, "missing")
    return {field: read(field, given[field]) for field, read in readers.items()}


def whole(most: int, least: int = 1) -> Reader:
    """Return a reader of whole numbers from `least` to `most`."""

    def read(field: str, given: object) -> int:
        if not isinstance(given, int) or isinstance(given, bool):
            raise RulesError(field, "must be a whole number")
        if not least <= given <= most:
            raise RulesError(field, f"must be between {least} and {most}")
        return given

    return read


def one_of(allowed: tuple[str, ...]) -> Reader:
    """Return a reader of one of the words `allowed`."""

    def read(field: str, given: object) -> str:
        if not isinstance(given, str) or given not in allowed:
            raise RulesError(field, f"must be one of {', '.join(allowed)}")
        return given

    return read


def some_of(allowed: tuple[str, ...]) -> Reader:
    """Return a reader of at least one of the words `allowed`, in the order given, none twice."""

    def read(field: str, given: object) -> tuple[str, ...]:
        if not isinstance(given, list | tuple) or not given:
            raise RulesError(field, "must list at least one key")
        if not all(isinstance(word, str) and word in allowed for word in given):
            raise RulesError(field, f"must be made of {', '.join(allowed)}")
        if len(set(given)) != len(given):
            raise RulesError(field, "names a key twice")
        return tuple(given)

    return read


def names(most: int, longest: int) -> Reader:
    """Return a reader of at most `most` names of at most `longest` characters, none empty, none twice."""

    def read(field: str, given: object) -> tuple[str, ...]:
        if not isinstance(given, list | tuple) or len(given) > most:
            raise RulesError(field, f"must list at most {most} names")
        if not all(isinstance(name, str) and 0 < len(name.strip()) <= longest for name in given):
            raise RulesError(field, f"must be made of names of at most {longest} characters")
        if len(set(given)) != len(given):
            raise RulesError(field, "has a name twice")
        return tuple(given)

    return read


def flag(field: str, given: object) -> bool:
    """Read yes or no."""
    if not isinstance(given, bool):
        raise RulesError(field, "must be true or false")
    return given


def text(most: int) -> Reader:
    """Return a reader of words of at most `most` characters."""

    def read(field: str, given: object) -> str:
        if not isinstance(given, str) or len(given) > most:
            raise RulesError(field, f"must be text of at most {most} characters")
        return given

    return read

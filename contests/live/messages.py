"""What comes from phones and hosts, read strictly: whatever else a message claims is not looked at."""

from typing import Any

from contests.live import refusals

MOST_CHOSEN = 10


def ref_of(message: dict[str, Any]) -> int | None:
    """Return the number by which the page knows its message again."""
    ref = message.get("ref")
    return ref if type(ref) is int else None


def read_got(message: dict[str, Any]) -> tuple[int, int] | None:
    """Return position and run of the word that a question is shown, or None where the message is not that."""
    position, run = message.get("position"), message.get("run")
    return (position, run) if message.get("type") == "got" and type(position) is type(run) is int else None


def read_command(message: dict[str, Any]) -> dict[str, Any]:
    """Return name, expected and position of a command. Raises WrongState where one of them is not what it must be."""
    name, version, position = message.get("command"), message.get("version"), message.get("position")
    if not isinstance(name, str) or type(version) is not int or (position is not None and type(position) is not int):
        raise refusals.WrongState
    return {"name": name, "expected": version, "position": position}


def read_answer(message: dict[str, Any]) -> dict[str, Any] | None:
    """Return position, run and chosen of an answer, or None where one of them is not what it must be."""
    chosen = message.get("chosen")
    numbers = (message.get("position"), message.get("run"))
    if (
        not isinstance(chosen, list)
        or len(chosen) > MOST_CHOSEN
        or not all(type(n) is int for n in (*numbers, *chosen))
    ):
        return None
    return {"position": numbers[0], "run": numbers[1], "chosen": tuple(chosen)}


def read_paced(message: dict[str, Any]) -> tuple[int, tuple[int, ...]]:
    """Return position and chosen of an answer at one's own pace; nothing chosen: the question is left. Raises
    UnknownChoice where one of them is not what it must be.
    """
    position, chosen = message.get("position"), message.get("chosen")
    if type(position) is not int or not isinstance(chosen, list) or len(chosen) > MOST_CHOSEN:
        raise refusals.UnknownChoice
    if not all(type(choice) is int for choice in chosen):
        raise refusals.UnknownChoice
    return position, tuple(chosen)


def place_of(message: dict[str, Any]) -> dict[str, int]:
    """Return the question and run that a message names, and nothing else of it. Raises Stale where it names none."""
    position, run = message.get("position"), message.get("run")
    if type(position) is not int or type(run) is not int:
        raise refusals.Stale
    return {"position": position, "run": run}

"""The demonstration, stage by stage; each leaves alone what is there already."""

from collections.abc import Callable, Iterator
from datetime import datetime

from demo.accounts import load_accounts
from demo.contests import load_contests
from demo.practice import load_practice
from demo.propaganda import load_propaganda
from demo.questions import load_questions
from demo.regulations import load_regulations
from demo.units import load_units


def _people(now: datetime) -> str:
    return _said(units=load_units(), accounts=load_accounts())


def _bank(now: datetime) -> str:
    return _said(regulations=load_regulations(now), questions=load_questions(now))


def _contests(now: datetime) -> str:
    return _said(contests=load_contests(now))


def _practice(now: datetime) -> str:
    return _said(**{"answers in practice": load_practice(now)})


def _register(now: datetime) -> str:
    return _said(activities=load_propaganda(now))


STAGES: dict[str, Callable[[datetime], str]] = {
    "people": _people,
    "bank": _bank,
    "contests": _contests,
    "practice": _practice,
    "register": _register,
}


def load(*, up_to: str, now: datetime) -> Iterator[str]:
    """Run the stages up to and including `up_to`; yields a line for each that made something."""
    for name, stage in STAGES.items():
        made = stage(now)
        if made:
            yield made
        if name == up_to:
            return


def _said(**counts: int) -> str:
    return ", ".join(f"{count} new {what}" for what, count in counts.items() if count)

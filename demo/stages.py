"""The demonstration, stage by stage; each leaves alone what is there already."""

from collections.abc import Callable, Iterator
from datetime import datetime

from demo.accounts import load_accounts
from demo.units import load_units


def _people(now: datetime) -> str:
    units, accounts = load_units(), load_accounts()
    return f"units: {units} new; accounts: {accounts} new" if units or accounts else ""


STAGES: dict[str, Callable[[datetime], str]] = {"people": _people}


def load(*, up_to: str, now: datetime) -> Iterator[str]:
    """Run the stages up to and including `up_to`; yields a line for each that made something."""
    for name, stage in STAGES.items():
        made = stage(now)
        if made:
            yield made
        if name == up_to:
            return

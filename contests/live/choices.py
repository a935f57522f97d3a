"""Whether what was chosen can be an answer to a question."""

from collections.abc import Sequence

from contests.live import refusals
from contests.models import LiveStep
from questionbank.models import Kind


def checked_choices(step: LiveStep, chosen: Sequence[int]) -> list[int]:
    """Return the choices, sorted, each once. Raises UnknownChoice or TooMany."""
    wanted = sorted(set(chosen))
    if not wanted or not set(wanted) <= set(step.choice_order):
        raise refusals.UnknownChoice
    if len(wanted) > 1 and step.version.kind != Kind.MULTIPLE:
        raise refusals.TooMany
    return wanted

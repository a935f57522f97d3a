"""From a stored wording to the plain `kinds.Body` that the rules work on."""

from collections.abc import Iterable, Sequence

from questionbank.kinds import Body
from questionbank.models import Choice, QuestionVersion


def body_of(version: QuestionVersion, choices: Sequence[Choice] | None = None) -> Body:
    """Return what `version` asks. choices: its own in order of position, where they are at hand; else they are read."""
    held = sorted(version.choices.all(), key=lambda c: c.position) if choices is None else choices
    return Body.from_json(
        version.body,
        kind=version.kind,
        stem=version.stem,
        choices=[choice.text for choice in held],
        right=frozenset(place for place, choice in enumerate(held) if choice.is_correct),
        keep_order=version.keep_order,
    )


def choices_of(versions: Iterable[int]) -> dict[int, list[Choice]]:
    """Return the choices of these versions in order of position, by version; one query."""
    held: dict[int, list[Choice]] = {}
    for choice in Choice.objects.filter(version__in=versions).order_by("version_id", "position"):
        held.setdefault(choice.version_id, []).append(choice)
    return held

"""Where an account has seen a question with its explanation: told by the rooms above, which register how they know."""

from collections.abc import Callable

from people.models import User
from questionbank.models import QuestionVersion

Saw = Callable[[User, QuestionVersion], bool]
_known: list[Saw] = []


def register(saw: Saw) -> None:
    """Make `saw` count: it says whether an account has been shown this wording with its right answer."""
    if saw not in _known:
        _known.append(saw)


def has_seen(user: User, version: QuestionVersion) -> bool:
    return any(saw(user, version) for saw in _known)

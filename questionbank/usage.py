"""Whether a question has been asked: told by the rooms above, which register how they know."""

from collections.abc import Callable
from functools import reduce
from operator import and_, or_

from django.db.models import Q

_known: list[Callable[[], Q]] = []


def register(asked: Callable[[], Q]) -> None:
    """Make `asked` count: it returns the condition that is true of a question (outer reference "pk") once asked."""
    if asked not in _known:
        _known.append(asked)


def was_asked() -> Q:
    """Return the condition that a question has been asked anywhere."""
    return reduce(or_, (asked() for asked in _known), Q(pk__in=[]))


def never_asked() -> Q:
    """Return the condition that a question has been asked nowhere; each part is looked up by its own index."""
    return reduce(and_, (~asked() for asked in _known), Q())

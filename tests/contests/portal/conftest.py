"""A published contest with two prizes; the fixtures are those of what is handed out."""

from tests.contests.handouts.conftest import both, contest, over

__all__ = ["both", "contest", "over"]

"""The public addresses of a contest, in the two languages: English ones have /en/ after the contest's name."""

from typing import Literal

from django.http import HttpRequest
from django.urls import reverse

from contests.models import Contest

Language = Literal["vi", "en"]
LANGUAGES: tuple[Language, ...] = ("vi", "en")


def named(name: str, language: Language) -> str:
    """Return the name of the route for pages called `name` in `language`."""
    return name if language == "vi" else f"{name}-en"


def address(name: str, contest: Contest, language: Language = "vi", *more: int) -> str:
    """Return the path of the page called `name` ("public", "public-embed" and so on)."""
    return reverse(f"contests:{named(name, language)}", args=[contest.slug, *more])


def whole(request: HttpRequest, path: str) -> str:
    """Return the whole address of `path` on the host that was asked."""
    return request.build_absolute_uri(path)

"""The one permission table: every route, API call and socket command, and who may use it.

Each app declares its lines in its own `access.py` (ROUTES by view name, COMMANDS by
"socket.command"); here they become one table, which `AccessMiddleware` and the sockets
enforce. A route that is not in it does not answer, and the system check fails.
"""

from collections.abc import Iterator

from django.core.checks import Error, register
from django.urls import URLPattern, URLResolver, get_resolver

import contests.access
import contests.feedback.access
import contests.handouts.access
import contests.live.access
import contests.portal.access
import contests.review.access
import contests.stage.access
import contests.stage.papers.access
import contests.units.access
import people.access
import people.routes_access
import practice.access
import propaganda.access
import questionbank.access
import regulations.access
import training.access
import training.planning.access
from people.access import Access, anyone, signed_in

OWN_ROUTES: dict[str, Access] = {
    "home": Access(anyone, "the front page"),
    "healthz": Access(anyone, "is the process alive"),
    "readyz": Access(anyone, "are database and bell reachable"),
    "set_language": Access(anyone, "choose a language"),
    "styleguide": Access(anyone, "the design, shown in debug only"),
    "schema": Access(anyone, "the API described"),
    "api-docs": Access(signed_in, "the API to browse"),
}


def _merge(*parts: dict[str, Access]) -> dict[str, Access]:
    table: dict[str, Access] = {}
    for part in parts:
        twice = table.keys() & part.keys()
        if twice:
            raise ValueError(f"declared twice in the permission table: {sorted(twice)}")
        table.update(part)
    return table


ROUTES = _merge(
    OWN_ROUTES,
    people.routes_access.ROUTES,
    regulations.access.ROUTES,
    questionbank.access.ROUTES,
    contests.access.ROUTES,
    contests.live.access.ROUTES,
    contests.review.access.ROUTES,
    contests.stage.papers.access.ROUTES,
    contests.handouts.access.ROUTES,
    contests.portal.access.ROUTES,
    contests.feedback.access.ROUTES,
    contests.stage.access.ROUTES,
    contests.units.access.ROUTES,
    training.access.ROUTES,
    practice.access.ROUTES,
    training.planning.access.ROUTES,
    propaganda.access.ROUTES,
)
COMMANDS = _merge(contests.access.COMMANDS, contests.live.access.COMMANDS)


def route_names(resolver: URLResolver | None = None, namespace: str = "") -> Iterator[str]:
    """Yield the full name of every route that the product answers; unnamed ones by their pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            inner = ":".join(filter(None, [namespace, entry.namespace or ""]))
            yield from route_names(entry, inner)
        elif isinstance(entry, URLPattern):
            yield ":".join(filter(None, [namespace, entry.name or f"unnamed {entry.pattern}"]))


@register()
def every_route_is_declared(app_configs: object, **kwargs: object) -> list[Error]:
    """Fail the build on a route that the table leaves out, and on a line without a route."""
    named = set(route_names())
    missing = [
        Error(f"Route {n!r} is not in the permission table.", id="access.E001") for n in sorted(named - ROUTES.keys())
    ]
    idle = [
        Error(f"The permission table names no route: {n!r}.", id="access.E002") for n in sorted(ROUTES.keys() - named)
    ]
    return missing + idle

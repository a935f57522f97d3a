"""The front page, health, and the pages for when something is wrong."""

from django.conf import settings
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET, require_safe

from contests.models import Contest
from realtime import clock
from realtime.bell import bell_answers


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    now = clock.now()
    running = Contest.objects.running_at(now).select_related("unit").order_by("closes_at")
    recent = Contest.objects.public().exclude(pk__in=running).select_related("unit").order_by("-closes_at")[:6]
    return render(request, "home.html", {"running": running, "recent": recent, "now": now})


@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return JsonResponse({"ok": True})


@require_safe
def readyz(request: HttpRequest) -> HttpResponse:
    """The database answers with every migration applied, and the bell can be rung."""
    found = {"database": _database_answers(), "bell": bell_answers()}
    return JsonResponse(found, status=200 if all(found.values()) else 503)


def _database_answers() -> bool:
    try:
        executor = MigrationExecutor(connection)
        return not executor.migration_plan(executor.loader.graph.leaf_nodes())
    except Exception:  # whatever a driver raises, the answer is the same: not ready
        return False


@require_GET
def styleguide(request: HttpRequest) -> HttpResponse:
    if not settings.DEBUG:
        raise Http404
    return render(request, "styleguide.html")


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    return render(request, "403_csrf.html", status=403)

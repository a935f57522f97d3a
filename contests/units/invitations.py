"""A unit's invitation: the contest's short address with the unit, which only fills in a choice and gives no right."""

from django.http import HttpRequest
from django.urls import reverse

from contests.models import Contest
from people.models import Unit

PARAMETER = "don-vi"
SESSION_KEY = "invited_by_unit"


def invitation(request: HttpRequest, contest: Contest, unit: Unit) -> str:
    """Return the address that a unit hands on."""
    return request.build_absolute_uri(f"{reverse('contests:short', args=[contest.pk])}?{PARAMETER}={unit.code}")


def remember_unit(request: HttpRequest) -> None:
    """Keep the unit that the address names, so that the registration form begins with it."""
    code = request.GET.get(PARAMETER, "")
    if 0 < len(code) <= 40:
        request.session[SESSION_KEY] = code


def unit_invited_by(request: HttpRequest) -> int | None:
    """Return the key of the unit whose invitation this browser followed."""
    code = request.session.get(SESSION_KEY)
    return Unit.objects.filter(code=code).values_list("pk", flat=True).first() if code else None

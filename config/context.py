"""What every page knows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest

from people.access import roles_of
from people.models import Role


def site(request: HttpRequest) -> dict[str, Any]:
    held = roles_of(request.user) if hasattr(request, "user") else frozenset()
    return {
        "demo": settings.DEMO,
        "can_train": Role.TRAINER in held,
        "can_organise": Role.ORGANISER in held,
        "is_contact": Role.CONTACT in held,
    }

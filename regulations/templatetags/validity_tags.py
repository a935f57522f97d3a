"""The effect of a document, shown in the same way on every page: {% status_tag document today %}."""

from datetime import date
from typing import Any

from django import template

from regulations.models import Document
from regulations.validity import Status

register = template.Library()

LOOKS = {
    Status.IN_FORCE: "ok",
    Status.NOT_YET: "info",
    Status.PARTLY: "warn",
    Status.SUSPENDED: "warn",
    Status.EXPIRED: "bad",
}


@register.inclusion_tag("regulations/_status.html")
def status_tag(document: Document, today: date) -> dict[str, Any]:
    status = document.status_on(today)
    return {"status": status, "looks": LOOKS[status], "in_part": document.has_suspended_parts_on(today)}

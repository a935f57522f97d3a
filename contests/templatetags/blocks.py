"""What blocks (khối) of units are called."""

from django import template
from django.utils.translation import gettext_lazy as _

register = template.Library()
NAMES = {
    "department": _("departments and agencies of the province"),
    "service": _("public service units"),
    "commune": _("communes and wards"),
}


@register.filter
def block_name(block: str) -> str:
    """Return the name of a block; one that an office made up is its own name."""
    return str(NAMES.get(block, block))

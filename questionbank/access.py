"""Who may use what in questionbank: its lines of the permission table."""

from people.access import Access

ROUTES: dict[str, Access] = {}

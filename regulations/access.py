"""Who may use what in regulations: its lines of the permission table."""

from people.access import Access

ROUTES: dict[str, Access] = {}

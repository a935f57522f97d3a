"""Who may use what in contests: its lines of the permission table."""

from people.access import Access

ROUTES: dict[str, Access] = {}
COMMANDS: dict[str, Access] = {}

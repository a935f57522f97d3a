"""Who may use what in people: its lines of the permission table."""

from people.access import Access, anyone, signed_in

ROUTES: dict[str, Access] = {
    "people:sign-in": Access(anyone, "sign in"),
    "people:sign-out": Access(signed_in, "sign out"),
    "people:units": Access(anyone, "the names of units that exist today, to choose one's own"),
}

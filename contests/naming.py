"""What strangers read of an entrant's name in results; every public page and file of them asks here."""

from collections.abc import Collection

from contests.models import Entrant


def public_names(entrants: Collection[int]) -> dict[int, str]:
    """Return by key what may be shown of these entrants' names now; one query.

    An edition keeps the names as they might be shown when it was made; who takes the consent back later is not named
    on any page from then on.
    """
    return {entrant.pk: entrant.shown_name for entrant in Entrant.objects.filter(pk__in=entrants)}

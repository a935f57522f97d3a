"""What is said of the places of people; those of units are in `contests.units.wording`."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.rules import Rules


def how_people_are_ranked(rules: Rules, rounds: int) -> list[str]:
    """Return the sentences about the places of people."""
    return [*([_overall(rules)] if rounds > 1 else []), *_keys(rules), *_prediction(rules), *_standstill(rules)]


def _overall(rules: Rules) -> str:
    if rules.overall == "sum":
        return _("Each round has its places; over the whole contest, what counts in each round is added up.")
    return _("Each round has its own places; they are not added up.")


def _keys(rules: Rules) -> list[str]:
    names = {
        "score": _("more points"),
        "prediction": _("the nearest prediction"),
        "time_used": _("less time used"),
        "time_correct": _("less time spent on right answers"),
        "submitted_at": _("handed in earlier"),
        "lots": _("drawing lots"),
    }
    said = _("Places are decided by, in this order: %(order)s.") % {
        "order": ", ".join(names[key] for key in rules.ranking)
    }
    if "lots" in rules.ranking:
        lots = _(
            "Lots are drawn by the system from a secret number fixed when the contest opens. Its digest is published "
            "then, and the number itself when all is over, so that anybody can draw the lots again."
        )
        return [said, lots]
    equal = {
        "share": _("Who is equal in all of it shares a place."),
        "board": _("Between people equal in all of it the organising board decides, with its reason."),
    }[rules.ties]
    return [f"{said} {equal}"]


def _prediction(rules: Rules) -> list[str]:
    if "prediction" not in rules.ranking:
        return []
    return [_("A paper without a prediction has no precedence: it stands behind every paper with one.")]


def _standstill(rules: Rules) -> list[str]:
    if not rules.freeze_hours:
        return []
    said = ngettext(
        "The boards stand still in the last %(hours)s hour of each round and show everything when it is over.",
        "The boards stand still in the last %(hours)s hours of each round and show everything when it is over.",
        rules.freeze_hours,
    )
    return [said % {"hours": rules.freeze_hours}]

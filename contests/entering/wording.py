"""Who may enter, what is asked, and what consent is asked for, in the words that people read."""

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from contests.entering.rules import UNPUBLISHED_DAYS, Asked, EntryRules, Field
from contests.models import Contest, PositionGroup

FIELD_NAMES: dict[Field, object] = {
    "name": gettext_lazy("full name"),
    "birth": gettext_lazy("date of birth"),
    "unit": gettext_lazy("unit"),
    "group": gettext_lazy("position group"),
    "position": gettext_lazy("position held"),
    "phone": gettext_lazy("phone number"),
    "email": gettext_lazy("e-mail"),
    "citizen": gettext_lazy("citizen number"),
}
WHY: dict[Field, object] = {
    "name": gettext_lazy("For the ranking and for awarding prizes."),
    "birth": gettext_lazy("To tell people of the same name apart."),
    "unit": gettext_lazy("To see that you may enter, and for the ranking of units."),
    "group": gettext_lazy("To see that you may enter, and for statistics in which nobody is named."),
    "position": gettext_lazy("For the list of results and prizes."),
    "phone": gettext_lazy("Only to tell two people of the same name apart and to let you come back."),
    "email": gettext_lazy("To send you news of this contest."),
    "citizen": gettext_lazy(
        "So that nobody enters twice. Only a scrambled form and the last four digits are kept; the number is not."
    ),
}
WAYS = {
    "account": gettext_lazy("people with an account"),
    "list": gettext_lazy("people on the organisers' list, each with a personal code"),
    "register": gettext_lazy("people who register on the spot"),
    "public": gettext_lazy("everybody, of whatever unit"),
}
PURPOSES = {
    "taking_part": gettext_lazy("taking part and being ranked"),
    "show_name": gettext_lazy("showing the name on boards and in published results"),
    "contact": gettext_lazy("hearing of later contests"),
    "watching": gettext_lazy("noting when the page of a paper is left and on which device it is sat"),
}
PARTS = {
    "organisers": gettext_lazy("the organising board and whoever administers the system for it"),
    "helpers": gettext_lazy("the support team"),
    "writers": gettext_lazy("question writers"),
    "vetters": gettext_lazy("question vetters"),
    "approvers": gettext_lazy("approvers of questions"),
    "secretaries": gettext_lazy("secretaries"),
}


def entry_in_words(contest: Contest) -> list[str]:
    """Return the sentences of the rules about who may enter, what is asked of them and who may not."""
    return [*who_and_who_not(contest), *what_is_asked(contest)]


def who_and_who_not(contest: Contest) -> list[str]:
    """Return the sentences about who may enter and who may not take part."""
    rules = contest.entering
    return [_who(contest, rules), *_barred(rules)]


def what_is_asked(contest: Contest) -> list[str]:
    """Return the sentences about what is asked of people, how long it is kept, and what they agree to."""
    rules = contest.entering
    return [*_asked(rules), *_consents(contest)]


def why_and_how_long(asked: Asked) -> str:
    """Return beside a field why it is asked and how long it is kept."""
    return f"{WHY[asked.field]} {kept_in_words(asked)}"


def kept_in_words(asked: Asked) -> str:
    if not asked.keep_days:
        return _("Kept as long as the results.")
    said = ngettext(
        "Erased %(days)s day after the results are published.",
        "Erased %(days)s days after the results are published.",
        asked.keep_days,
    )
    return said % {"days": asked.keep_days}


def consent_in_words(contest: Contest, purpose: str) -> str:
    """Return what a person agrees to for one purpose: who uses which data for what. It is kept as proof."""
    asked = ", ".join(str(FIELD_NAMES[each.field]) for each in contest.entering.fields)
    said = {
        "taking_part": _(
            "I agree that %(body)s uses what I give here (%(fields)s) to hold the contest “%(contest)s”, to mark and "
            "rank papers and to award prizes."
        ),
        "show_name": _(
            "I agree that my name and unit show on the leaderboards and in the published results of the contest "
            "“%(contest)s”. If I do not, my results show with initials."
        ),
        "contact": _(
            "I agree that %(body)s writes to me or calls me about later contests, with the phone number or e-mail "
            "that I give here."
        ),
        "watching": _(
            "I agree that %(body)s notes when I leave the page of my paper in the contest “%(contest)s” and by a "
            "random number on which device I sit it, as a reason to look and never a verdict. It is deleted %(days)s "
            "days after the contest. If I do not agree, nothing of this is noted of me."
        ),
    }[purpose]
    return said % {"body": contest.unit.name, "fields": asked, "contest": contest.title, "days": settings.WATCH_DAYS}


def who_in_words(contest: Contest) -> str:
    """Return in one line who may come in; units beside it."""
    return ", ".join(str(WAYS[way]) for way in contest.entering.ways)


def _who(contest: Contest, rules: EntryRules) -> str:
    said = _("Who may enter: %(ways)s.") % {"ways": who_in_words(contest)}
    if "public" in rules.ways:
        return said
    units = [unit.name for unit in contest.eligible_units.order_by("name_folded")]
    if units:
        said += " " + _("They are of these units or of units under them: %(units)s.") % {"units": ", ".join(units)}
    if rules.groups:
        groups = PositionGroup.objects.filter(code__in=rules.groups).values_list("name", flat=True)
        said += " " + _("They are of these position groups: %(groups)s.") % {"groups": ", ".join(groups)}
    return said


def _asked(rules: EntryRules) -> list[str]:
    kept: dict[int, list[str]] = {}
    for each in rules.fields:
        name = str(FIELD_NAMES[each.field])
        kept.setdefault(each.keep_days, []).append(
            name if each.required else _("%(field)s (may be left empty)") % {"field": name}
        )
    said = [
        f"{capfirst(', '.join(names))}: {kept_in_words(Asked('name', keep_days=days))}"
        for days, names in sorted(kept.items())
    ]
    told = [_("Whoever registers is asked for these. %(fields)s") % {"fields": " ".join(said)}]
    if any(each.keep_days for each in rules.fields):
        unpublished = _("Where no results are published, these days count from %(days)s days after the contest closes.")
        told.append(unpublished % {"days": UNPUBLISHED_DAYS})
    return told


def _consents(contest: Contest) -> list[str]:
    if not contest.purposes:
        return []
    said = _("Consent is asked for each of these by itself, and may be taken back at any time: %(purposes)s.")
    return [said % {"purposes": "; ".join(str(PURPOSES[each]) for each in contest.purposes)}]


def _barred(rules: EntryRules) -> list[str]:
    if not rules.barred:
        return []
    said = _("Who may not take part: %(parts)s. An entry made before such a duty was given has no place.")
    return [said % {"parts": ", ".join(str(PARTS[part]) for part in rules.barred)}]

"""The parts of a draft, each with what it says now and the page that changes it: the hub of the organiser's page.

A part of another subject is one more function in `PARTS`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.articles.ranking import how_people_are_ranked
from contests.drafts.readiness import over_ceilings
from contests.entering.wording import who_in_words
from contests.models import Contest, Round
from contests.prizes import fund, given
from contests.reach import blocks_with_prizes
from contests.record.signing import hosts_of
from contests.rules import Rules
from contests.units.wording import key_names
from official.figures import dong


@dataclass(frozen=True)
class Part:
    """told: what it says now. heed: whether the organiser should look at it again."""

    title: str
    address: str
    told: str
    heed: bool = False


def parts_of(contest: Contest, rounds: Sequence[Round]) -> list[Part]:
    """Return the parts of a draft in the order in which they are settled. Raises RulesError."""
    rules = Rules.from_json(contest.rules)
    return [say(contest, rounds, rules) for say in PARTS]


def _basics(contest: Contest, rounds: Sequence[Round], rules: Rules) -> Part:
    told = " · ".join(filter(None, [contest.unit.name, contest.partner]))
    return Part(_("What it is, and who holds it"), reverse("contests:edit", args=[contest.slug]), told)


def _entry(contest: Contest, rounds: Sequence[Round], rules: Rules) -> Part:
    units = contest.eligible_units.count()
    told = ngettext("%(count)s eligible unit", "%(count)s eligible units", units) % {"count": units}
    said = f"{who_in_words(contest)} · {told}" if units else who_in_words(contest)
    return Part(_("Who may enter"), reverse("contests:entry", args=[contest.slug]), said)


def _rounds(contest: Contest, rounds: Sequence[Round], rules: Rules) -> Part:
    told = ngettext("%(count)s round", "%(count)s rounds", len(rounds)) % {"count": len(rounds)}
    first = rounds[0].paper_rules
    asked = _("%(questions)s questions in %(minutes)s minutes") % {
        "questions": first.questions, "minutes": first.minutes,
    }  # fmt: skip
    return Part(_("Rounds and papers"), reverse("contests:rounds", args=[contest.slug]), f"{told} · {asked}")


def _ranking(contest: Contest, rounds: Sequence[Round], rules: Rules) -> Part:
    told = how_people_are_ranked(rules, 1)[0]
    return Part(_("Ranking and ties"), reverse("contests:ranking", args=[contest.slug]), told)


def _units(contest: Contest, rounds: Sequence[Round], rules: Rules) -> Part:
    kept = _("rosters are kept") if rules.units.roster != "none" else _("no rosters are kept")
    names = key_names(rules.units)
    told = " · ".join([", ".join(str(names[key]) for key in rules.units.keys), kept])
    return Part(_("Units and rosters"), reverse("contests:units", args=[contest.slug]), told)


def _prizes(contest: Contest, rounds: Sequence[Round], rules: Rules) -> Part:
    address = reverse("contests:prizes", args=[contest.slug])
    if not rules.prizes:
        return Part(_("Prizes"), address, _("No prizes are given."))
    blocks = blocks_with_prizes(contest, rules, timezone.localdate(rounds[0].opens_at))
    count = sum(given(prize, len(rounds), blocks) for prize in rules.prizes)
    told = ngettext("%(count)s prize", "%(count)s prizes", count) % {"count": count}
    total = dong(fund(rules.prizes, len(rounds), blocks))
    return Part(_("Prizes"), address, f"{told} · {total}", heed=bool(over_ceilings(rules.prizes)))


def _hosts(contest: Contest, rounds: Sequence[Round], rules: Rules) -> Part:
    names = [body.name for body in hosts_of(contest)] or [_("nobody signs: your unit alone decides")]
    days = ngettext("%(days)s day for appeals", "%(days)s days for appeals", rules.appeal_days)
    told = "; ".join(names) + " · " + (days % {"days": rules.appeal_days} if rules.appeal_days else _("no appeals"))
    return Part(_("Who signs, and appeals"), reverse("contests:hosts", args=[contest.slug]), told)


PARTS: tuple[Callable[[Contest, Sequence[Round], Rules], Part], ...] = (
    _basics, _entry, _rounds, _ranking, _units, _prizes, _hosts,
)  # fmt: skip

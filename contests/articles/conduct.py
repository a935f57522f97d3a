"""What is said of what comes after a paper: results, appeals, incidents, breaches; and of who holds the contest."""

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from contests.models import Contest, HostBody
from contests.record.signing import hosts_of
from contests.rules import Rules


def results_and_appeals(contest: Contest, rules: Rules) -> list[str]:
    """Return the sentences about how results become official, and who may have one looked at again."""
    return [_published(hosts_of(contest)), *appeals(rules)]


def appeals(rules: Rules) -> list[str]:
    """Return the sentence about appeals."""
    if not rules.appeal_days:
        return [_("Appeals about papers are not taken.")]
    said = ngettext(
        "Appeals about a paper are taken for %(days)s day after its right answers may be seen; each is answered.",
        "Appeals about a paper are taken for %(days)s days after its right answers may be seen; each is answered.",
        rules.appeal_days,
    )
    return [said % {"days": rules.appeal_days}]


def watched(rules: Rules) -> list[str]:
    """Return the sentences about what is noted while a paper is sat; none where nothing is."""
    if not rules.watch:
        return []
    said = _(
        "While you sit a paper the server notes when you leave its page, and by a random number in a cookie on which "
        "device it is sat. Only the organisers see it; it is a reason to look and never a verdict, and it is deleted "
        "%(days)s days after the contest."
    )
    asked = _("It is noted only of who agrees to it on entering. Who does not agree takes part all the same.")
    return [said % {"days": settings.WATCH_DAYS}, asked]


def _published(hosts: list[HostBody]) -> str:
    if not hosts:
        return _(
            "What the system shows is provisional; the results are official when the organising board has published "
            "them."
        )
    said = _(
        "What the system shows is provisional; the results are official when %(bodies)s have signed them and they are "
        "published."
    )
    return said % {"bodies": _and([body.name for body in hosts])}


def incidents_and_breaches() -> list[str]:
    """Return the sentences about what is done where something went wrong, or somebody did wrong."""
    return [
        _(
            "Who is hindered by a failure of power, network or device tells the organising board at once, through "
            "their unit; it notes the incident and decides whether time is given back."
        ),
        _(
            "Where a question proves to be wrong, the organising board corrects it with its reason, and every paper "
            "that asked it is marked again."
        ),
        _(
            "Sitting a paper for somebody else, sharing an account, or interfering with the system annuls the result "
            "by decision of the organising board, with its reason; a prize given already is taken back."
        ),
    ]


def organisers(contest: Contest) -> list[str]:
    """Return the sentences about who holds the contest and who signs for whom."""
    hosts = hosts_of(contest)
    said = [_("The contest is organised by %(unit)s.") % {"unit": contest.unit.name}]
    if contest.partner:
        said.append(_("It is held together with %(partner)s.") % {"partner": contest.partner})
    for body in hosts:
        signer = ", ".join(filter(None, [body.signer.full_name, body.signer_title]))
        said.append(_("For %(body)s signs %(signer)s.") % {"body": body.name, "signer": signer})
    said.append(
        _("The rules cannot change once the contest is open. The organising board answers for what they leave open.")
    )
    return said


def _and(names: list[str]) -> str:
    if len(names) < 2:
        return "".join(names)
    return _("%(names)s and %(last)s") % {"names": ", ".join(names[:-1]), "last": names[-1]}

"""Reminding the people of a unit who have not sat yet: by email, once a day and person, a bounded number at a time."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.core.mail import EmailMessage, get_connection
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contests.entering.consents import who_agrees
from contests.entering.rules import NEEDED
from contests.models import Contest, Entrant, Phase, Roster, RosterLine, Round
from contests.papers.moments import shown
from contests.refusals import NotRunning
from contests.tally import closed_papers
from contests.units.standings import sides_of
from contests.units.turnout import Seen, people_of
from people.models import Unit

MOST_AT_ONCE = 100
_WHY_ROSTER = gettext_lazy(
    "Your unit keeps this address for reminders only. If you need not take part, please tell your unit's contact."
)
_WHY_ENTERED = gettext_lazy(
    "You gave this address when you entered the contest. If you take your consent back there, no mail comes any more."
)


@dataclass(frozen=True, slots=True)
class Reminded:
    """sent: mails handed over. waiting: people with an address left for the next go. failed: mails not taken."""

    sent: int
    waiting: int
    failed: int = 0


@dataclass(frozen=True, slots=True)
class Addressee:
    """Somebody to remind. row: the line of the roster or the entry that has the address."""

    row: RosterLine | Entrant
    name: str
    email: str


def remind(*, of: Contest | Round, unit: Unit, roster: Roster | None, address: str, now: datetime) -> Reminded:
    """Write to everybody of the unit who has given an address and not finished, at most `MOST_AT_ONCE`.

    Each person is first marked as reminded today, so that two who press the button send one mail; where the mail is
    not taken the mark goes again. address: of the contest, with the unit. Raises NotRunning.
    """
    contest = of.contest if isinstance(of, Round) else of
    if of.phase_at(now) != Phase.RUNNING:
        raise NotRunning(opens=shown(of.opens_at), closes=shown(of.closes_at))
    today = timezone.localdate(now)
    seen = people_of(of, roster) if roster else []
    people = [one for one in addressees(of, unit, seen) if one.row.reminded_on != today]
    mails = get_connection()
    sent = failed = 0
    for one in people[:MOST_AT_ONCE]:
        if not _claim(one.row, today):
            continue
        try:
            sent += mails.send_messages([_mail(contest, of, one, address)]) or 0
        except OSError:
            type(one.row).objects.filter(pk=one.row.pk).update(reminded_on=one.row.reminded_on)
            failed += 1
            break
    return Reminded(sent, max(len(people) - sent - failed, 0), failed)


def addressees(of: Contest | Round, unit: Unit, seen: Sequence[Seen]) -> list[Addressee]:
    """Return who of the unit has not finished and can be written to: by the roster, or by what they gave on entering.

    The address that an entrant gave is used while their consent to take part holds, which is for this contest and
    names the address; where a contest asks for no consent it is not used. seen: the people on the unit's roster.
    """
    found = [
        Addressee(one.line, one.line.full_name, one.line.email)
        for one in seen
        if one.line.email and one.state in ("absent", "entered")
    ]
    reached = {one.line.email.casefold() for one in seen if one.line.email}
    excused = {one.line.full_name_folded for one in seen if one.state == "exempt"}
    for entrant in _unfinished(of, unit):
        if entrant.email.casefold() not in reached and entrant.full_name_folded not in excused:
            reached.add(entrant.email.casefold())
            found.append(Addressee(entrant, entrant.full_name, entrant.email))
    return found


def _unfinished(of: Contest | Round, unit: Unit) -> list[Entrant]:
    """Return the unit's entrants who gave an address, agreed to its use and have not finished; a few queries."""
    contest = of.contest if isinstance(of, Round) else of
    own = contest.entrants.filter(
        unit__in=sides_of(of).standing_for(unit.pk), is_simulated=False, disqualified_at=None, aside_at=None
    ).exclude(email="")
    finished = closed_papers(of).order_by().values("entrant")
    agreed = who_agrees(contest, NEEDED)
    return [one for one in own.exclude(pk__in=finished).order_by("full_name_folded", "pk") if one.pk in agreed]


def _claim(row: RosterLine | Entrant, today: date) -> bool:
    """Mark the person as reminded today; False where somebody has been quicker."""
    free = Q(reminded_on=None) | ~Q(reminded_on=today)
    return type(row).objects.filter(free, pk=row.pk).update(reminded_on=today) == 1


def words_to_paste(contest: Contest, of: Contest | Round, names: list[str], address: str) -> str:
    """Return the reminder for a group chat. names: of who has not finished, shown only to their own unit."""
    said = _("%(contest)s: please take part before %(closes)s. Link: %(address)s") % {
        "contest": contest.title, "closes": shown(of.closes_at), "address": address,
    }  # fmt: skip
    if not names:
        return said
    return "\n".join([said, _("Not finished yet (%(count)s):") % {"count": len(names)}, *names])


def _mail(contest: Contest, of: Contest | Round, one: Addressee, address: str) -> EmailMessage:
    body = _(
        "Dear %(name)s,\n\nYou have not finished your paper in “%(contest)s”. It can be taken until %(closes)s.\n\n"
        "%(address)s\n\n%(why)s"
    ) % {
        "name": one.name, "contest": contest.title, "closes": shown(of.closes_at), "address": address,
        "why": _WHY_ENTERED if isinstance(one.row, Entrant) else _WHY_ROSTER,
    }  # fmt: skip
    return EmailMessage(_("Reminder: %(contest)s") % {"contest": contest.title}, body, to=[one.email])

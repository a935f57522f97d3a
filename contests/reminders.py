"""Reminding the people of a unit who have not sat yet: by email, once a day and person, a bounded number at a time."""

from dataclasses import dataclass
from datetime import date, datetime

from django.core.mail import EmailMessage, get_connection
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from contests.models import Contest, Phase, Roster, RosterLine, Round
from contests.refusals import NotRunning
from contests.unit_participation import people_of

MOST_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Reminded:
    """sent: mails handed over. waiting: people with an address left for the next go. failed: mails not taken."""

    sent: int
    waiting: int
    failed: int = 0


def remind(*, of: Contest | Round, roster: Roster, address: str, now: datetime) -> Reminded:
    """Write to everybody on the roster who has given an address and not finished, at most `MOST_AT_ONCE`.

    Each person is first marked as reminded today, so that two who press the button send one mail; where the mail is
    not taken the mark goes again. address: of the contest, with the unit. Raises NotRunning.
    """
    contest = of.contest if isinstance(of, Round) else of
    if of.phase_at(now) != Phase.RUNNING:
        raise NotRunning(opens=_moment(of.opens_at), closes=_moment(of.closes_at))
    today = timezone.localdate(now)
    lines = [line for line in due(of, roster, today) if line.email]
    mails = get_connection()
    sent = failed = 0
    for line in lines[:MOST_AT_ONCE]:
        if not _claim(line, today):
            continue
        try:
            sent += mails.send_messages([_mail(contest, of, line, address)]) or 0
        except OSError:
            RosterLine.objects.filter(pk=line.pk).update(reminded_on=line.reminded_on)
            failed += 1
            break
    return Reminded(sent, max(len(lines) - sent - failed, 0), failed)


def due(of: Contest | Round, roster: Roster, today: date) -> list[RosterLine]:
    """Return who has not finished and has not been reminded today."""
    return [
        one.line
        for one in people_of(of, roster)
        if one.state in ("absent", "entered") and one.line.reminded_on != today
    ]


def _claim(line: RosterLine, today: date) -> bool:
    """Mark the person as reminded today; False where somebody has been quicker."""
    free = Q(reminded_on=None) | ~Q(reminded_on=today)
    return RosterLine.objects.filter(free, pk=line.pk).update(reminded_on=today) == 1


def words_to_paste(contest: Contest, of: Contest | Round, names: list[str], address: str) -> str:
    """Return the reminder for a group chat. names: of who has not finished, shown only to their own unit."""
    said = _("%(contest)s: please take part before %(closes)s. Link: %(address)s") % {
        "contest": contest.title, "closes": _moment(of.closes_at), "address": address,
    }  # fmt: skip
    if not names:
        return said
    return "\n".join([said, _("Not finished yet (%(count)s):") % {"count": len(names)}, *names])


def _mail(contest: Contest, of: Contest | Round, line: RosterLine, address: str) -> EmailMessage:
    body = _(
        "Dear %(name)s,\n\nYou have not finished your paper in “%(contest)s”. It can be taken until %(closes)s.\n\n"
        "%(address)s\n\nYour unit keeps this address for reminders only. If you need not take part, please tell your "
        "unit's contact."
    ) % {
        "name": line.full_name, "contest": contest.title, "closes": _moment(of.closes_at), "address": address,
    }  # fmt: skip
    return EmailMessage(_("Reminder: %(contest)s") % {"contest": contest.title}, body, to=[line.email])


def _moment(at: datetime) -> str:
    return date_format(timezone.localtime(at), "SHORT_DATETIME_FORMAT")

"""What rosters and rulings on units refuse."""

from django.utils.translation import gettext_lazy as _

from contests.refusals import Refused


class RosterFrozen(Refused):
    message = _("The rosters are frozen. A correction needs its reason, which stands in the record.")


class FrozenAlready(Refused):
    message = _("These rosters have been frozen already.")


class NoRosters(Refused):
    message = _("There is no roster to freeze yet: give each unit its people first.")


class TooManyExempted(Refused):
    message = _("More people are exempted than the unit has: check the two numbers.")


class ExemptionReasonMissing(Refused):
    message = _("Write why these people need not take part, such as sick leave or maternity leave.")


class TwiceOnTheRoster(Refused):
    message = _("%(name)s stands on this roster already.")


class NotOnTheRoster(Refused):
    message = _("This person no longer stands on the roster. Reload the page to see it.")


class AnsweredAlready(Refused):
    message = _("This request has been answered already.")


class AnswerMissing(Refused):
    message = _("Write why the request is refused: the unit reads it.")


class NotFrozenYet(Refused):
    message = _("The roster is not frozen yet: you can correct it yourself.")


class UnitsNotEqual(Refused):
    message = _("Name all the units that are equal at one place, each once, in the order that the board decided.")


class UnitsShare(Refused):
    message = _("By the rules these units share the place, and no prize hangs on their order.")


class CoveredAbove(Refused):
    message = _(
        "Your people stand on the roster of %(unit)s. If your unit is to compete by itself, ask the organisers."
    )

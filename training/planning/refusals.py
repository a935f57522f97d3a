"""What a training plan refuses, one class for each reason."""

from django.utils.translation import gettext_lazy as _

from contests.refusals import Refused


class PlanChanged(Refused):
    message = _("Somebody has changed this plan since you opened the page. Look at it as it is now, then try again.")


class PlanCarriedOut(Refused):
    message = _("This plan has been carried out; it can no longer change.")


class NoClasses(Refused):
    message = _("The plan has no class. Add one before you approve it.")


class NoNeed(Refused):
    message = _("The report names no need surely enough, so there is nothing to plan.")


class EmptyClass(Refused):
    message = _("Nobody is in class %(number)s. Put people into it, or remove it, before you approve the plan.")


class NotApproved(Refused):
    message = _("Approve the plan first.")


class OtherTopic(Refused):
    message = _("The two classes teach different topics.")


class SameClass(Refused):
    message = _("Choose another class.")


class TooFewToSplit(Refused):
    message = _("A class of one person cannot be split.")


class NotSoMany(Refused):
    message = _("This group has %(people)s people. Write a number from 1 to that.")


class UnitThere(Refused):
    message = _("%(unit)s is in this class already. Change its number of people.")


class AttendanceKept(Refused):
    message = _("Attendance is recorded for this class, so it cannot be removed or merged.")


class NotYetTaught(Refused):
    message = _("Attendance is recorded once the plan is approved.")


class FileNotRead(Refused):
    message = _("This is not an Excel workbook (.xlsx) or a CSV file in UTF-8, or it is too large.")


class NotLater(Refused):
    message = _("Choose a contest that was held after this class.")


class NothingByTopic(Refused):
    message = _("This round asks no questions by topic, so it cannot be weighted by needs.")


class PointsDiffer(Refused):
    message = _("Questions of this round are worth different points: weight its blueprint by hand.")


class TooFewQuestions(Refused):
    message = _("The bank holds too few questions of these topics for the round.")


class BlueprintChanged(Refused):
    message = _("The draft or the needs have changed since you looked. Look at the new proposal, then keep it.")

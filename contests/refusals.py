"""What a contest refuses, one class for each reason; doors show `str(refusal)` to the person."""

from django.utils.translation import gettext_lazy as _


class Refused(Exception):  # a refusal, named for its reason
    """`message` is what the person reads; its placeholders are filled with the facts given."""

    message = _("This is not possible.")

    def __init__(self, **facts: object) -> None:
        super().__init__(type(self).__name__)
        self.facts = facts

    @property
    def code(self) -> str:
        """The reason for programs."""
        return type(self).__name__

    def __str__(self) -> str:
        return str(self.message) % self.facts


class NotOpen(Refused):
    message = _("This contest is not open.")


class NotRunning(Refused):
    message = _("You can take this contest from %(opens)s to %(closes)s.")


class AttemptsUsed(Refused):
    message = _("You have used every attempt that the rules allow (%(allowed)s).")


class TodaysAttemptsUsed(Refused):
    message = _("You have used today's attempts (%(allowed)s a day). You can begin again tomorrow.")


class NotForetold(Refused):
    message = _("Write your prediction as a whole number from 0 to %(most)s.")


class NothingToDraw(Refused):
    message = _("There are not enough questions in force for a paper. Please tell the organisers.")


class AlreadySubmitted(Refused):
    message = _("This paper has been handed in; its answers can no longer change.")


class DeadlinePassed(Refused):
    message = _("The time for this paper is over. The answers saved before the deadline count.")


class NotOnPaper(Refused):
    message = _("This answer does not belong to the question. Reload the page and choose again.")


class WentOn(Refused):
    message = _("This contest goes one way: a question that you have left can no longer be answered.")


class NotThatKind(Refused):
    message = _("This answer does not fit the question. Reload the page and answer again.")


class TooManyChosen(Refused):
    message = _("Choose one answer only for this question.")


class PointsOutOfRange(Refused):
    message = _("Give points for every criterion, from 0 to its maximum.")


class NotYours(Refused):
    message = _("Nobody marks their own paper.")


class AccountsOnly(Refused):
    message = _("This contest is for people with an account. Please sign in.")


class NoUnit(Refused):
    message = _("Your account names no unit. Ask your unit's administrator to add it.")


class NotEligible(Refused):
    message = _("This contest is not open to people of %(unit)s.")


class OrganisersMayNotEnter(Refused):
    message = _("Whoever organises a contest may not take part in it.")


class QuestionWritersMayNotEnter(Refused):
    message = _("Whoever wrote or reviewed questions for this contest may not take part in it.")


class BadName(Refused):
    message = _("Write your full name: family name and given name.")


class BadPhone(Refused):
    message = _("This is not a Vietnamese phone number. Example: 0912 345 678.")


class PhoneTaken(Refused):
    message = _(
        "This phone number is already registered for this contest. "
        "If it is yours, come back with your return code instead of registering again."
    )


class WrongReturnCode(Refused):
    message = _("Phone number or return code is not right. Check both and try again.")


class AlreadyOpened(Refused):
    message = _("This contest has been opened; its rules can no longer change.")


class ChangedMeanwhile(Refused):
    message = _("Somebody else changed this contest at the same moment. Nothing of yours was lost: save it again.")


class NoSuchRound(Refused):
    message = _("This round is no longer part of the contest.")


class OneRoundStays(Refused):
    message = _("A contest has at least one round. Add another before you remove this one.")


class TooManyRounds(Refused):
    message = _("A contest has at most %(most)s rounds.")


class NotReady(Refused):
    message = _("The contest is not ready to open: %(problems)s")


class NotOverUnit(Refused):
    message = _("You do not organise contests for %(unit)s.")

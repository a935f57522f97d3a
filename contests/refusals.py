"""What a contest refuses, one class for each reason; doors show `str(refusal)` to the person."""

from django.utils.translation import gettext_lazy as _


class Refused(Exception):  # a refusal, named for its reason
    """`message` is what the person reads; its placeholders are filled with the facts given.

    field: the box of a form that the reason is about, if it is about one.
    """

    message = _("This is not possible.")
    field = ""

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


class BodyTwice(Refused):
    message = _("Two bodies have the same name. Write each name once, as it stands on the seal.")


class DeadlinePassed(Refused):
    message = _("The time for this paper is over. The answers saved before the deadline count.")


class TakenOver(Refused):
    message = _("This paper is being taken on another device.")


class Outdated(Refused):
    message = _("A newer answer to this question was saved at %(at)s and stays.")


class OlderPrediction(Outdated):
    message = _("A newer prediction was saved on another device and stays.")


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
    field = "full_name"
    message = _("Write your full name: family name and given name.")


class BadPhone(Refused):
    field = "phone"
    message = _("This is not a Vietnamese phone number. Example: 0912 345 678.")


class PhoneTaken(Refused):
    field = "phone"
    message = _(
        "This phone number is already registered for this contest. "
        "If it is yours, come back with your return code instead of registering again."
    )


class DetailMissing(Refused):
    message = _("The rules of this contest ask for this.")

    def __init__(self, field: str) -> None:
        super().__init__()
        self.field = field


class DetailsWanted(Refused):
    message = _("This contest asks for a few details before you begin.")


class ConsentNeeded(Refused):
    field = "consent_taking_part"
    message = _(
        "Nobody can be entered and ranked without this consent. Tick the box if you agree; if you do not, you need "
        "not take part, and nothing of what you wrote is kept."
    )


class NoSuchPurpose(Refused):
    message = _("This contest does not ask for that consent.")


class LeftForGood(Refused):
    message = _("You have left this contest. If that was a mistake, ask its organisers.")


class BadBirthDate(Refused):
    field = "born"
    message = _("Check the year of birth: it must be a date such as 31/12/1985.")


class BadEmail(Refused):
    field = "email"
    message = _("This is not an e-mail address. Example: ten@camau.gov.vn.")


class BadCitizenNumber(Refused):
    field = "citizen"
    message = _("Write the twelve digits of your citizen number as on the card; the date of birth must agree with it.")


class CitizenTaken(Refused):
    field = "citizen"
    message = _("Somebody has entered this contest with this citizen number already.")


class StaffMayNotEnter(Refused):
    message = _("By the rules, whoever works for this contest (%(duty)s) may not take part in it.")


class SetAside(Refused):
    message = _(
        "You may begin no further paper in this contest: by its rules you may not take part, or you have left it."
    )


class NotOnList(Refused):
    message = _("Only people on the organisers' list may enter this contest. Ask your unit to have you added.")


class GroupNotIn(Refused):
    field = "group"
    message = _("This contest is for people of other position groups.")


class WrongPersonalCode(Refused):
    message = _(
        "Employee code or personal code is not right. Check both and try again, or ask your unit for a new one."
    )


class TooManyGuesses(Refused):
    message = _("Too many wrong codes were tried for this person. Try again after %(at)s, or ask the organisers.")


class EnteredAlready(Refused):
    message = _("%(name)s has entered already.")


class ListMovedOn(Refused):
    message = _("This file has been confirmed or replaced meanwhile. Look at the list, then bring the file again.")


class AlreadyNamed(Refused):
    message = _("%(name)s has this duty already.")


class NoSuchAccount(Refused):
    field = "username"
    message = _("Write the account name of a person who can sign in.")


class NothingReturns(Refused):
    message = _("This person signs in with an account and needs no code.")


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

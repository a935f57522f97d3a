"""What the review of results refuses."""

from django.utils.translation import gettext_lazy as _

from contests.refusals import Refused


class ReasonMissing(Refused):
    message = _("Write the reason: it stands in the record for everybody who asks.")


class NotAsked(Refused):
    message = _("This question stands on no paper of this contest.")


class NoSuchAnswer(Refused):
    message = _("Choose the right answers among those that the question offers.")


class AlreadySo(Refused):
    message = _("This has been decided already. Reload the page to see it.")


class NotEqual(Refused):
    message = _("Name all the people who are equal at one place, each once, in the order that the board decided.")


class PlacesShared(Refused):
    message = _("By the rules these people share the place, and no prize hangs on their order.")


class StillRunning(Refused):
    message = _("The contest goes on until %(closes)s; results can be decided when it is over.")


class NoAppeals(Refused):
    message = _("By the rules of this contest no appeal is taken about this paper.")


class AppealsOver(Refused):
    message = _("Appeals about this round were taken until %(until)s.")


class AlreadyAppealed(Refused):
    message = _("You have filed an appeal about this already; it stands below with its answer.")


class NotAQuestion(Refused):
    message = _("There is no such question on this paper.")


class EndsBeforeItBegins(Refused):
    message = _("The incident ends before it begins: check the two times.")


class TooManyWords(Refused):
    message = _("Write at most %(most)s characters.")


class AboutYourself(Refused):
    message = _("Nobody decides about themselves: somebody else of the board has to.")


class NotAPeriod(Refused):
    message = _("The incident lies outside the contest: check the two times.")


class IncidentsWaiting(Refused):
    message = _("%(count)s of your reports wait for the board's decision. Write a further one when they are decided.")


class NotYetProposed(Refused):
    message = _("What this correction does is still being worked out. Wait for it, then confirm.")


class NotAsShown(Refused):
    message = _("Results have changed since it was worked out. Work it out again, read who moves, then confirm.")


class ProposedAlready(Refused):
    message = _("A correction of this question waits to be confirmed already. Confirm or withdraw it first.")


class SamePerson(Refused):
    message = _("You proposed this correction. Where several bodies hold a contest, somebody else has to confirm it.")


class OnlyMinutes(Refused):
    message = _("Give back between 0 and %(most)s minutes.")

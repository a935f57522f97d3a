"""What a stage contest refuses; doors show `str(refusal)` to the person."""

from django.utils.translation import gettext_lazy as _

from contests.refusals import Refused

JUROR_SEAT = _("juror %(seat)s")


class StageBegun(Refused):
    message = _("The stage contest has begun: its programme, teams and jury no longer change.")


class StageNotBegun(Refused):
    message = _("Settle programme, teams and jury first, then begin the stage contest.")


class StageThere(Refused):
    message = _("This contest has a stage contest already.")


class NotReadyForStage(Refused):
    message = _("The stage contest cannot begin: it needs at least two teams, and a juror where a part is judged.")


class TeamTwice(Refused):
    message = _("There is a team of this unit, or with this name, already.")


class OnATeamAlready(Refused):
    message = _("%(name)s is on a team already.")


class CaptainAlready(Refused):
    message = _("The team has a captain already.")


class SeatTaken(Refused):
    message = _("This seat of the jury, or this account, is taken, or the jury has a head already.")


class JurorCompetes(Refused):
    message = _("Whoever takes part in the contest may not judge it, and whoever judges it may not take part.")


class SegmentMoved(Refused):
    message = _("Somebody else has moved this part on. Look at it again, then press.")


class NotNow(Refused):
    message = _("This is not possible while the part is: %(state)s.")


class ReasonWanted(Refused):
    field = "reason"
    message = _("Write the reason: it stands in the record.")


class MarksMissing(Refused):
    field = "reason"
    message = _("Not entered: %(who)s. Wait for them, mark them absent, or write why the part is locked without them.")


class PointsMissing(Refused):
    message = _("Not entered: points of %(who)s.")


class NotJudged(Refused):
    message = _("This part is a quiz: it has points and no marks.")


class NotAQuiz(Refused):
    message = _("This part is judged: it has marks and no points.")


class RoundTaken(Refused):
    message = _("This live round belongs to another contest, or to another part already.")


class RoundNotFinished(Refused):
    message = _("The live round of this part is not finished. Finish it, then lock the part.")


class RoundWithoutTeams(Refused):
    message = _("The live round of this part does not rank units. Take the link away and enter the points.")


class TeamsDidNotPlay(Refused):
    field = "reason"
    message = _(
        "Not found among the units of the live round: %(who)s. Check its units, or write why the part is locked with "
        "no points for them."
    )


class PlayedLive(Refused):
    message = _("The points of this part come from its live round when it is locked.")


class BeyondMaximum(Refused):
    message = _("%(team)s: points lie between -%(most)s and %(most)s. Check the live round, or what was entered.")


class NotOfThisStage(Refused):
    message = _("This team or juror is not of this stage contest.")


class NoSuchCriterion(Refused):
    message = _("This criterion is not on the sheet. Reload the page and mark again.")


class MarkBelow(Refused):
    message = _("A mark is never below 0.")


class MarkAbove(Refused):
    message = _("“%(criterion)s” has at most %(most)s points.")


class MarkOffStep(Refused):
    message = _("Marks for “%(criterion)s” go in steps of %(step)s points.")


class JurorAbsent(Refused):
    message = _("This juror is noted as absent from this part. The secretary can take that back.")


class JurorHasMarked(Refused):
    message = _("This juror has given marks in this part already, and so was there.")


class AsItIs(Refused):
    message = _("That is so already.")


class NoTimeLimit(Refused):
    message = _("This part has no time limit.")


class DeductionTooHigh(Refused):
    message = _("No more can be taken away than this part gives: %(most)s points.")


class TimeOutOfRange(Refused):
    message = _("Write the time that the team took: minutes and seconds, less than a day.")


class TimeNotNoted(Refused):
    message = _("Note how long the team took first.")


class DeductionWanted(Refused):
    message = _("Over time, and the jury has not said what is taken away: %(who)s. Enter 0 where it is nothing.")


class DrawInProgress(Refused):
    message = _("Lots are being drawn for this part already.")


class DrawOver(Refused):
    message = _("These lots have been drawn.")


class DrawnTooLate(Refused):
    message = _("Lots are drawn before a part begins.")


class ChosenOutOfRange(Refused):
    message = _("Choose a whole number from 0 to %(most)s.")


class ConfirmedAlready(Refused):
    message = _("This team has confirmed already; its number stands.")


class NotEqualTeams(Refused):
    message = _("Name, once each and best first, all the teams that are equal at this place, and nobody else.")


class StageFinished(Refused):
    message = _("The result is locked for good: nothing is corrected any more.")


class TiesOpen(Refused):
    message = _("Teams are equal still: %(who)s. Part them first.")


class StillEqual(Refused):
    message = _("The extra question has not parted all of them. The host of the round can ask one more.")


class BellAlready(Refused):
    message = _("An extra question for these teams is prepared already.")


class NoCaptain(Refused):
    message = _("%(team)s has no captain who could ring.")


class MemberOfAnotherUnit(Refused):
    message = _(
        "%(name)s plays for %(team)s and is registered under another unit: a live round counts by unit. Enter the "
        "points of this part by hand, or put the registration right."
    )


class LinkedAlready(Refused):
    message = _("This part has a live round already.")


class NotLockedYet(Refused):
    message = _("Scores are shown once they are locked.")


class NoSuchPart(Refused):
    message = _("There is no such part.")


class NobodyOnStage(Refused):
    message = _("Call a team to the stage first.")


class ClockRuns(Refused):
    message = _("The clock is running. Stop it first.")


class ClockStands(Refused):
    message = _("The clock is not running.")


class PlacesUnclear(Refused):
    message = _("Give each of these teams another place: 1 for the best, then 2 and so on.")


class UnknownHere(Refused):
    message = _("Reload the page, then do it again.")


class NotANumber(Refused):
    message = _("%(what)s: %(why)s")

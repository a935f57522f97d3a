"""What a live round refuses; doors show `str(refusal)` to the person and send `code` to the page."""

from django.utils.translation import gettext_lazy as _

from contests.refusals import Refused


class LiveRefused(Refused):
    reason = "refused"

    @property
    def code(self) -> str:
        return self.reason


class TooLate(LiveRefused):
    reason = "too_late"
    message = _("Time was up before this answer reached us.")


class NotAnswering(LiveRefused):
    reason = "not_open"
    message = _("This question takes no answers just now.")


class Stale(LiveRefused):
    reason = "stale"
    message = _("The round has moved on. This screen is being brought up to date.")


class WrongState(LiveRefused):
    reason = "wrong_state"
    message = _("This step is not possible now.")


class UnknownChoice(LiveRefused):
    reason = "unknown_choice"
    message = _("This answer does not belong to the question on the screen.")


class TooMany(LiveRefused):
    reason = "too_many"
    message = _("Choose one answer only for this question.")


class NotAPlayer(LiveRefused):
    reason = "not_a_player"
    message = _("You are not in this round. Enter the join code again.")


class HasNoPlace(LiveRefused):
    reason = "no_place"
    message = _(
        "You cannot join: by the rules of the contest you may not take part, you have left it, or your result was "
        "cancelled."
    )


class RoundOver(LiveRefused):
    reason = "over"
    message = _("This round is over.")


class NoQuestions(LiveRefused):
    reason = "no_questions"
    message = _("Not enough questions in force for this round: %(wanted)s wanted, %(have)s can be drawn.")


class Paused(LiveRefused):
    reason = "paused"
    message = _("The round is paused. Your answer is sent when it goes on.")


class FirstStands(LiveRefused):
    reason = "first_stands"
    message = _("In this round the first answer stands. Yours is kept.")


class NoFurtherQuestion(LiveRefused):
    reason = "no_further_question"
    message = _("That was the last question. Finish the round, or play this question again.")


class NotPlayed(LiveRefused):
    reason = "not_played"
    message = _("Only a question that is closed can be voided, and only a voided one can count again.")


class AsBefore(LiveRefused):
    reason = "as_before"
    message = _("That is so already.")


class Locked(LiveRefused):
    reason = "locked"
    message = _("The host has locked the door. Whoever is in the round already can come back; ask the host to open it.")


class BadNickname(LiveRefused):
    reason = "bad_nickname"
    message = _("A shown name has 2 to 30 characters: letters, figures, spaces and - . ' only.")


class BadNumber(LiveRefused):
    reason = "bad_number"
    field = "phones"
    message = _("Write how many phones to simulate: a whole number from %(fewest)s to %(most)s.")


class NotInLobby(LiveRefused):
    reason = "not_in_lobby"
    message = _("Only a round that waits in its lobby can be rehearsed.")


class RoundInPlay(LiveRefused):
    reason = "round_in_play"
    message = _("“%(title)s” is being played on this server; a rehearsal would slow it down. Finish that round first.")


class RehearsalGoesOn(LiveRefused):
    reason = "rehearsal_goes_on"
    message = _("Another rehearsal is going on on this server. End it, or wait until it is over.")


class OnlyRehearsed(LiveRefused):
    reason = "only_rehearsed"
    message = _("This is a rehearsal with simulated phones; nobody joins it. The real round has a code of its own.")

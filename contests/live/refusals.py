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


class NoHall(LiveRefused):
    reason = "no_hall"
    message = _("Say in which hall you sit: choose it from the list, then join again.")


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


class NothingLeft(LiveRefused):
    reason = "nothing_left"
    message = _("The time of this question was over when it closed. Play it again to give everybody new time.")


class NobodyLevel(LiveRefused):
    reason = "nobody_level"
    message = _("Nobody shares this place: no further question is needed.")


class NoRoster(LiveRefused):
    reason = "no_roster"
    message = _("The contest keeps no rosters of units. Enter them first, or choose another way to rank units.")


class NoCaptains(LiveRefused):
    reason = "no_captains"
    message = _("In this round everybody answers for themselves: there are no captains.")


class NoTeam(LiveRefused):
    reason = "no_team"
    message = _("Nobody of this unit was in the room when the round began, so it is not among the teams.")


class NotCaptain(LiveRefused):
    reason = "not_captain"
    message = _("Only the captain's phone answers for your unit. Tell your captain what you think.")


class Out(LiveRefused):
    reason = "out"
    message = _("You are out since an earlier question. Follow the round; the host may call everybody back.")


class NotLevel(LiveRefused):
    reason = "not_level"
    message = _("This further question is only for those who are level.")


class TooEarly(LiveRefused):
    reason = "too_early"
    message = _("Too early: the bell is not open yet. This ring does not count; ring again when it is.")


class ShutOut(LiveRefused):
    reason = "shut_out"
    message = _("You rang before the bell was open: by the rules of the round this ring does not count.")


class BellHeld(LiveRefused):
    reason = "held"
    message = _("Somebody else has the word. Ring when the bell is open again.")


class HadTurn(LiveRefused):
    reason = "had_turn"
    message = _("You have had your turn at this question.")


class NotHolder(LiveRefused):
    reason = "not_holder"
    message = _("Ring first: only who holds the bell answers this question.")


class ChoicesShown(LiveRefused):
    reason = "choices_shown"
    message = _("A star is staked before the choices of the question are shown: try with the next one.")


class NoCard(LiveRefused):
    reason = "no_card"
    message = _("You have none of these left in this round.")


class CardNotHere(LiveRefused):
    reason = "card_not_here"
    message = _("This cannot be used with this question.")

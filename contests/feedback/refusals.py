"""What feedback on a question refuses."""

from django.utils.translation import gettext_lazy as _

from contests.refusals import Refused


class NotSeenYet(Refused):
    message = _("You can write about a question as soon as its right answer and explanation show.")


class SaidAlready(Refused):
    message = _("You have written about this question already; it waits for its answer.")


class TooManyWait(Refused):
    message = _("%(most)s of your words wait for an answer. Write further ones when they are answered.")


class EnoughForToday(Refused):
    message = _("You have written about %(most)s questions within a day. Please go on tomorrow.")

"""What practice refuses, in the words that the person reads."""

from django.utils.translation import gettext_lazy as _

from contests.refusals import Refused


class Withdrawn(Refused):
    message = _(
        "This question has been set aside or changed since you opened it. Nothing is counted; go on with the next one."
    )


class SetAside(Refused):
    message = _(
        "This question is set aside for a contest now, or waits to be checked. Its answer shows here again afterwards."
    )


class NotAnswered(Refused):
    message = _("Choose or write an answer first.")


class NotReadable(Refused):
    message = _("This answer could not be read. Look at your answer once more, then send it again.")


class SittingAPaper(Refused):
    message = _("You are sitting a contest paper. Hand it in first, then practise.")


class NothingToOpen(Refused):
    message = _("Choose at least one question.")


class NamesQuestions(Refused):
    message = _(
        "This contest has fixed papers or a live round that is not finished. "
        "Its questions stay set aside until it is over."
    )


class AlreadyOver(Refused):
    message = _("This contest is over: its questions can be practised anyway.")

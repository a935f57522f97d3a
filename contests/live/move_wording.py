"""What moved a live round, in words, for its record."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from contests.live.states import Command

MOVES: dict[str, str | Promise] = {
    "clock": gettext_lazy("The clock moved the round on"),
    "phones": gettext_lazy("Everybody connected had answered, or enough phones had the question"),
    "answer": gettext_lazy("Who held the bell answered"),
    "captain": gettext_lazy("A captain was named"),
    Command.OPEN: gettext_lazy("The question was shown"),
    Command.CHOICE: gettext_lazy("One more choice shown"),
    Command.START: gettext_lazy("All choices shown"),
    Command.BEGIN: gettext_lazy("Clock started without waiting for more phones"),
    Command.PAUSE: gettext_lazy("Paused"),
    Command.RESUME: gettext_lazy("Gone on after the pause"),
    Command.EXTEND: gettext_lazy("Time added"),
    Command.CLOSE: gettext_lazy("Answers closed by hand"),
    Command.REVEAL: gettext_lazy("Answer revealed"),
    Command.BOARD: gettext_lazy("Leaderboard shown"),
    Command.SKIP: gettext_lazy("Question left out"),
    Command.RERUN: gettext_lazy("Question played again; earlier answers to it no longer count"),
    Command.VOID: gettext_lazy("Question voided: it gives nobody points"),
    Command.RESTORE: gettext_lazy("Question made to count again"),
    Command.LOCK: gettext_lazy("Door locked"),
    Command.UNLOCK: gettext_lazy("Door opened again"),
    Command.FINISH: gettext_lazy("Round finished"),
    Command.GO: gettext_lazy("Time for everybody's own pace started"),
    Command.RIGHT: gettext_lazy("Spoken answer judged right"),
    Command.WRONG: gettext_lazy("Spoken answer judged wrong"),
    Command.RECALL: gettext_lazy("Last verdict at the bell taken back"),
    Command.REOPEN: gettext_lazy("Answers opened again: closed too early"),
    Command.EXTRA: gettext_lazy("One more question with the bell, for those who are level"),
    Command.RESCUE: gettext_lazy("Everybody who was out called back"),
    Command.RETURN: gettext_lazy("Finish taken back"),
}

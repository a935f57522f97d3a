"""What the register refuses, one class for each reason."""

from django.utils.translation import gettext_lazy as _


class Refused(Exception):
    """`message` is what the person reads. field: the box of a form that it is about, if it is about one."""

    message = _("This is not possible.")
    field = ""

    def __str__(self) -> str:
        return str(self.message)


class ChangedMeanwhile(Refused):
    message = _("Somebody else has changed this since you opened it. What you typed is below: look at theirs first.")


class Withdrawn(Refused):
    message = _("This activity was withdrawn and is not changed any more. Enter it anew.")


class NotYetHeld(Refused):
    message = _("Enter an activity when it has been held: this day is still to come.")
    field = "held_on"


class ContestTyped(Refused):
    message = _("Contests are counted by themselves from where they were held. Choose another form.")
    field = "kind"


class ProofTooLarge(Refused):
    message = _("The file is larger than 10 MB. Give a smaller one, or a link.")
    field = "proof"


class ProofUnknown(Refused):
    message = _("Give a PDF, a picture (JPEG, PNG), or a Word or Excel file (.docx, .xlsx).")
    field = "proof"


class NoReason(Refused):
    message = _("Say why it is withdrawn.")
    field = "why"

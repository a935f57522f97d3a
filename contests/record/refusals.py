"""What signing and publishing refuse."""

from django.utils.translation import gettext_lazy as _

from contests.refusals import Refused


class NotYourSignature(Refused):
    message = _("You sign for none of the bodies that hold this contest.")


class SignedAlready(Refused):
    message = _("Your body has signed this version already.")


class AnotherVersion(Refused):
    message = _("This has changed since the page was loaded. Read it again, then sign.")


class NotYetFinal(Refused):
    message = _("The results cannot be settled yet: %(reasons)s")


class NotSigned(Refused):
    message = _("The signature of %(bodies)s is missing.")


class ResultsChanged(Refused):
    message = _("Results have changed since this edition was prepared. Prepare a new one, and have it signed.")


class CountsDiffer(Refused):
    message = _(
        "The second count from the answers does not agree with the ranking (%(lines)s lines). Nothing was prepared: "
        "please send this sentence to whoever looks after the system."
    )


class ReasonForChange(Refused):
    message = _("Results are published. Write why they change: the reason stands on the new edition.")

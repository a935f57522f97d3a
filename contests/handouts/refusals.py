"""What handing out refuses."""

from django.utils.translation import gettext_lazy as _

from contests.refusals import Refused


class NothingPublished(Refused):
    message = _("Certificates are issued for published results. Have an edition signed and publish it first.")


class Cancelled(Refused):
    message = _("Printing was stopped; no file was made.")

"""What the public page of a contest refuses."""

from django.utils.translation import gettext_lazy as _

from contests.refusals import Refused


class NotYetPublic(Refused):
    message = _("A draft has no public page. Announce when the contest is open.")


class NothingSaid(Refused):
    message = _("Write a title for the announcement.")
    field = "title"


class WithdrawnAlready(Refused):
    message = _("This announcement has been withdrawn already.")


class TooManyHosts(Refused):
    message = _("Name at most %(most)s hosts.")
    field = "hosts"

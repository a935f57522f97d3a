"""Why a template is not taken; doors show `str(refusal)` to the person."""

from django.utils.translation import gettext_lazy as _

from contests.refusals import Refused
from regulations.readers.refusals import EncryptedFile, HasMacros, NotRead, TooMuchInside


class TemplateRefused(Refused):
    field = "file"


class NoWordFile(TemplateRefused):
    message = _("This is no Word file (.docx) that can be read. In Word, choose Save as, then “Word document (.docx)”.")


class TemplateTooLarge(TemplateRefused):
    message = _("The file is larger than %(most)s MB. Make its pictures smaller, then hand it in again.")


class TemplateEncrypted(TemplateRefused):
    message = _("The file asks for a password. Remove the password in Word, then hand it in again.")


class TemplateWithMacros(TemplateRefused):
    message = _("The file has programs (macros) in it. Save it as a “Word document (.docx)” without them.")


class EmbeddedFile(TemplateRefused):
    message = _("The file has another file or a program embedded in it. Remove it in Word, then hand it in again.")


class ExternalLink(TemplateRefused):
    message = _(
        "The file links to something outside it: %(target)s. Remove the link (in Word: Ctrl+Shift+F9 on it), or put "
        "the picture into the file itself."
    )


class FetchingField(TemplateRefused):
    message = _("The file has a field that fetches or runs something (%(field)s). Remove it, then hand it in again.")


class PlaceholderUnknown(TemplateRefused):
    message = _("%(name)s is no placeholder of this paper. Choose one from the list on this page.")


class PlaceholderMeant(TemplateRefused):
    message = _("%(name)s is no placeholder of this paper. Do you mean %(near)s?")


class PlaceholderMissing(TemplateRefused):
    message = _("The template lacks what this paper must say: %(names)s. Put it where it belongs.")


class NotClosed(TemplateRefused):
    message = _(
        "A placeholder is not written whole: each begins with {{ and ends with }} in one line. Look at: “%(around)s”."
    )


class NoProgramming(TemplateRefused):
    message = _(
        "Only placeholders such as {{ten_cuoc_thi}} are understood, no conditions and no loops. Look at: “%(around)s”."
    )


class TwoLists(TemplateRefused):
    message = _("One row or paragraph asks for two lists at once: %(names)s. Give each its own.")


class NotInTheHead(TemplateRefused):
    message = _(
        "%(name)s differs from sheet to sheet and cannot stand in the head or foot of the page. Put it into the text."
    )


class NoSuchVersion(TemplateRefused):
    message = _("This version of the template is not there any more. Look at the list again.")


def of_reading(error: NotRead) -> TemplateRefused:
    """Return the refusal for what the reader of packages says."""
    if isinstance(error, HasMacros):
        return TemplateWithMacros()
    if isinstance(error, EncryptedFile):
        return TemplateEncrypted()
    if isinstance(error, TooMuchInside):
        return TemplateTooLarge(most=30)
    return NoWordFile()

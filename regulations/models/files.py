"""Files that regulations are read from: those that wait for their uploader, and those that became one."""

from uuid import uuid4

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

FOLDER = "regulations"  # of the originals, in the store of files


class SourceKind(models.TextChoices):
    """What a text was read from; the values are those of `readers.front.SourceKind`, and PASTED."""

    DOCX = "docx", _("Word file (.docx)")
    DOC = "doc", _("Old Word file (.doc)")
    RTF = "rtf", _("Rich text (.rtf)")
    PDF = "pdf", _("PDF with text")
    HTML = "html", _("Web page (.html)")
    CODE_PAGE = "code_page", _("Page of the electronic code")
    TEXT = "text", _("Plain text (.txt)")
    PASTED = "pasted", _("Pasted text")


class Upload(models.Model):
    """A text that was read but is not a document yet: it waits for its uploader to confirm the facts."""

    uploaded_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    file_name = models.CharField(max_length=200, blank=True)
    raw = models.BinaryField()
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.file_name or f"{self.created_at:%Y-%m-%d %H:%M}"


def _generated_name(_file: "SourceFile", _given: str) -> str:
    return f"{FOLDER}/{uuid4().hex}"


class SourceFile(models.Model):
    """An original, kept once by what is in it, under a name that says nothing. Never changed."""

    sha256 = models.CharField(max_length=64, unique=True)
    size = models.PositiveIntegerField()  # bytes
    file = models.FileField(upload_to=_generated_name)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.sha256[:12]

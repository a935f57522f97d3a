"""What trainers send: a text, the facts about it, and that it lost force."""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulations.importing import LARGEST, TooLarge
from regulations.models import Document, Relation


def _words(name: str, label: str, widget: forms.Widget | None = None) -> forms.CharField:
    """A field as long, and as much required, as the document's."""
    column = Document._meta.get_field(name)
    return forms.CharField(label=label, max_length=column.max_length, required=not column.blank, widget=widget)


def _day(label: str, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=False,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )


class UploadForm(forms.Form):
    """A file or pasted words, exactly one of them. After validation `raw` and `file_name` hold it."""

    file = forms.FileField(
        label=gettext_lazy("File (.docx, .doc, .pdf, .html, .txt)"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".docx,.doc,.rtf,.pdf,.html,.htm,.txt,text/plain"}),
    )
    text = forms.CharField(
        label=gettext_lazy("Or paste the whole text here"),
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 12, "spellcheck": "false"}),
    )

    raw = b""
    file_name = ""

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        file, text = given.get("file"), given.get("text") or ""
        if file and text.strip():
            raise forms.ValidationError(_("You chose a file and pasted a text as well. Send one of them."))
        if file and file.size > LARGEST:
            raise forms.ValidationError(str(TooLarge()))
        self.raw = file.read() if file else text.encode()
        self.file_name = file.name if file else ""
        if not self.raw.strip():
            raise forms.ValidationError(
                _("There is nothing to read: choose a file that is not empty, or paste the text.")
            )
        return given

    def keep_words(self, words: str) -> None:
        """Show `words` in the text box again, so that a file that was refused can be mended on the page."""
        self.data = self.data.copy()
        self.data["text"] = words


class FactsForm(forms.Form):
    """The facts guessed from a text, to be confirmed. Twins are left to the import, which can name them."""

    doc_type = _words("doc_type", gettext_lazy("Type of document"))
    number = _words("number", gettext_lazy("Number and symbol"))
    title = _words("title", gettext_lazy("Title"), widget=forms.Textarea(attrs={"rows": 3}))
    issuer = _words("issuer", gettext_lazy("Issuing body"))
    signer = _words("signer", gettext_lazy("Signer"))
    issued_on = _day(gettext_lazy("Issued on"))
    effective_on = _day(gettext_lazy("In force from"))
    expired_on = _day(gettext_lazy("Lost force on"), help_text=gettext_lazy("The first day without effect."))
    expiry_reason = _words("expiry_reason", gettext_lazy("Why it lost force"))

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        issued, begun, ended = (given.get(name) for name in ("issued_on", "effective_on", "expired_on"))
        # A consolidated text, and one in force from an earlier day on, says so itself.
        if issued and begun and begun < issued and begun != self.initial.get("effective_on"):
            self.add_error("effective_on", _("A document has no effect before it is issued."))
        if ended and (begun or issued) and ended < (begun or issued):
            self.add_error("expired_on", _("A document cannot lose force before it has any."))
        return given


class ExpiryForm(forms.Form):
    expired_on = _day(
        gettext_lazy("Lost force on"),
        help_text=gettext_lazy("The first day without effect. Leave it empty if the document has effect after all."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Why it lost force"),
        max_length=300,
        required=False,
        help_text=gettext_lazy("Name the document that replaces or abolishes it, with article and number."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("expired_on") and not given.get("reason"):
            self.add_error("reason", _("Say why, so that others can check it."))
        return given


class SuspensionForm(forms.Form):
    """What a trainer records of a suspension by a decision."""

    since = forms.DateField(
        label=gettext_lazy("Suspended from"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )
    last_day = _day(
        gettext_lazy("Suspended up to and including"),
        help_text=gettext_lazy("Leave it empty if no end has been set yet."),
    )
    address = forms.CharField(
        label=gettext_lazy("Provision that is suspended"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example: khoản 2 Điều 5. Empty: the whole document."),
    )
    reason = forms.CharField(
        label=gettext_lazy("Decision that suspends it"),
        max_length=300,
        help_text=gettext_lazy("Number, day and issuing body, so that others can check it."),
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        since, last = given.get("since"), given.get("last_day")
        if since and last and last < since:
            self.add_error("last_day", _("The last day lies before the first."))
        return given


class RelationForm(forms.Form):
    """What a trainer decides on a relation between documents, with what they correct on the way."""

    decision = forms.ChoiceField(choices=[("confirm", ""), ("reject", ""), ("undo", "")])
    target_address = forms.CharField(
        label=gettext_lazy("Provision that it changes"),
        max_length=200,
        required=False,
        help_text=gettext_lazy("For example: khoản 2 Điều 5. Empty: the whole document."),
    )
    effective_on = _day(gettext_lazy("In effect from"))
    last_day = _day(
        gettext_lazy("Suspended up to and including"),
        help_text=gettext_lazy("Leave it empty if no end has been set yet."),
    )
    new_text = forms.CharField(
        label=gettext_lazy("New words"), required=False, max_length=200_000, widget=forms.Textarea(attrs={"rows": 8})
    )

    @staticmethod
    def initial_of(relation: Relation) -> dict[str, Any]:
        return {
            "target_address": relation.target_address,
            "effective_on": relation.effective_on,
            "last_day": relation.effective_until - timedelta(1) if relation.effective_until else None,
            "new_text": relation.new_text,
        }

    def clean_new_text(self) -> str:
        return str(self.cleaned_data["new_text"]).replace("\x00", "")

"""What trainers send: a text, the facts about it, and that it lost force."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from regulations.importing import LARGEST, TooLarge
from regulations.models import Document


def _day(label: str, required: bool = False, help_text: str = "") -> forms.DateField:
    return forms.DateField(
        label=label,
        required=required,
        help_text=help_text,
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        input_formats=["%Y-%m-%d", "%d/%m/%Y"],
    )


class UploadForm(forms.Form):
    """A text file or pasted words, exactly one of them. After validation `raw` and `file_name` hold it."""

    file = forms.FileField(
        label=gettext_lazy("Text file (.txt)"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".txt,text/plain"}),
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


class FactsForm(forms.ModelForm):
    """The facts guessed from a text, to be confirmed."""

    issued_on = _day(gettext_lazy("Issued on"))
    effective_on = _day(gettext_lazy("In force from"))
    expired_on = _day(gettext_lazy("Lost force on"), help_text=gettext_lazy("The first day without effect."))

    class Meta:
        model = Document
        fields = [
            "doc_type",
            "number",
            "title",
            "issuer",
            "signer",
            "issued_on",
            "effective_on",
            "expired_on",
            "expiry_reason",
        ]
        labels = {
            "doc_type": gettext_lazy("Type of document"),
            "number": gettext_lazy("Number and symbol"),
            "title": gettext_lazy("Title"),
            "issuer": gettext_lazy("Issuing body"),
            "signer": gettext_lazy("Signer"),
            "expiry_reason": gettext_lazy("Why it lost force"),
        }
        widgets = {"title": forms.Textarea(attrs={"rows": 3})}

    def clean_title(self) -> str:
        return " ".join(self.cleaned_data["title"].split())

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        issued, begun, ended = (given.get(name) for name in ("issued_on", "effective_on", "expired_on"))
        if issued and begun and begun < issued:
            self.add_error("effective_on", _("A document has no effect before it is issued."))
        if ended and (begun or issued) and ended < (begun or issued):
            self.add_error("expired_on", _("A document cannot lose force before it has any."))
        return given

    def validate_unique(self) -> None:
        """Leave twins to the import, which can name the document that is there."""


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

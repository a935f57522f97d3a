from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.handouts.office.reading import MOST_BYTES
from contests.handouts.office.refusals import TemplateTooLarge


class TemplateForm(forms.Form):
    file = forms.FileField(
        label=_("Word file (.docx)"),
        help_text=_("At most 5 MB, without macros and without links to anything outside the file."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )

    def clean_file(self) -> Any:
        """Refuse what is too large before anything of it is read into memory."""
        file = self.cleaned_data["file"]
        if file.size > MOST_BYTES:
            raise forms.ValidationError(str(TemplateTooLarge(most=MOST_BYTES // 1024 // 1024)))
        return file

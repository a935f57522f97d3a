from django import forms
from django.utils.translation import gettext_lazy as _


class TemplateForm(forms.Form):
    file = forms.FileField(
        label=_("Word file (.docx)"),
        help_text=_("At most 5 MB, without macros and without links to anything outside the file."),
        widget=forms.ClearableFileInput(attrs={"accept": ".docx"}),
    )

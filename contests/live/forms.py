"""What an organiser settles before a live round."""

from django import forms
from django.utils.translation import gettext_lazy as _


class LiveRoundForm(forms.Form):
    title = forms.CharField(label=_("Title on the projector"), max_length=200)
    questions = forms.IntegerField(label=_("Number of questions"), min_value=1, max_value=60, initial=10)
    seconds = forms.IntegerField(
        label=_("Seconds to answer each question"),
        min_value=5,
        max_value=300,
        initial=20,
        help_text=_("Long questions on a phone need 20 to 30 seconds."),
    )

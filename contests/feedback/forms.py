"""What is typed about a question, and what its keeper answers."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.feedback.answering import MOST_WORDS as MOST_IN_ANSWER
from contests.feedback.sending import MOST_WORDS, Said
from contests.models import Feedback


class FeedbackForm(forms.Form):
    about = forms.ChoiceField(
        label=_("What is your feedback about?"), choices=Feedback.About.choices, widget=forms.RadioSelect
    )
    words = forms.CharField(
        label=_("What is wrong with the question, and why"), max_length=MOST_WORDS,
        widget=forms.Textarea(attrs={"rows": 4, "maxlength": MOST_WORDS}),
        help_text=_("Name the words of the regulation that you rely on. Write no names and no personal data."),
    )  # fmt: skip

    def said(self) -> Said:
        """Return what was typed. Call it only after is_valid()."""
        return Said(Feedback.About(self.cleaned_data["about"]), self.cleaned_data["words"])


class PaperFeedbackForm(FeedbackForm):
    """The same, about a question of a paper."""

    position = forms.TypedChoiceField(label=_("Which question?"), coerce=int)
    field_order = ("position", "about", "words")

    def __init__(self, *args: Any, positions: Sequence[int], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["position"].choices = [  # type: ignore[attr-defined]
            (place, _("Question %(position)s") % {"position": place}) for place in positions
        ]


class AnswerForm(forms.Form):
    finding = forms.ChoiceField(label=_("What you found"), choices=Feedback.Finding.choices, widget=forms.RadioSelect)
    words = forms.CharField(
        label=_("Answer, with the reason"), max_length=MOST_IN_ANSWER,
        widget=forms.Textarea(attrs={"rows": 5, "maxlength": MOST_IN_ANSWER}),
        help_text=_("The sender reads it with the question."),
    )  # fmt: skip
    shown_to_all = forms.BooleanField(
        label=_("Show what was asked and this answer to everybody who sees the explanation"), required=False
    )

"""What the pages of practice send."""

from django import forms
from django.utils.translation import gettext_lazy as _

from practice.turns import Scope
from questionbank.models import Topic
from regulations.models import Document

GOALS = (5, 10, 20, 30)


class GoalForm(forms.Form):
    goal = forms.TypedChoiceField(label=_("Answers a day"), coerce=int, choices=[(goal, str(goal)) for goal in GOALS])


class ScopeForm(forms.Form):
    """What to practise; nothing chosen: what is due."""

    topic = forms.ModelChoiceField(Topic.objects.order_by("position", "code"), required=False)
    document = forms.ModelChoiceField(Document.objects.without_source(), required=False)

    def scope(self) -> Scope:
        """Return what was chosen; what does not exist counts as nothing chosen."""
        self.full_clean()
        return Scope(self.cleaned_data.get("topic"), self.cleaned_data.get("document"))

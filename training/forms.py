"""The target that a trainer sets for a report."""

from django import forms
from django.utils.translation import gettext_lazy as _

from training.findings import Rule


class RuleForm(forms.Form):
    target = forms.IntegerField(
        label=_("Target: share of right answers (%)"), min_value=30, max_value=95, initial=round(Rule().target * 100)
    )
    threshold = forms.IntegerField(
        label=_("How sure one must be (%)"), min_value=60, max_value=99, initial=round(Rule().threshold * 100)
    )

    def rule(self) -> Rule:
        """Return the rule that was asked for; the usual one where a field is missing or wrong."""
        given = self.cleaned_data if self.is_valid() else {}
        usual = Rule()
        return Rule(given.get("target", usual.target * 100) / 100, given.get("threshold", usual.threshold * 100) / 100)

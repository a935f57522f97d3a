"""The table of prizes, a row for each kind of prize."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.models import Contest
from contests.prizes import MOST_AMOUNT, MOST_PRIZES, Prize
from contests.rules import Rules
from official.figures import whole

RANK_NAMES = {
    "first": _("first prize"),
    "second": _("second prize"),
    "third": _("third prize"),
    "encouragement": _("encouragement prize"),
    "other": _("further prize"),
}
WINNER_NAMES = {"person": _("to a person"), "unit": _("to a unit")}
SCOPE_NAMES = {"contest": _("once"), "round": _("in every round")}


class AmountField(forms.IntegerField):
    """đồng, typed with or without the dots between thousands."""

    def to_python(self, value: Any) -> int | None:
        return super().to_python(str(value).replace(".", "").replace(" ", "") if value else value)

    def prepare_value(self, value: Any) -> Any:
        """Show a kept amount with its dots, and one just typed as it was typed."""
        return whole(value) if isinstance(value, int) and value else value or ""


class PrizeForm(forms.Form):
    winner = forms.ChoiceField(label=_("Given"), choices=WINNER_NAMES)
    rank = forms.ChoiceField(label=_("Prize"), choices=RANK_NAMES)
    title = forms.CharField(label=_("Name of a further prize"), max_length=80, required=False)
    count = forms.IntegerField(label=_("How many"), min_value=1, max_value=MOST_PRIZES)
    amount = AmountField(
        label=_("Amount of each (đồng)"), min_value=0, max_value=MOST_AMOUNT, required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off"}),
    )  # fmt: skip
    scope = forms.ChoiceField(label=_("How often"), choices=SCOPE_NAMES)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if given.get("rank") == "other" and not given.get("title") and self.has_changed():
            self.add_error("title", _("Write what this prize is for."))
        return given

    def has_changed(self) -> bool:
        """A row without a number is an empty row, whatever its lists show."""
        return bool(self["count"].value() or self["amount"].value() or self["title"].value())


def prize_of(typed: dict[str, Any]) -> Prize:
    """Return the line of the table that a valid row says."""
    return Prize(**typed | {"amount": typed["amount"] or 0})


def initial_of(contest: Contest) -> list[dict[str, Any]]:
    """Return a row for each prize of the draft `contest`."""
    fields = tuple(PrizeForm.base_fields)
    return [{name: getattr(prize, name) for name in fields} for prize in Rules.from_json(contest.rules).prizes]

"""What organisers settle about entering: who, what is asked, consent, who is barred, and who works for the contest."""

from datetime import date
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from contests.entering.rules import BARRED, FIELDS, MOST_DAYS, PURPOSES, USUAL_FIELDS, WAYS, Asked, EntryRules
from contests.entering.wording import FIELD_NAMES, PARTS
from contests.entering.wording import PURPOSES as PURPOSE_NAMES
from contests.entering.wording import WAYS as WAY_NAMES
from contests.models import Contest, ContestStaff, PositionGroup
from contests.settings import RulesError
from people.models import Unit

ASKING = {"no": _("not asked"), "optional": _("asked, may be left empty"), "required": _("required")}
USUAL_DAYS = {each.field: each.keep_days for each in USUAL_FIELDS} | {"birth": 90, "email": 90, "citizen": 30}


def _boxes(label: Any, names: dict[Any, Any], order: tuple[str, ...], **how: Any) -> forms.MultipleChoiceField:
    choices = [(key, capfirst(names[key])) for key in order]
    return forms.MultipleChoiceField(label=label, choices=choices, widget=forms.CheckboxSelectMultiple, **how)


class EntryForm(forms.Form):
    """Who may enter a draft; `entry()` and `cleaned_data["eligible_units"]` give it in the form that actions take."""

    eligible_units = forms.ModelMultipleChoiceField(
        Unit.objects.none(), label=_("Eligible units"), required=False, widget=forms.CheckboxSelectMultiple,
        help_text=_("Units under a chosen one are eligible too. None chosen: every unit."),
    )  # fmt: skip

    def __init__(self, *args: Any, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["ways"] = _boxes(
            _("Ways in"), WAY_NAMES, WAYS, error_messages={"required": _("Tick at least one way in.")}
        )
        self.fields["eligible_units"].queryset = Unit.objects.valid_on(day).order_by("name_folded")  # type: ignore[attr-defined]
        groups = list(PositionGroup.objects.values_list("code", "name"))
        self.fields["groups"] = forms.MultipleChoiceField(
            label=_("Position groups"), choices=groups, required=False, widget=forms.CheckboxSelectMultiple,
            help_text=_("None chosen: every group."),
        )  # fmt: skip
        for name in FIELDS:
            label = capfirst(FIELD_NAMES[name])
            choices = [(key, said) for key, said in ASKING.items() if name != "name" or key == "required"]
            self.fields[f"ask_{name}"] = forms.ChoiceField(label=label, choices=choices)
            self.fields[f"days_{name}"] = forms.IntegerField(label=_("Days kept"), min_value=0, max_value=MOST_DAYS)
        self.fields["purposes"] = _boxes(
            _("Consent is asked for"), PURPOSE_NAMES, PURPOSES, required=False,
            help_text=_("Nothing is ticked beforehand. Whoever does not agree to taking part is not entered."),
        )  # fmt: skip
        self.fields["barred"] = _boxes(_("Who may not take part"), PARTS, BARRED, required=False)

    def asked_rows(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Return for each field of the registration form whether it is asked, and how long it is kept."""
        return [(self[f"ask_{name}"], self[f"days_{name}"]) for name in FIELDS]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        try:
            given["entry"] = EntryRules.from_json(
                {
                    "ways": given["ways"],
                    "groups": given["groups"],
                    "fields": [self._asked(name, given) for name in FIELDS if given[f"ask_{name}"] != "no"],
                    "purposes": given["purposes"],
                    "barred": given["barred"],
                }
            )
        except RulesError as error:
            self.add_error(*self._place(error))
        return given

    @staticmethod
    def _asked(name: str, given: dict[str, Any]) -> dict[str, Any]:
        required = given[f"ask_{name}"] == "required"
        return {"field": name, "required": required, "keep_days": given[f"days_{name}"]}

    @staticmethod
    def _place(error: RulesError) -> tuple[str | None, Any]:
        if error.field == "fields":
            return "ask_group", _("You let people in by position group: ask for it.")
        if error.field == "purposes" and "later contests" in error.problem:
            return "purposes", _("To write to people about later contests, ask for phone number or e-mail.")
        if error.field == "purposes":
            return "purposes", _("Where consent is asked at all, it is asked for taking part.")
        return None, str(error)

    def entry(self) -> EntryRules:
        """Return the rules typed. Call it only after is_valid()."""
        return self.cleaned_data["entry"]  # type: ignore[no-any-return]


def initial_entry(contest: Contest) -> dict[str, Any]:
    """Return what the form shows for the draft `contest`."""
    rules = contest.entering
    shown: dict[str, Any] = {
        "ways": rules.ways,
        "eligible_units": list(contest.eligible_units.all()),
        "groups": rules.groups,
        "purposes": rules.purposes,
        "barred": rules.barred,
    }
    for name in FIELDS:
        asked = rules.asks(name)
        shown[f"ask_{name}"] = "no" if asked is None else "required" if asked.required else "optional"
        shown[f"days_{name}"] = (asked or Asked(name, keep_days=USUAL_DAYS.get(name, 0))).keep_days
    return shown


class StaffForm(forms.Form):
    username = forms.CharField(
        label=_("Account"), max_length=60,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    duty = forms.ChoiceField(label=_("Duty"), choices=ContestStaff.Duty.choices)

"""What organisers type about the ranking of units, and about one unit's roster."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.settings import RulesError
from contests.units.rules import MOST_BANDS, MOST_PEOPLE, MOST_WEIGHT, PARTS, UNIT_KEYS, UnitRules
from contests.units.wording import part_names

KEY_ROWS, BAND_ROWS = len(UNIT_KEYS), MOST_BANDS
KEYS = {
    "": _("nothing more"),
    "rate": _("participation rate"),
    "mean": _("mean score of who took part"),
    "mean_roster": _("mean score over the whole roster"),
    "mean_best": _("mean of the best scores"),
    "sum": _("sum of points"),
    "took_part": _("how many took part"),
    "all_correct": _("how many had everything right"),
    "formula": _("weighted formula"),
    "completed": _("completed earlier"),
}
ROSTERS = {
    "none": _("no roster: only who took part counts"),
    "contest": _("one roster for the whole contest"),
    "round": _("a roster for each round"),
}
TIES = {"share": _("share the place"), "board": _("wait for the organising board")}
SENTENCES = {  # what the rules refuse, where it is typed
    "roster": ("roster", _("These settings count against a roster: choose that one is kept.")),
    "bands": ("band_0_below", _("Write the sizes from small to large; leave the last size empty for all other units.")),
    "keys": ("key_0", _("Choose at least one, and none twice.")),
    "best": ("best", _("Say how many scores are taken, and choose the mean of the best scores above; or neither.")),
    "weights": ("weight_rate", _("Give the formula its weights and choose the formula above; or neither.")),
}


def _percent(label: Any, **more: Any) -> forms.DecimalField:
    return forms.DecimalField(
        label=label, required=False, min_value=0, max_value=100, max_digits=5, decimal_places=2, localize=True, **more
    )


class UnitRulesForm(forms.Form):
    """How units are ranked; `rules()` gives it as `UnitRules`."""

    roster = forms.ChoiceField(label=_("Rosters of units"), choices=ROSTERS)
    score_above = _percent(
        _("More than this share of the points, in percent"),
        help_text=_("A unit with less has no place. Empty: no condition."),
    )
    blocks = forms.BooleanField(label=_("Each block has places and prizes of its own"), required=False)
    best = forms.IntegerField(
        label=_("Best scores taken"), required=False, min_value=0, max_value=MOST_PEOPLE,
        help_text=_("For the mean of the best scores. Missing ones count 0."),
    )  # fmt: skip
    ties = forms.ChoiceField(label=_("Units equal in everything"), choices=TIES)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for row in range(KEY_ROWS):
            self.fields[f"key_{row}"] = forms.ChoiceField(
                label=_("Order %(number)s") % {"number": row + 1}, choices=KEYS, required=False
            )
        self.fields["key_0"].required = True
        for row in range(BAND_ROWS):
            self.fields[f"band_{row}_below"] = forms.IntegerField(
                label=_("Units of fewer people than"), required=False, min_value=1, max_value=MOST_PEOPLE
            )
            self.fields[f"band_{row}_rate"] = _percent(_("Least rate, in percent"))
            self.fields[f"band_{row}_count"] = forms.IntegerField(
                label=_("Least people taking part"), required=False, min_value=0, max_value=MOST_PEOPLE
            )
        names = part_names()
        for part in PARTS:
            self.fields[f"weight_{part}"] = forms.IntegerField(
                label=names[part].capitalize(), required=False, min_value=0, max_value=MOST_WEIGHT
            )

    def key_fields(self) -> list[forms.BoundField]:
        return [self[f"key_{row}"] for row in range(KEY_ROWS)]

    def band_rows(self) -> list[list[forms.BoundField]]:
        return [[self[f"band_{row}_{name}"] for name in ("below", "rate", "count")] for row in range(BAND_ROWS)]

    def weight_fields(self) -> list[forms.BoundField]:
        return [self[f"weight_{part}"] for part in PARTS]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if self.errors:
            return given
        try:
            given["rules"] = UnitRules.from_json(self._json(given))
        except RulesError as error:
            field, sentence = SENTENCES.get(error.field.partition(".")[2].partition(".")[0], (None, str(error)))
            self.add_error(field, str(sentence))
        return given

    def _json(self, given: dict[str, Any]) -> dict[str, Any]:
        bands = [
            {"below": below or 0, "rate": _hundredths(rate), "count": count or 0}
            for below, rate, count in (
                [given.get(f"band_{row}_{name}") for name in ("below", "rate", "count")] for row in range(BAND_ROWS)
            )
            if below or rate or count
        ]
        weights = {part: given.get(f"weight_{part}") for part in PARTS}
        return {
            "roster": given["roster"],
            "bands": bands,
            "score_above": min(_hundredths(given["score_above"]), 9999),
            "blocks": given["blocks"],
            "keys": [key for row in range(KEY_ROWS) if (key := given.get(f"key_{row}"))],
            "best": given["best"] or 0,
            "weights": [{"of": part, "weight": weight} for part, weight in weights.items() if weight],
            "ties": given["ties"],
        }

    def rules(self) -> UnitRules:
        """Return what was typed. Call it only after is_valid()."""
        return self.cleaned_data["rules"]  # type: ignore[no-any-return]


def initial_of(rules: UnitRules) -> dict[str, Any]:
    """Return what the form shows for `rules`."""
    shown: dict[str, Any] = {"roster": rules.roster, "blocks": rules.blocks, "ties": rules.ties}
    shown["score_above"] = _percentage(rules.score_above)
    shown["best"] = rules.best or None
    shown |= {f"key_{row}": key for row, key in enumerate(rules.keys)}
    for row, band in enumerate(rules.bands):
        shown[f"band_{row}_below"] = band.below or None
        shown[f"band_{row}_rate"], shown[f"band_{row}_count"] = _percentage(band.rate), band.count or None
    return shown | {f"weight_{each.of}": each.weight for each in rules.weights}


def _hundredths(percent: Decimal | None) -> int:
    return int((percent or Decimal(0)) * 100)


def _percentage(hundredths: int) -> Decimal | None:
    return Decimal(hundredths) / 100 if hundredths else None


class HeadcountForm(forms.Form):
    """How many people a unit has."""

    headcount = forms.IntegerField(label=_("People in the unit"), min_value=0, max_value=MOST_PEOPLE)
    exempted = forms.IntegerField(label=_("Of them exempted"), min_value=0, max_value=MOST_PEOPLE, initial=0)
    exempt_reason = forms.CharField(
        label=_("Why they are exempted"), max_length=300, required=False,
        help_text=_("Such as: 2 on maternity leave, 1 at a course abroad."),
    )  # fmt: skip
    reason = forms.CharField(label=_("Reason of the correction"), max_length=500, required=False)


class PersonForm(forms.Form):
    """A person to be added to a roster."""

    full_name = forms.CharField(label=_("Full name"), max_length=120)
    code = forms.CharField(label=_("Staff code"), max_length=40, required=False)
    position_group = forms.CharField(label=_("Position group"), max_length=60, required=False)
    email = forms.EmailField(label=_("Email"), required=False)
    reason = forms.CharField(label=_("Reason of the correction"), max_length=500, required=False)


class LineForm(forms.Form):
    """What to do with a person on a roster."""

    line = forms.IntegerField(widget=forms.HiddenInput)
    why = forms.CharField(label=_("Why they are exempted"), max_length=300, required=False)
    reason = forms.CharField(label=_("Reason of the correction"), max_length=500, required=False)


class RosterFileForm(forms.Form):
    """A list of people, or of headcounts, in a spreadsheet."""

    file = forms.FileField(
        label=_("Excel or CSV file"),
        widget=forms.ClearableFileInput(attrs={"accept": ".xlsx,.csv"}),
        help_text=_("With names, or with a number of people for each unit; see the columns below."),
    )
    reason = forms.CharField(label=_("Reason of the correction"), max_length=500, required=False)

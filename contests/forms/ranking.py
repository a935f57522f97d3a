"""What decides places: an ordered list of keys, and what is done between equals."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.models import Contest
from contests.rules import MOST_FREEZE_HOURS, RANKING_KEYS, Rules

KEYS = {
    "prediction": _("the nearest prediction"),
    "time_used": _("less time used"),
    "time_correct": _("less time spent on right answers"),
    "submitted_at": _("handed in earlier"),
    "lots": _("drawing lots"),
}
PLACES = range(2, len(RANKING_KEYS) + 1)


class RankingForm(forms.Form):
    """Points come first; the boxes name what comes second, third and so on."""

    overall = forms.ChoiceField(
        label=_("Over the whole contest"),
        choices={
            "sum": _("what counts in each round is added up to one list"),
            "none": _("every round stands alone"),
        },
    )
    ties = forms.ChoiceField(
        label=_("Between people equal in everything above"),
        choices={"share": _("they share the place"), "board": _("the organising board decides, with its reason")},
    )

    freeze_hours = forms.IntegerField(
        label=_("Hours before the end of a round in which its boards stand still"),
        min_value=0,
        max_value=MOST_FREEZE_HOURS,
        required=False,
        help_text=_("Nobody knows then who will win before the round is over. 0: the boards move to the end."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for place in PLACES:
            self.fields[f"key_{place}"] = forms.ChoiceField(
                label=_("Key %(place)s") % {"place": place}, choices=[("", _("nothing more")), *KEYS.items()],
                required=False,
            )  # fmt: skip

    def key_fields(self) -> list[forms.BoundField]:
        return [self[f"key_{place}"] for place in PLACES]

    def clean_freeze_hours(self) -> int:
        return self.cleaned_data["freeze_hours"] or 0

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        named: list[str] = []
        for place in PLACES:
            key = given.get(f"key_{place}")
            if not key:
                continue
            if key in named:
                self.add_error(f"key_{place}", _("This key stands above already: name each once."))
            elif "lots" in named:
                self.add_error(f"key_{place}", _("Nothing comes after drawing lots: nobody is equal any more."))
            else:
                named.append(key)
        given["ranking"] = ("score", *named)
        return given

    def settings(self) -> dict[str, Any]:
        """Return what was typed, by name of setting. Call it only after is_valid()."""
        return {name: self.cleaned_data[name] for name in ("ranking", "overall", "ties", "freeze_hours")}


def initial_of(contest: Contest) -> dict[str, Any]:
    """Return what the form shows for the draft `contest`."""
    rules = Rules.from_json(contest.rules)
    keys = {f"key_{place}": key for place, key in enumerate(rules.ranking[1:], start=2)}
    return {"overall": rules.overall, "ties": rules.ties, "freeze_hours": rules.freeze_hours, **keys}

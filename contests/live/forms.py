"""What an organiser settles before a live round."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.live.rules import LONGEST_WAIT, LiveRules
from contests.live.scoring import MODES, MOST_POINTS, TEAM_RULES, Scoring
from contests.live.wording import MODES as MODE_NAMES
from contests.live.wording import TEAMS as TEAM_NAMES

USUAL = LiveRules()


class LiveRoundForm(forms.Form):
    """`rules()` gives the settings in the form that the action takes."""

    title = forms.CharField(label=_("Title on the projector"), max_length=200)
    questions = forms.IntegerField(label=_("Number of questions"), min_value=1, max_value=60, initial=10)
    seconds = forms.IntegerField(
        label=_("Seconds to answer each question"),
        min_value=5,
        max_value=300,
        initial=20,
        help_text=_("Long questions on a phone need 20 to 30 seconds."),
    )
    mode = forms.ChoiceField(
        label=_("Points"), choices=[(mode, MODE_NAMES[mode]) for mode in MODES], initial=USUAL.scoring.mode
    )
    points = forms.IntegerField(
        label=_("Points of a right answer"), min_value=1, max_value=MOST_POINTS, initial=USUAL.scoring.points
    )
    floor = forms.IntegerField(
        label=_("Points of a right answer in the last second"),
        min_value=0,
        max_value=MOST_POINTS,
        initial=USUAL.scoring.floor,
        help_text=_("Counts only where speed does."),
    )
    wrong = forms.IntegerField(
        label=_("Points that a wrong answer takes away"), min_value=0, max_value=MOST_POINTS, initial=0
    )
    streak = forms.IntegerField(
        label=_("Bonus for each right answer in a row after the first"), min_value=0, max_value=MOST_POINTS, initial=0
    )
    teams = forms.ChoiceField(
        label=_("Points of units"), choices=[(rule, TEAM_NAMES[rule]) for rule in TEAM_RULES], initial=USUAL.teams
    )
    change = forms.TypedChoiceField(
        label=_("Changing an answer"),
        choices=[("yes", _("Possible until the question closes")), ("no", _("Not possible: the first one stands"))],
        coerce=lambda given: given == "yes",
        initial="yes",
    )
    share = forms.IntegerField(
        label=_("Percent of the connected phones that must have a question before its clock starts"),
        min_value=0,
        max_value=100,
        initial=USUAL.share,
        help_text=_("0: the clock starts at once."),
    )
    wait = forms.IntegerField(
        label=_("Seconds that the clock waits at most"), min_value=1, max_value=LONGEST_WAIT, initial=USUAL.wait
    )
    one_by_one = forms.BooleanField(label=_("Show the choices one by one"), required=False)
    early = forms.BooleanField(label=_("Close a question when everybody connected has answered"), required=False)
    nicknames = forms.BooleanField(
        label=_("Players may choose the name that is shown; you approve it first"), required=False
    )

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("mode") == "speed" and given.get("floor", 0) > given.get("points", MOST_POINTS):
            self.add_error(
                "floor", _("The last second cannot earn more than the first: enter at most the points above.")
            )
        return given

    def rules(self) -> LiveRules:
        """Return the rules that a valid form states."""
        given = self.cleaned_data
        floor = min(given["floor"], given["points"])
        scoring = Scoring(given["mode"], given["points"], floor, given["wrong"], given["streak"])
        names = ("change", "one_by_one", "share", "wait", "early", "nicknames", "teams")
        return LiveRules(scoring=scoring, **{name: given[name] for name in names})

    def ordinary(self) -> list[forms.BoundField]:
        """What every round settles."""
        return [self[name] for name in ("title", "questions", "seconds")]

    def further(self) -> list[forms.BoundField]:
        """What most rounds leave as it is."""
        usual = {field.name for field in self.ordinary()}
        return [field for field in self if field.name not in usual and field.name not in self.TICKS]

    def ticks(self) -> list[forms.BoundField]:
        return [self[name] for name in self.TICKS]

    TICKS = ("one_by_one", "early", "nicknames")

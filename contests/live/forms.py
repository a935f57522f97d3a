"""What an organiser settles before a live round."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.live.bell import LONGEST_TURN, BellRule
from contests.live.cards import MOST_CARDS, CardRule
from contests.live.play_wording import FALSE_STARTS, PASSES
from contests.live.play_wording import PLAYS as PLAY_NAMES
from contests.live.rules import LONGEST_HALL, LONGEST_PACED, LONGEST_WAIT, MOST_HALLS, PLAYS, LiveRules
from contests.live.scoring import MODES, MOST_POINTS, TEAM_RULES, Scoring
from contests.live.wording import MODES as MODE_NAMES
from contests.live.wording import TEAMS as TEAM_NAMES

USUAL = LiveRules()
BELL = ("points", "penalty", "seconds", "false_start", "wait", "passes")
PLAIN = (
    "change", "one_by_one", "share", "wait", "early", "nicknames", "teams", "play", "minutes", "knockout", "rescues",
    "halls",
)  # fmt: skip


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
    play = forms.ChoiceField(
        label=_("How it is played"), choices=[(play, PLAY_NAMES[play]) for play in PLAYS], initial=USUAL.play
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
    minutes = forms.IntegerField(
        label=_("Minutes for all questions, where everybody goes at their own pace"),
        min_value=1,
        max_value=LONGEST_PACED,
        initial=USUAL.minutes,
    )
    bell_points = forms.IntegerField(
        label=_("Bell: points of a right answer"), min_value=1, max_value=MOST_POINTS, initial=USUAL.bell.points
    )
    bell_penalty = forms.IntegerField(
        label=_("Bell: points lost by who holds it and is wrong or silent"),
        min_value=0,
        max_value=MOST_POINTS,
        initial=USUAL.bell.penalty,
    )
    bell_seconds = forms.IntegerField(
        label=_("Bell: seconds to answer for who holds it"),
        min_value=1,
        max_value=LONGEST_TURN,
        initial=USUAL.bell.seconds,
        help_text=_("Also for one more question that parts those who are level."),
    )
    bell_false_start = forms.ChoiceField(
        label=_("Bell: a ring before the clock starts"),
        choices=list(FALSE_STARTS.items()),
        initial=USUAL.bell.false_start,
    )
    bell_wait = forms.IntegerField(
        label=_("Bell: seconds for which a false start shuts out"), min_value=1, max_value=30, initial=USUAL.bell.wait
    )
    bell_passes = forms.ChoiceField(
        label=_("Bell: after a wrong answer, or none, it"), choices=list(PASSES.items()), initial=USUAL.bell.passes
    )
    star = forms.IntegerField(
        label=_("Stars of hope for each player"),
        min_value=0,
        max_value=MOST_CARDS,
        initial=0,
        help_text=_("Staked before the choices are shown: doubles the gain, loses as much when wrong."),
    )
    half = forms.IntegerField(label=_("50:50 for each player"), min_value=0, max_value=MOST_CARDS, initial=0)
    half_cost = forms.IntegerField(
        label=_("Points that each 50:50 costs"), min_value=0, max_value=MOST_POINTS, initial=0
    )
    rescues = forms.IntegerField(
        label=_("Knockout: how often the host may call everybody back"), min_value=0, max_value=60, initial=0
    )
    halls = forms.CharField(
        label=_("Halls that follow the round, a name on each line"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Where there are several: each player says in which they sit, and the halls are ranked."),
    )
    knockout = forms.BooleanField(
        label=_("Knockout: whoever is wrong or silent is out from the next question on"), required=False
    )
    one_by_one = forms.BooleanField(label=_("Show the choices one by one"), required=False)
    early = forms.BooleanField(label=_("Close a question when everybody connected has answered"), required=False)
    nicknames = forms.BooleanField(
        label=_("Players may choose the name that is shown; you approve it first"), required=False
    )

    def clean_halls(self) -> tuple[str, ...]:
        lines = (" ".join(line.split()) for line in self.cleaned_data["halls"].splitlines())
        halls = tuple(dict.fromkeys(line for line in lines if line))
        if len(halls) > MOST_HALLS or any(len(hall) > LONGEST_HALL for hall in halls):
            raise forms.ValidationError(
                _("At most %(most)s halls, each with a name of at most %(longest)s characters: shorten the list."),
                params={"most": MOST_HALLS, "longest": LONGEST_HALL},
            )
        return halls

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("mode") == "speed" and given.get("floor", 0) > given.get("points", MOST_POINTS):
            self.add_error(
                "floor", _("The last second cannot earn more than the first: enter at most the points above.")
            )
        if given.get("play") in ("bell", "paced") and given.get("knockout"):
            self.add_error(
                "play", _("A knockout needs questions that all answer together: choose another way to play.")
            )
        return given

    def rules(self) -> LiveRules:
        """Return the rules that a valid form states."""
        given = self.cleaned_data
        floor = min(given["floor"], given["points"])
        scoring = Scoring(given["mode"], given["points"], floor, given["wrong"], given["streak"])
        told = {name: given[f"bell_{name}"] for name in BELL}
        cards = CardRule(given["star"], given["half"], given["half_cost"])
        return LiveRules(scoring=scoring, bell=BellRule(**told), cards=cards, **{name: given[name] for name in PLAIN})

    def ordinary(self) -> list[forms.BoundField]:
        """What every round settles."""
        return [self[name] for name in ("title", "questions", "seconds", "play")]

    def further(self) -> list[forms.BoundField]:
        """What most rounds leave as it is."""
        usual = {field.name for field in self.ordinary()}
        return [field for field in self if field.name not in usual and field.name not in self.TICKS]

    def ticks(self) -> list[forms.BoundField]:
        return [self[name] for name in self.TICKS]

    TICKS = ("one_by_one", "early", "nicknames", "knockout")

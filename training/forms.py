"""What a trainer asks of a report: the target, whose answers, how they are parted, and what is shown of it."""

from collections.abc import Sequence

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from contests.models import Contest
from training.cuts import GROUP, LEVEL, UNIT, Cut
from training.findings import Rule

WEIGHTS = [(100, _("count whole")), (50, _("count half")), (25, _("count a quarter")), (0, _("do not count"))]
PARTS = [("topic", _("topics")), ("document", _("regulations")), ("article", _("articles"))]
SORTS = [("need", _("by people reached × gap")), ("name", _("by name")), ("people", _("by people"))]


class RuleForm(forms.Form):
    target = forms.IntegerField(
        label=_("Target: share of right answers (%)"),
        min_value=30,
        max_value=95,
        required=False,
        initial=round(Rule().target * 100),
    )
    threshold = forms.IntegerField(
        label=_("How sure one must be (%)"),
        min_value=60,
        max_value=99,
        required=False,
        initial=round(Rule().threshold * 100),
    )

    def rule(self) -> Rule:
        """Return the rule that was asked for; the usual one where a field is missing or wrong."""
        given = self.cleaned_data if self.is_valid() else {}
        usual = Rule()
        return Rule(
            (given.get("target") or usual.target * 100) / 100, (given.get("threshold") or usual.threshold * 100) / 100
        )


class ReportForm(RuleForm):
    """Every field may be missing from the address; what is missing is as usual.

    contest: whose report it is. others: further contests that the reader may add. depth: of the tree of units. grouped:
    whether people were asked for their position group. usual: the cut where nothing is asked for.
    """

    parts = forms.ChoiceField(label=_("Questions by"), choices=PARTS, required=False, initial="topic")
    people = forms.ChoiceField(label=_("People by"), required=False, initial=UNIT)
    papers = forms.TypedChoiceField(label=_("Answers on papers"), choices=WEIGHTS, coerce=int, required=False)
    hall = forms.TypedChoiceField(label=_("Answers in live rounds"), choices=WEIGHTS, coerce=int, required=False)
    more = forms.MultipleChoiceField(
        label=_("Together with"), required=False, widget=forms.CheckboxSelectMultiple, help_text=_("Up to five.")
    )
    sort = forms.ChoiceField(label=_("Order"), choices=SORTS, required=False, initial="need")
    needs = forms.BooleanField(label=_("Only what is a need"), required=False)
    figures = forms.BooleanField(label=_("With all figures"), required=False)

    def __init__(
        self,
        data: QueryDict | None,
        *,
        contest: Contest,
        others: Sequence[Contest],
        depth: int,
        grouped: bool,
        usual: Cut,
    ) -> None:
        super().__init__(data and self._filled(data, usual))
        self.contest, self.usual = contest, usual
        levels = [(f"{LEVEL}{n}", _("units at level %(level)d") % {"level": n}) for n in range(1, depth)]
        group = [(GROUP, _("position groups"))] if grouped else []
        choice(self, "people").choices = [(UNIT, _("units that people entered with")), *levels, *group]
        choice(self, "more").choices = [(str(one.pk), one.title) for one in others]
        self.initial |= {"papers": usual.papers, "hall": usual.hall}

    def _filled(self, data: QueryDict, usual: Cut) -> QueryDict:
        """Return `data` with what it lacks as usual, so that the form shows what holds."""
        whole = data.copy()
        initial = {name: field.initial for name, field in self.base_fields.items() if field.initial is not None}
        for name, value in (initial | {"papers": usual.papers, "hall": usual.hall}).items():
            if not whole.get(name):
                whole[name] = str(value)
        return whole

    def clean_more(self) -> list[int]:
        wanted = [int(pk) for pk in self.cleaned_data["more"]]
        if len(wanted) > 5:
            raise forms.ValidationError(_("Choose up to five further contests."))
        return wanted

    def clean(self) -> None:
        given = self.cleaned_data
        if given.get("papers") == given.get("hall") == 0:
            raise forms.ValidationError(_("Let answers on papers or answers in live rounds count."))

    def cut(self) -> Cut:
        """Return the cut that was asked for; the usual one where a field is wrong."""
        if not self.is_valid():
            return self.usual
        given = self.cleaned_data
        contests = (self.contest.pk, *given.get("more", []))
        return Cut(contests, given["parts"], given["people"], given["papers"], given["hall"])

    @property
    def sorted_by(self) -> str:
        return self._given("sort") or "need"

    @property
    def only_needs(self) -> bool:
        return bool(self._given("needs"))

    @property
    def with_figures(self) -> bool:
        return bool(self._given("figures"))

    def _given(self, name: str) -> str:
        return self.cleaned_data.get(name, "") if self.is_valid() else ""


def choice(form: forms.Form, name: str) -> forms.ChoiceField:
    field = form.fields[name]
    assert isinstance(field, forms.ChoiceField)  # noqa: S101  # so it was declared
    return field

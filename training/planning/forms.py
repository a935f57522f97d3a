"""What a trainer says of a plan and its classes."""

from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.models import Contest
from people.models import Unit
from questionbank.models import Citation, Question, Topic
from regulations.models import Provision
from training.forms import RuleForm
from training.planning.allocation import Budget
from training.planning.editing import Details
from training.planning.models import Plan, TrainingClass

MOST_PEOPLE, MOST_DAYS, MOST_HOURS, MOST_COST = 100_000, 1000, 400, 10**12
MOST_CLAUSES = 60
HALF = Decimal("0.5")


def _calendar() -> forms.DateInput:
    return forms.DateInput({"type": "date"}, "%Y-%m-%d")


class RevisionForm(forms.Form):
    """The revision that the page showed."""

    revision = forms.IntegerField(min_value=1, widget=forms.HiddenInput)


class HeadingForm(forms.Form):
    title = forms.CharField(label=_("Title of the plan"), max_length=200)
    host = forms.CharField(label=_("Who holds the classes"), max_length=200, required=False)


class BudgetForm(HeadingForm):
    seats = forms.IntegerField(
        label=_("Seats in all classes together"), min_value=1, max_value=MOST_PEOPLE, initial=200,
        help_text=_("One person in one class takes one seat."),
    )  # fmt: skip
    days = forms.DecimalField(
        label=_("Days of teaching in all"), min_value=HALF, max_value=MOST_DAYS, initial=10,
        widget=forms.NumberInput({"step": "0.5"}), help_text=_("Of all classes together; half a day is 0.5."),
    )  # fmt: skip
    largest = forms.IntegerField(label=_("Most people in a class"), min_value=1, max_value=1000, initial=40)
    fewest = forms.IntegerField(label=_("Fewest people in a class"), min_value=1, max_value=1000, initial=10)

    def clean_days(self) -> Decimal:
        days: Decimal = self.cleaned_data["days"]
        if days * 2 % 1:
            raise forms.ValidationError(_("Write whole or half days."))
        return days

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        if given.get("fewest", 0) > given.get("largest", 1000):
            self.add_error("fewest", _("Write at most as many as the largest class has."))
        return given

    def budget(self) -> Budget:
        """Return what was given; only where the form is valid."""
        of = self.cleaned_data
        return Budget(of["seats"], int(of["days"] * 2), of["largest"], of["fewest"])


class ProposeForm(RuleForm, BudgetForm):
    """The budget and the rule of the report that the plan is made from."""

    field_order = ("title", "host", "seats", "days", "largest", "fewest", "target", "threshold")


class DetailsForm(forms.Form):
    hours = forms.IntegerField(label=_("Hours of teaching"), min_value=1, max_value=MOST_HOURS, initial=4)
    priority = forms.ChoiceField(label=_("Priority"), choices=TrainingClass.Priority, initial="medium")
    form = forms.ChoiceField(label=_("How it is held"), choices=TrainingClass.Form)
    starts_on = forms.DateField(label=_("First day"), required=False, widget=_calendar())
    ends_on = forms.DateField(label=_("Last day"), required=False, widget=_calendar())
    place = forms.CharField(label=_("Where it is held"), max_length=200, required=False)
    teacher = forms.CharField(label=_("Teacher"), max_length=200, required=False)
    cost = forms.IntegerField(label=_("Expected cost (đồng)"), min_value=0, max_value=MOST_COST, required=False)
    funding = forms.CharField(label=_("Source of funds"), max_length=200, required=False)
    note = forms.CharField(label=_("Note"), max_length=500, required=False, widget=forms.Textarea({"rows": 2}))

    def clean(self) -> dict[str, Any]:
        given = super().clean() or {}
        starts, ends = given.get("starts_on"), given.get("ends_on")
        if starts and not ends:
            given["ends_on"] = starts
        elif ends and not starts:
            self.add_error("starts_on", _("Write the first day too."))
        elif starts and ends and ends < starts:
            self.add_error("ends_on", _("The last day lies before the first."))
        return given

    def details(self) -> Details:
        """Return what was given; only where the form is valid."""
        return Details(**{name: self.cleaned_data[name] for name in Details.__dataclass_fields__})


class ClassForm(DetailsForm):
    """clauses: those taught now, and those that approved questions of the topic cite."""

    clauses = forms.ModelMultipleChoiceField(
        label=_("Clauses to teach"), queryset=Provision.objects.none(), required=False,
        widget=forms.CheckboxSelectMultiple,
    )  # fmt: skip

    def __init__(self, *given: Any, made: TrainingClass, **more: Any) -> None:
        names = list(Details.__dataclass_fields__)
        taught = set(made.clauses.values_list("pk", flat=True))
        initial = {name: getattr(made, name) for name in names} | {"clauses": taught}
        super().__init__(*given, initial=initial, **more)
        cited = Citation.objects.filter(
            version__in=Question.objects.filter(topic=made.topic_id, state=Question.State.APPROVED).values(
                "approved_version"
            )
        ).values_list("provision", flat=True)
        offered = [*sorted(taught), *sorted(set(cited) - taught)][: max(MOST_CLAUSES, len(taught))]
        field = self.fields["clauses"]
        field.queryset = (  # type: ignore[attr-defined]
            Provision.objects.filter(pk__in=offered)
            .select_related("document")
            .defer("document__source_text", "text")
            .order_by("document__number", "position")
        )
        field.label_from_instance = lambda one: f"{one.address}, {one.document}"  # type: ignore[attr-defined]


class NewClassForm(DetailsForm):
    topic = forms.ModelChoiceField(label=_("Topic"), queryset=Topic.objects.none())
    field_order = ("topic",)

    def __init__(self, *given: Any, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["topic"].queryset = Topic.objects.offered()  # type: ignore[attr-defined]


class PeopleForm(forms.Form):
    people = forms.IntegerField(label=_("Number of people"), min_value=1, max_value=MOST_PEOPLE)


class JoinForm(PeopleForm):
    unit = forms.ModelChoiceField(label=_("Unit"), queryset=Unit.objects.none())
    field_order = ("unit", "people")

    def __init__(self, *given: Any, day: date, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["unit"].queryset = Unit.objects.valid_on(day).order_by("name_folded")  # type: ignore[attr-defined]


class MoveForm(PeopleForm):
    to = forms.ModelChoiceField(label=_("To class"), queryset=TrainingClass.objects.none())

    def __init__(self, *given: Any, plan: Plan, **more: Any) -> None:
        super().__init__(*given, **more)
        self.fields["to"].queryset = plan.classes.select_related("topic")  # type: ignore[attr-defined]


class MergeForm(forms.Form):
    other = forms.ModelChoiceField(label=_("With class"), queryset=TrainingClass.objects.none())

    def __init__(self, *given: Any, made: TrainingClass, **more: Any) -> None:
        super().__init__(*given, **more)
        same = made.plan.classes.filter(topic=made.topic_id).exclude(pk=made.pk).select_related("topic")
        self.fields["other"].queryset = same  # type: ignore[attr-defined]


class ListForm(forms.Form):
    file = forms.FileField(label=_("Excel (.xlsx) or CSV file"))


class LaterForm(forms.Form):
    later = forms.ModelChoiceField(label=_("Later contest"), queryset=Contest.objects.none())

    def __init__(self, *given: Any, offered: list[Contest], **more: Any) -> None:
        super().__init__(*given, **more)
        field = self.fields["later"]
        field.queryset = Contest.objects.filter(pk__in=[one.pk for one in offered])  # type: ignore[attr-defined]

"""What whoever enters a contest is asked, as its rules say; and coming back with a code."""

from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.entering.details import BOXES, LONGEST_POSITION, OF_ANYBODY, Details
from contests.entering.rules import FIELDS, NEEDED, Asked, Field
from contests.entering.wording import consent_in_words, why_and_how_long
from contests.models import Contest, Invited, PositionGroup
from contests.reach import units_that_may_enter
from people.models import User

DAY = "%d/%m/%Y"
DAYS = [DAY, "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d"]


class NeverShown(forms.TextInput):
    """A box that never shows again what was typed into it."""

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        return super().get_context(name, None, attrs)


def phone_field(**how: Any) -> forms.CharField:
    widget = forms.TextInput(attrs={"type": "tel", "inputmode": "tel", "autocomplete": "tel"})
    return forms.CharField(label=_("Phone number"), max_length=20, widget=widget, **how)


class RegisterForm(forms.Form):
    """The fields that the rules of `contest` ask of this person, and a box, not ticked, for each consent.

    of: an account or a line of the list; what it tells is not asked again. None: somebody unknown.
    """

    def __init__(
        self, *args: Any, contest: Contest, day: date, of: User | Invited | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.contest, self.day, self.of = contest, day, of
        rules = contest.entering
        for name in FIELDS:
            asked = rules.asks(name)
            if asked is not None and not self._known(name):
                self.fields[BOXES[name]] = self._field(asked)
        for purpose in contest.purposes:
            self.fields[f"consent_{purpose}"] = forms.BooleanField(
                label=consent_in_words(contest, purpose),
                required=False,
                help_text=_("Needed to take part.")
                if purpose == NEEDED
                else _("As you like; you may take part without."),
            )

    def _known(self, name: Field) -> bool:
        if isinstance(self.of, User):
            return name not in OF_ANYBODY or (name == "position" and bool(self.of.job_title))
        if isinstance(self.of, Invited):
            told = {"birth": self.of.born, "group": self.of.group_id, "position": self.of.position,
                    "phone": self.of.phone, "email": self.of.email}  # fmt: skip
            return name in ("name", "unit") or bool(told.get(name))
        return False

    def _field(self, asked: Asked) -> forms.Field:
        how: dict[str, Any] = {"required": asked.required, "help_text": why_and_how_long(asked)}
        return {
            "name": self._name, "birth": self._birth, "unit": self._unit, "group": self._group,
            "position": self._position, "phone": phone_field, "email": self._email, "citizen": self._citizen,
        }[asked.field](**how)  # fmt: skip

    def _name(self, **how: Any) -> forms.Field:
        return forms.CharField(
            label=_("Full name"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"}), **how
        )

    def _birth(self, **how: Any) -> forms.Field:
        attrs = {"placeholder": "dd/mm/yyyy", "inputmode": "numeric", "autocomplete": "bday"}
        return forms.DateField(
            label=_("Date of birth"), input_formats=DAYS, widget=forms.DateInput(format=DAY, attrs=attrs),
            error_messages={"invalid": _("Write the date as dd/mm/yyyy, such as 31/12/1985.")}, **how,
        )  # fmt: skip

    def _unit(self, **how: Any) -> forms.Field:
        public = "public" in self.contest.entering.ways
        return forms.ModelChoiceField(
            units_that_may_enter(self.contest, self.day),
            label=_("Your unit, or the commune or ward where you live") if public else _("Your unit"),
            empty_label=_("Choose your unit"), **how,
        )  # fmt: skip

    def _group(self, **how: Any) -> forms.Field:
        groups = PositionGroup.objects.all()
        rules = self.contest.entering
        if rules.groups and "public" not in rules.ways:
            groups = groups.filter(code__in=rules.groups)
        return forms.ModelChoiceField(groups, label=_("Position group"), empty_label=_("Choose one"), **how)

    def _position(self, **how: Any) -> forms.Field:
        return forms.CharField(
            label=_("Position held"), max_length=LONGEST_POSITION,
            widget=forms.TextInput(attrs={"autocomplete": "organization-title"}), **how,
        )  # fmt: skip

    def _email(self, **how: Any) -> forms.Field:
        attrs = {"type": "email", "inputmode": "email", "autocomplete": "email"}
        return forms.CharField(label=_("E-mail"), max_length=254, widget=forms.TextInput(attrs=attrs), **how)

    def _citizen(self, **how: Any) -> forms.Field:
        attrs = {"inputmode": "numeric", "autocomplete": "off", "spellcheck": "false"}
        return forms.CharField(label=_("Citizen number"), max_length=20, widget=NeverShown(attrs=attrs), **how)

    def detail_fields(self) -> list[forms.BoundField]:
        return [field for field in self if not field.name.startswith("consent_")]

    def consent_fields(self) -> list[forms.BoundField]:
        return [field for field in self if field.name.startswith("consent_")]

    def details(self) -> Details:
        """Return what was typed beside name, unit and phone. Call it only after is_valid()."""
        given = self.cleaned_data
        own = {BOXES[name]: given[BOXES[name]] for name in OF_ANYBODY if given.get(BOXES[name])}
        agreed = {purpose for purpose in self.contest.purposes if given.get(f"consent_{purpose}")}
        return Details(consents=frozenset(agreed), **own)

    def person(self) -> dict[str, Any]:
        """Return the name, unit and phone typed, as far as they were asked."""
        return {box: self.cleaned_data[box] for box in ("full_name", "unit", "phone") if box in self.cleaned_data}


class ComeBackForm(forms.Form):
    phone = forms.CharField(
        label=_("Phone number, or number of your entry"), max_length=20,
        widget=forms.TextInput(attrs={"inputmode": "tel", "autocomplete": "tel"}),
    )  # fmt: skip
    code = forms.CharField(
        label=_("Return code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"class": "code-field", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )


class ComeInForm(forms.Form):
    """Employee code and personal code of a person on the list."""

    employee_code = forms.CharField(
        label=_("Employee code, or phone number"), max_length=40,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )  # fmt: skip
    code = forms.CharField(
        label=_("Personal code"),
        max_length=20,
        widget=forms.TextInput(
            attrs={"class": "code-field", "autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}
        ),
    )

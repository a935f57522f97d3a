"""What people type about contests."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.drawing import drawable_counts
from contests.models import Contest
from contests.opening import Draft, HostDraft, RoundDraft
from contests.reach import units_organised_by
from contests.rules import MOST_APPEAL_DAYS, MOST_ATTEMPTS, MOST_MINUTES, MOST_QUESTIONS, PaperRules, Rules, RulesError
from people.models import Unit, User
from questionbank.blueprint import Slot
from questionbank.models import Difficulty, Kind, Topic
from regulations.models import Document

MOMENT = "%d/%m/%Y %H:%M"
RANKINGS = {
    "score,time_used,submitted_at": _("score, then time used, then who handed in earlier"),
    "score,time_used": _("score, then time used"),
    "score,submitted_at": _("score, then who handed in earlier"),
    "score": _("score alone"),
}


def _moment(label: Any) -> forms.DateTimeField:
    return forms.DateTimeField(
        label=label,
        input_formats=[MOMENT, "%H:%M %d/%m/%Y", "%Y-%m-%dT%H:%M"],
        widget=forms.DateTimeInput(format=MOMENT, attrs={"placeholder": "dd/mm/yyyy hh:mm", "autocomplete": "off"}),
        error_messages={"invalid": _("Write the time as dd/mm/yyyy hh:mm, such as 25/11/2026 08:00.")},
    )


SLOT_ROWS = 8
HOST_ROWS = 3
SLOT_FIELDS = ("count", "topic", "document", "difficulty", "kind")


class ContestForm(forms.Form):
    """The whole draft of a contest; `draft()` gives it in the form that actions take."""

    title = forms.CharField(label=_("Name of the contest"), max_length=200)
    introduction = forms.CharField(label=_("Introduction"), required=False, widget=forms.Textarea(attrs={"rows": 3}))
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Organising unit"))
    partner = forms.CharField(label=_("Held together with"), max_length=200, required=False)
    opens_at = _moment(_("Opens at"))
    closes_at = _moment(_("Closes at"))
    minutes = forms.IntegerField(label=_("Minutes for one paper"), min_value=1, max_value=MOST_MINUTES)
    attempts = forms.IntegerField(label=_("Attempts for each person"), min_value=1, max_value=MOST_ATTEMPTS)
    counted = forms.ChoiceField(
        label=_("The attempt that counts"),
        choices={"best": _("the best"), "last": _("the last"), "first": _("the first")},
    )
    ranking = forms.ChoiceField(label=_("Places are decided by"), choices=RANKINGS)
    explanations = forms.ChoiceField(
        label=_("Right answers and explanations show"),
        choices={
            "after_close": _("when the contest is over"),
            "after_submit": _("when a person has used every attempt"),
        },
    )
    appeal_days = forms.IntegerField(
        label=_("Days for appeals"), min_value=0, max_value=MOST_APPEAL_DAYS,
        help_text=_("After the right answers show. 0: no appeals are taken."),
    )  # fmt: skip
    watch = forms.BooleanField(
        label=_("Note when the page of a paper is left, and people who share a device"), required=False,
        help_text=_("Sensitive personal data: only with need. The rules tell participants; organisers alone see it."),
    )  # fmt: skip

    def __init__(self, *args: Any, organiser: User, day: date, kept: Rules | None = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kept = kept or Rules()  # what other pages settle stays as it is
        self.fields["unit"].queryset = units_organised_by(organiser).valid_on(day)  # type: ignore[attr-defined]
        have = drawable_counts(day)
        offered = Topic.objects.order_by("position", "code")
        sent = {*(kwargs.get("initial") or {}), *(args[0] if args and args[0] else {})}
        self.topics = [t for t in offered if t.retired_at is None or f"topic_{t.code}" in sent]
        for topic in self.topics:
            self.fields[f"topic_{topic.code}"] = forms.IntegerField(
                label=str(topic),
                required=False,
                min_value=0,
                max_value=MOST_QUESTIONS,
                help_text=_("%(count)s can be drawn today") % {"count": have.get(topic.code, 0)},
            )

        self._add_slots(day)
        self._add_hosts()

    def _add_hosts(self) -> None:
        """Add rows for the bodies that hold the contest and sign for it."""
        for row in range(HOST_ROWS):
            self.fields[f"host_{row}_name"] = forms.CharField(label=_("Body"), max_length=200, required=False)
            self.fields[f"host_{row}_signer"] = forms.CharField(
                label=_("Account of who signs"), max_length=150, required=False,
                widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
            )  # fmt: skip
            self.fields[f"host_{row}_title"] = forms.CharField(
                label=_("Title of who signs"), max_length=120, required=False
            )

    def host_rows(self) -> list[list[forms.BoundField]]:
        """Return the fields of each body."""
        return [[self[f"host_{row}_{name}"] for name in ("name", "signer", "title")] for row in range(HOST_ROWS)]

    def _add_slots(self, day: date) -> None:
        """Add rows for what a number of questions by topic cannot say."""
        documents = Document.objects.without_source().in_force_on(day).order_by("number_folded")
        kinds = [("", _("any kind")), *Kind.choices]
        for row in range(SLOT_ROWS):
            self.fields[f"slot_{row}_count"] = forms.IntegerField(
                label=_("Questions"), required=False, min_value=0, max_value=MOST_QUESTIONS
            )
            self.fields[f"slot_{row}_topic"] = forms.ModelChoiceField(
                Topic.objects.order_by("position", "code"), label=_("Topic"), required=False, to_field_name="code",
                empty_label=_("any topic"),
            )  # fmt: skip
            self.fields[f"slot_{row}_document"] = forms.ModelChoiceField(
                documents, label=_("Regulation"), required=False, empty_label=_("any regulation")
            )
            self.fields[f"slot_{row}_difficulty"] = forms.TypedChoiceField(
                label=_("Difficulty"), choices=[("", _("any difficulty")), *Difficulty.choices], coerce=int,
                empty_value=0, required=False,
            )  # fmt: skip
            self.fields[f"slot_{row}_kind"] = forms.ChoiceField(label=_("Kind"), choices=kinds, required=False)

    def slot_rows(self) -> list[list[forms.BoundField]]:
        """Return the fields of each further row."""
        return [[self[f"slot_{row}_{name}"] for name in SLOT_FIELDS] for row in range(SLOT_ROWS)]

    def slots_filled(self) -> bool:
        return any(self[f"slot_{row}_count"].value() for row in range(SLOT_ROWS))

    def topic_fields(self) -> list[forms.BoundField]:
        """Return the fields for the number of questions, in the order of topics."""
        return [self[f"topic_{topic.code}"] for topic in self.topics]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        given["hosts"] = self._hosts(given)
        if self.errors:
            return given
        if given["closes_at"] <= given["opens_at"]:
            self.add_error("closes_at", _("The contest must close after it opens."))
        try:
            usual = PaperRules(blueprint=(), minutes=1).to_json()
            given["papers"] = PaperRules.from_json(usual | self._paper_rules(given))
            given["rules"] = Rules.from_json(
                self.kept.to_json()
                | {"ranking": given["ranking"].split(","), "appeal_days": given["appeal_days"], "watch": given["watch"]}
            )
        except RulesError as error:
            self.add_error(None if error.field.startswith("blueprint") else error.field, self._sentence(error))
        return given

    def _hosts(self, given: dict[str, Any]) -> list[HostDraft]:
        hosts: list[HostDraft] = []
        for row in range(HOST_ROWS):
            name, signer, title = (given.get(f"host_{row}_{field}", "") for field in ("name", "signer", "title"))
            if not name and not signer:
                continue
            account = User.objects.filter(username=signer, is_active=True).first()
            if not name:
                self.add_error(f"host_{row}_name", _("Write the name of the body that this person signs for."))
            elif account is None:
                self.add_error(f"host_{row}_signer", _("Write the account name of a person who can sign in."))
            elif any(host.signer == account for host in hosts):
                self.add_error(f"host_{row}_signer", _("One person signs for one body only."))
            else:
                hosts.append(HostDraft(name, account, title))
        return hosts

    def _paper_rules(self, given: dict[str, Any]) -> dict[str, Any]:
        wanted = {t.code: given.get(f"topic_{t.code}") or 0 for t in self.topics}
        return {
            "blueprint": [
                *({"topic": code, "count": count} for code, count in wanted.items() if count),
                *(self._slot(row, given) for row in range(SLOT_ROWS) if given.get(f"slot_{row}_count")),
            ],
            "minutes": given["minutes"],
            "attempts": given["attempts"],
            "counted": given["counted"],
            "explanations": given["explanations"],
        }

    @staticmethod
    def _slot(row: int, given: dict[str, Any]) -> dict[str, Any]:
        count, topic, document, difficulty, kind = (given.get(f"slot_{row}_{name}") for name in SLOT_FIELDS)
        return {
            "count": count,
            "topic": topic.code if topic else "",
            "document": document.pk if document else 0,
            "difficulty": difficulty or 0,
            "kind": kind or "",
        }

    @staticmethod
    def _sentence(error: RulesError) -> str:
        if error.field.startswith("blueprint"):
            return str(_("Ask between 1 and %(most)s questions in all: fill in at least one topic.")) % {
                "most": MOST_QUESTIONS
            }
        return str(error)

    def draft(self) -> Draft:
        """Return what was typed. Call it only after is_valid()."""
        fields = ("title", "introduction", "unit", "partner", "rules", "hosts")
        given = self.cleaned_data
        rounds = [RoundDraft(given["opens_at"], given["closes_at"], given["papers"])]
        return Draft(rounds=rounds, **{field: given[field] for field in fields})


def initial_of(contest: Contest) -> dict[str, Any]:
    """Return what the form shows for the draft `contest`."""
    rules = Rules.from_json(contest.rules)
    papers = contest.rounds.get(position=1).paper_rules
    shown = {f: getattr(contest, f) for f in ("title", "introduction", "unit", "partner", "opens_at", "closes_at")}
    return {
        **shown,
        "minutes": papers.minutes,
        "attempts": papers.attempts,
        "counted": papers.counted,
        "explanations": papers.explanations,
        "ranking": ",".join(rules.ranking),
        "appeal_days": rules.appeal_days,
        "watch": rules.watch,
        **_host_fields(contest),
        **_blueprint_fields(papers.blueprint),
    }


def _host_fields(contest: Contest) -> dict[str, str]:
    fields: dict[str, str] = {}
    for row, body in enumerate(contest.hosts.select_related("signer")):
        fields[f"host_{row}_name"], fields[f"host_{row}_title"] = body.name, body.signer_title
        fields[f"host_{row}_signer"] = body.signer.username
    return fields


def _blueprint_fields(blueprint: Sequence[Slot]) -> dict[str, Any]:
    """Return the fields that show `blueprint`: a number for a whole topic, a row for anything narrower."""
    fields: dict[str, Any] = {}
    rows = 0
    for slot in blueprint:
        plain = slot == Slot(slot.count, slot.topic) and slot.topic
        if plain and f"topic_{slot.topic}" not in fields:
            fields[f"topic_{slot.topic}"] = slot.count
            continue
        for name in SLOT_FIELDS:
            fields[f"slot_{rows}_{name}"] = getattr(slot, name) or ""
        rows += 1
    return fields

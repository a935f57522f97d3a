"""The bodies that hold the contest and sign for it, and how long appeals are taken."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.drafts.opening import HostDraft
from contests.models import Contest
from contests.rules import MOST_APPEAL_DAYS, Rules
from people.models import User

SPARE_HOSTS = 2


class AppealsForm(forms.Form):
    appeal_days = forms.IntegerField(
        label=_("Days for appeals"), min_value=0, max_value=MOST_APPEAL_DAYS,
        help_text=_("After the right answers show. 0: no appeals are taken."),
    )  # fmt: skip
    watch = forms.BooleanField(
        label=_("Note when the page of a paper is left, and people who share a device"), required=False,
        help_text=_("Sensitive personal data: only with need. The rules tell participants; organisers alone see it."),
    )  # fmt: skip


class HostForm(forms.Form):
    name = forms.CharField(label=_("Body"), max_length=200, required=False)
    signer = forms.CharField(
        label=_("Account of who signs"), max_length=150, required=False,
        widget=forms.TextInput(attrs={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
    )  # fmt: skip
    title = forms.CharField(label=_("Title of who signs"), max_length=120, required=False)

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        if not self.has_changed():
            return given
        account = User.objects.filter(username=given.get("signer") or "", is_active=True).first()
        if not given.get("name"):
            self.add_error("name", _("Write the name of the body that this person signs for."))
        if account is None:
            self.add_error("signer", _("Write the account name of a person who can sign in."))
        given["account"] = account
        return given

    def has_changed(self) -> bool:
        """A row with nothing written in it is an empty row."""
        return any(self[name].value() for name in self.fields)


def drafts_of(rows: Any) -> list[HostDraft]:
    """Return the bodies that valid rows name; a person who signs twice is told at the second row and left out."""
    drafts: list[HostDraft] = []
    for row in rows:
        if not row.has_changed():
            continue
        account = row.cleaned_data["account"]
        if any(draft.signer == account for draft in drafts):
            row.add_error("signer", _("One person signs for one body only."))
        else:
            drafts.append(HostDraft(row.cleaned_data["name"], account, row.cleaned_data["title"]))
    return drafts


def initial_of(contest: Contest) -> tuple[dict[str, Any], list[dict[str, str]]]:
    """Return what the form for appeals and the rows show for the draft `contest`."""
    rows = [
        {"name": body.name, "signer": body.signer.username, "title": body.signer_title}
        for body in contest.hosts.select_related("signer")
    ]
    rules = Rules.from_json(contest.rules)
    return {"appeal_days": rules.appeal_days, "watch": rules.watch}, rows

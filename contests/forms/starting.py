"""The few things that a contest begun from a rulebook, or copied, still asks for."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from contests.drafts.starting import Source
from contests.forms.moments import moment_field
from contests.papers.drawing import drawable_by_document, drawable_counts
from contests.reach import units_organised_by
from contests.rulebooks.book import Rulebook
from people.models import Unit, User
from questionbank.blueprint import Slot
from questionbank.models import Topic
from regulations.models import Document

ANY = 1  # a count that is replaced when the questions are spread


class StartForm(forms.Form):
    """Title, dates, and what to ask from: everything else comes from the rulebook."""

    title = forms.CharField(label=_("Name of the contest"), max_length=200)
    unit = forms.ModelChoiceField(Unit.objects.none(), label=_("Organising unit"), empty_label=None)
    opens_at = moment_field(_("Opens at"))
    closes_at = moment_field(_("Closes at"))
    topics = forms.MultipleChoiceField(label=_("Topics"), required=False, widget=forms.CheckboxSelectMultiple)
    documents = forms.TypedMultipleChoiceField(
        label=_("Regulations"), required=False, coerce=int, widget=forms.CheckboxSelectMultiple
    )
    public_topics = forms.MultipleChoiceField(
        label=_("Topics for the public"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, book: Rulebook, organiser: User, day: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.book = book
        self.fields["unit"].queryset = units_organised_by(organiser).valid_on(day)  # type: ignore[attr-defined]
        self.have = drawable_counts(day)
        self.held = drawable_by_document(day)
        topics = [
            (topic.code, _topic_with(str(topic), self.have[topic.code]))
            for topic in Topic.objects.order_by("position", "code")
            if topic.code in self.have
        ]
        documents = Document.objects.without_source().filter(pk__in=self.held).order_by("number_folded")
        self.fields["topics"].choices = topics  # type: ignore[attr-defined]
        self.fields["documents"].choices = [(d.pk, _topic_with(str(d), self.held[d.pk])) for d in documents]  # type: ignore[attr-defined]
        if len(book.windows) > 1:
            del self.fields["closes_at"]
        if book.for_public:
            self.fields["public_topics"].choices = topics  # type: ignore[attr-defined]
        else:
            del self.fields["public_topics"]

    def clean(self) -> dict[str, Any]:
        given = super().clean() or self.cleaned_data
        opens, closes = given.get("opens_at"), given.get("closes_at")
        if opens and closes and closes <= opens:
            self.add_error("closes_at", _("The contest must close after it opens."))
        return given

    def sources(self) -> Sequence[Source]:
        """Return what was chosen to ask from, in the order of the lists. Call it only after is_valid()."""
        topics = [Source(Slot(ANY, code), self.have[code]) for code in self.cleaned_data["topics"]]
        documents = [Source(Slot(ANY, document=pk), self.held[pk]) for pk in self.cleaned_data["documents"]]
        return [*topics, *documents]

    def public(self) -> Sequence[Source]:
        """Return what the public is asked from; nothing: the same. Call it only after is_valid()."""
        return [Source(Slot(ANY, code), self.have[code]) for code in self.cleaned_data.get("public_topics", ())]


class CopyForm(forms.Form):
    title = forms.CharField(label=_("Name of the contest"), max_length=200)
    opens_at = moment_field(
        _("The first round opens at"), help_text=_("The other rounds keep their distance from the first.")
    )


def _topic_with(name: str, count: int) -> str:
    return str(_("%(name)s (%(count)s questions)")) % {"name": name, "count": count}

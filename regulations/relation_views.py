"""Pages: what documents do to one another, to be decided by trainers; and two states of a text side by side."""

from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from people.access import is_trainer
from realtime import clock
from regulations import life
from regulations.citing import provision_at
from regulations.comparing import Row, State, words_compared
from regulations.exporting import in_words
from regulations.forms import RelationForm
from regulations.models import Document, Provision, Relation, standing
from regulations.reading import paragraphs


def day_asked(request: HttpRequest, name: str = "ngay", default: date | None = None) -> date:
    """Return the day that the address asks for, as dd/mm/yyyy or yyyy-mm-dd; today where it names none."""
    words = request.GET.get(name, "").strip()
    for form in ("%d/%m/%Y", "%Y-%m-%d"):
        try:
            return datetime.strptime(words, form).date()  # noqa: DTZ007  # a day, not a moment
        except ValueError:
            continue
    return default or timezone.localdate(clock.now())


def relations_of(document: Document, request: HttpRequest) -> dict[str, list[Relation]]:
    """Return what `document` does ("made") and what is done to it ("received"); proposals only to trainers."""
    shown = Relation.objects.select_related("source", "source_provision", "target").defer(
        "source__source_text", "target__source_text", "source_provision__text"
    )
    if not is_trainer(request.user):
        shown = shown.confirmed()
    found = shown.filter(Q(source=document) | Q(target=document)).order_by("source_id", "position")
    both: dict[str, list[Relation]] = {"made": [], "received": []}
    for relation in found:
        both["made" if relation.source_id == document.pk else "received"].append(relation)
    return both


def relations_of_provision(
    provision: Provision, path: list[Provision], request: HttpRequest
) -> dict[str, list[Relation]]:
    """Return what is done to `provision`, to what holds it or to something under it, and what these do to others."""
    shown = Relation.objects.exclude(state=Relation.State.REJECTED).select_related(
        "source", "source_provision", "target"
    )
    shown = shown.defer("source__source_text", "target__source_text", "source_provision__text")
    if not is_trainer(request.user):
        shown = shown.confirmed()
    places = {provision.address, *(above.address for above in path)}
    places |= set(provision.with_descendants().values_list("address", flat=True))
    inside = Q(source_provision__position__range=(provision.position, provision.last_position))
    return {
        "received": list(
            shown.filter(target=provision.document_id, target_address__in=places).order_by("effective_on", "pk")
        ),
        "made": list(shown.filter(inside, source=provision.document_id).order_by("position")),
    }


@require_http_methods(["GET", "HEAD", "POST"])
def relation(request: HttpRequest, pk: int) -> HttpResponse:
    """The amending words beside the clause that they are about, and the decision."""
    found: Relation = request.target  # type: ignore[attr-defined]
    form = RelationForm(request.POST or None, initial=RelationForm.initial_of(found))
    if request.method == "POST" and form.is_valid():
        try:
            done = _decide(request, found, form.cleaned_data)
        except life.Refused as refusal:
            form.add_error(None, str(refusal))
        else:
            messages.success(request, done)
            return redirect("regulations:relation", found.pk)
    status = 422 if form.is_bound and form.errors else 200
    return render(request, "regulations/relation.html", {"form": form, **_beside(found)}, status=status)


def _decide(request: HttpRequest, found: Relation, given: dict[str, Any]) -> str:
    if given["decision"] == "undo":
        life.undo_relation(relation=found)
        return _("Taken back: the text is what it was.")
    if given["decision"] == "reject":
        life.reject_relation(relation=found, by=request.user, now=clock.now())  # type: ignore[arg-type]
        return _("Put aside: nothing follows from it.")
    life.confirm_relation(
        relation=found,
        by=request.user,  # type: ignore[arg-type]
        now=clock.now(),
        effective_on=given["effective_on"],
        effective_until=given["last_day"] + timedelta(1) if given["last_day"] else None,
        new_text=given["new_text"],
        target_address=given["target_address"],
    )
    if found.action == Relation.Action.GUIDES:
        return _("Confirmed: both regulations now point to each other.")
    return _("Confirmed. Questions whose words are gone are no longer drawn from that day on.")


def _beside(found: Relation) -> dict[str, Any]:
    """What the page shows: the clause as it stands the day before, and the words that would take its place."""
    clause = provision_at(found.target, found.target_address)[0] if found.target and found.target_address else None
    day = found.effective_on or timezone.localdate(clock.now())
    now_said = clause.full_text(day - timedelta(1)) if clause else ""
    then = clause.full_text(day) if clause and found.state == Relation.State.CONFIRMED else _proposed(found, now_said)
    stays = found.action in (Relation.Action.SUSPEND, Relation.Action.GUIDES)
    before, after = words_compared(now_said, "" if stays else then)
    next_open = found.source.relations_made.open().exclude(pk=found.pk).order_by("position").first()
    return {
        "relation": found,
        "clause": clause,
        "before": before,
        "whole": paragraphs(now_said) if not after else [],  # nothing to compare with: not marked, as it stands
        "after": after,
        "next_open": next_open,
        "State": Relation.State,
    }


def _proposed(found: Relation, now_said: str) -> str:
    if found.action == Relation.Action.REPLACE:
        return " ".join(now_said.split()).replace(" ".join(found.old_phrase.split()), found.new_phrase)
    return found.new_text


@require_safe
def compare(request: HttpRequest, pk: int) -> HttpResponse:
    """A regulation on two days, or beside another one, clause by clause."""
    document: Document = request.target  # type: ignore[attr-defined]
    other_key = request.GET.get("voi", "")
    other = Document.objects.without_source().filter(pk=int(other_key)).first() if _is_key(other_key) else None
    until = day_asked(request, "den")
    since = day_asked(request, "tu", document.effective_on or document.issued_on or until)
    if other is not None:
        rows = life.compare_documents(document, other, until, until)
    else:
        rows = life.compare(document, since, until)
    counts = Counter(row.state for row in rows)
    marks = {} if other is not None else _repeals(document, until)
    context = {
        "document": document,
        "other": other,
        "documents": Document.objects.without_source().exclude(pk=document.pk).order_by("-issued_on", "-pk"),
        "since": since,
        "until": until,
        "rows": [(row, _mark(row, marks)) for row in rows if row.state is not State.UNCHANGED],
        "counts": [(label, counts[state]) for state, label in _states() if counts[state]],
    }
    return render(request, "regulations/compare.html", context)


def _repeals(document: Document, day: date) -> dict[str, str]:
    """Return by eid since when, and by what, a provision is repealed on `day`."""
    there = standing(document, document.provisions.defer("text").order_by("position"), day)
    return {provision.eid: in_words(provision) for provision in there if provision.repealed is not None}


def _mark(row: Row, marks: dict[str, str]) -> str:
    return marks.get(row.before.key, "") if row.before is not None and row.after is None else ""


def _is_key(words: str) -> bool:
    return words.isdecimal() and len(words) < 16


def _states() -> list[tuple[State, str]]:
    return [
        (State.UNCHANGED, _("Unchanged")),
        (State.CHANGED, _("Reworded")),
        (State.ADDED, _("Added")),
        (State.REMOVED, _("Taken out")),
    ]

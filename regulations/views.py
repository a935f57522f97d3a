"""Pages: the list of regulations, one regulation, one provision; and for trainers, bringing a new one."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count, F, Q
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from realtime import clock
from regulations import expiring, importing, reading, uploads
from regulations.cleaning import UnreadableText, clean
from regulations.exporting import akn_of
from regulations.forms import ExpiryForm, FactsForm, UploadForm
from regulations.models import Document, Provision, Suspension, Upload
from regulations.models.files import SourceKind
from regulations.parsing import NotARegulation
from regulations.readers import front
from regulations.readers.refusals import NotRead
from regulations.relation_views import day_asked, relations_of, relations_of_provision
from regulations.validity import Status
from regulations.wording import fault_in_words, refusal_in_words

PER_PAGE = 30
REFUSALS = (importing.Refused, NotRead, UnreadableText, NotARegulation)


@require_safe
def document_list(request: HttpRequest) -> HttpResponse:
    today = timezone.localdate(clock.now())
    words, wanted = request.GET.get("q", "")[:200], request.GET.get("status", "")
    documents = Document.objects.without_source().named_like(words)
    if wanted in Status.values:
        documents = documents.with_status(Status(wanted), today)
    articles = Count("provisions", filter=Q(provisions__kind=Provision.Kind.ARTICLE))
    found = documents.prefetch_related("suspensions").annotate(articles=articles)
    found = found.order_by(F("issued_on").desc(nulls_last=True), "-pk")
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "words": words, "wanted": wanted, "statuses": Status.choices, "today": today}
    return render(request, "regulations/list.html", context)


@require_safe
def detail(request: HttpRequest, pk: int) -> HttpResponse:
    document: Document = request.target  # type: ignore[attr-defined]
    words, day = request.GET.get("q", "").strip()[:200], day_asked(request)
    context: dict[str, Any] = {
        "document": document,
        **_as_of(request, day),
        "words": words,
        "faults": _in_words(document.faults),
        "relations": relations_of(document, request),
        "suspensions": _suspensions(document, day),
    }
    if words:
        context |= {"hits": reading.search_within(document, words, day), "most": reading.MOST_HITS}
    else:
        context["roots"], opened = reading.outline(document, request.GET.get("open", "")[:200], day)
        if opened is not None:
            context |= _opened(opened, day)
    return render(request, "regulations/detail.html", context)


def _suspensions(document: Document, day: date) -> list[Suspension]:
    """Return what is suspended on `day` or will be, in order; no query where nothing ever was."""
    if document.suspended_from is None:
        return []
    found = document.suspensions.select_related("provision", "made_by__source", "made_by__source_provision")
    return list(found.filter(Q(until__isnull=True) | Q(until__gt=day)).order_by("since", "pk"))


@require_safe
def akn(request: HttpRequest, pk: int) -> HttpResponse:
    """The document as Akoma Ntoso, for other systems, as it stands on the day asked for."""
    content = akn_of(request.target, day_asked(request))  # type: ignore[attr-defined]
    response = HttpResponse(content, content_type="application/akn+xml; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="van-ban-{pk}.akn.xml"'
    return response


@require_safe
def source(request: HttpRequest, pk: int) -> HttpResponse:
    """The file that the regulation was read from, as it came; to be saved, never shown."""
    document: Document = request.target  # type: ignore[attr-defined]
    held = document.source_file
    if held is None or not held.file.storage.exists(held.file.name):
        raise Http404
    with held.file.open("rb") as opened:
        response = HttpResponse(opened.read(), content_type="application/octet-stream")
    name = document.source_name or f"van-ban-{pk}.txt"
    response["Content-Disposition"] = content_disposition_header(True, name)
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _as_of(request: HttpRequest, day: date) -> dict[str, Any]:
    """What a page on a regulation says of the day that its text is shown for."""
    today = timezone.localdate(clock.now())
    return {"today": day, "is_today": day == today, "as_of": "" if day == today else f"?ngay={day:%d/%m/%Y}"}


def _opened(provision: Provision, day: date) -> dict[str, Any]:
    """The words of the part of the outline that `provision` stands in, to be shown at once."""
    holder = provision
    if provision.kind not in reading.OUTLINE:
        holder = [above for above in reading.path_to(provision) if above.kind in reading.OUTLINE][-1]
    return {"opened": provision, "opened_body": reading.branch_of(holder, whole=False, day=day)}


@require_safe
def provision(request: HttpRequest, pk: int) -> HttpResponse:
    """One provision on a page; to htmx, which opens it inside its document, only its words."""
    found: Provision = request.target  # type: ignore[attr-defined]
    day = day_asked(request)
    if request.htmx:  # type: ignore[attr-defined]
        body = reading.branch_of(found, whole=False, day=day)
        return render(request, "regulations/_body.html", {"body": body, **_as_of(request, day)})
    before, after = reading.neighbours(found)
    path = reading.path_to(found)
    context = {
        "provision": found,
        "document": found.document,
        **_as_of(request, day),
        "body": reading.branch_of(found, whole=True, day=day),
        "days": found.days_of_change(),
        "path": path,
        "relations": relations_of_provision(found, path, request),
        "before": before,
        "after": after,
    }
    return render(request, "regulations/provision.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: HttpRequest) -> HttpResponse:
    form = UploadForm(request.POST or None, request.FILES or None)
    context: dict[str, Any] = {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            _read(form.raw, form.file_name)
        except importing.NumberTaken:
            pass  # the number is only guessed yet; the next page asks for it
        except REFUSALS as refusal:
            form.add_error(None, refusal_in_words(refusal))
            form.keep_words(_readable(form.raw))
            context["twin"] = getattr(refusal, "document", None)
            return render(request, "regulations/upload.html", context)
        kept = uploads.keep(raw=form.raw, file_name=form.file_name, by=request.user, now=clock.now())
        return redirect("regulations:confirm", kept.pk)
    return render(request, "regulations/upload.html", context)


def _read(raw: bytes, file_name: str) -> None:
    """Raise what stands against this file; a page of the electronic code is looked at document by document later."""
    try:
        draft = importing.read(raw, file_name)
    except importing.SeveralDocuments:
        importing.read_code(raw, file_name)
    else:
        importing.refuse_twin(draft, draft.guessed())


def _readable(raw: bytes) -> str:
    """Return the words in `raw`, or nothing if it holds none."""
    try:
        return clean(front.read(raw).text).text
    except (NotRead, UnreadableText):
        return ""


@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, pk: int) -> HttpResponse:
    kept = request.target  # type: ignore[attr-defined]
    try:
        draft = importing.read(bytes(kept.raw), kept.file_name)
    except importing.SeveralDocuments:
        return _confirm_code(request, kept)
    form = FactsForm(request.POST or None, initial=draft.guessed())
    context: dict[str, Any] = {"form": form, "upload": kept}
    if request.method == "POST" and form.is_valid():
        try:
            document = uploads.accept(upload=kept, facts=form.cleaned_data, by=request.user, now=clock.now())
        except importing.Refused as refusal:
            form.add_error(None, refusal_in_words(refusal))
            context["twin"] = getattr(refusal, "document", None)
        else:
            messages.success(request, _("%(document)s has been imported.") % {"document": document})
            return redirect(document)
    context |= {"source_kind": SourceKind(importing.kind_kept(draft)).label}
    context |= {"counts": _counts(draft.counts), "faults": _in_words(draft.fault_rows()), "articles": draft.articles()}
    return render(request, "regulations/confirm.html", context)


def _confirm_code(request: HttpRequest, kept: Upload) -> HttpResponse:
    """The documents of a page of the electronic code: all of them at once, those left out with the reason."""
    if request.method == "POST":
        outcomes = uploads.accept_code(upload=kept, by=request.user, now=clock.now())  # type: ignore[arg-type]
        made = sum(outcome.document is not None for outcome in outcomes)
        messages.success(request, _("Documents imported: %(count)s.") % {"count": made})
        for outcome in outcomes:
            if outcome.reason is not None:
                words = {"document": outcome.draft.name, "reason": outcome.reason}
                messages.warning(request, _("%(document)s was left out. %(reason)s") % words)
        return redirect("regulations:list")
    rows = []
    for draft in importing.read_code(bytes(kept.raw), kept.file_name):
        rows.append(
            {
                "draft": draft,
                "articles": len(draft.articles()),
                "faults": _in_words(draft.fault_rows()),
                "reason": _reason_against(draft),
            }
        )
    return render(request, "regulations/confirm_code.html", {"rows": rows, "upload": kept})


def _reason_against(draft: importing.Draft) -> str:
    try:
        importing.refuse_twin(draft, draft.guessed())
    except importing.Refused as reason:
        return str(reason)
    return ""


@require_http_methods(["GET", "HEAD", "POST"])
def mark_expired(request: HttpRequest, pk: int) -> HttpResponse:
    document: Document = request.target  # type: ignore[attr-defined]
    initial = {"expired_on": document.expired_on, "reason": document.expiry_reason}
    form = ExpiryForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        try:
            expiring.mark_expired(document=document, **form.cleaned_data)
        except expiring.LostForceTooEarly:
            form.add_error("expired_on", _("A document cannot lose force before it has any."))
        else:
            messages.success(request, _("The effect of %(document)s has been recorded.") % {"document": document})
            return redirect(document)
    today = timezone.localdate(clock.now())
    return render(request, "regulations/mark_expired.html", {"form": form, "document": document, "today": today})


def _in_words(faults: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [{**fault, "sentence": fault_in_words(fault)} for fault in faults]


def _counts(counts: dict[str, int]) -> list[tuple[str, int]]:
    """Return (name of the kind, how many), in the order of the tree."""
    return [(str(kind.label), counts[kind.value]) for kind in Provision.Kind if counts.get(kind.value)]

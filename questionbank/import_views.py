"""Bringing questions in a file, and taking them away in one."""

from collections import Counter
from itertools import groupby

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from people.models import User
from questionbank import exporting, import_jobs, importing, waiting
from questionbank.faults import KINDS, in_words, refusal_in_words
from questionbank.finding import Asked, find
from questionbank.formats.front import REFUSED
from questionbank.formats.record import Record
from questionbank.forms import FileForm
from questionbank.models import ImportBatch, Topic
from realtime import clock

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PER_PAGE = 100
SHOWN_ROWS = 20
SHOWN_FILES = 10


class BatchRequest(HttpRequest):
    """A request that the permission table let through; `target` is the file that was read."""

    target: ImportBatch
    user: User


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: BatchRequest) -> HttpResponse:
    form = FileForm(request.POST, request.FILES) if request.method == "POST" else FileForm()
    if form.is_valid():
        try:
            read = importing.read_file(**form.file_read(), by=request.user, now=clock.now())
        except REFUSED as refusal:
            form.add_error("file", refusal_in_words(refusal))
        else:
            return redirect("questionbank:batch", read.pk)
    mine = ImportBatch.objects.filter(uploaded_by=request.user, read_at__isnull=False)
    context = {"form": form, "files": mine.order_by("-created_at")[:SHOWN_FILES]}
    return render(request, "questionbank/import.html", context, status=400 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: BatchRequest, pk: int) -> HttpResponse:
    """Show what was read; write it when the person accepts all rows, or the good ones."""
    read, revise_known = request.target, bool(request.POST.get("revise_known"))
    if request.method == "POST" and read.rows.count() > import_jobs.LARGE:
        how = {"only_good": request.POST.get("accept") == "good", "revise_known": revise_known}
        import_jobs.start(read, by=request.user, now=clock.now(), run=import_jobs.in_thread, **how)
        return redirect("questionbank:import-progress", pk)
    if request.method == "POST":
        try:
            written = importing.accept(
                batch=read,
                by=request.user,
                now=clock.now(),
                only_good=request.POST.get("accept") == "good",
                revise_known=revise_known,
            )
        except importing.Refused as refusal:
            if isinstance(refusal, importing.BankMovedOn):
                waiting.recheck(read)
            messages.error(request, refusal_in_words(refusal))
            return redirect("questionbank:batch", pk)
        said = ngettext("%(count)s draft was added.", "%(count)s drafts were added.", len(written))
        messages.success(request, said % {"count": len(written)})
        return redirect("questionbank:batch", pk)
    return render(request, "questionbank/batch.html", _read(request, read))


@require_http_methods(["GET", "HEAD", "POST"])
def progress(request: BatchRequest, pk: int) -> HttpResponse:
    """Tell how far a large import is; a POST stops it."""
    read = request.target
    if request.method == "POST":
        import_jobs.cancel(read)
    held = import_jobs.progress_of(read)
    if held is not None and not held.finished:
        template = "_progress.html" if request.headers.get("HX-Request") else "progress.html"
        return render(request, f"questionbank/{template}", {"batch": read, "progress": held})
    if held is not None:
        import_jobs.forget(read)
        _tell(request, read, held)
    response = HttpResponse() if request.headers.get("HX-Request") else redirect("questionbank:batch", pk)
    response["HX-Redirect"] = reverse("questionbank:batch", args=[pk])
    return response


def _tell(request: BatchRequest, read: ImportBatch, held: import_jobs.Progress) -> None:
    if held.refusal == "Cancelled":
        messages.warning(request, _("Stopped. Nothing has been written to the bank."))
    elif held.refusal == "Failed":
        messages.error(
            request, _("Something went wrong, and nothing has been written. Try again, or tell the administrator.")
        )
    elif held.refusal:
        if held.refusal == importing.BankMovedOn.__name__:
            waiting.recheck(read)
        messages.error(request, refusal_in_words(getattr(importing, held.refusal)()))
    else:
        said = ngettext("%(count)s draft was added.", "%(count)s drafts were added.", held.done)
        messages.success(request, said % {"count": held.done})


def _read(request: BatchRequest, read: ImportBatch) -> dict[str, object]:
    counts, empty = waiting.counted(read), waiting.empty_columns(read)
    told = read.faults.exclude(code="empty", column__in=empty)
    kinds = told.values_list("code", "note").annotate(count=Count("pk")).order_by("-count", "code")
    code = request.GET.get("code", "")
    code = code if code in KINDS else ""
    shown = told.filter(code=code) if code else told
    rows = shown.values_list("row", flat=True).distinct().order_by("row")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    on_page = list(page)
    stems = {row.row: row.record["stem"] for row in read.rows.filter(row__in=on_page)}
    faults = list(shown.filter(row__in=on_page).order_by("row", "column", "pk"))
    twins = waiting.twins_beside(faults)
    return {
        "batch": read,
        "good": counts[waiting.Verdict.GOOD],
        "bad": counts[waiting.Verdict.BAD] + counts[waiting.Verdict.KNOWN],
        "known": counts[waiting.Verdict.KNOWN],
        "empty_columns": empty,
        "kinds": [(kind, KINDS[kind], note, count) for kind, note, count in kinds],
        "page": page,
        "rows": [
            (row, stems.get(row, ""), [(f, in_words(waiting.fault(f)), twins.get(f.pk)) for f in of_row])
            for row, of_row in groupby(faults, key=lambda fault: fault.row)
        ],
        "code": code,
        "first": [Record.from_json(row.record) for row in waiting.good_rows(read).order_by("row")[:SHOWN_ROWS]],
    }


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    return _workbook(
        exporting.template(list(Topic.objects.offered().values_list("code", flat=True))), "mau-cau-hoi.xlsx"
    )


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    """The questions that the list shows for the same address, as Excel."""
    return export_as(request, "excel")


@require_safe
def export_as(request: HttpRequest, format_: str) -> HttpResponse:
    """The same in another format; what it has no place for is told before the file is handed out."""
    if format_ not in exporting.FORMATS:
        raise Http404
    wanted = find(Asked.read(request.GET), timezone.localdate(clock.now())).with_wordings()
    made = exporting.export(wanted, format_)
    if made.left_out and "tai" not in request.GET:
        counts = Counter(KINDS[fault.code] for fault in made.left_out)
        context = {"format": exporting.FORMATS[format_][0], "counts": counts.most_common()}
        return render(request, "questionbank/left_out.html", context)
    return _file(made)


def _file(made: exporting.Exported) -> HttpResponse:
    response = HttpResponse(made.content, content_type=made.content_type)
    response["Content-Disposition"] = f'attachment; filename="{made.name}"'
    return response


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

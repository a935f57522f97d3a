"""Bringing questions in a file, and taking them away in one."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from people.models import User
from questionbank import exporting, importing
from questionbank.faults import in_words, refusal_in_words
from questionbank.formats.files import LARGEST_FILE, FileTooLarge, NotASpreadsheet
from questionbank.formats.sheet import ColumnsMissing
from questionbank.models import ImportBatch
from questionbank.views import filtered
from realtime import clock

WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class BatchRequest(HttpRequest):
    """A request that the permission table let through; `target` is the file that was read."""

    target: ImportBatch
    user: User


@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: BatchRequest) -> HttpResponse:
    error = ""
    if request.method == "POST":
        file = request.FILES.get("file")
        if file is None:
            error = _("Choose a file first.")
        else:
            try:
                batch = importing.read_file(
                    raw=file.read(LARGEST_FILE + 1), file_name=file.name or "", by=request.user, now=clock.now()
                )
                return redirect("questionbank:batch", batch.pk)
            except (FileTooLarge, NotASpreadsheet, ColumnsMissing) as refusal:
                error = refusal_in_words(refusal)
    return render(request, "questionbank/import.html", {"error": error}, status=400 if error else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def batch(request: BatchRequest, pk: int) -> HttpResponse:
    """Show what was read; write it when the person accepts all rows, or the good ones."""
    read = request.target
    if request.method == "POST":
        try:
            written = importing.accept(
                batch=read, by=request.user, now=clock.now(), only_good=request.POST.get("accept") == "good"
            )
        except importing.AlreadyAccepted:
            messages.error(request, _("These questions have been taken into the bank already."))
        except importing.HasFaults:
            messages.error(request, _("Some rows are wrong. Mend the file and bring it again, or take the good rows."))
        except importing.NothingGood:
            messages.error(request, _("No row can be taken. Mend the file and bring it again."))
        else:
            said = ngettext("%(count)s draft was added.", "%(count)s drafts were added.", len(written))
            messages.success(request, said % {"count": len(written)})
            return redirect("questionbank:list")
    faults = [(fault, in_words(fault)) for fault in importing.faults_of(read)]
    shown = {
        "batch": read,
        "faults": faults,
        "good": len(importing.good_records(read)),
        "wrong": importing.wrong_rows(read),
    }
    return render(request, "questionbank/batch.html", shown)


@require_safe
def template(request: HttpRequest) -> HttpResponse:
    return _workbook(exporting.template(), "mau-cau-hoi.xlsx")


@require_safe
def export(request: HttpRequest) -> HttpResponse:
    wanted = filtered(request).prefetch_related(
        "latest_version__choices", "latest_version__citations__provision__document"
    )
    return _workbook(exporting.export(wanted), "cau-hoi.xlsx")


def _workbook(content: bytes, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=WORKBOOK)
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

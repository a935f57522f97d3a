"""Editions of the results, the published pages, and the record: for the board, and for everybody."""

import tempfile
from pathlib import Path
from typing import Any

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests.access import organises
from contests.entering.guests import entrant_for
from contests.models import Appeal, Contest, Edition, KeyEdition, RecordHead, SignOff
from contests.naming import public_names
from contests.papers.sitting import close_overdue
from contests.record import offline
from contests.record.carrying import rows_of_file
from contests.record.editions import prepare, publish, sign_edition
from contests.record.kept import lists_kept
from contests.record.ledger import broken_link
from contests.record.reading import EditionLine, EditionList, Reading, count_differences, differences, read
from contests.record.sending import sent
from contests.record.signing import hosts_of, unsigned
from contests.record.spreadsheet import write_results
from contests.record.unit_lines import by_block, row_of
from contests.record.words import in_public, in_words, prize_in_words
from contests.refusals import Refused
from contests.standings import lists_now
from people.models import User
from realtime import clock

PER_PAGE = 50
MOST_DIFFERENCES = 500
RESULTS = SignOff.Subject.RESULTS
JSON_LINES = "application/jsonl; charset=utf-8"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


class RecordRequest(HttpRequest):
    """A request that the permission table let through; `target` is the contest."""

    target: Contest
    user: User


# ---------- Editions at the desk ----------


@require_POST
def prepare_edition(request: RecordRequest, slug: str) -> HttpResponse:
    try:
        made = prepare(
            contest=request.target, by=request.user, now=clock.now(), reason=request.POST.get("reason", "")
        )  # fmt: skip
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("contests:desk", slug)
    messages.success(request, _("The edition is prepared. The bodies can read and sign it."))
    return redirect("contests:edition", slug, made.number)


@require_http_methods(["GET", "HEAD", "POST"])
def edition(request: RecordRequest, slug: str, edition: int) -> HttpResponse:
    """Everything that an edition holds; a POST signs it for one's body."""
    contest, now = request.target, clock.now()
    found = _edition(contest, edition)
    if request.method == "POST":
        try:
            sign_edition(edition=found, digest=request.POST.get("digest", ""), by=request.user, now=now)
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Signed. The signature stands in the record."))
        return redirect("contests:edition", slug, edition)
    reading = read(found)
    before = contest.editions.defer("content").filter(published_at__isnull=False, number__lt=edition).last()
    changed = differences(read(before), reading) if before else []
    missing = unsigned(contest, RESULTS, found.digest)
    appeals = Appeal.objects.filter(paper__contest=contest, answered_at__isnull=False)
    shown = {
        "contest": contest,
        "edition": found,
        "reading": reading,
        **_list_page(request, reading),
        "before": before,
        "differences": [_difference(each) for each in changed[:MOST_DIFFERENCES]],
        "changed": len(changed),
        "appeals": appeals.count(),
        "upheld": appeals.filter(upheld=True).count(),
        "corrections": _corrections(reading),
        "disqualified": contest.entrants.select_related("unit").filter(pk__in=reading.disqualified),
        "signatures": _signatures(contest, found),
        "missing": missing,
        "may_sign": any(body.signer_id == request.user.pk for body in missing) and found.withdrawn_at is None,
        "organising": organises(request.user, contest),
        "current": found.published_at is not None or lists_kept(contest, now).is_current(found, now),
    }
    return render(request, "contests/record/edition.html", shown)


def _edition(contest: Contest, number: int) -> Edition:
    found = contest.editions.defer("content").filter(number=number).first()
    if found is None:
        raise Http404
    return found


def _list_page(request: HttpRequest, reading: Reading) -> dict[str, Any]:
    """Return the list of the edition that the address asks for, and a page of it."""
    asked = request.GET.get("dot", "")
    shown = reading.list_of(f"round {asked}" if asked else "contest")
    page = Paginator(shown.lines, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "lists": [(each, each.of.removeprefix("round ") if each.of != "contest" else "") for each in reading.lists],
        "shown": shown,
        "page": page,
        "rows": [_row(line) for line in page],
        "blocks": by_block(map(row_of, shown.units)),
    }


def _row(line: EditionLine, name: str | None = None) -> dict[str, Any]:
    return {
        "entrant": line.entrant,
        "place": line.place,
        "name": line.name if name is None else name,
        "unit": line.unit,
        "score": line.score / 100,
        "most": line.most / 100,
        "used": line.used,
        "prize": prize_in_words(line.prize),
    }


def _difference(each: Any) -> dict[str, Any]:
    return {
        "title": each.title,
        "before": _row(each.before) if each.before else None,
        "after": _row(each.after) if each.after else None,
        "who": (each.after or each.before).name,
    }


def _signatures(contest: Contest, found: Edition) -> list[SignOff]:
    made = contest.sign_offs.filter(subject=RESULTS, digest=found.digest).select_related("signed_by")
    return list(made.order_by("signed_at"))


@require_POST
def publish_edition(request: RecordRequest, slug: str, edition: int) -> HttpResponse:
    try:
        publish(edition=_edition(request.target, edition), by=request.user, now=clock.now())
    except Refused as refusal:
        messages.error(request, str(refusal))
        return redirect("contests:edition", slug, edition)
    messages.success(request, _("The results are published."))
    return redirect("contests:results", slug)


@require_safe
def workbook(request: RecordRequest, slug: str) -> StreamingHttpResponse:
    """The results as an Excel file: of the edition asked for by its number, else as they stand now."""
    contest, asked = request.target, request.GET.get("ban", "")
    close_overdue(contest=contest, now=clock.now())
    found = _edition(contest, int(asked)) if asked.isascii() and asked.isdecimal() and len(asked) < 6 else None
    target = tempfile.TemporaryFile()  # noqa: SIM115  # the response closes it
    write_results(target, contest, None if found else lists_now(contest, clock.now()), found)
    name = f"ket-qua-{slug}-ban-{found.number}.xlsx" if found else f"ket-qua-{slug}-tam-tinh.xlsx"
    return sent(target, name=name, content_type=EXCEL)


# ---------- For everybody ----------


@require_safe
def results(request: RecordRequest, slug: str, edition: int | None = None) -> HttpResponse:
    """A published edition: the latest, or an earlier one by its number."""
    contest = request.target
    published = list(contest.editions.defer("content").filter(published_at__isnull=False).order_by("-number"))
    found = next((each for each in published if edition in (None, each.number)), None)
    if found is None:
        if edition is not None:
            raise Http404
        return render(request, "contests/record/none_yet.html", {"contest": contest})
    reading = read(found)
    listed = _list_page(request, reading)
    names = public_names([line.entrant for line in listed["page"]])
    entrant = entrant_for(request.user, contest)
    shown = {
        "contest": contest,
        "edition": found,
        "latest": published[0],
        "editions": published,
        "reading": reading,
        **listed,
        "rows": [_row(line, names.get(line.entrant, "")) for line in listed["page"]],
        "mine": _mine(listed["shown"], entrant.pk if entrant else 0),
        "me": entrant.pk if entrant else 0,
        "signatures": _signatures(contest, found),
        "titles": {body.name: body.signer_title for body in hosts_of(contest)},
        "corrections": _corrections(reading),
        "changed": _changed(published, found),
        "mark": _mark(contest),
    }
    return render(request, "contests/record/results.html", shown)


def _corrections(reading: Reading) -> list[tuple[str, str, str]]:
    """Return code of the question, ruling in words and reason of each correction that the edition rests on."""
    words = dict(KeyEdition.Ruling.choices)
    return [(code, str(words[what]), reason) for code, _version, what, _accepted, reason in reading.corrections]


def _mine(shown: EditionList, entrant: int) -> dict[str, Any] | None:
    line = shown.by_entrant.get(entrant)
    return _row(line) | {"page": (shown.lines.index(line)) // PER_PAGE + 1} if line else None


def _changed(published: list[Edition], found: Edition) -> int:
    """Return in how many lines `found` differs from the edition published before it."""
    before = next((each for each in published if each.number < found.number), None)
    return count_differences(before, found) if before else 0


def _mark(contest: Contest) -> str:
    head = RecordHead.objects.filter(contest=contest).first()
    return head.digest if head else ""


# ---------- The record ----------


@require_safe
def record(request: RecordRequest, slug: str) -> HttpResponse:
    """The record with everything it tells, and whether it holds."""
    contest = request.target
    page = Paginator(contest.record.order_by("-number"), PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "contest": contest,
        "page": page,
        "lines": in_words(list(page)),
        "mark": _mark(contest),
        "broken": broken_link(contest),
        "full": True,
    }
    return render(request, "contests/record/record.html", shown)


@require_safe
def record_public(request: RecordRequest, slug: str) -> HttpResponse:
    contest = request.target
    page = Paginator(contest.record.order_by("-number"), PER_PAGE).get_page(request.GET.get("page"))
    shown = {
        "contest": contest,
        "page": page,
        "lines": in_public(page),
        "mark": _mark(contest),
        "sealed": not contest.record.filter(salt="").exists(),
        "full": False,
    }
    return render(request, "contests/record/record.html", shown)


@require_safe
def record_full(request: RecordRequest, slug: str) -> StreamingHttpResponse:
    target = tempfile.TemporaryFile()  # noqa: SIM115  # the response closes it
    for row in rows_of_file(request.target, full=True):
        target.write(row.encode())
    return sent(target, name=f"so-ghi-nhan-{slug}-day-du.jsonl", content_type=JSON_LINES)


@require_safe
def record_file(request: RecordRequest, slug: str) -> HttpResponse:
    """The record with seals instead of what it tells: some hundred bytes a line."""
    contest = request.target
    if contest.record.filter(salt="").exists():
        raise Http404  # lines from before there were seals cannot be checked without what they tell
    response = HttpResponse("".join(rows_of_file(contest, full=False)), content_type=JSON_LINES)
    response["Content-Disposition"] = f'attachment; filename="so-ghi-nhan-{slug}.jsonl"'
    return response


@require_safe
def verifier(request: HttpRequest) -> HttpResponse:
    """The program that verifies a downloaded record, to be run without the system."""
    response = HttpResponse(Path(offline.__file__).read_bytes(), content_type="text/x-python; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="verify_record.py"'
    return response

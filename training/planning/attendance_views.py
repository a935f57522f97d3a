"""Who attended a class: ticked, or brought as a list. Only trainers over the contest's unit come here."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests.refusals import Refused
from contests.rosters.file_views import MOST_FAULTS, SENTENCES
from people.models import Unit
from questionbank.formats.files import write_workbook
from realtime import clock
from training.papers.files import KINDS
from training.planning.attending import people_of, read_list, record_list, strike, tick
from training.planning.class_views import ClassRequest
from training.planning.forms import ListForm

HEADER = ("Đơn vị", "Họ và tên", "Tài khoản")


@require_http_methods(["GET", "HEAD", "POST"])
def attendance(request: ClassRequest, number: int) -> HttpResponse:
    made = request.target
    if request.method == "POST":
        try:
            if "strike" in request.POST:
                strike(made=made, number=_number(request.POST["strike"]), by=request.user, now=clock.now())  # type: ignore[arg-type]
            else:
                shown, present = (_numbers(request, name) for name in ("shown", "present"))
                tick(made=made, shown=shown, present=present, by=request.user, now=clock.now())  # type: ignore[arg-type]
        except Refused as refusal:
            messages.error(request, str(refusal))
        else:
            messages.success(request, _("Attendance is kept."))
        return redirect("training:attendance", number)
    return _page(request, ListForm())


@require_POST
def file(request: ClassRequest, number: int) -> HttpResponse:
    """Take a list where it has no fault; otherwise show every fault by its cell and take nothing."""
    made, form = request.target, ListForm(request.POST, request.FILES)
    if not form.is_valid():
        return _page(request, form, status=422)
    try:
        units = list(Unit.objects.filter(pk__in=made.groups.values("units")))
        lists = read_list(form.cleaned_data["file"].read(), units)
        faults = [(fault.cell, str(SENTENCES[fault.kind]) % {"fact": fault.fact}) for fault in lists.faults]
        if lists.numbers:
            faults.append(("", _("The list holds numbers, not names. Write the column “Họ và tên”.")))
        if faults:
            return _page(request, form, faults=faults[:MOST_FAULTS], status=422)
        done = record_list(made=made, lists=lists, by=request.user, now=clock.now())  # type: ignore[arg-type]
    except Refused as refusal:
        form.add_error("file", str(refusal))
        return _page(request, form, status=422)
    told = ngettext("%(added)s person added.", "%(added)s people added.", done.added) % {"added": done.added}
    if done.known:
        told += " " + _("%(known)s stood on the list already.") % {"known": done.known}
    if done.nameless:
        told += " " + _("%(nameless)s have no account here: they are counted, and compared with nobody.") % {
            "nameless": done.nameless
        }
    messages.success(request, told)
    return redirect("training:attendance", number)


@require_safe
def template(request: ClassRequest, number: int) -> HttpResponse:
    """An empty list with the people of the class's units who have an account, to be cut down to who came."""
    made = request.target
    rows = [(user.unit.name if user.unit else "", user.full_name, user.username) for user in people_of(made)]
    response = HttpResponse(write_workbook(HEADER, rows, sheet="Điểm danh"), content_type=KINDS["xlsx"])
    response["Content-Disposition"] = f'attachment; filename="diem-danh-lop-{made.position}.xlsx"'
    return response


def _page(
    request: ClassRequest, form: ListForm, *, faults: list[tuple[str, str]] | None = None, status: int = 200
) -> HttpResponse:
    made = request.target
    there = set(made.attendances.exclude(user=None).values_list("user_id", flat=True))
    by_unit: dict[str, list[tuple[object, bool]]] = {}
    offered = people_of(made)
    for user in offered:
        by_unit.setdefault(user.unit.name if user.unit else "", []).append((user, user.pk in there))
    others = made.attendances.exclude(user__in=[user.pk for user in offered])
    shown = {
        "made": made,
        "plan": made.plan,
        "by_unit": [(unit, people, sum(came for _user, came in people)) for unit, people in by_unit.items()],
        "others": others.select_related("unit"),
        "count": made.attendances.count(),
        "taught": made.plan.editions.exists(),
        "form": form,
        "faults": faults or [],
    }
    return render(request, "training/plans/attendance.html", shown, status=status)


def _numbers(request: ClassRequest, name: str) -> set[int]:
    return {_number(given) for given in request.POST.getlist(name)}


def _number(given: str) -> int:
    return int(given) if given.isdecimal() and len(given) < 16 else 0

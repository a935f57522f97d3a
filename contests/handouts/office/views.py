"""The templates of a unit's papers: what may be asked for, handing one in, choosing a version, looking at a sample."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from contests.handouts.office.filling import fill, fill_each
from contests.handouts.office.forms import TemplateForm
from contests.handouts.office.keeping import keep_template, use_template
from contests.handouts.office.kinds import KINDS
from contests.handouts.office.placeholders import Kind
from contests.handouts.office.starting import starting_template
from contests.models import OfficeTemplate
from contests.refusals import Refused
from contests.rules_views import WORD
from people.models import Unit, User
from realtime import clock

SAMPLES = 2  # letters in the preview of what is written for each of many


class UnitRequest(HttpRequest):
    """A request that the permission table let through; `target` is the unit."""

    target: Unit
    user: User


@require_safe
def templates(request: UnitRequest, unit: int) -> HttpResponse:
    in_use = {one.kind: one for one in _versions(request.target).filter(in_use=True)}
    shown = {"unit": request.target, "kinds": [(kind, in_use.get(kind.code)) for kind in KINDS.values()]}
    return render(request, "contests/handouts/templates.html", shown)


@require_http_methods(["GET", "HEAD", "POST"])
def template(request: UnitRequest, unit: int, kind: str) -> HttpResponse:
    form = TemplateForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            made, found = keep_template(
                unit=request.target, kind=kind, name=file.name, raw=file.read(), by=request.user, now=clock.now()
            )
        except Refused as refusal:
            form.add_error("file", str(refusal))
        else:
            messages.success(request, _("Version %(number)s is in use from now on.") % {"number": made.number})
            if found.unused:
                said = _("Not used by this template: %(names)s. That may be as you want it.")
                messages.info(request, said % {"names": ", ".join(f"{{{{{code}}}}}" for code in found.unused)})
            return redirect("contests:template", unit, kind)
    versions = list(_versions(request.target).filter(kind=kind).select_related("by"))
    shown = {
        "unit": request.target,
        "kind": KINDS[kind],
        "form": form,
        "versions": versions,
        "ours": not any(one.in_use for one in versions),
        "asked": _asked(KINDS[kind]),
    }
    return render(request, "contests/handouts/template.html", shown, status=422 if form.errors else 200)


@require_POST
def use(request: UnitRequest, unit: int, kind: str) -> HttpResponse:
    given = request.POST.get("number", "")
    try:
        use_template(unit=request.target, kind=kind, number=int(given) if given.isdecimal() and len(given) < 5 else -1)
    except Refused as refusal:
        messages.error(request, str(refusal))
    else:
        ours = _("Our own form is in use again.")
        messages.success(
            request, _("Version %(number)s is in use from now on.") % {"number": given} if int(given) else ours
        )
    return redirect("contests:template", unit, kind)


@require_safe
def start(request: UnitRequest, unit: int, kind: str) -> HttpResponse:
    return _file(starting_template(kind), f"mau-{kind}.docx")


@require_safe
def file(request: UnitRequest, unit: int, kind: str, number: int) -> HttpResponse:
    return _file(_content(request.target, kind, number), f"mau-{kind}-{number}.docx")


@require_safe
def preview(request: UnitRequest, unit: int, kind: str, number: int) -> HttpResponse:
    """number: of the version; 0: of our template to begin with."""
    raw = _content(request.target, kind, number) if number else starting_template(kind)
    of, samples = KINDS[kind], KINDS[kind].samples()
    return _file(
        fill_each(raw, [samples] * SAMPLES) if of.each else fill(raw, samples), f"xem-thu-{kind}-{number}.docx"
    )


def _versions(unit: Unit):  # type: ignore[no-untyped-def]
    return OfficeTemplate.objects.filter(unit=unit).defer("content")


def _content(unit: Unit, kind: str, number: int) -> bytes:
    found = OfficeTemplate.objects.filter(unit=unit, kind=kind, number=number).first()
    if found is None:
        raise Http404
    return bytes(found.content)


def _asked(kind: Kind) -> list[tuple[str, list[tuple[str, str, bool]]]]:
    """Return the placeholders for the page: (list or "", (written, label, needed))."""
    single = [(f"{{{{{f.code}}}}}", f.label, f.needed) for f in kind.fields]
    lists = [
        (
            group.label,
            [
                (f"{{{{{group.code}.{f.code}}}}}" if f.code else f"{{{{{group.code}}}}}", f.label or group.label,
                 group.needed and (f.needed or not f.code))
                for f in group.fields
            ],
        )
        for group in kind.groups
    ]  # fmt: skip
    return [("", single), *lists]


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type=WORD)
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer

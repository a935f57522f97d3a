"""A class of a plan: what is taught when and where, and who sits in it."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from realtime import clock
from training.planning import editing
from training.planning.editing import Edit
from training.planning.forms import ClassForm, JoinForm, MergeForm, MoveForm, NewClassForm, PeopleForm
from training.planning.models import ClassGroup, TrainingClass
from training.planning.plan_views import PlanRequest, kept

Act = Callable[[Edit], Any]


class ClassRequest(HttpRequest):
    target: TrainingClass


@require_http_methods(["GET", "HEAD", "POST"])
def add(request: PlanRequest, number: int) -> HttpResponse:
    held = request.target
    form = NewClassForm(request.POST or None)
    if form.is_valid():
        made: list[TrainingClass] = []

        def act(edit: Edit) -> None:
            made.append(editing.add_class(edit, topic=form.cleaned_data["topic"], details=form.details()))

        if kept(request, held, act, _("The class is added. Put people into it.")):
            return redirect("training:class", made[0].pk)
    shown = {"plan": held, "form": form, "revision": _shown_revision(request, held.revision)}
    return render(request, "training/plans/new_class.html", shown, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
def edit(request: ClassRequest, number: int) -> HttpResponse:
    made = request.target
    form = ClassForm(request.POST or None, made=made)
    if form.is_valid():

        def act(change: Edit) -> None:
            editing.change_class(change, made=made, details=form.details(), clauses=form.cleaned_data["clauses"])

        if kept(request, made.plan, act, _("The class is kept.")):
            return redirect("training:plan", made.plan_id)
    shown = {
        "made": made,
        "plan": made.plan,
        "form": form,
        "revision": _shown_revision(request, made.plan.revision),
        "groups": made.groups.all(),
        "others": made.plan.classes.exclude(pk=made.pk).select_related("topic"),
        "merge": MergeForm(made=made),
        "join": JoinForm(day=timezone.localdate(clock.now())),
    }
    return render(request, "training/plans/class.html", shown, status=422 if form.errors else 200)


@require_POST
def rearrange(request: ClassRequest, number: int) -> HttpResponse:
    """One of the small forms of a class's page; `what` says which."""
    made, what = request.target, request.POST.get("what", "")
    act = _ACTS[what](request, made) if what in _ACTS else None
    if act is None:
        messages.error(request, _("Fill in the form: a number of people, and the class or unit that is meant."))
        return redirect("training:class", number)
    gone = kept(request, made.plan, act, _("The plan is changed.")) and what == "remove"
    return redirect("training:plan", made.plan_id) if gone else redirect("training:class", number)


def _shown_revision(request: HttpRequest, now: int) -> str | int:
    """Return the revision to send again: a form with faults keeps the one that its page first showed."""
    return request.POST.get("revision", now)


def _split(request: ClassRequest, made: TrainingClass) -> Act:
    return lambda change: editing.split_class(change, made=made)


def _remove(request: ClassRequest, made: TrainingClass) -> Act:
    return lambda change: editing.remove_class(change, made=made)


def _merge(request: ClassRequest, made: TrainingClass) -> Act | None:
    form = MergeForm(request.POST, made=made)
    if not form.is_valid():
        return None
    return lambda change: editing.merge_classes(change, made=made, other=form.cleaned_data["other"])


def _join(request: ClassRequest, made: TrainingClass) -> Act | None:
    form = JoinForm(request.POST, day=timezone.localdate(clock.now()))
    if not form.is_valid():
        return None
    unit, people = form.cleaned_data["unit"], form.cleaned_data["people"]
    return lambda change: editing.join_unit(change, made=made, unit=unit, people=people)


def _move(request: ClassRequest, made: TrainingClass) -> Act | None:
    form = MoveForm(request.POST, plan=made.plan)
    if not form.is_valid():
        return None
    group, people, to = _group(request, made), form.cleaned_data["people"], form.cleaned_data["to"]
    return lambda change: editing.move_people(change, group=group, people=people, to=to)


def _resize(request: ClassRequest, made: TrainingClass) -> Act | None:
    form = PeopleForm(request.POST)
    if not form.is_valid():
        return None
    group, people = _group(request, made), form.cleaned_data["people"]
    return lambda change: editing.resize_group(change, group=group, people=people)


def _leave(request: ClassRequest, made: TrainingClass) -> Act:
    group = _group(request, made)
    return lambda change: editing.remove_group(change, group=group)


def _group(request: ClassRequest, made: TrainingClass) -> ClassGroup:
    number = request.POST.get("group", "")
    key = int(number) if number.isdecimal() and len(number) < 16 else 0
    return get_object_or_404(ClassGroup.objects.select_related("of"), of=made, pk=key)


_ACTS: dict[str, Callable[[ClassRequest, TrainingClass], Act | None]] = {
    "split": _split,
    "remove": _remove,
    "merge": _merge,
    "join": _join,
    "move": _move,
    "resize": _resize,
    "leave": _leave,
}

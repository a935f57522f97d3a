"""What parts, states and commands of a stage contest are called."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contests.models import StageSegment
from contests.stage.programme import Kind, Over, Rest, Segment, Theme
from contests.stage.states import Command
from contests.templatetags.points import minutes, points

THEMES: dict[Theme, object] = {
    "greeting": gettext_lazy("greeting"),
    "knowledge": gettext_lazy("knowledge"),
    "situation": gettext_lazy("dealing with a situation"),
    "skit": gettext_lazy("skit"),
    "audience": gettext_lazy("questions to the audience"),
    "talent": gettext_lazy("talent"),
    "speech": gettext_lazy("speech"),
    "other": gettext_lazy("another kind of part"),
}
KINDS: dict[Kind, object] = {
    "judged": gettext_lazy("judged: jurors give marks"),
    "quiz": gettext_lazy("quiz: teams answer questions"),
}
OVERS: dict[Over, object] = {
    "sheets": gettext_lazy("the mean of whole sheets; a sheet with a gap counts nowhere"),
    "cells": gettext_lazy("criterion by criterion, the mean over the marks given"),
}
RESTS: dict[Rest, object] = {
    "shared": gettext_lazy("they share the place"),
    "bell": gettext_lazy("an extra question with the bell parts them"),
}
COMMANDS: dict[Command, object] = {
    Command.OPEN: gettext_lazy("Open the part"),
    Command.CLOSE: gettext_lazy("Close marking"),
    Command.REOPEN: gettext_lazy("Open marking again"),
    Command.LOCK: gettext_lazy("Lock the part"),
}
TAGS = {
    StageSegment.State.WAITING: "mute",
    StageSegment.State.OPEN: "info",
    StageSegment.State.CLOSED: "warn",
    StageSegment.State.LOCKED: "ok",
}


def about(segment: Segment) -> list[str]:
    """Return what the programme says of a part, in short sentences."""
    said = [str(KINDS[segment.kind]), _("at most %(points)s points") % {"points": points(segment.maximum)}]
    if segment.weight != 100:
        said.append(_("counts %(percent)s %%") % {"percent": segment.weight})
    if segment.seconds:
        said.append(_("time limit %(time)s") % {"time": minutes(segment.seconds)})
    if segment.penalty:
        said.append(
            _("over time: %(points)s points for each %(seconds)s seconds begun, as the jury decides")
            % {"points": points(segment.penalty.points), "seconds": segment.penalty.every}
        )
    if segment.kind == "judged":
        said.append(_("marks in steps of %(step)s") % {"step": points(segment.step)})
        said += [f"{one.title} ({points(one.maximum)})" for one in segment.criteria]
    return said

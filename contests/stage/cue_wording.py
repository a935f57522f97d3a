"""What the MC reads where nobody has written anything, moment by moment."""

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from contests.models import Stage, StageSegment
from contests.stage.cues import Cue, cue_of, moment_of
from contests.stage.programme import Segment
from contests.stage.reading import Place
from contests.templatetags.points import figure_shown, minutes, points

MOMENTS = {
    "welcome": gettext_lazy("Welcome"),
    "opening": gettext_lazy("Opening of the part"),
    "draw": gettext_lazy("Draw of lots"),
    "team": gettext_lazy("Calling a team"),
    "scores": gettext_lazy("Announcing the scores"),
    "final": gettext_lazy("Final standing"),
}


def usual_words(moment: str, stage: Stage, part: Segment | None) -> str:
    """Return the usual sentence of a moment. part: what the programme says of the part that is on."""
    if moment == "welcome":
        return _("Ladies and gentlemen, welcome to: %(contest)s.") % {"contest": stage.contest.title}
    if moment == "final":
        return _("The jury has finished its work. Here is the final standing of %(contest)s.") % {
            "contest": stage.contest.title
        }
    if part is None:
        return ""
    if moment == "draw":
        return _("We draw lots for the order of the part %(part)s. Captains, choose a number on your phones.") % {
            "part": part.title
        }
    if moment == "scores":
        return _("Here are the scores of the part %(part)s.") % {"part": part.title}
    if moment == "team" and stage.on_stage is not None:
        return _("On stage: %(team)s.") % {"team": stage.on_stage.name}
    said = _("We come to the part %(part)s, with at most %(points)s points.") % {
        "part": part.title, "points": points(part.maximum),
    }  # fmt: skip
    if part.seconds:
        said += " " + _("Each team has %(time)s.") % {"time": minutes(part.seconds)}
    return said


def present_cue(stage: Stage, segment: StageSegment | None, part: Segment | None) -> tuple[str, Cue]:
    """Return the moment that it is, and what is read at it: as it was written, else the usual sentence."""
    moment = moment_of(stage.scene, team=stage.on_stage_id is not None)
    of = segment if segment is not None and moment not in ("welcome", "final") else stage
    written = cue_of(of.cues, moment)
    return moment, Cue(written.read or usual_words(moment, stage, part), written.note)


def read_out(standing: list[Place]) -> list[str]:
    """Return the standing as it is announced, from the last place to the first."""
    return [
        _("Place %(place)s: %(team)s, %(total)s points")
        % {"place": one.place, "team": one.team.name, "total": figure_shown(one.total)}
        for one in reversed(standing)
    ]

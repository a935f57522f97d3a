"""What the MC reads at each moment of a stage contest, and the notes that only the MC sees."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db import transaction

from contests.models import Stage, StageSegment
from contests.stage.keeping import stir

OF_STAGE = ("welcome", "final")
OF_PART = ("opening", "draw", "team", "scores")
LONGEST = 4000  # characters

Scene = Stage.Scene


@dataclass(frozen=True, slots=True)
class Cue:
    """read: to be read aloud; note: for the MC alone."""

    read: str = ""
    note: str = ""


def cue_of(cues: Mapping[str, Mapping[str, str]], moment: str) -> Cue:
    return Cue(**cues.get(moment, {}))


def moment_of(scene: str, *, team: bool) -> str:
    """Return the moment that a scene is: of the stage contest, or of the part that is on."""
    moments = {Scene.WELCOME: "welcome", Scene.DRAW: "draw", Scene.SCORES: "scores", Scene.FINAL: "final"}
    return moments.get(Scene(scene), "team" if team and scene == Scene.PART else "opening")


@transaction.atomic
def write_cues(*, of: Stage | StageSegment, cues: Mapping[str, Cue]) -> None:
    """Keep what is read, moment by moment; a moment with nothing to say is left out."""
    of.cues = {
        moment: {"read": cue.read.strip(), "note": cue.note.strip()}
        for moment, cue in cues.items()
        if cue.read.strip() or cue.note.strip()
    }
    of.save(update_fields=["cues"])
    stir(of.pk if isinstance(of, Stage) else of.stage_id)

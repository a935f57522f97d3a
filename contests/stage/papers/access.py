"""Who may have the papers of a stage contest: its lines of the permission table."""

from collections.abc import Mapping
from typing import Any

from contests.models import Stage
from contests.stage.access import judges, runs_stage
from people.access import Access


def stage_by_slug(given: Mapping[str, Any]) -> Stage | None:
    return Stage.objects.select_related("contest__unit").filter(contest__slug=given["slug"]).first()


def _kept(what: str) -> Access:
    return Access(runs_stage, what, stage_by_slug)


ROUTES: dict[str, Access] = {
    "contests:stage-papers": _kept("the papers of a stage contest"),
    "contests:stage-score-sheets": _kept("the score sheets of a part, for the whole jury"),
    "contests:stage-summary": _kept("the summary of marks"),
    "contests:stage-minutes": _kept("the minutes of a stage contest"),
    "contests:stage-workbook": _kept("the figures of a stage contest as an Excel file"),
    "contests:stage-script": _kept("the MC's sheet"),
    "contests:own-score-sheet": Access(judges, "one's own score sheet, to be signed", stage_by_slug),
}

"""What stands beside a report to be looked at: the evidence behind a figure, the questions, contests in a row."""

from datetime import datetime

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from contests.models import Contest
from realtime import clock
from training.access import readable_by
from training.analyses import figures_of, in_process, is_small, latest, refresh
from training.charts import Trace, item_map, trace
from training.drilling import drill
from training.findings import SMALLEST_GROUP, Rule
from training.measure.linking import FEWEST
from training.models import Analysis
from training.questions import every_question, is_watched
from training.reports import kept_figures
from training.trends import Line, trend_of
from training.views import ReportRequest, report_form, whole_page

MOST_IN_A_ROW = 8  # contests, the newest


@require_safe
def evidence(request: ReportRequest, slug: str) -> HttpResponse:
    """What stands behind one cell; a part of the report's page where that asks for it, else a page of its own."""
    form, now = report_form(request), clock.now()
    kept = kept_figures(request.target, now=now, cut=form.cut())
    asked = request.GET.copy()
    group, part = (asked.pop(name, [""])[-1] for name in ("group", "part"))
    back = reverse("training:report", args=[slug]) + (f"?{asked.urlencode()}" if asked else "")
    is_part = request.headers.get("HX-Target") == "evidence"
    if kept is None:
        return whole_page(back) if is_part else redirect(back)
    drilled = drill(kept, request.target, group=group, part=_whole(part), rule=form.rule(), now=now)
    if drilled is None:
        messages.warning(request, _("There is no such figure (any more), or too few people stand behind it."))
        return whole_page(back) if is_part else redirect(back)
    shown = {"contest": request.target, "drilled": drilled, "back": back}
    return render(request, f"training/{'_evidence' if is_part else 'evidence'}.html", shown)


def _whole(given: str) -> int:
    return int(given) if given.isdecimal() and len(given) < 19 else -1


@require_safe
def items(request: ReportRequest, slug: str) -> HttpResponse:
    """Every question of the contest with its statistics, those set apart by themselves, and the map of all."""
    now = clock.now()
    kept = refresh(contest=request.target, now=now, run=in_process)
    if kept is None:
        return redirect("training:report", slug)
    found = figures_of(kept)
    sound, apart = every_question(found, timezone.localdate(now))
    shown = {
        "contest": request.target,
        "cut_off": kept.asked_at,
        "scale": found.scale,
        "map": item_map(found.scale, [*sound, *apart], SMALLEST_GROUP) if found.scale else None,
        "sound": sound,
        "apart": apart,
        "watched": [q for q in sound if is_watched(q)],
    }
    return render(request, "training/items.html", shown)


@require_safe
def trend(request: ReportRequest, slug: str) -> HttpResponse:
    """Contests that this reader may see, in order of time, as far as they share questions."""
    contest = request.target
    now = clock.now()
    own = refresh(contest=contest, now=now, run=in_process)
    if own is None:
        return redirect("training:report", slug)
    others = readable_by(request.user).exclude(pk=contest.pk).order_by("-closes_at")[: MOST_IN_A_ROW - 1]
    kept = [(contest, own), *((one, _analysis_of(one, now)) for one in others)]
    known = [(one, figures_of(analysis)) for one, analysis in kept if analysis is not None]
    waiting = [one for one, analysis in kept if analysis is None]
    found = trend_of(sorted(known, key=lambda pair: (pair[0].closes_at, pair[0].pk)), contest)
    shown = {
        "contest": contest,
        "trend": found,
        "picture": picture_of(found.whole),
        "waiting": [one for one in waiting if one.papers.exists() or one.live_rounds.exists()],
        "fewest": FEWEST,
    }
    return render(request, "training/trend.html", shown)


def _analysis_of(contest: Contest, now: datetime) -> Analysis | None:
    """The analysis that is there; of a small contest one that is up to date. No process is begun for other contests."""
    return refresh(contest=contest, now=now, run=in_process) if is_small(contest) else latest(contest)


def picture_of(line: Line) -> Trace | None:
    """Return the picture of a line over contests, None where it says nothing."""
    points = [(p.number, p.estimate) for p in line.points if p.estimate]
    return trace([(e.value, e.low, e.high, str(n)) for n, e in points], Rule().target) if line.tells else None

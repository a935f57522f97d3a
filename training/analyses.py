"""An analysis is computed once for what was answered, by a process of its own, and read by whoever looks at a report.

The process is not the server's: an answer never waits for it, and shares no interpreter with it. How far it is stands
in its row, and so does the wish to stop it. Where it ends without a word, its row is given up after a while.
"""

import hashlib
import json
import logging
import subprocess
import sys
from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max, QuerySet, Sum
from django.utils import timezone

from contests.models import Contest, KeyEdition, LiveAnswer, LivePlayer, PaperQuestion
from contests.papers.sitting import close_overdue
from training.analysing import analyse_contest, analyse_cut
from training.analysis import Analysed, Parted
from training.cuts import Cut
from training.models import Analysis

SMALL = 20_000  # answers; fewer are analysed while the browser waits
SILENT = timedelta(minutes=10)  # after which a process that tells nothing is given up
CUT, CUTS = "cut ", 30  # how stamps of cuts begin; how many of a contest are kept
FORM = 2  # of what is kept: grows when `analysis.Analysed` holds more, so that all is computed anew
log = logging.getLogger(__name__)
Run = Callable[[Analysis], None]


class Stopped(Exception):
    """Somebody asked the analysis to stop."""


def stamp_of(contest: Contest, day: date) -> str:
    """Return what an analysis of `contest` would rest on; another stamp means that the kept one is out of date.

    The day is part of it, because a question whose law has lost effect is set apart.
    """
    closed = contest.papers.filter(submitted_at__isnull=False).aggregate(n=Max("pk"), at=Max("submitted_at"))
    live = contest.live_rounds.aggregate(marked=Sum("marked"))  # grows with every close, rerun and question made void
    playing = LivePlayer.objects.playing().filter(round__contest=contest).count()
    keys = KeyEdition.objects.filter(contest=contest).aggregate(n=Max("pk"))
    at = closed["at"].timestamp() if closed["at"] else 0
    return f"{FORM} {day:%Y%m%d} {closed['n'] or 0} {at:.3f} {live['marked'] or 0}/{playing} {keys['n'] or 0}"


def latest(contest: Contest) -> Analysis | None:
    """Return the newest finished analysis, current or not."""
    finished = contest.analyses.filter(state=Analysis.State.DONE).exclude(stamp__startswith=CUT)
    return finished.order_by("-asked_at", "-pk").first()


def running(contest: Contest) -> Analysis | None:
    return contest.analyses.filter(state=Analysis.State.RUNNING).first()


def refresh(*, contest: Contest, now: datetime, run: Run) -> Analysis | None:
    """See that there is, or will be, an analysis of all that was answered. Returns the newest finished one, None if
    none is.

    Papers whose time is over are closed first. run: what starts the work of a large contest (`in_process`; a test may
    call `carry_out` at once).
    """
    close_overdue(contest=contest, now=now)
    kept, stamp = latest(contest), stamp_of(contest, timezone.localdate(now))
    if kept is not None and kept.stamp == stamp:
        return kept
    asked = ask(contest=contest, stamp=stamp, now=now)
    if asked is None:
        return kept
    if is_small(contest):
        carry_out(asked, now=now)
    else:
        transaction.on_commit(partial(run, asked))
    return latest(contest)


def kept_cut(*, kept: Sequence[Analysis], cut: Cut, now: datetime, run: Run) -> Analysis | None:
    """Return the figures by `cut`, computed before or now; None where a process has still to compute them.

    kept: the analyses of the cut's contests, in its order. The figures are a row of its first contest, under a stamp
    that holds those of all its contests.
    """
    contest = kept[0].contest
    given = json.dumps([cut.plain.to_json(), [one.stamp for one in kept]], sort_keys=True)
    stamp = CUT + hashlib.sha256(given.encode()).hexdigest()[:40]
    found = contest.analyses.filter(state=Analysis.State.DONE, stamp=stamp).first()
    if found is not None:
        return found
    content = {"cut": cut.plain.to_json(), "apart": sorted({q for one in kept for q in figures_of(one).apart})}
    asked = ask(contest=contest, stamp=stamp, now=now, content=content)
    if asked is None:
        return None
    if all(is_small(one.contest) for one in kept):
        carry_out(asked, now=now)
    else:
        transaction.on_commit(partial(run, asked))
    return contest.analyses.filter(state=Analysis.State.DONE, stamp=stamp).first()


def is_small(contest: Contest) -> bool:
    """Say whether an analysis takes no longer than a person waits for a page."""
    papers = PaperQuestion.objects.filter(paper__contest=contest)[: SMALL + 1].count()
    return papers + LiveAnswer.objects.filter(step__round__contest=contest)[: SMALL + 1].count() <= SMALL


def ask(*, contest: Contest, stamp: str, now: datetime, content: dict[str, Any] | None = None) -> Analysis | None:
    """Begin an analysis, or return None where one is going on. One that has been silent is given up first."""
    silent = contest.analyses.filter(state=Analysis.State.RUNNING, beat_at__lt=now - SILENT)
    silent.update(state=Analysis.State.FAILED)
    try:
        with transaction.atomic():
            return Analysis.objects.create(contest=contest, stamp=stamp, asked_at=now, beat_at=now, content=content)
    except IntegrityError:
        return None


def stop(*, contest: Contest) -> bool:
    """Ask a running analysis to stop. Returns whether there was one."""
    return bool(contest.analyses.filter(state=Analysis.State.RUNNING).update(state=Analysis.State.STOPPED))


def carry_out(asked: Analysis, *, now: datetime) -> None:
    """Do the work of `asked`, unless it was stopped; keep its figures and drop those that they take the place of."""
    running_still = Analysis.objects.filter(pk=asked.pk, state=Analysis.State.RUNNING)

    def watch(done: int, total: int) -> None:
        if not running_still.update(done=done, total=total, beat_at=timezone.now()):
            raise Stopped

    try:
        found = _figures(asked, timezone.localdate(now), watch)
    except Stopped:
        return
    except Exception:
        log.exception("analysis %s ended", asked.pk)
        running_still.update(state=Analysis.State.FAILED)
        return
    with transaction.atomic():
        if running_still.update(state=Analysis.State.DONE, content=found.to_json()):
            _outdone(asked).exclude(pk=asked.pk).delete()


def _figures(asked: Analysis, day: date, watch: Callable[[int, int], None]) -> Analysed | Parted:
    given = asked.content
    if given is None:
        return analyse_contest(asked.contest, day=day, watch=watch)
    cut = Cut.from_json(given["cut"])
    contests = Contest.objects.in_bulk(cut.contests)
    return analyse_cut([contests[pk] for pk in cut.contests], cut, apart=frozenset(given["apart"]), watch=watch)


def _outdone(asked: Analysis) -> QuerySet[Analysis]:
    """Return the rows that nobody needs beside `asked`: all before a new analysis, the oldest cuts after a new one."""
    before = Analysis.objects.filter(contest=asked.contest, asked_at__lte=asked.asked_at)
    if not asked.stamp.startswith(CUT):
        return before
    cuts = before.filter(stamp__startswith=CUT).exclude(state=Analysis.State.RUNNING)
    newest = list(cuts.order_by("-asked_at", "-pk").values_list("pk", flat=True)[:CUTS])
    return cuts.exclude(pk__in=newest)


def in_process(asked: Analysis) -> None:
    """Let a process of its own, of low priority, carry out `asked`."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "analyse_contest", str(asked.pk)]
    subprocess.Popen(["nice", "-n", "10", *command], start_new_session=True)  # noqa: S603, S607  # no word of it is a person's


def figures_of(kept: Analysis) -> Analysed:
    return Analysed.from_json(kept.content or {})


def cut_of(kept: Analysis) -> Parted:
    return Parted.from_json(kept.content or {})

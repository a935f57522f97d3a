"""An analysis is computed once for what was answered, by a process of its own, and read by whoever looks at a report.

The process is not the server's: an answer never waits for it, and shares no interpreter with it. How far it is stands
in its row, and so does the wish to stop it. Where it ends without a word, its row is given up after a while.
"""

import logging
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import Max, Sum
from django.utils import timezone

from contests.models import Contest, KeyEdition, LiveAnswer, LivePlayer, PaperQuestion
from contests.papers.sitting import close_overdue
from training.analysing import analyse_contest
from training.analysis import Analysed
from training.models import Analysis

SMALL = 20_000  # answers; fewer are analysed while the browser waits
SILENT = timedelta(minutes=10)  # after which a process that tells nothing is given up
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
    return f"{day:%Y%m%d} {closed['n'] or 0} {at:.3f} {live['marked'] or 0}/{playing} {keys['n'] or 0}"


def latest(contest: Contest) -> Analysis | None:
    """Return the newest finished analysis, current or not."""
    return contest.analyses.filter(state=Analysis.State.DONE).order_by("-asked_at", "-pk").first()


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
    if _is_small(contest):
        carry_out(asked, now=now)
    else:
        transaction.on_commit(partial(run, asked))
    return latest(contest)


def _is_small(contest: Contest) -> bool:
    papers = PaperQuestion.objects.filter(paper__contest=contest)[: SMALL + 1].count()
    return papers + LiveAnswer.objects.filter(step__round__contest=contest)[: SMALL + 1].count() <= SMALL


def ask(*, contest: Contest, stamp: str, now: datetime) -> Analysis | None:
    """Begin an analysis, or return None where one is going on. One that has been silent is given up first."""
    silent = contest.analyses.filter(state=Analysis.State.RUNNING, beat_at__lt=now - SILENT)
    silent.update(state=Analysis.State.FAILED)
    try:
        with transaction.atomic():
            return Analysis.objects.create(contest=contest, stamp=stamp, asked_at=now, beat_at=now)
    except IntegrityError:
        return None


def stop(*, contest: Contest) -> bool:
    """Ask a running analysis to stop. Returns whether there was one."""
    return bool(contest.analyses.filter(state=Analysis.State.RUNNING).update(state=Analysis.State.STOPPED))


def carry_out(asked: Analysis, *, now: datetime) -> None:
    """Do the work of `asked`, unless it was stopped; keep its figures and drop those before it."""
    running_still = Analysis.objects.filter(pk=asked.pk, state=Analysis.State.RUNNING)

    def watch(done: int, total: int) -> None:
        if not running_still.update(done=done, total=total, beat_at=timezone.now()):
            raise Stopped

    try:
        found = analyse_contest(asked.contest, day=timezone.localdate(now), watch=watch)
    except Stopped:
        return
    except Exception:
        log.exception("analysis %s ended", asked.pk)
        running_still.update(state=Analysis.State.FAILED)
        return
    with transaction.atomic():
        if running_still.update(state=Analysis.State.DONE, content=found.to_json()):
            Analysis.objects.filter(contest=asked.contest, asked_at__lte=asked.asked_at).exclude(pk=asked.pk).delete()


def in_process(asked: Analysis) -> None:
    """Let a process of its own, of low priority, carry out `asked`."""
    command = [sys.executable, str(settings.BASE_DIR / "manage.py"), "analyse_contest", str(asked.pk)]
    subprocess.Popen(["nice", "-n", "10", *command], start_new_session=True)  # noqa: S603, S607  # no word of it is a person's


def figures_of(kept: Analysis) -> Analysed:
    return Analysed.from_json(kept.content or {})

"""Many certificates in one PDF: made in a thread while the page tells how far it is, and stopped when somebody says so.

The file lies in a folder of the server that no address leads
to, is renamed into place when it is whole, and is removed after a day.
"""

import logging
import os
import tempfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic

from django.conf import settings

from contests.handouts.refusals import Cancelled
from contests.handouts.sheets import Sheets
from contests.handouts.verifying import standing
from contests.models import Certificate, Contest
from contests.record.editions import latest_published
from official.certificate import write_certificates
from realtime import working
from realtime.working import Progress

PER_FILE = 1000  # certificates
KEPT = timedelta(days=1)
TELL_EVERY = 0.2  # seconds, so that the cache is not written to for each page
log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Part:
    """A file's worth of the certificates of one kind that stand. number: from 1. first, last: their numbers.

    edition: that counts. With the rest it says which certificates these are: under one edition they are only added to.
    """

    edition: int
    kind: str
    number: int
    first: int
    last: int
    count: int


def parts_of(contest: Contest, held: list[Certificate]) -> list[Part]:
    """Return the files that those that stand, `held` by number, are printed into: prizes first."""
    edition = latest_published(contest)
    if edition is None:
        return []
    found = []
    for kind in Certificate.Kind.values:
        own = [one.number for one in held if one.kind == kind]
        for at in range(0, len(own), PER_FILE):
            here = own[at : at + PER_FILE]
            found.append(Part(edition.number, kind, at // PER_FILE + 1, here[0], here[-1], len(here)))
    return found


def start(contest: Contest, part: Part, *, base: str, now: datetime, run: Callable[[Callable[[], None]], None]) -> None:
    """Begin to print. run: `working.in_thread`; a test may call at once. What goes on is not begun twice."""
    if working.begin(_key(contest, part), part.count):
        _sweep(now)
        run(lambda: _carry_out(contest, part, base))


def cancel(contest: Contest, part: Part) -> None:
    working.ask_to_stop(_key(contest, part))


def progress_of(contest: Contest, part: Part) -> Progress | None:
    """Return how far printing is, or None where none has begun lately."""
    return working.progress_of(_key(contest, part))


def file_of(contest: Contest, part: Part) -> Path | None:
    """Return the file, where it was made in the last hour."""
    held, path = progress_of(contest, part), _path(contest, part)
    return path if held and held.finished and not held.refusal and path.exists() else None


def _carry_out(contest: Contest, part: Part, base: str) -> None:
    last = 0.0

    def told(done: int) -> None:
        nonlocal last
        if monotonic() - last < TELL_EVERY and done < part.count:
            return
        last = monotonic()
        if working.asked_to_stop(_key(contest, part)):
            raise Cancelled
        working.tell(_key(contest, part), Progress(done, part.count))

    refusal = ""
    try:
        _write(contest, part, base, told)
    except Cancelled as refused:
        refusal = refused.code
    except Exception:
        log.exception("certificates of contest %s ended", contest.pk)
        refusal = "Failed"
    done = 0 if refusal else part.count
    working.tell(_key(contest, part), Progress(done, part.count, finished=True, refusal=refusal))


def _write(contest: Contest, part: Part, base: str, told: Callable[[int], None]) -> None:
    own = [one for one in standing(contest) if one.kind == part.kind and part.first <= one.number <= part.last]
    sheets = Sheets(contest, base)
    path = _path(contest, part)
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.NamedTemporaryFile(dir=path.parent, suffix=".part", delete=False) as target:
        try:
            write_certificates(target, map(sheets.sheet, own), title=contest.title, told=told)
            target.flush()
            os.replace(target.name, path)
        except BaseException:
            Path(target.name).unlink(missing_ok=True)
            raise


def _sweep(now: datetime) -> None:
    """Remove what was printed more than a day ago: these files name people."""
    for path in _folder().glob("*"):
        with suppress(FileNotFoundError):
            if path.stat().st_mtime < (now - KEPT).timestamp():
                path.unlink()


def _folder() -> Path:
    return Path(settings.MEDIA_ROOT) / "certificates"


def _path(contest: Contest, part: Part) -> Path:
    return _folder() / f"{_name(contest, part)}.pdf"


def _key(contest: Contest, part: Part) -> str:
    return f"certificates-{_name(contest, part)}"


def _name(contest: Contest, part: Part) -> str:
    return f"{contest.pk}-{part.edition}-{part.kind}-{part.first}-{part.last}-{part.count}"

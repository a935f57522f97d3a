"""Many certificates in one PDF, made while the page tells how far it is, and stopped when somebody says so."""

from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO

from contests.handouts.sheets import Sheets
from contests.handouts.verifying import standing
from contests.models import Certificate, Contest
from contests.record.editions import latest_published
from official.certificate import write_certificates
from realtime import making
from realtime.working import Progress

PER_FILE = 1000  # certificates


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


def start(contest: Contest, part: Part, *, base: str, now: datetime, run: making.Run) -> None:
    """Begin to print. run: `working.in_thread`; a test may call at once. What goes on is not begun twice."""
    write = partial(_write, contest, part, base)
    making.start(_order(contest, part), write, now=now, run=run, total=part.count)


def cancel(contest: Contest, part: Part) -> None:
    making.cancel(_order(contest, part))


def progress_of(contest: Contest, part: Part) -> Progress | None:
    """Return how far printing is, or None where none has begun lately."""
    return making.progress_of(_order(contest, part))


def file_of(contest: Contest, part: Part) -> Path | None:
    """Return the file, where it was made in the last hour."""
    return making.file_of(_order(contest, part))


def _write(contest: Contest, part: Part, base: str, target: BinaryIO, told: making.Told) -> None:
    own = [one for one in standing(contest) if one.kind == part.kind and part.first <= one.number <= part.last]
    sheets = map(Sheets(contest, base).sheet, own)
    write_certificates(target, sheets, title=contest.title, told=lambda done: told(done, part.count))


def _order(contest: Contest, part: Part) -> making.Order:
    return making.Order(
        f"certificates-{contest.pk}-{part.edition}-{part.kind}-{part.first}-{part.last}-{part.count}.pdf"
    )

"""All that the papers of one report say, gathered once."""

from dataclasses import dataclass
from datetime import date, datetime

from contests.letterhead import head_of, office_signer, report_number, unsigned_day
from contests.record.signing import rules_digest
from contests.units.turnout import UnitProgress, progress
from official.decree30 import Head
from training.analyses import figures_of
from training.findings import Report, Rule
from training.measure.mastery import Spread
from training.models import Analysis
from training.papers.articles import ArticleRow, by_article
from training.papers.positions import PositionRow, positions_of
from training.reports import report_from


@dataclass(frozen=True)
class Material:
    """units: participation against the rosters, those below what the rules ask for first. analysis: its key.

    digest: of everything that the rules say. spread: None where nothing was answered.
    """

    report: Report
    head: Head
    signers: tuple[str, ...]
    day: date
    units: tuple[UnitProgress, ...]
    articles: tuple[ArticleRow, ...]
    positions: tuple[PositionRow, ...]
    analysis: int
    revision: int
    digest: str
    spread: Spread | None
    partner: str

    @property
    def has_rosters(self) -> bool:
        return any(row.headcount is not None for row in self.units)


def gather(kept: Analysis, *, rule: Rule, now: datetime, day: date) -> Material:
    """Return what the papers say from the analysis `kept` under `rule`, dated `day`."""
    contest, found = kept.contest, figures_of(kept)
    report = report_from(found, contest=contest, cut_off=kept.asked_at, now=now, rule=rule, whole=True)
    apart = {q.code for q in report.set_apart}
    return Material(
        report=report,
        head=head_of(contest, report_number(contest.unit), unsigned_day(day)),
        signers=office_signer(contest.unit),
        day=day,
        units=tuple(progress(contest)),
        articles=by_article([q for q in report.questions if q.code not in apart]),
        positions=positions_of(kept, rule),
        analysis=kept.pk,
        revision=contest.revision,
        digest=rules_digest(contest),
        spread=found.mastery.spread if found.mastery.cells else None,
        partner=contest.partner,
    )

"""From the rows of a contest to the signals about it."""

from collections import defaultdict
from collections.abc import Collection, Iterable

from django.db.models import Q

from contests.entering.consents import who_agrees
from contests.entering.rules import WATCHING
from contests.models import Absence, Contest, DeviceUse, Paper, PaperQuestion
from contests.signals import finding
from contests.signals.finding import Finding, Given, Sheet
from people.models import Unit
from questionbank.kinds import CHOOSING
from questionbank.models import Choice, QuestionVersion

MOST_PAPERS = 3000  # looked at in one request; of a larger contest, unit by unit


def papers_looked_at(contest: Contest, unit: Unit | None) -> "Q":
    """Return which papers are looked at: closed, of people not disqualified, of one unit or of all."""
    which = Q(contest=contest, submitted_at__isnull=False, entrant__disqualified_at=None)
    return which & Q(entrant__unit=unit) if unit else which


def unwatched_papers(contest: Contest, unit: Unit | None) -> int:
    """Return of how many papers looked at the person did not agree that it is noted how they are sat."""
    agreed = who_agrees(contest, WATCHING) if contest.watches else set()
    sat_by = Paper.objects.filter(papers_looked_at(contest, unit)).values_list("entrant", flat=True)
    return sum(entrant not in agreed for entrant in sat_by)


def signals_of(contest: Contest, unit: Unit | None = None, unwatched: int = 0) -> list[Finding]:
    """Return every signal about the papers looked at, kind by kind; the number of queries is fixed.

    unwatched: as `unwatched_papers` gives them.
    """
    papers = {
        pk: (entrant, of)
        for pk, entrant, of in Paper.objects.filter(papers_looked_at(contest, unit))
        .order_by("started_at", "pk")
        .values_list("pk", "entrant_id", "round_id")
    }
    sheets = _sheets(papers)
    last = {papers[sheet.paper]: sheet for sheet in sheets}
    paper_of = {entrant: pk for pk, (entrant, _round) in papers.items()}
    uses = DeviceUse.objects.filter(contest=contest).values_list("device", "entrant_id")
    return [
        *finding.same_wrong(list(last.values())),
        *finding.shared_devices([use for use in uses if use[1] in paper_of], paper_of),
        *finding.fast(sheets),
        *finding.jumps(sheets),
        *finding.away(_absences(papers), len(papers) - unwatched),
    ]


def _sheets(papers: Collection[int]) -> list[Sheet]:
    """Return the answers on `papers`, which come in the order of their beginning."""
    turn = {pk: number for number, pk in enumerate(papers)}
    rows = PaperQuestion.objects.filter(paper__in=Paper.objects.filter(pk__in=papers)).order_by("paper_id", "position")
    asked: defaultdict[tuple[int, int, int], list[tuple]] = defaultdict(list)
    for paper, person, unit, *rest in rows.values_list(
        "paper_id", "paper__entrant_id", "paper__entrant__unit_id", "version_id", "answer__chosen",
        "answer__fraction", "answer__spent_us",
    ):  # fmt: skip
        asked[paper, person, unit].append(tuple(rest))
    versions = {row[0] for own in asked.values() for row in own}
    syllables, choosing = _lengths(versions)
    return [
        Sheet(paper, person, unit, turn[paper], len(own), tuple(_given(own, syllables, choosing)))
        for (paper, person, unit), own in sorted(asked.items(), key=lambda item: turn[item[0][0]])
    ]


def _given(own: list[tuple], syllables: dict[int, int], choosing: set[int]) -> Iterable[Given]:
    for version, chosen, share, spent_us in own:
        if chosen:
            told = tuple(chosen) if version in choosing else ()
            yield Given(version, told, share == 1.0, (spent_us or 0) / 1_000_000, syllables[version])


def _lengths(versions: Collection[int]) -> tuple[dict[int, int], set[int]]:
    """Return how many syllables each wording has with its choices, and which wordings are chosen from."""
    syllables: dict[int, int] = {}
    choosing = set()
    wordings = QuestionVersion.objects.filter(pk__in=list(versions)).values_list("pk", "kind", "stem")
    for pk, kind, stem in wordings:
        syllables[pk] = len(stem.split())
        if kind in CHOOSING:
            choosing.add(pk)
    for pk, text in Choice.objects.filter(version__in=list(versions)).values_list("version_id", "text"):
        syllables[pk] += len(text.split())
    return syllables, choosing


def _absences(papers: Collection[int]) -> dict[int, tuple[int, float]]:
    """Return by paper how often and for how many seconds in all it was left; an end that was not told ends with it."""
    found: dict[int, tuple[int, float]] = {}
    rows = Absence.objects.filter(paper__in=Paper.objects.filter(pk__in=papers))
    for paper, left_at, back_at, submitted_at in rows.values_list(
        "paper_id", "left_at", "back_at", "paper__submitted_at"
    ):
        times, seconds = found.get(paper, (0, 0.0))
        ended = min(filter(None, (back_at, submitted_at)))
        found[paper] = times + 1, seconds + max((ended - left_at).total_seconds(), 0.0)
    return found

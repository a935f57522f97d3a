"""Questions whose words are not in force yet, or suspended: they wait, and are drawn by themselves from a day on."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Prefetch, Q

from questionbank.models import Citation, CitationGap, Question, QuestionQuerySet
from regulations.models import Document, Suspension

Reason = CitationGap.Reason
WAITING = (Reason.NOT_YET, Reason.SUSPENDED)


@dataclass(frozen=True)
class Span:
    """Days on which a citation does not hold: from `since` (None: from the first) up to, not including, `until`.

    reason: as of CitationGap, or "expired".
    """

    citation: Citation
    reason: str
    since: date | None
    until: date | None

    def covers(self, day: date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Waiting:
    """A question with the spans, open or to come, for which it waits.

    drawable_on: the first day from today on on which it is drawn; None where none is settled.
    """

    question: Question
    spans: tuple[Span, ...]
    drawable_on: date | None


def waiting(today: date) -> QuestionQuerySet:
    """Return the questions, not retired, that wait on `today` or will, in order of code."""
    gap = CitationGap.objects.filter(Q(until__isnull=True) | Q(until__gt=today), citation=OuterRef("pk"))
    suspended = Suspension.objects.filter(
        Q(until__isnull=True) | Q(until__gt=today), provision=None, document=OuterRef("provision__document")
    )
    waits = Q(provision__document__effective_on__gt=today) | Exists(suspended) | Exists(gap.filter(reason__in=WAITING))
    versions = Citation.objects.filter(waits).values("version")
    held = Question.objects.filter(Q(approved_version__in=versions) | Q(latest_version__in=versions))
    return held.exclude(state=Question.State.RETIRED).order_by("code")


def rows(questions: QuestionQuerySet, today: date) -> list[Waiting]:
    """Return what a page shows of `questions`; seven queries however many there are."""
    citations = Citation.objects.select_related("provision__document").defer("provision__document__source_text")
    citations = citations.prefetch_related("gaps", "provision__document__suspensions")
    read = questions.select_related("topic", "approved_version", "latest_version").prefetch_related(
        Prefetch("approved_version__citations", citations), Prefetch("latest_version__citations", citations)
    )
    return [_waiting(question, today) for question in read]


def _waiting(question: Question, today: date) -> Waiting:
    version = question.approved_version or question.latest_version
    every = [span for citation in (version.citations.all() if version else ()) for span in _spans(citation)]
    open_still = tuple(s for s in every if s.reason in WAITING and (s.until is None or s.until > today))
    return Waiting(question, open_still, first_free(every, today))


def first_free(spans: list[Span], today: date) -> date | None:
    """Return the first day from `today` on that no span covers; None where there is none."""
    day: date | None = today
    while day is not None and (covering := [span for span in spans if span.covers(day)]):
        ends = [span.until for span in covering]
        day = None if None in ends else max(end for end in ends if end is not None)
    return day


def _spans(citation: Citation) -> list[Span]:
    document: Document = citation.provision.document
    found = [Span(citation, gap.reason, gap.since, gap.until) for gap in citation.gaps.all()]
    if document.effective_on is not None:
        found.append(Span(citation, Reason.NOT_YET, None, document.effective_on))
    if document.expired_on is not None:
        found.append(Span(citation, "expired", document.expired_on, None))
    whole = [one for one in document.suspensions.all() if one.provision_id is None]
    return [*found, *(Span(citation, Reason.SUSPENDED, one.since, one.until) for one in whole)]

"""Questions whose clause has changed or will: what it said, what it says, and what a trainer decides on them."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import F, Q, QuerySet
from django.utils.translation import gettext as _

from people.models import User
from questionbank.models import Choice, Citation, CitationGap, Question, Recitation, ReviewEvent
from questionbank.picking import own_words
from questionbank.review import OwnWork, Refused, WrongState, may_decide
from questionbank.standing import quote_on, recheck
from regulations.citing import holds_words
from regulations.comparing import Pieces, words_compared
from regulations.models import ProvisionVersion, Relation


class NoteNeeded(Refused):
    def __str__(self) -> str:
        return _("Write why the question is still right, so that others can check it.")


class QuoteMissing(Refused):
    def __str__(self) -> str:
        return _("The quoted words do not stand in the new text of the clause. Copy them from it.")


class ClauseGone(Refused):
    def __str__(self) -> str:
        return _(
            "The clause has no effect any more. Write a new version that cites another one, or retire the question."
        )


@dataclass(frozen=True)
class Touched:
    """A question and the citation that no longer stands from `day` on.

    quote: the words cited before; proposed: words of the new text to cite in their place;
    relations: the changes that did it; may: whether this person may decide.
    """

    question: Question
    citation: Citation
    gap: CitationGap
    quote: str
    proposed: str
    before: Pieces
    after: Pieces
    relations: list[Relation]
    right: list[str]
    may: bool


def touched_gaps(today: date) -> QuerySet[CitationGap]:
    """Return the gaps, open on `today` or to come, of the wordings that are drawn or being written, soonest first.

    What only waits for its words to have effect (again) is not among them: see `awaiting`.
    """
    question = "citation__version__question"
    drawn = Q(citation__version=F(f"{question}__approved_version"))
    written = Q(citation__version=F(f"{question}__latest_version"))
    return (
        CitationGap.objects.filter(drawn | written, Q(until__isnull=True) | Q(until__gt=today), since__isnull=False)
        .exclude(reason__in=(CitationGap.Reason.NOT_YET, CitationGap.Reason.SUSPENDED))
        .exclude(**{f"{question}__state": Question.State.RETIRED})
        .select_related(f"{question}__topic", "citation__provision__document")
        .defer("citation__provision__document__source_text")
        .order_by("since", f"{question}__code")
    )


def shown(gap: CitationGap, by: User) -> Touched:
    """Return what a page shows of a gap: the old and the new words side by side."""
    citation, provision, day = gap.citation, gap.citation.provision, gap.since or date.min
    question = citation.version.question
    before, after = provision.full_text(day - timedelta(1)), provision.full_text(day)
    quote = quote_on(citation, day - timedelta(1))
    left, right = words_compared(before, after)
    return Touched(
        question=question,
        citation=citation,
        gap=gap,
        quote=quote,
        proposed=_proposed(citation, day) if after and quote else "",
        before=left,
        after=right,
        relations=_changes_on(citation, day),
        right=list(Choice.objects.filter(version=citation.version_id, is_correct=True).values_list("text", flat=True)),
        may=may_decide(question, by),
    )


@transaction.atomic
def still_right(*, gap: CitationGap, quote: str, note: str, by: User, now: datetime) -> None:
    """Keep the question as it is and have it cite the new words from the day of the gap on.

    quote: words of the new text; "" cites the clause as a whole. Raises NoteNeeded, OwnWork,
    ClauseGone, QuoteMissing or WrongState.
    """
    if not note.strip():
        raise NoteNeeded
    held = CitationGap.objects.select_for_update(of=("self",)).filter(pk=gap.pk).first()
    if held is None or held.since is None:
        raise WrongState
    citation, question = held.citation, held.citation.version.question
    if not may_decide(question, by):
        raise OwnWork
    text, words = citation.provision.full_text(held.since), " ".join(quote.split())
    if not text.strip():
        raise ClauseGone
    if words and not holds_words(text, words):
        raise QuoteMissing
    Recitation.objects.create(citation=citation, since=held.since, quote=words, note=note.strip(), by=by, at=now)
    recheck([citation])
    ReviewEvent.objects.create(
        question=question,
        version=citation.version,
        actor=by,
        from_state=question.state,
        to_state=question.state,
        comment=_("Still right after %(address)s changed: %(note)s")
        % {"address": citation.provision, "note": note.strip()},
        at=now,
    )


def _proposed(citation: Citation, day: date) -> str:
    """Return words to cite from the new text, in the first place the clause's own."""
    provision = citation.provision
    version = next((v for v in provision.versions.all() if v.covers(day)), None)
    if version is not None:
        provision.text = version.text
    return own_words(provision)


def _changes_on(citation: Citation, day: date) -> list[Relation]:
    under = citation.provision.with_descendants()
    versions = ProvisionVersion.objects.filter(provision__in=under)
    made = versions.filter(valid_from=day).values("made_by")
    ended = versions.filter(valid_to=day).values("ended_by")
    return list(
        Relation.objects.filter(Q(pk__in=made) | Q(pk__in=ended))
        .select_related("source", "source_provision")
        .order_by("position")
    )

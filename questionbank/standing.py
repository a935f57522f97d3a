"""On which days the words that a question cites stand in the law: worked out when either changes, read at a draw."""

from collections.abc import Iterable
from datetime import date, timedelta

from django.db.models import F, Q
from django.utils import timezone

from questionbank.models import Citation, CitationGap
from regulations.citing import holds_words, plain
from regulations.models import Document

Reason = CitationGap.Reason


def recheck_document(document: Document) -> None:
    """Work out anew the gaps of every citation that a change of `document` may touch; those of shown wordings only."""
    shown = Q(version=F("version__question__approved_version")) | Q(version=F("version__question__latest_version"))
    citations = Citation.objects.filter(shown, provision__document=document).select_related("provision", "version")
    changed = set(document.provisions.filter(versions__isnull=False).values_list("position", flat=True))
    suspended = [one for one in document.suspensions.select_related("provision") if one.provision is not None]
    had = set(CitationGap.objects.filter(citation__provision__document=document).values_list("citation", flat=True))
    touched = []
    for citation in citations:
        provision = citation.provision
        provision.document = document
        is_changed = any(provision.position <= place <= provision.last_position for place in changed)
        if citation.pk in had or is_changed or any(one.touches(provision) for one in suspended):
            touched.append(citation)
    recheck(touched)


def has_lived(document: Document) -> bool:
    """Say whether a provision of `document` was ever changed or suspended, so that what cites it may have gaps."""
    return document.changed_on is not None or document.suspended_from is not None


def recheck(citations: Iterable[Citation]) -> None:
    """Store the gaps of `citations` in the place of those they had."""
    held = list(citations)
    CitationGap.objects.filter(citation__in=held).delete()
    CitationGap.objects.bulk_create(gap for citation in held for gap in gaps(citation))


def gaps(citation: Citation) -> list[CitationGap]:
    """Return the days on which the cited words do not stand, not stored, in order; neighbours of one reason joined."""
    changes = citation.provision.days_of_effect()
    renewed = list(citation.recitations.order_by("since", "pk"))
    starts = sorted({*changes, *(recitation.since for recitation in renewed)})
    found: list[CitationGap] = []
    for place, start in enumerate([None, *starts]):
        day = start or (starts[0] - timedelta(1) if starts else date.max)
        reason = _missing_on(citation, day)
        if reason is None:
            continue
        until = starts[place] if place < len(starts) else None
        if start is None and until is not None and reason != Reason.SUSPENDED:
            reason = Reason.NOT_YET
        if found and found[-1].until == start and start is not None and found[-1].reason == reason:
            found[-1].until = until
        else:
            found.append(CitationGap(citation=citation, since=start, until=until, reason=reason))
    return found


def quote_on(citation: Citation, day: date) -> str:
    """Return the words that prove the answer on `day`: the citation's own, or what a trainer put in their place."""
    renewed = [one for one in citation.recitations.all() if one.since <= day]
    return max(renewed, key=lambda one: (one.since, one.pk)).quote if renewed else citation.quote


def _missing_on(citation: Citation, day: date) -> str | None:
    provision = citation.provision
    text = provision.text_in_effect(day)
    if not text.strip():
        return Reason.SUSPENDED if provision.full_text(day).strip() else Reason.REPEALED
    renewed = citation.recitations.filter(since__lte=day).order_by("-since", "-pk").first()
    quote = renewed.quote if renewed else citation.quote
    if quote:
        if holds_words(text, quote):
            return None
        return Reason.SUSPENDED if holds_words(provision.full_text(day), quote) else Reason.REWORDED
    # Without quoted words the clause as a whole was cited, as it stood on the day of citing.
    cited_on = renewed.since if renewed else timezone.localdate(citation.version.created_at)
    if plain(provision.full_text(day)) != plain(_as_cited(citation, cited_on)):
        return Reason.REWORDED
    return None if plain(text) == plain(provision.full_text(day)) else Reason.SUSPENDED


def _as_cited(citation: Citation, day: date) -> str:
    """Return the clause as it stood on `day`; one that came into force later, as it first did."""
    provision = citation.provision
    days = [day, *(later for later in provision.days_of_change() if later > day)]
    return next((text for then in days if (text := provision.full_text(then)).strip()), "")

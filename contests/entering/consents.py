"""Consent, purpose by purpose: the words, the proof that somebody agreed to them, and taking it back.

Law 91/2025/QH15 on personal data: voluntary, informed, for a named purpose, never ticked beforehand, with proof kept.
"""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction

from contests import boards
from contests.entering.rules import NEEDED
from contests.entering.wording import consent_in_words
from contests.models import Consent, ConsentText, Contest, Entrant, Phase
from contests.record.ledger import digest_of, note
from contests.refusals import LeftForGood, NoSuchPurpose

LEFT = "left"  # Entrant.aside_why of whoever took back the consent to take part


def keep_consents(entrant: Entrant, given: Collection[str], now: datetime) -> None:
    """Keep the proof of what `entrant` agreed to on entering. It stands with the entry, or not at all."""
    for purpose in entrant.contest.purposes:
        if purpose in given:
            _keep(entrant, purpose, True, now)


@transaction.atomic
def set_consent(*, entrant: Entrant, purpose: str, given: bool, now: datetime) -> Consent:
    """Agree to a purpose, or take consent back; the proof of both stays.

    Taking back that the name is shown turns it into initials at once, on every board and page of results. Taking back
    the consent to take part does that too and, while papers are still taken, ends the participation: papers count
    nowhere, and there is no way back. Raises NoSuchPurpose or LeftForGood.
    """
    held = Entrant.objects.select_for_update().select_related("contest").get(pk=entrant.pk)
    if purpose not in held.contest.purposes:
        raise NoSuchPurpose
    if held.aside_why == LEFT or (purpose == NEEDED and given and _last(held, NEEDED) is False):
        raise LeftForGood
    kept = _keep(held, purpose, given, now)
    if purpose == NEEDED and not given:
        _leave(held, now)
    elif purpose == "show_name":
        _show_name(held, given)
    return kept


def consents_of(entrant: Entrant) -> list[dict[str, Any]]:
    """Return for each purpose its words, whether consent holds, and every time it was given or taken back."""
    kept = list(entrant.consents.select_related("text").order_by("pk"))
    told = []
    for purpose in entrant.contest.purposes:
        own = [each for each in kept if each.text.purpose == purpose]
        words = own[-1].text.words if own else consent_in_words(entrant.contest, purpose)
        told.append({"purpose": purpose, "words": words, "holds": bool(own) and own[-1].given, "times": own})
    return told


def who_agrees(contest: Contest, purpose: str) -> set[int]:
    """Return the keys of the entrants whose consent to `purpose` holds now; one query."""
    kept = Consent.objects.filter(entrant__contest=contest, text__purpose=purpose).order_by("pk")
    return {entrant for entrant, given in dict(kept.values_list("entrant", "given")).items() if given}


def agrees(entrant: Entrant, purpose: str) -> bool:
    """Say whether the entrant's consent to `purpose` holds; one query."""
    return bool(_last(entrant, purpose))


def _last(entrant: Entrant, purpose: str) -> bool | None:
    return entrant.consents.filter(text__purpose=purpose).order_by("-pk").values_list("given", flat=True).first()


def _keep(entrant: Entrant, purpose: str, given: bool, now: datetime) -> Consent:
    words = consent_in_words(entrant.contest, purpose)
    text, _made = ConsentText.objects.get_or_create(
        contest=entrant.contest, purpose=purpose, digest=digest_of(words), defaults={"words": words}
    )
    return Consent.objects.create(entrant=entrant, text=text, given=given, at=now)


def _leave(entrant: Entrant, now: datetime) -> None:
    contest = entrant.contest
    entrant.shows_name = False
    if contest.phase_at(now) == Phase.OVER:
        _show_name(entrant, False)
        return
    entrant.aside_at, entrant.aside_why = now, LEFT
    entrant.save(update_fields=["shows_name", "aside_at", "aside_why"])
    note(contest, "left", {"entrant": entrant.pk}, by=None, now=now)
    transaction.on_commit(lambda: boards.renew(contest), robust=True)


def _show_name(entrant: Entrant, shown: bool) -> None:
    entrant.shows_name = shown
    entrant.save(update_fields=["shows_name"])
    transaction.on_commit(lambda: boards.renew_person(entrant), robust=True)

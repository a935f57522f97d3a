"""A correction waits between the person who proposes it and the one who confirms it, with what it would do to read.

Where two or more bodies hold the contest, these are two people (OWASP ASVS 5.0, 2.3.5): nobody changes a key alone.
Where one office holds it, with perhaps one person to do it, the same person may confirm what was shown.
"""

from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction

from contests.marking import Ruling
from contests.models import Contest, CorrectionProposal
from contests.prizes import Prize
from contests.record.ledger import note
from contests.review.keys import Correction, Move, check, correct, preview
from contests.review.refusals import AlreadySo, NotAsShown, NotYetProposed, ProposedAlready, SamePerson
from contests.review.remarking import Told
from contests.tally import is_over
from people.models import User
from questionbank.models import QuestionVersion

MOST_SHOWN = 300  # people kept in a preview; the counts are of all
OPEN = CorrectionProposal.State.OPEN


def needs_two(contest: Contest) -> bool:
    """Say whether whoever proposes a correction may not confirm it."""
    return contest.hosts.count() > 1


@transaction.atomic
def propose(
    *, contest: Contest, version: QuestionVersion, ruling: Ruling, reason: str, by: User, now: datetime
) -> CorrectionProposal:
    """Write down a correction for others to confirm. Raises what `keys.correct` raises, or ProposedAlready."""
    check(contest, version, ruling, reason)
    try:
        with transaction.atomic():
            made = CorrectionProposal.objects.create(
                contest=contest, version=version, ruling=ruling.what,
                accepted=[list(answer) for answer in ruling.accepted],
                reason=reason.strip(), proposed_by=by, proposed_at=now,
            )  # fmt: skip
    except IntegrityError as error:
        raise ProposedAlready from error
    told = {
        "proposal": made.pk, "question": version.question.code, "version": version.number, "ruling": made.ruling,
        "accepted": made.accepted, "reason": made.reason,
    }  # fmt: skip
    note(contest, "correction_proposed", told, by=by, now=now)
    return made


def work_out(*, proposal: CorrectionProposal, now: datetime, told: Told | None = None) -> None:
    """Find out what the proposal would do, and keep it for the page. Raises AlreadySo where it is settled."""
    found = preview(
        contest=proposal.contest, version=proposal.version, ruling=ruling_of(proposal), by=proposal.proposed_by,
        now=now, told=told,
    )  # fmt: skip
    effect = effect_of(found) | {"at": now.isoformat()}
    if CorrectionProposal.objects.filter(pk=proposal.pk, state=OPEN).update(effect=effect) != 1:
        raise AlreadySo


@transaction.atomic
def confirm(
    *, proposal: CorrectionProposal, by: User, now: datetime, shown: str | None = None, told: Told | None = None
) -> Correction:
    """Carry the correction out, once, if it does what was shown.

    shown: `at` of the effect that the page showed; None: the one that is kept. While papers are still handed in, more
    of them may change than were shown. Raises SamePerson, NotYetProposed, NotAsShown, AlreadySo or what
    `keys.correct` raises.
    """
    if proposal.proposed_by_id == by.pk and needs_two(proposal.contest):
        raise SamePerson
    _settle(proposal, CorrectionProposal.State.CONFIRMED, by, now)
    proposal.refresh_from_db()
    if proposal.effect is None:
        raise NotYetProposed
    kept = {name: value for name, value in proposal.effect.items() if name != "at"}
    if shown is not None and shown != proposal.effect["at"]:
        raise NotAsShown
    found = correct(
        contest=proposal.contest, version=proposal.version, ruling=ruling_of(proposal), reason=proposal.reason,
        by=by, now=now, told=told,
    )  # fmt: skip
    effect = effect_of(found)
    if effect != kept and all(is_over(one, now) for one in proposal.contest.rounds.all()):
        raise NotAsShown
    CorrectionProposal.objects.filter(pk=proposal.pk).update(effect=effect | {"at": now.isoformat()})
    return found


@transaction.atomic
def withdraw(*, proposal: CorrectionProposal, by: User, now: datetime) -> None:
    """Drop a proposal: nothing is marked again. Raises AlreadySo."""
    _settle(proposal, CorrectionProposal.State.DROPPED, by, now)
    note(proposal.contest, "correction_withdrawn", {"proposal": proposal.pk}, by=by, now=now)


def _settle(proposal: CorrectionProposal, state: CorrectionProposal.State, by: User, now: datetime) -> None:
    changed = CorrectionProposal.objects.filter(pk=proposal.pk, state=OPEN).update(
        state=state, settled_by=by, settled_at=now
    )
    if changed != 1:
        raise AlreadySo


def ruling_of(proposal: CorrectionProposal) -> Ruling:
    return Ruling(proposal.ruling, proposal.accepted)  # type: ignore[arg-type]


def effect_of(found: Correction) -> dict[str, Any]:
    """Return what a correction does as plain values.

    up, down: people who climb or fall on a list. won, lost: people who gain, or lose, a prize. moves: [list, entrant,
    score before, after (hundredths of a point), place before, after, prize before, after], those with a prize first.
    """
    moves = sorted(found.moves, key=lambda m: (m.prize[0] == m.prize[1], min(m.place), m.entrant))
    return {
        "papers": found.papers,
        "changed": found.changed,
        "up": sum(m.place[1] < m.place[0] for m in moves),
        "down": sum(m.place[1] > m.place[0] for m in moves),
        "won": sum(m.prize[0] is None and m.prize[1] is not None for m in moves),
        "lost": sum(m.prize[0] is not None and m.prize[1] is None for m in moves),
        "moved": len(moves),
        "moves": [_plain(move) for move in moves[:MOST_SHOWN]],
    }


def _plain(move: Move) -> list[Any]:
    return [move.on, move.entrant, *move.score, *move.place, *map(prize_plain, move.prize)]


def prize_plain(prize: Prize | None) -> list[Any] | None:
    """Return rank, title and amount of a prize, as an edition keeps them."""
    return [prize.rank, prize.title, prize.amount] if prize else None

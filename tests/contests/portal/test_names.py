"""A person is named on public pages exactly where rules and consent allow it, whatever came in which order."""

from itertools import product

import pytest

from contests.drafts.opening import HostDraft, create_contest, open_contest
from contests.entering.consents import set_consent
from contests.entering.details import Details
from contests.entering.entries import enter_with_account
from contests.models import Contest, Entrant
from contests.record.signing import rules_digest, sign
from contests.review.deciding import disqualify
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import (
    make_draft,
    make_entry,
    make_papers,
    make_question,
    make_rules,
    make_topic,
    make_user,
    sit,
)
from tests.contests.portal.pages import FEEDS, everything
from tests.contests.signed import AFTER, FIRST_PRIZE, settle

pytestmark = pytest.mark.usefixtures("clock")
NAME, INITIALS = "Nguyễn Hoàng Giang", "N.H.G."
# What may happen after publication: to whom the name is then shown, where it was shown before.
AFTERWARDS = {"nothing": True, "hidden": False, "hidden and shown": True, "left": False, "erased": False}


def published(
    alice: User, tam: User, province: Unit, both: tuple[User, User], winner: User, clock: Moving, *,
    asks: bool, agrees: bool,
) -> Contest:  # fmt: skip
    """A published contest that `winner` won. asks: for consents. agrees: to be named, where that is asked."""
    for code in "acd":
        make_question(make_topic(code), tam)
    director, union = both
    hosts = [HostDraft("Sở Nội vụ", director, "Giám đốc"), HostDraft("Công đoàn Viên chức", union, "Chủ tịch")]
    papers = make_papers(blueprint={"a": 1, "c": 1, "d": 1})
    rules = make_rules(prizes=[FIRST_PRIZE], ranking=["score", "time_used"], appeal_days=0)
    entry = make_entry(purposes=["taking_part", "show_name"] if asks else [])
    draft = make_draft(province, NOON, hosts=hosts, rules=rules, papers=papers)
    contest = create_contest(draft=draft, by=alice, now=NOON, entry=entry)
    for signer in both:
        sign(contest=contest, subject="rules", digest=rules_digest(contest), by=signer, now=NOON)
    open_contest(contest=contest, now=NOON, by=alice)
    given = {"taking_part", *({"show_name"} if agrees else ())} if asks else set[str]()
    enter_with_account(contest=contest, user=winner, now=NOON, details=Details(consents=frozenset(given)))
    sit(contest, winner, right=3, start=NOON)
    clock.on(seconds=3 * 3600)
    settle(contest, alice, *both)
    return contest


def then(what: str, entrant: Entrant) -> None:
    if what in ("hidden", "hidden and shown"):
        set_consent(entrant=entrant, purpose="show_name", given=False, now=AFTER)
    if what == "hidden and shown":
        set_consent(entrant=entrant, purpose="show_name", given=True, now=AFTER)
    if what == "left":
        set_consent(entrant=entrant, purpose="taking_part", given=False, now=AFTER)
    if what == "erased":
        entrant.full_name = ""
        entrant.save()


@pytest.mark.parametrize(
    ("asks", "agrees", "afterwards"),
    [
        case
        for case in product((True, False), (True, False), AFTERWARDS)
        if case[0] or case[2] in ("nothing", "erased")  # where none is asked for, none can be taken back
    ],
)
def test_named_only_as_rules_and_consent_allow(
    asks: bool, agrees: bool, afterwards: str, alice: User, tam: User, commune: Unit, province: Unit,
    both: tuple[User, User], clock: Moving,
) -> None:  # fmt: skip
    winner = make_user("giang", commune, full_name=NAME)
    contest = published(alice, tam, province, both, winner, clock, asks=asks, agrees=agrees)
    then(afterwards, contest.entrants.get())

    named = AFTERWARDS[afterwards] and (agrees or not asks or afterwards == "hidden and shown")

    for name, said in everything(contest).items():
        if name in FEEDS or name.startswith("document"):
            assert NAME not in said, name
            assert INITIALS not in said, name
        else:
            assert (NAME in said) == named, name
            assert (INITIALS in said) == (not named and afterwards != "erased"), name


def test_whoever_is_disqualified_stays_in_the_edition_until_another_is_published(
    alice: User, tam: User, commune: Unit, province: Unit, both: tuple[User, User], clock: Moving
) -> None:
    winner = make_user("giang", commune, full_name=NAME)
    contest = published(alice, tam, province, both, winner, clock, asks=True, agrees=True)
    disqualify(entrant=contest.entrants.get(), reason="Thi hộ.", by=alice, now=AFTER)
    assert NAME in everything(contest)["public"]

    settle(contest, alice, *both, reason="Truất quyền một người.")

    assert NAME not in everything(contest)["public"]

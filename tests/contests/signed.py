"""A contest of two bodies, with papers, for tests of its review and its published results."""

from datetime import datetime, timedelta
from typing import Any

from django.test import Client
from django.urls import reverse

from contests.drafts.opening import HostDraft, create_contest, open_contest
from contests.models import Contest, Edition, SignOff
from contests.record.editions import prepare, publish
from contests.record.signing import rules_digest, sign
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import make_draft, make_papers, make_rules, make_user

AFTER = NOON + timedelta(hours=3)
FIRST_PRIZE = {"winner": "person", "rank": "first", "count": 1, "amount": 1_000_000, "scope": "contest", "title": ""}


def held_by_two(alice: User, province: Unit, director: User, union: User, **rules: Any) -> Contest:
    """A contest of NOON to two hours later, with one first prize, whose rules both bodies have signed.

    Every paper asks the same three questions, of topics a, c and d, in this order.
    """
    hosts = [HostDraft("Sở Nội vụ", director, "Giám đốc"), HostDraft("Công đoàn Viên chức", union, "Chủ tịch")]
    usual: dict[str, Any] = {"appeal_days": 3, "prizes": [FIRST_PRIZE], "ranking": ["score", "time_used"]}
    papers = make_papers(blueprint={"a": 1, "c": 1, "d": 1}, shuffle_questions=False, shuffle_choices=False)
    draft = make_draft(province, NOON, hosts=hosts, rules=make_rules(**usual | rules), papers=papers)
    contest = create_contest(draft=draft, by=alice, now=NOON)
    for signer in (director, union):
        sign(contest=contest, subject=SignOff.Subject.RULES, digest=rules_digest(contest), by=signer, now=NOON)
    return open_contest(contest=contest, now=NOON, by=alice)


def signers(unit: Unit) -> tuple[User, User]:
    director = make_user("giamdoc", unit, full_name="Phan Văn Giám Đốc")
    return director, make_user("chutich", unit, full_name="Đặng Thị Chủ Tịch")


def settle(contest: Contest, by: User, *signed_by: User, reason: str = "", now: datetime = AFTER) -> Edition:
    """Prepare, sign and publish what the papers say at `now`."""
    edition = prepare(contest=contest, by=by, now=now, reason=reason)
    for signer in signed_by:
        sign(contest=contest, subject=SignOff.Subject.RESULTS, digest=edition.digest, by=signer, now=now)
    return publish(edition=edition, by=by, now=now)


def page(user: User | None, name: str, *given: Any, status: int = 200, query: str = "") -> str:
    """What a page says to `user` (None: a stranger); its status is checked."""
    answer = as_user(user).get(reverse(f"contests:{name}", args=given) + query)
    assert answer.status_code == status, (name, answer.status_code)
    body = b"".join(answer)
    return body.decode()


def post(user: User | None, name: str, *given: Any, status: int = 302, **typed: Any) -> str:
    """Send a form as `user` and return the page that it leads to, or that shows it again with what is wrong."""
    client = as_user(user)
    answer = client.post(reverse(f"contests:{name}", args=given), typed)
    assert answer.status_code == status, (name, answer.status_code, answer.content.decode()[:2000])
    return client.get(answer["Location"]).content.decode() if status == 302 else answer.content.decode()


def as_user(user: User | None) -> Client:
    client = Client()
    if user is not None:
        client.force_login(user)
    return client

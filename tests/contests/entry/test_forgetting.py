"""Data ends when its time is over: nothing of it is left in any table, and the record still holds."""

import json
from collections.abc import Callable
from datetime import date, datetime, timedelta
from io import StringIO
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection

from contests.entering.details import Details, citizen_digest
from contests.entering.entries import register
from contests.entering.forgetting import Forgotten, forget_due
from contests.entering.inviting import issue_codes
from contests.entering.rules import UNPUBLISHED_DAYS
from contests.entering.wording import what_is_asked
from contests.models import Contest, Entrant, Invited, PositionGroup
from contests.papers.sitting import start_paper, submit
from contests.record.editions import is_current, prepare, publish
from contests.record.ledger import broken_link
from people.models import Unit, User
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.entry.conftest import CONSENT, NAME, UNIT, asked

Opened = Callable[..., Contest]
AFTER = NOON + timedelta(hours=3)
CITIZEN = "096085001234"
CANARIES = ("0912000111", "canary@camau.gov.vn", "1985-12-31", "Canary Phó Phòng", "Bạch Kim Yến", "bach kim yen")
pytestmark = pytest.mark.usefixtures("clock")
FIELDS = [
    NAME | {"keep_days": 30}, UNIT, asked("birth"), asked("group"), asked("position"), asked("phone"), asked("email"),
    asked("citizen", keep_days=10),
]  # fmt: skip


@pytest.fixture
def contest(opened: Opened) -> Contest:
    return opened(ways=["register"], fields=FIELDS, purposes=CONSENT)


def sign_up(contest: Contest, unit: Unit, group: PositionGroup, n: int, name: str, *consents: str) -> Entrant:
    details = Details(
        date(1985, 12, 31), group, "Canary Phó Phòng", "canary@camau.gov.vn", f"{CITIZEN[:-1]}{n}",
        frozenset(("taking_part", *consents)),
    )  # fmt: skip
    phone = f"091200011{n}"
    return register(contest=contest, full_name=name, unit=unit, phone=phone, details=details, now=NOON)[0]


@pytest.fixture
def people(contest: Contest, commune: Unit, leaders: PositionGroup) -> list[Entrant]:
    """Shown by name with a result, shown by initials with a result, and without any result."""
    made = [
        sign_up(contest, commune, leaders, 1, "Võ Thị Sáu", "show_name"),
        sign_up(contest, commune, leaders, 2, "Bạch Kim Yến"),
        sign_up(contest, commune, leaders, 3, "Hà Bạch Kim Yến", "show_name"),
    ]
    for entrant in made[:2]:
        submit(paper=start_paper(entrant=entrant, now=NOON), now=NOON + timedelta(minutes=1))
    Invited.objects.create(
        contest=contest, unit=commune, full_name="Bạch Kim Yến", phone="0912000111", email="canary@camau.gov.vn",
        born=date(1985, 12, 31), added_at=NOON, employee_code="CB1",
    )  # fmt: skip
    return made


@pytest.fixture
def published(contest: Contest, people: list[Entrant], alice: User) -> datetime:
    issue_codes(contest=contest, by=alice, now=NOON)
    publish(edition=prepare(contest=contest, by=alice, now=AFTER), by=alice, now=AFTER)
    return AFTER


def dump() -> str:
    with connection.cursor() as cursor:
        rows = []
        for table in connection.introspection.table_names(cursor):
            cursor.execute(f'SELECT * FROM "{table}"')  # noqa: S608
            rows.append(repr([[str(cell) for cell in row] for row in cursor.fetchall()]))
    return "\n".join(rows)


def test_the_canaries_could_be_found(published: datetime, contest: Contest) -> None:
    held = dump()
    assert [canary for canary in CANARIES if canary not in held] == []
    assert citizen_digest(contest, f"{CITIZEN[:-1]}1") in held


def test_nothing_is_left_in_any_table_when_all_terms_are_over(
    published: datetime, contest: Contest, people: list[Entrant]
) -> None:
    forget_due(now=published + timedelta(days=90))
    left = dump()
    assert [canary for canary in CANARIES if canary in left] == []
    assert not any(citizen_digest(contest, f"{CITIZEN[:-1]}{n}") in left for n in (1, 2, 3))
    assert not any(f"091200011{n}" in left for n in (1, 2, 3))


def test_published_names_stay_as_agreed_and_the_record_holds(
    published: datetime, contest: Contest, people: list[Entrant]
) -> None:
    forget_due(now=published + timedelta(days=90))
    shown = [Entrant.objects.get(pk=each.pk).shown_name for each in people]
    assert shown == ["Võ Thị Sáu", f"B.K.Y. #{people[1].pk}", f"#{people[2].pk}"]
    assert broken_link(contest) is None
    assert is_current(contest.editions.get(), published + timedelta(days=90))
    assert contest.record.filter(kind="forgotten").count() == 1


def test_each_field_ends_at_its_own_hour(published: datetime, contest: Contest, people: list[Entrant]) -> None:
    def held() -> list[bool]:
        first, last = Entrant.objects.get(pk=people[0].pk), Entrant.objects.get(pk=people[2].pk)
        return [bool(first.citizen_last4), bool(last.full_name), bool(first.phone)]

    seen = []
    for days in (9, 10, 29, 30, 89, 90):
        forget_due(now=published + timedelta(days=days))
        seen.append(held())
    assert seen == [
        [True, True, True], [False, True, True], [False, True, True], [False, False, True], [False, False, True],
        [False, False, False],
    ]  # fmt: skip


def test_doing_it_twice_is_doing_it_once(published: datetime, contest: Contest) -> None:
    late = published + timedelta(days=90)
    assert forget_due(now=late) != []
    assert forget_due(now=late) == []
    assert contest.record.filter(kind="forgotten").count() == 1


def test_nothing_ends_while_results_may_still_be_published(contest: Contest, people: list[Entrant]) -> None:
    assert forget_due(now=contest.closes_at + timedelta(days=UNPUBLISHED_DAYS - 1)) == []


def test_what_is_kept_as_long_as_the_results_is_kept(
    opened: Opened, commune: Unit, leaders: PositionGroup, alice: User
) -> None:
    fields = [NAME, UNIT, asked("phone", keep_days=0)]
    contest = opened(ways=["register"], fields=fields)
    made = register(contest=contest, full_name="Võ Thị Sáu", unit=commune, phone="0912000111", now=NOON)[0]
    submit(paper=start_paper(entrant=made, now=NOON), now=NOON)
    publish(edition=prepare(contest=contest, by=alice, now=AFTER), by=alice, now=AFTER)
    assert forget_due(now=AFTER + timedelta(days=3000)) == []
    made.refresh_from_db()
    assert made.phone == "0912000111"


def test_a_dry_run_counts_the_same_and_erases_nothing(published: datetime, contest: Contest) -> None:
    late, before = published + timedelta(days=90), dump()
    counted = forget_due(now=late, dry_run=True)
    assert dump() == before
    assert counted == forget_due(now=late)
    assert Forgotten(contest.slug, "list", 1) in counted


def test_the_command_says_what_it_does(published: datetime, contest: Contest, clock: Moving) -> None:
    def run(*how: str) -> str:
        out = StringIO()
        call_command("forget_entrants", *how, stdout=out)
        return out.getvalue()

    clock.on(days=91)
    assert "phone of 3 people would be erased" in run("--dry-run")
    told: list[dict[str, Any]] = json.loads(run("--json"))
    assert {"contest": contest.slug, "field": "phone", "people": 3} in told
    assert run() == "Nothing is past its time.\n"


class TestNeverPublished:
    """Without results the days count from half a year after the close, which the rules tell."""

    def test_the_terms_count_from_the_close(self, contest: Contest, people: list[Entrant]) -> None:
        since = contest.closes_at + timedelta(days=UNPUBLISHED_DAYS)
        assert forget_due(now=since - timedelta(seconds=1)) == []
        told = {each.field for each in forget_due(now=since)}
        assert told == set()  # the shortest term is ten days
        told = {each.field for each in forget_due(now=since + timedelta(days=10))}
        assert told == {"citizen"}
        told = {each.field for each in forget_due(now=since + timedelta(days=3650))}
        assert {"name", "phone", "email", "birth"} <= told
        assert not Invited.objects.exists()
        assert set(contest.entrants.values_list("full_name", "email")) == {("", "")}

    def test_the_rules_tell_it(self, contest: Contest) -> None:
        assert any(f"{UNPUBLISHED_DAYS} ngày" in said for said in what_is_asked(contest))

    def test_publishing_later_than_that_changes_nothing_that_is_left(
        self, contest: Contest, people: list[Entrant], alice: User
    ) -> None:
        late = contest.closes_at + timedelta(days=UNPUBLISHED_DAYS + 5)
        publish(edition=prepare(contest=contest, by=alice, now=late), by=alice, now=late)
        assert forget_due(now=late + timedelta(days=6)) == []

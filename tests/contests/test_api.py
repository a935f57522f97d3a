import pytest
from django.core.management import call_command
from django.test import Client

from contests.models import Contest
from contests.units.rules import UnitRules
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import make_user, sit

pytestmark = pytest.mark.usefixtures("clock")


def test_contests_are_listed_with_their_rules(client: Client, contest: Contest) -> None:
    assert client.get("/api/contests/").json()["results"] == [client.get(f"/api/contests/{contest.slug}/").json()]
    assert client.get(f"/api/contests/{contest.slug}/").json() == {
        "slug": contest.slug,
        "title": "Tìm hiểu cải cách hành chính",
        "introduction": "Cuộc thi của tỉnh.",
        "unit": "Tỉnh Cà Mau",
        "partner": "",
        "ways": ["account"],
        "phase": "running",
        "opens_at": "2026-11-02T12:00:00+07:00",
        "closes_at": "2026-11-02T14:00:00+07:00",
        "rules": {
            "ranking": ["score", "time_used", "submitted_at"],
            "overall": "sum",
            "ties": "share",
            "prizes": [],
            "units": UnitRules().to_json(),
        },
        "rounds": [
            {
                "position": 1,
                "title": "Đợt 1",
                "opens_at": "2026-11-02T12:00:00+07:00",
                "closes_at": "2026-11-02T14:00:00+07:00",
                "rules": {
                    "blueprint": [
                        {"count": 2, "topic": "a", "document": 0, "difficulty": 0, "kind": "", "points": 100},
                        {"count": 1, "topic": "c", "document": 0, "difficulty": 0, "kind": "", "points": 100},
                    ],
                    "questions": 3,
                    "minutes": 10,
                    "attempts": 1,
                    "per_day": 0,
                    "counted": "best",
                    "explanations": "after_close",
                    "shuffle_questions": True,
                    "shuffle_choices": True,
                    "paging": "one",
                    "back": True,
                    "wrong": 0,
                    "predicts": "",
                    "sets": 0,
                    "public_blueprint": [],
                },
            },
        ],
    }


def test_drafts_are_for_nobody(client: Client, contest: Contest, bob: User) -> None:
    Contest.objects.update(state=Contest.State.DRAFT)
    assert client.get("/api/contests/").json()["results"] == []
    assert client.get(f"/api/contests/{contest.slug}/").status_code == 401
    client.force_login(bob)
    assert client.get(f"/api/contests/{contest.slug}/leaderboard/").status_code == 403


def test_both_leaderboards_are_read(client: Client, contest: Contest, commune: Unit, bob: User) -> None:
    sit(contest, bob, right=3, start=NOON, seconds=30)
    sit(contest, make_user("sim", commune, is_simulated=True), right=2, start=NOON)
    people = client.get(f"/api/contests/{contest.slug}/leaderboard/").json()
    assert [(r["place"], r["name"], r["score"], r["time_ms"], r["simulated"]) for r in people["rows"]] == [
        (1, "Lê Thị Hòa", 3.0, 30_000, 0),
        (2, "Trần Thị sim", 2.0, 60_000, 1),
    ]
    units = client.get(f"/api/contests/{contest.slug}/leaderboard/?by=units").json()
    assert [(r["name"], r["mean"], r["people"], r["simulated"]) for r in units["rows"]] == [
        ("UBND xã Đất Mũi", 2.5, 2, 1)
    ]


def test_nothing_can_be_written(client: Client, contest: Contest, alice: User) -> None:
    client.force_login(alice)
    assert [client.post(f"/api/contests/{tail}").status_code for tail in ("", f"{contest.slug}/")] == [405, 405]


def test_the_description_of_this_part_has_no_warning(capsys: pytest.CaptureFixture[str]) -> None:
    call_command("spectacular", "--validate", "--file", "/dev/null")
    assert "contests/api" not in capsys.readouterr().err

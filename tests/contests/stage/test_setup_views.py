"""An organiser sets a stage contest up by its pages, from the usual programme to its beginning."""

import pytest
from django.test import Client
from django.urls import reverse

from contests.models import Contest, Stage, StageSegment
from contests.stage.keeping import programme_of
from people.models import Unit, User
from tests.conftest import NOON
from tests.contests.builders import enter, make_user
from tests.contests.stage.cast import Cast

pytestmark = pytest.mark.django_db
PART = {
    "title": "Hùng biện", "theme": "speech", "kind": "judged", "weight": "100", "step": "0,5", "seconds": "3:00",
    "penalty_points": "0,5", "penalty_every": "0:30", "criterion-TOTAL_FORMS": "2", "criterion-INITIAL_FORMS": "0",
    "criterion-0-title": "Nội dung", "criterion-0-maximum": "12,5", "criterion-1-title": "Phong thái",
    "criterion-1-maximum": "7,5",
}  # fmt: skip


def at(name: str, contest: Contest, *place: int) -> str:
    return reverse(f"contests:stage-{name}", args=[contest.slug, *place])


@pytest.fixture
def organiser(client: Client, alice: User) -> Client:
    client.force_login(alice)
    return client


def test_the_whole_way_to_the_beginning(
    organiser: Client, contest: Contest, units: list[Unit], bob: User, clock: object
) -> None:
    organiser.post(at("setup", contest))
    stage = Stage.objects.get(contest=contest)
    assert [one.kind for one in programme_of(stage).segments] == ["judged", "quiz", "judged"]
    assert organiser.post(at("part-add", contest), PART).status_code == 302
    organiser.post(at("setup", contest), {"do": "remove", "part": "3"})
    organiser.post(at("setup", contest), {"do": "up", "part": "2"})
    stage.refresh_from_db()
    programme = programme_of(stage)
    speech = programme.segments[2]
    assert [one.kind for one in programme.segments] == ["quiz", "judged", "judged"]
    assert (speech.title, speech.maximum, speech.step, speech.seconds) == ("Hùng biện", 2000, 50, 180)
    assert (speech.penalty.points, speech.penalty.every) == (50, 30)
    sent = {"over": "cells", "drop_from": "5", "decimals": "1", "rest": "shared", "tie-TOTAL_FORMS": "2",
            "tie-INITIAL_FORMS": "0", "tie-0-key": "3.1", "tie-1-key": "1.0"}  # fmt: skip
    assert organiser.post(at("rules", contest), sent).status_code == 302
    stage.refresh_from_db()
    programme = programme_of(stage)
    assert (programme.combining.drop_from, [(k.segment, k.criterion) for k in programme.ties]) == (5, [(3, 1), (1, 0)])
    for unit in units[:2]:
        organiser.post(at("teams", contest), {"do": "team", "unit": unit.pk, "name": "", "leader": "Bà Út"})
    entrant, team = enter(contest, bob, NOON), stage.teams.get(unit=bob.unit)
    organiser.post(at("teams", contest), {"do": "member", "team": team.pk, "entrant": entrant.pk, "captain": "on"})
    assert team.members.get().captain
    make_user("giamkhao1", units[0], full_name="Ông Tư")
    organiser.post(at("jury", contest), {"seat": "1", "username": "giamkhao1", "head": "on"})
    organiser.post(at("jury", contest), {"seat": "2", "name": "Bà Năm, chấm phiếu giấy"})
    assert [(one.name, one.user is None) for one in stage.jurors.all()] == [
        ("Ông Tư", False), ("Bà Năm, chấm phiếu giấy", True),
    ]  # fmt: skip
    assert organiser.post(at("begin", contest))["Location"] == at("desk", contest)
    stage.refresh_from_db()
    assert stage.begun_at == NOON
    organiser.post(at("teams", contest), {"do": "remove-team", "team": team.pk})
    assert stage.teams.count() == 2


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"criterion-0-maximum": "12,3"}, "bước điểm"),
        ({"criterion-0-maximum": "mười"}, "Hãy ghi số điểm"),
        ({"seconds": ""}, "thời gian tối đa"),
        ({"criterion-0-title": "", "criterion-0-maximum": "", "criterion-1-title": "", "criterion-1-maximum": ""},
         "ít nhất một tiêu chí"),
        ({"kind": "quiz"}, "điểm tối đa của phần hỏi đáp"),
    ],
)  # fmt: skip
def test_a_part_that_does_not_fit_comes_back_with_what_was_typed(
    organiser: Client, unbegun: Cast, wrong: dict[str, str], said: str
) -> None:
    answer = organiser.post(at("part", unbegun.stage.contest, 1), PART | wrong)
    assert answer.status_code == 422
    assert said in answer.content.decode()
    assert "Hùng biện" in answer.content.decode()
    unbegun.stage.refresh_from_db()
    assert programme_of(unbegun.stage).segments[0].title == "Chào hỏi"


def test_one_row_more_keeps_nothing_and_loses_nothing(organiser: Client, unbegun: Cast) -> None:
    answer = organiser.post(at("part", unbegun.stage.contest, 1), PART | {"add-row": "1"})
    assert answer.status_code == 200
    assert answer.content.decode().count('name="criterion-2-title"') == 1
    assert "Phong thái" in answer.content.decode()


def test_a_person_who_enters_for_nothing_is_refused_in_words(organiser: Client, unbegun: Cast, bob: User) -> None:
    contest = unbegun.stage.contest
    for form in ({"seat": "1", "name": "Trùng ghế"}, {"seat": "9", "username": "khong-co"}, {"seat": "9"}):
        assert organiser.post(at("jury", contest), form).status_code == 422
    entrant = enter(contest, bob, NOON)
    given = {"do": "member", "team": unbegun.teams[0].pk, "entrant": entrant.pk, "captain": "on"}
    assert organiser.post(at("teams", contest), given).status_code == 422  # there is a captain
    assert unbegun.stage.jurors.count() == 3


def test_the_script_is_kept_part_by_part_and_moves_with_its_part(organiser: Client, unbegun: Cast) -> None:
    contest = unbegun.stage.contest
    opening = {"2-opening-read": "Mời các đội", "2-opening-note": "Đợi nhạc"}
    organiser.post(at("cues", contest), {"0-welcome-read": "Kính chào!"} | opening)
    unbegun.stage.refresh_from_db()
    assert unbegun.stage.cues == {"welcome": {"read": "Kính chào!", "note": ""}}
    organiser.post(at("setup", contest), {"do": "up", "part": "2"})
    first = StageSegment.objects.get(stage=unbegun.stage, position=1)
    assert first.cues == {"opening": {"read": "Mời các đội", "note": "Đợi nhạc"}}


def test_a_round_is_prepared_linked_and_taken_away_again(organiser: Client, cast: Cast) -> None:
    contest = cast.stage.contest
    sent = {"prepare": "1", "way": "bell", "questions": "2", "seconds": "30", "points": "10", "penalty": "5",
            "bell_seconds": "15"}  # fmt: skip
    assert organiser.post(at("quiz", contest, 2), sent).status_code == 302
    live = cast.segment(2).live
    assert live.rules["play"] == "bell"
    assert live.players.count() == 3
    organiser.post(at("quiz", contest, 2), {"live": ""})
    assert cast.segment(2).live is None
    organiser.post(at("quiz", contest, 2), {"live": str(live.pk)})
    assert cast.segment(2).live == live
    assert organiser.post(at("quiz", contest, 1), sent).status_code == 422

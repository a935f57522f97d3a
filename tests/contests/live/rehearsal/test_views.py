"""The pages around a rehearsal, and the doors that stay shut."""

import pytest
from django.test import Client

from contests.live.rehearsal.rehearsals import begin
from contests.models import Entrant, LivePlayer, LiveRehearsal, LiveRound
from people.models import User
from tests.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def host(alice: User) -> Client:
    client = Client()
    client.force_login(alice)
    return client


def test_a_rehearsal_is_begun_led_and_ended(live: LiveRound, host: Client) -> None:
    page = f"/truc-tiep/{live.pk}/dien-tap/"
    answer = host.post(page, {"phones": "12"})
    stage = LiveRound.objects.get(contest=None)
    assert answer["Location"] == f"/truc-tiep/{stage.pk}/dieu-khien/"
    for screen in ("dieu-khien", "may-chieu"):
        assert "DIỄN TẬP" in host.get(f"/truc-tiep/{stage.pk}/{screen}/").content.decode()
        assert "DIỄN TẬP" not in host.get(f"/truc-tiep/{live.pk}/{screen}/").content.decode()
    assert f"/ws/live/{stage.pk}/rehearsal/" in host.get(f"/truc-tiep/{stage.pk}/dieu-khien/").content.decode()
    assert "12 điện thoại mô phỏng" in host.get(page).content.decode()
    made = LiveRehearsal.objects.get()
    for _ in range(2):  # pressed twice
        host.post(f"/truc-tiep/{live.pk}/dien-tap/{made.pk}/ket-thuc/")
    made.refresh_from_db()
    assert (made.running, made.ending) == (False, "stopped")  # nobody played its phones yet
    assert "Người điều khiển kết thúc" in host.get(page).content.decode()


@pytest.mark.parametrize("phones", ["", "9", "5001", "mười", "12.5", "99999999999"])
def test_a_wrong_number_is_told_and_kept(live: LiveRound, host: Client, phones: str) -> None:
    answer = host.post(f"/truc-tiep/{live.pk}/dien-tap/", {"phones": phones})
    assert answer.status_code == 422
    assert "từ 10 đến 5000" in answer.content.decode()
    assert f'value="{phones}"' in answer.content.decode()
    assert not LiveRehearsal.objects.exists()


def test_whoever_types_the_code_of_a_rehearsal_enters_nothing(
    live: LiveRound, alice: User, bob: User, host: Client
) -> None:
    code = begin(live=live, phones=10, by=alice, now=NOON).stage.join_code
    for client in (Client(), host):
        for answer in (client.get(f"/choi/{code}/"), client.post(f"/choi/{code}/", {"full_name": "Ai đó"})):
            assert answer.status_code == 409
            assert "buổi diễn tập" in answer.content.decode()
    assert not Entrant.objects.exists()
    assert LivePlayer.objects.filter(entrant__isnull=False).count() == 0


def test_a_stage_stands_in_no_list_of_rounds(live: LiveRound, alice: User, host: Client) -> None:
    stage = begin(live=live, phones=10, by=alice, now=NOON).stage
    page = host.get(f"/to-chuc/{live.organised.slug}/truc-tiep/").content.decode()
    assert live.join_code in page
    assert stage.join_code not in page


def test_a_hall_has_its_name_on_the_screen_and_nothing_else(live: LiveRound, host: Client) -> None:
    said = host.get(
        f"/truc-tiep/{live.pk}/may-chieu/", {"hoi-truong": " Đất  Mũi <script>" + "x" * 99}
    ).content.decode()
    assert "Đất Mũi &lt;script&gt;" in said
    assert "x" * 60 not in said

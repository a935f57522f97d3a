"""Only trainers get a byte of a question."""

import re

import pytest
from django.test import Client
from django.urls import reverse

from people.models import User
from questionbank.importing import read_file
from questionbank.models import Question
from realtime.clock import now
from tests.questionbank.pages.sent import (
    KEY_CANARY,
    OF_ONE,
    PAGES,
    STEM_CANARY,
    STEPS,
    WHY_CANARY,
    address,
    signed_in,
    words,
)
from tests.questionbank.test_importing import sheet

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("decree")]


@pytest.mark.parametrize("name", PAGES + OF_ONE)
def test_participants_and_organisers_get_no_byte_of_a_question(
    name: str, question: Question, bob: User, alice: User
) -> None:
    for stranger in (bob, alice):
        response = signed_in(stranger).get(address(name, question))
        assert response.status_code == 403
        assert not re.search(f"{STEM_CANARY}|{KEY_CANARY}|{WHY_CANARY}", words(response))


@pytest.mark.parametrize("name", PAGES + OF_ONE)
def test_nobody_is_asked_to_sign_in(name: str, question: Question) -> None:
    response = Client().get(address(name, question))
    assert response.status_code == (401 if name.startswith("api-") else 302)
    assert STEM_CANARY not in words(response)


@pytest.mark.parametrize("name", STEPS)
def test_step_by_a_participant_changes_nothing(name: str, question: Question, bob: User) -> None:
    assert signed_in(bob).post(address(name, question), {"decision": "approve"}).status_code == 403
    assert Question.objects.get().state == "draft"


@pytest.mark.parametrize("name", PAGES + OF_ONE)
def test_trainer_of_any_unit_opens_every_page_of_the_shared_bank(name: str, question: Question, charlie: User) -> None:
    assert signed_in(charlie).get(address(name, question)).status_code == 200


def test_canaries_stand_where_trainers_look(question: Question, trainer: Client) -> None:
    """The twin of the tests above: what they look for is really sent to those who may see it."""
    seen = words(trainer.get(address("detail", question)))
    assert all(canary in seen for canary in (STEM_CANARY, KEY_CANARY, WHY_CANARY))


def test_preview_shows_choices_and_no_key(question: Question, trainer: Client) -> None:
    seen = words(trainer.get(address("preview", question)))
    assert STEM_CANARY in seen
    assert WHY_CANARY not in seen
    assert "choice--right" not in seen


def test_file_that_was_read_is_its_owners_alone(trainer: Client, tam: User, thao: User) -> None:
    batch = read_file(raw=sheet({}), file_name="x.csv", by=tam, now=now())
    page = reverse("questionbank:batch", args=[batch.pk])
    assert (trainer.get(page).status_code, signed_in(thao).get(page).status_code) == (200, 403)

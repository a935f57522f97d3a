"""A trainer who is signed in, and a question with words that nobody else may see."""

import pytest
from django.test import Client

from people.models import User
from questionbank.models import Question
from tests.questionbank.builders import write
from tests.questionbank.pages.sent import KEY_CANARY, STEM_CANARY, WHY_CANARY, signed_in


@pytest.fixture
def trainer(tam: User) -> Client:
    return signed_in(tam)


@pytest.fixture
def question(tam: User) -> Question:
    return write(
        tam,
        stem=f"Lấy gì làm thước đo? {STEM_CANARY}",
        choices=("Số hồ sơ", f"Sự hài lòng {KEY_CANARY}"),
        explanation=f"Khoản 1 Điều 2 {WHY_CANARY}",
    )

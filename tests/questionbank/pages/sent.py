"""What the tests of pages send and look for."""

from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from people.models import User
from questionbank.models import Question
from regulations.citing import find_provision
from regulations.models import Provision
from tests.questionbank.builders import NUMBER, QUOTE, topic

STEM_CANARY, KEY_CANARY, WHY_CANARY = "CAUHOI-5a1", "DAPAN-77e", "GIAITHICH-c03"


def signed_in(user: User) -> Client:
    client = Client()
    client.force_login(user)
    return client


def words(response: HttpResponse) -> str:
    return response.content.decode()


def clause(address: str = "khoản 1 Điều 2") -> Provision:
    return find_provision(NUMBER, address)


def typed(**changed: Any) -> dict[str, Any]:
    return {
        "topic": topic().pk, "kind": "single", "difficulty": "2", "stem": "Lấy gì làm thước đo?",
        "choice_0": "Sự hài lòng", "choice_1": "Số hồ sơ", "right": ["0"], "explanation": "",
        "provision": [clause().pk], "quote": [QUOTE], "do": "save",
    } | changed  # fmt: skip


PAGES = ["list", "new", "review", "import", "template", "export", "api-questions"]
OF_ONE = ["detail", "preview", "edit"]
STEPS = ["send", "decide", "retire"]


def address(name: str, question: Question) -> str:
    if name.startswith("api-"):
        return reverse(name)
    return reverse(f"questionbank:{name}", args=[question.pk] if name in OF_ONE + STEPS else [])

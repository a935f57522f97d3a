"""Export then import gives the same bank, whatever the format; what a format cannot hold is told first."""

import io
import re
import zipfile
from typing import Any

import pytest
from django.test import Client

from people.folding import fold
from people.models import User
from questionbank.exporting import FORMATS, export, template
from questionbank.formats.columns import KINDS
from questionbank.formats.front import read_questions
from questionbank.models import Question
from questionbank.writing import Wording
from regulations.citing import find_provision
from tests.questionbank.builders import NUMBER, QUOTE, write
from tests.questionbank.records import without_rows
from tests.questionbank.test_kinds import ESSAY, GAP, MATCH, ORDER, PREDICTION, SHORT, SITUATION
from tests.questionbank.test_kinds import NUMBER as NUMERIC

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("decree")]
WHOLE = {"excel", "csv", "word", "text", "moodle"}
WITHOUT = {"gift": {"situation", "order", "gap"}, "qti21": {"situation"},
           "qti22": {"situation"}, "qti30": {"situation"}}  # fmt: skip


@pytest.fixture
def bank(tam: User) -> list[Question]:
    write(tam, code="C-1", explanation="Vì khoản 1 nói vậy.", remarks=("Nhầm", "", "Lẫn", ""))
    write(tam, code="C-2", kind="multiple", right=frozenset({0, 2}), keep_order=True)
    clause, point = find_provision(NUMBER, "khoản 1 Điều 2"), find_provision(NUMBER, "khoản 2 Điều 2")
    write(tam, code="C-3", stem="Hai căn cứ?", cited=((clause, QUOTE), (point, "Bảo đảm minh bạch")))
    for place, body in enumerate((ORDER, MATCH, SHORT, NUMERIC, GAP, ESSAY, PREDICTION, SITUATION)):
        fields: dict[str, Any] = {
            name: getattr(body, name)
            for name in Wording.__dataclass_fields__
            if name in body.__dataclass_fields__ and name not in ("keep_order",)
        }
        write(tam, code=f"K-{place}", **fields)
    return list(Question.objects.with_wordings().order_by("pk"))


def records(questions: list[Question], format_: str) -> list[Any]:
    made = export(questions, format_)
    return [without_rows(r.to_json()) for r in read_questions(made.content, topics="abcdđeghi").records]


@pytest.mark.parametrize("format_", [name for name in FORMATS if name != "aiken"])
def test_what_was_exported_reads_back_the_same(format_: str, bank: list[Question]) -> None:
    kept = [q for q in bank if q.latest_version and q.latest_version.kind not in WITHOUT.get(format_, set())]
    assert len(kept) == len(bank) if format_ in WHOLE else len(kept) < len(bank)
    assert records(bank, format_) == records(kept, "excel")


def test_page_tells_what_is_left_out_before_it_hands_out(bank: list[Question], tam: User) -> None:
    trainer = Client()
    trainer.force_login(tam)
    first = trainer.get("/cau-hoi/xuat/aiken/")
    assert "Content-Disposition" not in first
    assert "tai=1" in first.content.decode()
    assert "attachment" in trainer.get("/cau-hoi/xuat/aiken/?tai=1")["Content-Disposition"]
    assert "attachment" in trainer.get("/cau-hoi/xuat/word/")["Content-Disposition"]
    assert trainer.get("/cau-hoi/xuat/pdf/").status_code == 404


def test_template_offers_the_words_that_are_read() -> None:
    with zipfile.ZipFile(io.BytesIO(template(["a", "đ"]))) as book:
        sheet = book.read("xl/worksheets/sheet1.xml").decode()
    offered = re.findall(r"<formula1>\"([^\"]*)\"</formula1>", sheet)
    assert offered[0] == "a,đ"
    assert {fold(word) for word in offered[1].split(",")} <= {fold(word) for words in KINDS.values() for word in words}
    assert offered[2] == "Dễ,Trung bình,Khó"

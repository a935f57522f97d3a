"""Small makers for questions under test; they rest on a decree that the real importer read."""

from dataclasses import replace
from datetime import date
from typing import Any

from people.models import User
from questionbank.models import Kind, Question, Topic
from questionbank.review import approve, send_to_review
from questionbank.writing import Wording, write_question
from realtime.clock import now
from regulations.citing import find_provision
from regulations.importing import import_document
from regulations.models import Document

NUMBER = "61/2018/NĐ-CP"
QUOTE = "Lấy sự hài lòng của tổ chức, cá nhân làm thước đo"
DECREE = f"""# Nghị định số {NUMBER} ngày 23/4/2018 của Chính phủ
NGHỊ ĐỊNH
Về thực hiện cơ chế một cửa

Điều 1. Phạm vi điều chỉnh
Nghị định này quy định việc giải quyết thủ tục hành chính.
Điều 2. Nguyên tắc
1. {QUOTE}:
a) Đúng hạn;
b) Công khai.
2. Bảo đảm minh bạch.
"""


def bring_decree(**facts: date) -> Document:
    return import_document(DECREE.encode(), by=None, now=now(), facts={"effective_on": date(2018, 6, 21), **facts})


def topic(code: str = "g") -> Topic:
    return Topic.objects.get(code=code)


def wording(**changed: Any) -> Wording:
    """A question that can be asked; the decree must have been brought."""
    asked = Wording(
        kind=Kind.SINGLE,
        difficulty=2,
        stem="Cơ chế một cửa lấy gì làm thước đo?",
        choices=("Số lượng hồ sơ", "Sự hài lòng của tổ chức, cá nhân", "Thu nhập", "Biên chế"),
        right=frozenset({1}),
        explanation="Khoản 1 Điều 2 nói như vậy.",
        cited=((find_provision(NUMBER, "khoản 1 Điều 2"), QUOTE),),
    )
    return replace(asked, **changed)


def write(by: User, *, code: str = "", about: str = "g", **changed: Any) -> Question:
    return write_question(topic=topic(about), wording=wording(**changed), by=by, now=now(), code=code)


def let_in(question: Question, *, by: User, through: User) -> Question:
    return approve(question=send_to_review(question=question, by=by, now=now()), by=through, now=now())

"""Importing: read first, written on a person's word, all or nothing; and what goes out comes back the same."""

import csv
import io
from datetime import date

import pytest

from people.models import User
from questionbank.exporting import export, template
from questionbank.formats.files import read_sheets
from questionbank.formats.front import NoQuestions
from questionbank.formats.sheet import ColumnsMissing, header_row
from questionbank.importing import (
    AlreadyAccepted,
    BankMovedOn,
    HasFaults,
    NothingGood,
    accept,
    read_file,
)
from questionbank.models import Choice, Citation, ImportBatch, Kind, Question
from questionbank.review import retire
from questionbank.waiting import faults_of, good_records, has_bad, recheck, records_of
from realtime.clock import now
from regulations.models import Document
from tests.questionbank.builders import NUMBER, QUOTE, let_in, topic, write

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("decree")]

GOOD = {
    "Mã": "G-1", "Chuyên đề": "g", "Câu hỏi": "Lấy gì làm thước đo?", "A": "Sự hài lòng", "B": "Số hồ sơ",
    "Đáp án": "A", "Văn bản": NUMBER, "Căn cứ": "khoản 1 Điều 2", "Trích dẫn": QUOTE,
}  # fmt: skip


def sheet(*rows: dict[str, str]) -> bytes:
    target = io.StringIO()
    writer = csv.DictWriter(target, header_row())
    writer.writeheader()
    writer.writerows({**GOOD, **row} for row in rows)
    return target.getvalue().encode()


def brought(by: User, *rows: dict[str, str]) -> ImportBatch:
    return read_file(raw=sheet(*rows), file_name="cau-hoi.csv", by=by, now=now())


def found(batch: ImportBatch) -> list[tuple[int, str, str]]:
    return [(f.row, f.column, f.code) for f in faults_of(batch)]


def test_reading_a_file_writes_nothing_to_the_bank(tam: User) -> None:
    batch = brought(tam, {})
    assert (found(batch), len(list(good_records(batch))), Question.objects.count()) == ([], 1, 0)


def test_accepted_rows_are_drafts_of_the_person_with_their_codes(tam: User) -> None:
    batch = brought(tam, {}, {"Mã": "", "Câu hỏi": "Câu thứ hai?", "Đáp án": "B"})
    questions = [Question.objects.get(pk=key) for key in accept(batch=batch, by=tam, now=now())]
    assert [(q.code, q.state, q.author) for q in questions] == [("G-1", "draft", tam), ("G-0001", "draft", tam)]
    assert batch.accepted_at == now()
    citation = Citation.objects.get(version__question__code="G-1")
    assert (citation.provision.address, citation.quote) == ("khoản 1 Điều 2", QUOTE)


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        ({"Văn bản": "99/2099/NĐ-CP"}, (2, "Văn bản", "provision_not_found")),
        ({"Căn cứ": "khoản 9 Điều 2"}, (2, "Căn cứ", "provision_not_found")),
        ({"Căn cứ": "chỗ nào đó"}, (2, "Căn cứ", "provision_not_found")),
        ({"Văn bản": ""}, (2, "Văn bản", "empty")),
        ({"Căn cứ": ""}, (2, "Căn cứ", "empty")),
        ({"Trích dẫn": "Không có trong văn bản"}, (2, "Trích dẫn", "wording")),
        ({"Mã": "CO-ROI"}, (2, "Mã", "code_in_bank")),
    ],
)
def test_fault_that_only_the_bank_can_tell_names_row_and_column(
    changed: dict[str, str], fault: tuple[int, str, str], tam: User
) -> None:
    write(tam, code="CO-ROI")
    assert found(brought(tam, changed)) == [fault]


@pytest.mark.parametrize(
    ("choices", "fault"),
    [
        (("Biên chế", "số lượng hồ sơ", "Thu nhập", "Sự hài lòng của tổ chức, cá nhân"), ["question_in_bank"]),
        (("Biên chế", "Thu nhập", "Sự hài lòng", ""), ["near_duplicate"]),
    ],
)
def test_question_of_the_bank_is_known_again_by_its_words_and_choices(
    choices: tuple[str, ...], fault: list[str], tam: User
) -> None:
    write(tam)
    row = {"Câu hỏi": "CO che mot cua lay gi lam thuoc do?", **dict(zip("ABCD", choices, strict=True))}
    assert [f.code for f in faults_of(brought(tam, row))] == fault


def test_rows_with_faults_keep_the_good_ones_out_unless_asked(tam: User) -> None:
    batch = brought(tam, {}, {"Mã": "G-2", "Câu hỏi": "Sai?", "Đáp án": "E"})
    with pytest.raises(HasFaults):
        accept(batch=batch, by=tam, now=now())
    assert (Question.objects.count(), ImportBatch.objects.get().accepted_at) == (0, None)
    assert len(accept(batch=batch, by=tam, now=now(), only_good=True)) == 1
    assert Question.objects.get().code == "G-1"


def test_second_word_is_refused(tam: User) -> None:
    batch = brought(tam, {})
    accept(batch=batch, by=tam, now=now())
    with pytest.raises(AlreadyAccepted):
        accept(batch=batch, by=tam, now=now())
    assert Question.objects.count() == 1


def test_file_with_nothing_good_is_refused(tam: User) -> None:
    batch = brought(tam, {"Đáp án": ""})
    with pytest.raises(NothingGood):
        accept(batch=batch, by=tam, now=now(), only_good=True)


def test_file_without_the_columns_is_refused_and_not_kept(tam: User) -> None:
    with pytest.raises(ColumnsMissing):
        read_file(raw="Câu hỏi,Điểm\nAn,9".encode(), file_name="diem.csv", by=tam, now=now())
    with pytest.raises(NoQuestions):
        read_file(raw="Họ tên,Điểm\nAn,9".encode(), file_name="diem.csv", by=tam, now=now())
    assert not ImportBatch.objects.exists()


def test_known_code_becomes_a_new_version_only_when_asked(tam: User, thao: User) -> None:
    let_in(write(tam, code="G-1"), by=tam, through=thao)
    batch = brought(tam, {"Chuyên đề": "a"})
    assert (has_bad(batch), has_bad(batch, revise_known=True)) == (True, False)
    with pytest.raises(HasFaults):
        accept(batch=batch, by=tam, now=now())
    accept(batch=batch, by=tam, now=now(), revise_known=True)
    question = Question.objects.get()
    assert (question.state, question.versions.count(), question.topic.code) == ("draft", 2, "a")
    assert question.approved_version == question.versions.get(number=1)


def test_code_of_a_retired_question_cannot_be_revised(tam: User) -> None:
    retire(question=write(tam, code="G-1"), by=tam, now=now())
    batch = brought(tam, {})
    assert found(batch) == [(2, "Mã", "code_retired")]
    assert has_bad(batch, revise_known=True)


def test_code_taken_since_the_file_was_read_stops_the_whole_file(tam: User, thao: User) -> None:
    batch = brought(tam, {"Mã": "G-2", "Câu hỏi": "Câu hai?"}, {})
    write(thao, code="G-1")
    with pytest.raises(BankMovedOn):
        accept(batch=batch, by=tam, now=now())
    assert (Question.objects.count(), ImportBatch.objects.get().accepted_at) == (1, None)
    recheck(batch)
    assert found(ImportBatch.objects.get()) == [(3, "Mã", "code_in_bank")]


def test_clause_gone_since_the_file_was_read_stops_the_whole_file(tam: User, decree: Document) -> None:
    batch = brought(tam, {})
    decree.delete()
    with pytest.raises(BankMovedOn):
        accept(batch=batch, by=tam, now=now())
    assert not Question.objects.exists()


def test_what_is_exported_comes_back_the_same(tam: User) -> None:
    write(tam, code="M-1", about="đ", difficulty=3)
    write(tam, code="M-2", stem="=1+1?", kind=Kind.MULTIPLE, right=frozenset({0, 2}))
    write(tam, code="M-3", stem="Đúng?", kind=Kind.TRUE_FALSE, choices=("Đúng", "Sai"), right=frozenset({1}))
    write(tam, code="M-4", stem="Chọn?", choices=("1/3", "007", "50%", "=A1", "-", "a. x"), right=frozenset({3}))
    before = whole_bank()
    raw = export(Question.objects.order_by("code")).content
    Question.objects.update(latest_version=None)
    Question.objects.all().delete()
    batch = read_file(raw=raw, file_name="ngan-hang.xlsx", by=tam, now=now())
    assert found(batch) == []
    accept(batch=batch, by=tam, now=now())
    assert whole_bank() == before


def whole_bank() -> list[object]:
    return [
        (
            q.code, q.topic.code, v.kind, v.difficulty, v.stem, v.explanation, v.keep_order,
            list(Choice.objects.filter(version=v).order_by("position").values_list("position", "text", "is_correct")),
            list(Citation.objects.filter(version=v).values_list("provision__address", "quote")),
        )
        for q in Question.objects.order_by("code").select_related("topic", "latest_version")
        for v in [q.latest_version]
        if v is not None
    ]  # fmt: skip


def test_template_is_read_as_a_file_without_rows(tam: User) -> None:
    assert read_sheets(template("abc"))[0][0] == header_row()
    assert list(records_of(read_file(raw=template("abc"), file_name="mau.xlsx", by=tam, now=now()))) == []


def test_seeded_topics_are_the_nine_of_the_decision() -> None:
    assert [topic(code).position for code in "abcdđeghi"] == list(range(9))


def test_question_on_a_law_not_yet_in_force_is_taken_but_not_drawn(tam: User, thao: User) -> None:
    Document.objects.update(effective_on=date(2027, 1, 1))
    (key,) = accept(batch=brought(tam, {"Giải thích": "Vì luật nói vậy"}), by=tam, now=now())
    let_in(Question.objects.get(pk=key), by=tam, through=thao)
    assert not Question.objects.drawable_on(now().date()).exists()

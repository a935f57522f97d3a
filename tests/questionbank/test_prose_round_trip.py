"""What is written as text is read back as it was, whatever the words."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from questionbank.formats.lines import plain_lines, read_text
from questionbank.formats.prose import read
from questionbank.formats.prose_write import write_text
from questionbank.formats.record import Record
from tests.cpu_time import within
from tests.questionbank.drawn import records, without_rows


@given(st.lists(records(), min_size=1, max_size=3))
def test_text_that_was_written_reads_back_equal(given_records: list[Record]) -> None:
    sheet = read(read_text(write_text(given_records).encode()))
    wrong = [f for f in sheet.faults if f.code not in ("question_repeated", "stem_repeated", "code_repeated")]
    assert wrong == []
    assert [without_rows(r.to_json()) for r in sheet.records] == [without_rows(r.to_json()) for r in given_records]


@given(st.lists(st.text(max_size=40) | records().map(lambda record: write_text([record])), max_size=6))
def test_any_text_is_read(pieces: list[str]) -> None:
    read(plain_lines("\n".join(pieces)))


@pytest.mark.parametrize("head", ["", "Câu 1. Ai?\nA. ", "Câu 1. Ai?\nA. x\nB. y\nĐáp án: ", "Câu 1. Ai?\nĐáp án: "])
@pytest.mark.parametrize("piece", ["*", "\\", "|", "a. ", "1A ", "1 ", "A,", "….", " ", ":", "(", "Điều 1, ", "\t"])
def test_long_lines_cost_no_more_than_their_length(head: str, piece: str) -> None:
    with within(9):
        read(plain_lines(head + piece * (100_000 // len(piece)) + "!"))

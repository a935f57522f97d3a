"""The columns of a file of questions, in the many ways in which offices name them, and the words for their values.

Names and words are compared without tones, capitals and doubled spaces.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from people.folding import fold
from questionbank.formats.record import LETTERS

Cell = str | int | float | bool | date | datetime | time | timedelta | None
Rows = Iterable[Sequence[Cell]]  # may be gone through more than once


def _choice_columns(letters: str) -> dict[str, tuple[str, ...]]:
    return {
        letter: (letter, f"Phương án {letter}", f"Đáp án {letter}", f"Lựa chọn {letter}", f"Choice {letter}")
        for letter in letters
    }


COLUMNS: Mapping[str, tuple[str, ...]] = {
    "code": ("Mã", "Mã câu hỏi", "Code"),
    "topic": ("Chuyên đề", "Chủ đề", "Topic"),
    "kind": ("Loại", "Loại câu hỏi", "Kind"),
    "difficulty": ("Mức độ", "Độ khó", "Difficulty"),
    "stem": ("Câu hỏi", "Nội dung câu hỏi", "Câu dẫn", "Question"),
    **_choice_columns(LETTERS[:6]),
    "key": ("Đáp án", "Đáp án đúng", "Answer", "Key"),
    "partners": ("Vế phải", "Right sides"),
    "tolerance": ("Sai số", "Tolerance"),
    "rubric": ("Thang điểm", "Rubric"),
    "explanation": ("Giải thích", "Explanation"),
    "document": ("Văn bản", "Số, ký hiệu văn bản", "Document"),
    "address": ("Căn cứ", "Điều khoản", "Citation"),
    "quote": ("Trích dẫn", "Quote"),
    "situation": ("Tình huống", "Nội dung", "Đoạn văn", "Situation", "Passage"),
    "keep_order": ("Giữ thứ tự", "Keep order"),
    "remarks": ("Nhận xét phương án", "Remarks"),
    **_choice_columns(LETTERS[6:]),
}
BETWEEN = "|"  # parts ways of writing an answer, right sides and remarks
BETWEEN_GAPS = "||"  # parts the answers of one gap from those of the next, and a criterion from the next
BETWEEN_CITATIONS = "||"
NEEDED = ("stem", "A", "B", "key")
NUMBERING = ("STT", "TT", "Số thứ tự", "No", "No.", "#")  # counts the rows: nothing is lost without it
KINDS: Mapping[str, tuple[str, ...]] = {
    "single": ("một lựa chọn", "1 lựa chọn", "single", "one choice", "trắc nghiệm"),
    "multiple": ("nhiều lựa chọn", "multiple", "several choices"),
    "true_false": ("đúng sai", "đúng/sai", "true_false", "true or false"),
    "order": ("sắp xếp", "order", "put in order"),
    "match": ("ghép đôi", "nối", "match"),
    "short": ("trả lời ngắn", "short", "short answer"),
    "number": ("điền số", "number"),
    "gap": ("điền khuyết", "điền vào chỗ trống", "gap", "fill the gaps"),
    "situation": ("tình huống", "situation"),
    "essay": ("tự luận", "essay"),
    "prediction": ("dự đoán", "prediction"),
}
LEVELS: Mapping[int, tuple[str, ...]] = {
    1: ("dễ", "1", "easy", "nhận biết"),
    2: ("trung bình", "2", "medium", "thông hiểu"),
    3: ("khó", "3", "hard", "vận dụng"),
}

_BY_NAME = {fold(name): column for column, names in COLUMNS.items() for name in names}
_NUMBERING = frozenset(map(fold, NUMBERING))


def column_named(text: str) -> str | None:
    """Return the key in COLUMNS of the column that bears this name, or None."""
    return _BY_NAME.get(fold(text).rstrip(":*").strip())


def counts_rows(text: str) -> bool:
    """Say whether a column with this name only numbers the rows."""
    return fold(text) in _NUMBERING

"""The minutes (biên bản) of the results and the draft of the decision that recognises them, for Word by Decree 30.

Made from an edition; from one that is not published yet they are marked DỰ THẢO. Number, day and what only the office
knows are left for it to fill in.
"""

from collections.abc import Sequence

from django.utils import timezone, translation

from contests.handouts.winners import Winner, Winners, winners_of
from contests.letterhead import BOARD, head_of, signers_of, titled
from contests.models import Appeal, Edition, KeyEdition
from contests.record.reading import Reading, read
from official.decree30 import (
    Column,
    Document,
    Signature,
    add_closing,
    add_draft_mark,
    add_head,
    add_heading,
    add_recipients,
    add_resolved,
    add_signatures,
    add_table,
    add_text,
    add_title,
    as_bytes,
    new_document,
)
from official.figures import blank_day, dong, points, whole

RECIPIENTS = ("- Như Điều 3;", "- Lưu: VT.")
DOTS = "................................"
PEOPLE = (
    Column("TT", 11, centre=True), Column("Giải", 26), Column("Họ và tên", 42), Column("Đơn vị", 40),
    Column("Điểm", 14, right=True), Column("Tiền thưởng", 32, right=True),
)  # fmt: skip
UNITS = (
    Column("TT", 11, centre=True), Column("Giải", 30), Column("Đơn vị", 76), Column("Hạng", 16, centre=True),
    Column("Tiền thưởng", 32, right=True),
)  # fmt: skip
THREE = (
    Signature("", "THƯ KÝ", ""), Signature("", "TRƯỞNG BAN GIÁM KHẢO", ""), Signature("", "TRƯỞNG BAN TỔ CHỨC", ""),
)  # fmt: skip


def write_minutes(edition: Edition) -> bytes:
    """Return the minutes as a .docx file: figures, winners, what was corrected, three signatures."""
    with translation.override("vi"):
        contest, reading, won = edition.contest, read(edition), winners_of(edition)
        document = _begin(edition, "Số:        /BB-BTC")
        add_title(document, "BIÊN BẢN", f"Tổng hợp kết quả {titled(contest)}")
        add_heading(document, "I. THÀNH PHẦN")
        for who in ("Trưởng Ban Tổ chức", "Trưởng Ban Giám khảo", "Thư ký"):
            add_text(document, f"- {who}: {DOTS}")
        add_heading(document, "II. SỐ LIỆU CHUNG")
        for sentence in _figures(edition, reading):
            add_text(document, sentence)
        add_heading(document, "III. KẾT QUẢ")
        _tables(document, won)
        add_heading(document, "IV. ĐIỀU CHỈNH VÀ XỬ LÝ")
        for sentence in _corrections(edition, reading):
            add_text(document, sentence)
        add_text(document, "Biên bản được lập để trình công nhận kết quả và trao giải.")
        add_signatures(document, THREE)
    return as_bytes(document)


def write_decision(edition: Edition) -> bytes:
    """Return the draft of the decision as a .docx file, with the list of winners at its end."""
    with translation.override("vi"):
        contest, won = edition.contest, winners_of(edition)
        called = titled(contest)
        document = _begin(edition, "Số:        /QĐ-")
        add_title(document, "QUYẾT ĐỊNH", f"Về việc công nhận kết quả và trao giải {called}")
        add_text(document, f"Căn cứ {DOTS};", italic=True)
        add_text(document, f"Căn cứ Thể lệ {called};", italic=True)
        add_text(document, f"Căn cứ bản kết quả số {edition.number} của cuộc thi;", italic=True)
        add_text(document, f"Theo đề nghị của {DOTS}.", italic=True)
        add_resolved(document, "QUYẾT ĐỊNH:")
        people, units = sum(len(each.people) for each in won), sum(len(each.units) for each in won)
        add_text(
            document,
            f"Điều 1. Công nhận kết quả {called} và trao {people:02} giải cho cá nhân, {units:02} giải cho đơn vị "
            "có tên trong danh sách kèm theo.",
        )
        add_text(document, f"Điều 2. {_paid(won)}")
        add_text(document, f"Điều 3. {DOTS} và các cá nhân, đơn vị có tên tại Điều 1 chịu trách nhiệm thi hành "
                           "Quyết định này.")  # fmt: skip
        signers = signers_of(contest)
        if signers == [BOARD]:
            add_closing(document, RECIPIENTS, [BOARD.body, BOARD.title])
        else:
            add_signatures(document, signers)
            add_recipients(document, RECIPIENTS)
        document.add_page_break()
        add_title(document, "DANH SÁCH ĐẠT GIẢI", f"(Kèm theo Quyết định số        /QĐ-        {_blank_day(edition)})")
        _tables(document, won)
        add_text(document, f"Danh sách lập theo bản kết quả số {edition.number}, mã SHA-256 của bản này:")
        add_text(document, edition.digest)
    return as_bytes(document)


def _begin(edition: Edition, number: str) -> Document:
    document = new_document()
    if edition.published_at is None:
        add_draft_mark(document)
    add_head(document, head_of(edition.contest, number, _blank_day(edition)))
    return document


def _blank_day(edition: Edition) -> str:
    return blank_day(timezone.localdate(edition.published_at or edition.prepared_at).year)


def _figures(edition: Edition, reading: Reading) -> list[str]:
    people = {line.entrant for each in reading.lists for line in each.lines}
    state = "đã công bố" if edition.published_at else "chưa công bố"
    return [
        f"- Số người có kết quả: {whole(len(people))}; số bài thi đã nộp: {whole(reading.papers)}.",
        f"- Kết quả theo bản số {edition.number} ({state}). Mã SHA-256 của bản này:",
        edition.digest,
    ]


def _tables(document: Document, won: Sequence[Winners]) -> None:
    if not won:
        add_text(document, "Không có giải nào được trao.")
    for each in won:
        where = f" – {each.of}" if each.of else ""
        if each.people:
            rows = [_person(at, one) for at, one in enumerate(each.people, start=1)]
            add_table(document, f"Cá nhân đạt giải{where}", PEOPLE, rows)
        if each.units:
            rows = [_unit(at, one) for at, one in enumerate(each.units, start=1)]
            add_table(document, f"Đơn vị đạt giải{where}", UNITS, rows)


def _person(at: int, one: Winner) -> tuple[str, ...]:
    return str(at), one.prize, one.name, one.unit, points(one.score), dong(one.amount) if one.amount else "–"


def _unit(at: int, one: Winner) -> tuple[str, ...]:
    return str(at), one.prize, one.name, str(one.place), dong(one.amount) if one.amount else "–"


def _corrections(edition: Edition, reading: Reading) -> list[str]:
    answered, upheld = appeals_answered(edition)
    return [
        f"- Kiến nghị đã trả lời: {answered}, trong đó chấp nhận {upheld}.",
        f"- Số người bị hủy kết quả: {len(reading.disqualified)}.",
        *(f"- {said}" for said in corrections_of(reading)),
    ]


def appeals_answered(edition: Edition) -> tuple[int, int]:
    """Return how many appeals were answered when the edition was made, and how many of them upheld."""
    appeals = Appeal.objects.filter(
        paper__contest=edition.contest_id, answered_at__isnull=False, answered_at__lte=edition.prepared_at
    )
    return appeals.count(), appeals.filter(upheld=True).count()


def corrections_of(reading: Reading) -> list[str]:
    """Return what was corrected of the questions, a sentence each, in the active language."""
    words = dict(KeyEdition.Ruling.choices)
    return [f"Câu {code}: {words[what]}. {reason}" for code, _number, what, _accepted, reason in reading.corrections]


def paid(won: Sequence[Winners]) -> int:
    """Return what all prizes cost, in đồng."""
    return sum(one.amount for each in won for one in (*each.people, *each.units))


def _paid(won: Sequence[Winners]) -> str:
    total = paid(won)
    return f"Tổng tiền thưởng: {dong(total)}. Kinh phí: {DOTS}." if total else "Giải thưởng không kèm tiền thưởng."

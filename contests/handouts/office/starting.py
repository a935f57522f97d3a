"""Templates to begin with: what an office downloads, changes in Word and hands in again."""

from collections.abc import Callable, Sequence

from contests.handouts.office.kinds import CERTIFICATE, DECISION, MINUTES, STAGE_MINUTES, THANKS
from official.decree30 import (
    Column,
    Document,
    Head,
    Signature,
    add_closing,
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

DOTS = "................................"
PEOPLE = (
    Column("TT", 11, centre=True), Column("Giải", 26), Column("Họ và tên", 42), Column("Đơn vị", 40),
    Column("Điểm", 14, right=True), Column("Tiền thưởng", 32, right=True),
)  # fmt: skip
PERSON = tuple(f"{{{{ca_nhan.{name}}}}}" for name in ("tt", "giai", "ho_ten", "don_vi", "diem", "tien"))
UNITS = (
    Column("TT", 11, centre=True), Column("Giải", 30), Column("Đơn vị", 76), Column("Hạng", 18, centre=True),
    Column("Tiền thưởng", 32, right=True),
)  # fmt: skip
UNIT = ("{{tap_the.tt}}", "{{tap_the.giai}}", "{{tap_the.ten}}", "{{tap_the.hang}}", "{{tap_the.tien}}")
MARKS = tuple(f"{{{{diem.{name}}}}}" for name in ("phan_thi", "doi", "thoi_gian", "diem_tru", "diem"))
THREE = (
    Signature("", "THƯ KÝ", ""), Signature("", "TRƯỞNG BAN GIÁM KHẢO", ""), Signature("", "TRƯỞNG BAN TỔ CHỨC", ""),
)  # fmt: skip


BOARD = (Signature("TM. BAN TỔ CHỨC", "TRƯỞNG BAN", ""),)


def starting_template(kind: str, signers: Sequence[Signature] = BOARD) -> bytes:
    """Return our template of a kind as a .docx file. signers: whose names stand below what the bodies sign."""
    return as_bytes(_WRITERS[kind](signers))


def _begin(number: str, *, state: bool = False) -> Document:
    """state: the first line says DỰ THẢO while what the paper tells is not official."""
    document = new_document()
    if state:
        add_text(document, "{{tinh_trang}}")
    add_head(document, Head("{{co_quan_cap_tren}}", "{{co_quan}}", number, "{{dia_danh_ngay}}"))
    return document


def _close(document: Document, signers: Sequence[Signature], recipients: Sequence[str]) -> None:
    """Write who signs, several side by side, and who is sent it."""
    if len(signers) == 1:
        add_closing(
            document, recipients, [*filter(None, (signers[0].body, signers[0].title)), *[""] * 3, signers[0].name]
        )
        return
    add_signatures(document, signers)
    add_recipients(document, recipients)


def _winners(document: Document) -> None:
    add_table(document, "Cá nhân đạt giải", PEOPLE, [PERSON])
    add_table(document, "Tập thể đạt giải", UNITS, [UNIT])


def _minutes(_signers: Sequence[Signature]) -> Document:
    document = _begin("Số:        /BB-BTC", state=True)
    add_title(document, "BIÊN BẢN", "Tổng hợp kết quả {{ten_cuoc_thi}}")
    add_heading(document, "I. THÀNH PHẦN")
    for who in ("Trưởng Ban Tổ chức", "Trưởng Ban Giám khảo", "Thư ký"):
        add_text(document, f"- {who}: {DOTS}")
    add_heading(document, "II. SỐ LIỆU CHUNG")
    add_text(document, "- Số người có kết quả: {{so_nguoi}}; số bài thi đã nộp: {{so_bai}}.")
    add_text(document, "- Kết quả theo bản số {{ban_ket_qua}}, mã SHA-256: {{ma_sha256}}.")
    add_heading(document, "III. KẾT QUẢ")
    _winners(document)
    add_heading(document, "IV. ĐIỀU CHỈNH VÀ XỬ LÝ")
    add_text(document, "- Kiến nghị đã trả lời: {{so_kien_nghi}}, trong đó chấp nhận {{so_chap_nhan}}.")
    add_text(document, "- Số người bị hủy kết quả: {{so_huy}}.")
    add_text(document, "- {{dieu_chinh}}")
    add_signatures(document, THREE)
    return document


def _decision(signers: Sequence[Signature]) -> Document:
    document = _begin("Số:        /QĐ-", state=True)
    add_title(document, "QUYẾT ĐỊNH", "Về việc công nhận kết quả và trao giải {{ten_cuoc_thi}}")
    add_text(document, f"Căn cứ {DOTS};", italic=True)
    add_text(document, "Căn cứ Thể lệ {{ten_cuoc_thi}};", italic=True)
    add_text(document, "Căn cứ bản kết quả số {{ban_ket_qua}} của cuộc thi;", italic=True)
    add_text(document, f"Theo đề nghị của {DOTS}.", italic=True)
    add_resolved(document, "QUYẾT ĐỊNH:")
    add_text(document, "Điều 1. Công nhận kết quả {{ten_cuoc_thi}} và trao {{so_giai_ca_nhan}} giải cho cá nhân, "
                       "{{so_giai_tap_the}} giải cho đơn vị có tên trong danh sách kèm theo.")  # fmt: skip
    add_text(document, f"Điều 2. Tổng tiền thưởng: {{{{tong_tien}}}}. Kinh phí: {DOTS}.")
    add_text(document, f"Điều 3. {DOTS} và các cá nhân, đơn vị có tên tại Điều 1 chịu trách nhiệm thi hành.")
    _close(document, signers, ("- Như Điều 3;", "- Lưu: VT."))
    document.add_page_break()
    add_title(document, "DANH SÁCH ĐẠT GIẢI", "(Kèm theo Quyết định số        /QĐ-)")
    _winners(document)
    add_text(document, "Danh sách lập theo bản kết quả số {{ban_ket_qua}}, mã SHA-256: {{ma_sha256}}.")
    return document


def _thanks(signers: Sequence[Signature]) -> Document:
    document = _begin("Số:        /TCƠ-BTC")
    add_title(document, "THƯ CẢM ƠN", "Kính gửi: {{don_vi}}")
    add_text(document, "Ban Tổ chức {{ten_cuoc_thi}} trân trọng cảm ơn {{don_vi}} đã quan tâm, chỉ đạo và "
                       "tạo điều kiện cho cán bộ, công chức, viên chức, người lao động tham gia.")  # fmt: skip
    add_text(document, "{{ghi_nhan}}")
    add_text(document, "Sự tham gia tích cực của quý đơn vị đã góp phần tuyên truyền, nâng cao nhận thức về cải cách "
                       "hành chính. Ban Tổ chức mong tiếp tục nhận được sự phối hợp của quý đơn vị.")  # fmt: skip
    add_text(document, "Trân trọng./.")
    _close(document, signers, ("- Như trên;", "- Lưu: VT."))
    return document


def _certificate(signers: Sequence[Signature]) -> Document:
    document = new_document(wide=True)
    add_head(document, Head("{{co_quan_cap_tren}}", "{{co_quan}}", "{{so}}", "{{ngay_cap}}"))
    add_title(document, "GIẤY CHỨNG NHẬN", "{{ten}}\n{{don_vi}}")
    add_text(document, "{{noi_dung}} – {{ten_cuoc_thi}}.")
    add_text(document, "Mã kiểm tra: {{ma}}. Kiểm tra tại: {{noi_kiem_tra}}", italic=True)
    _close(document, signers, ("- Lưu: VT.",))
    return document


def _stage_minutes(_signers: Sequence[Signature]) -> Document:
    document = _begin("Số:        /BB-BTC", state=True)
    add_title(document, "BIÊN BẢN", "Tổng hợp kết quả {{ten_cuoc_thi}}")
    add_heading(document, "I. THỜI GIAN, THÀNH PHẦN")
    add_text(document, "- Bắt đầu lúc {{bat_dau}}.")
    add_text(document, "- Giám khảo {{giam_khao.ghe}}: {{giam_khao.ho_ten}}.")
    add_text(document, "- Thư ký: {{thu_ky}}.")
    add_heading(document, "II. DIỄN BIẾN")
    add_text(document, "- {{dien_bien}}")
    add_table(document, "Điểm từng phần thi", (Column("Phần thi", 40), Column("Đội", 50), Column("Thời gian", 30),
              Column("Điểm trừ", 20, right=True), Column("Điểm", 20, right=True)),
              [MARKS])  # fmt: skip
    add_heading(document, "III. KẾT QUẢ CHUNG CUỘC")
    add_table(document, "Xếp hạng các đội", (Column("Hạng", 18, centre=True), Column("Đội", 55), Column("Đơn vị", 55),
              Column("Tổng điểm", 22, right=True)),
              [("{{doi.hang}}", "{{doi.ten}}", "{{doi.don_vi}}", "{{doi.tong}}")])  # fmt: skip
    add_text(document, "- {{bang_diem}}")
    add_heading(document, "IV. ĐIỀU CHỈNH SAU KHI KHÓA ĐIỂM")
    add_text(document, "- {{dieu_chinh}}")
    add_text(document, "Biên bản lập theo sổ ghi nhận đến {{so_ghi_nhan}}.")
    add_signatures(document, (THREE[0], Signature("", "TRƯỞNG BAN GIÁM KHẢO", "{{truong_ban_giam_khao}}"), THREE[2]))
    return document


_WRITERS: dict[str, Callable[[Sequence[Signature]], Document]] = {
    MINUTES.code: _minutes,
    DECISION.code: _decision,
    THANKS.code: _thanks,
    CERTIFICATE.code: _certificate,
    STAGE_MINUTES.code: _stage_minutes,
}

"""The papers whose template an office may replace, with everything that each may ask for. Labels are Vietnamese: they
are what the office reads while it writes its template in Word.
"""

from contests.handouts.office.placeholders import Field, Group, Kind

CONTEST = (
    Field("ten_cuoc_thi", "Tên cuộc thi, hội thi", "Hội thi “Tìm hiểu cải cách hành chính”", needed=True),
    Field("don_vi_to_chuc", "Các đơn vị tổ chức", "Sở Nội vụ và Tỉnh đoàn"),
    Field("co_quan_cap_tren", "Cơ quan cấp trên ở phần đầu văn bản", "UBND TỈNH CÀ MAU"),
    Field("co_quan", "Cơ quan ban hành ở phần đầu văn bản", "SỞ NỘI VỤ"),
    Field("dia_danh_ngay", "Địa danh, ngày tháng năm (ngày, tháng để trống)", "Cà Mau, ngày      tháng      năm 2026"),
    Field("nam", "Năm", "2026"),
)
COMMON = tuple(field.code for field in CONTEST)
STATE = Field("tinh_trang", "DỰ THẢO khi kết quả chưa chính thức, nếu không thì trống", "DỰ THẢO", needed=True)
EDITION = (
    STATE,
    Field("ban_ket_qua", "Số của bản kết quả", "1"),
    Field("ma_sha256", "Mã SHA-256 của bản kết quả", "4f1c…09ab"),
)
PEOPLE = Group(
    "ca_nhan", "Cá nhân đạt giải",
    (
        Field("tt", "Số thứ tự", ""), Field("giai", "Giải", ""), Field("ho_ten", "Họ và tên", "", needed=True),
        Field("don_vi", "Đơn vị", ""), Field("diem", "Điểm", ""), Field("tien", "Tiền thưởng", ""),
        Field("dot", "Đợt thi, nếu giải của đợt", ""),
    ),
    (
        {"tt": "1", "giai": "Giải nhất", "ho_ten": "Nguyễn Thị Mẫu", "don_vi": "UBND xã Đất Mũi", "diem": "28,5",
         "tien": "1.000.000 đồng", "dot": ""},
        {"tt": "2", "giai": "Giải nhì", "ho_ten": "Trần Văn Thử", "don_vi": "Sở Nội vụ", "diem": "27",
         "tien": "500.000 đồng", "dot": ""},
    ),
)  # fmt: skip
UNITS = Group(
    "tap_the", "Tập thể đạt giải",
    (
        Field("tt", "Số thứ tự", ""), Field("giai", "Giải", ""), Field("ten", "Tên đơn vị", "", needed=True),
        Field("hang", "Hạng", ""), Field("tien", "Tiền thưởng", ""), Field("dot", "Đợt thi, nếu giải của đợt", ""),
    ),
    ({"tt": "1", "giai": "Giải nhất", "ten": "UBND xã Đất Mũi", "hang": "1", "tien": "2.000.000 đồng", "dot": ""},),
)  # fmt: skip
CHANGES = Group(
    "dieu_chinh", "Điều chỉnh kèm lý do, mỗi điều chỉnh một đoạn", (Field("", "", ""),),
    ({"": "Câu TTHC-012: chấp nhận thêm phương án B. Lý do: văn bản đã sửa đổi."},),
)  # fmt: skip

MINUTES = Kind(
    "minutes", "Biên bản kết quả cuộc thi",
    (
        *CONTEST, *EDITION, Field("so_nguoi", "Số người có kết quả", "1.250"),
        Field("so_bai", "Số bài thi đã nộp", "1.302"),
        Field("so_kien_nghi", "Số kiến nghị đã trả lời", "4"),
        Field("so_chap_nhan", "Số kiến nghị được chấp nhận", "1"),
        Field("so_huy", "Số người bị hủy kết quả", "0"),
    ),
    (Group(PEOPLE.code, PEOPLE.label, PEOPLE.fields, PEOPLE.samples, needed=True), UNITS, CHANGES),
)  # fmt: skip
DECISION = Kind(
    "decision", "Quyết định công nhận kết quả và trao giải",
    (
        *CONTEST, *EDITION, Field("so_giai_ca_nhan", "Số giải cá nhân", "02"),
        Field("so_giai_tap_the", "Số giải tập thể", "01"), Field("tong_tien", "Tổng tiền thưởng", "3.500.000 đồng"),
    ),
    (Group(PEOPLE.code, PEOPLE.label, PEOPLE.fields, PEOPLE.samples, needed=True), UNITS),
)  # fmt: skip
THANKS = Kind(
    "thanks", "Thư cảm ơn đơn vị tham gia",
    (
        *CONTEST, Field("don_vi", "Tên đơn vị nhận thư", "UBND xã Đất Mũi", needed=True),
        Field("so_nguoi", "Số người dự thi của đơn vị", "45"),
        Field("danh_sach", "Số người trong danh sách chốt; trống nếu không có", "50"),
        Field("ty_le", "Tỷ lệ tham gia; trống nếu không có danh sách", "90,00 %"),
        Field("giai", "Giải tập thể; trống nếu không có", "Giải nhất"),
    ),
    (
        Group("ghi_nhan", "Lời ghi nhận, mỗi lời một đoạn", (Field("", "", ""),),
              ({"": "Đơn vị có 45 người dự thi, đạt tỷ lệ 90,00 % danh sách."}, {"": "Đơn vị đạt Giải nhất tập thể."})),
    ),
    each=True, common=COMMON,
)  # fmt: skip
CERTIFICATE = Kind(
    "certificate", "Giấy chứng nhận (Word)",
    (
        *CONTEST, Field("ten", "Họ tên người, hoặc tên đơn vị, được cấp", "Nguyễn Thị Mẫu", needed=True),
        Field("don_vi", "Đơn vị của người được cấp", "UBND xã Đất Mũi"),
        Field("noi_dung", "Chứng nhận điều gì", "Đã đạt Giải nhất", needed=True),
        Field("so", "Số của giấy", "Số: 07/GCN-5"),
        Field("ma", "Mã để kiểm tra", "ABCD-EFGH-JKMN-PQRS", needed=True),
        Field("noi_kiem_tra", "Địa chỉ trang kiểm tra", "https://hoithi.example.vn/chung-nhan/ABCDEFGHJKMNPQRS/"),
        Field("ngay_cap", "Địa danh và ngày công bố kết quả", "Cà Mau, ngày 05 tháng 11 năm 2026"),
    ),
    each=True, common=COMMON,
)  # fmt: skip
STAGE_MINUTES = Kind(
    "stage_minutes", "Biên bản hội thi",
    (
        *CONTEST, Field("bat_dau", "Giờ, ngày bắt đầu", "14 giờ 00 phút, ngày 03 tháng 10 năm 2026"),
        Field("thu_ky", "Thư ký", "Lê Thị Thư"), Field("truong_ban_giam_khao", "Trưởng Ban Giám khảo", "Phan Văn Giám"),
        Field("so_ghi_nhan", "Dòng cuối và mã của sổ ghi nhận", "dòng 42, mã SHA-256: 4f1c…09ab"),
        STATE,
    ),
    (
        Group(
            "doi", "Các đội theo thứ hạng",
            (
                Field("hang", "Hạng", ""), Field("ten", "Tên đội", "", needed=True), Field("don_vi", "Đơn vị", ""),
                Field("tong", "Tổng điểm", ""), Field("truong_doan", "Trưởng đoàn", ""),
                Field("doi_truong", "Đội trưởng", ""), Field("thanh_vien", "Các thành viên", ""),
            ),
            ({"hang": "1", "ten": "Đội Đất Mũi", "don_vi": "UBND xã Đất Mũi", "tong": "95,50",
              "truong_doan": "Lê Văn Đoàn",
              "doi_truong": "Nguyễn Thị Mẫu", "thanh_vien": "Nguyễn Thị Mẫu, Trần Văn Thử"},),
            needed=True,
        ),
        Group("giam_khao", "Ban Giám khảo", (Field("ghe", "Số ghế", ""), Field("ho_ten", "Họ và tên", "")),
              ({"ghe": "1", "ho_ten": "Phan Văn Giám"},)),
        Group(
            "diem", "Điểm từng đội ở từng phần thi",
            (
                Field("phan_thi", "Phần thi", ""), Field("doi", "Đội", ""), Field("diem_tru", "Điểm trừ", ""),
                Field("diem", "Điểm phần thi", ""), Field("thoi_gian", "Thời gian sử dụng", ""),
            ),
            ({"phan_thi": "Chào hỏi", "doi": "Đội Đất Mũi", "diem_tru": "1", "diem": "38,50",
              "thoi_gian": "1 phút 45 giây"},),
        ),
        Group("dien_bien", "Diễn biến (bốc thăm, vắng mặt, quá giờ…), mỗi việc một đoạn", (Field("", "", ""),),
              ({"": "Phần thi “Chào hỏi”: Bốc thăm lúc 14 giờ 05 phút; thứ tự: 1. Đội Đất Mũi, 2. Đội Sở Nội vụ."},),
              needed=True),
        Group("bang_diem", "Các đội bằng điểm và cách phân định, mỗi trường hợp một đoạn", (Field("", "", ""),),
              ({"": "Đội A, Đội B cùng đạt 77,00 điểm; thứ tự được phân định theo điểm phần thi “Tiểu phẩm”."},),
              needed=True),
        Group("dieu_chinh", "Điều chỉnh sau khi khóa điểm kèm lý do, mỗi điều chỉnh một đoạn", (Field("", "", ""),),
              ({"": "Phần thi “Chào hỏi”, Đội A, giám khảo 1: 20 điểm sửa thành 21 điểm. Lý do: đọc nhầm phiếu."},),
              needed=True),
    ),
)  # fmt: skip
KINDS = {kind.code: kind for kind in (MINUTES, DECISION, THANKS, CERTIFICATE, STAGE_MINUTES)}

"""How long a PDF of many certificates takes to draw: python -m tests.bench.certificates [--pages 1000]"""

import argparse
import secrets
import tempfile
from collections.abc import Iterator
from time import perf_counter, process_time

from contests.handouts.codes import grouped, new_code
from official.certificate import Sheet, write_certificates
from official.decree30 import Signature


def sheets(pages: int) -> Iterator[Sheet]:
    """Yield certificates of two bodies, each with a name and a code of its own."""
    for number in range(1, pages + 1):
        code = new_code()
        yield Sheet(
            bodies=("Sở Nội vụ tỉnh Cà Mau", "Công đoàn Viên chức tỉnh Cà Mau"),
            kind="GIẤY CHỨNG NHẬN",
            name=f"Nguyễn Thị Quỳnh Như {secrets.token_hex(2)}",
            of="Ủy ban nhân dân xã Đất Mũi",
            said=("Đã tham gia", "Cuộc thi Tìm hiểu cải cách hành chính dành cho cán bộ, công chức tỉnh Cà Mau"),
            place_and_date="Cà Mau, ngày 05 tháng 11 năm 2026",
            signatures=(
                Signature("SỞ NỘI VỤ", "GIÁM ĐỐC", "Phan Văn Đốc"),
                Signature("CÔNG ĐOÀN VIÊN CHỨC", "CHỦ TỊCH", "Đặng Thị Tịch"),
            ),
            number=f"Số: {number:02}/GCN-5",
            code=grouped(code),
            address=f"https://hoithi.camau.gov.vn/chung-nhan/{code}/",
            to_verify="Quét mã, hoặc mở hoithi.camau.gov.vn/chung-nhan/ và nhập mã dưới đây để kiểm tra:",
        )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, default=1000)
    pages = parser.parse_args().pages
    with tempfile.TemporaryFile() as target:
        began, busy = perf_counter(), process_time()
        write_certificates(target, sheets(pages), title="Giấy chứng nhận")
        took, busy = perf_counter() - began, process_time() - busy
        print(f"{pages} pages: {took:.1f} s, of one core {busy:.1f} s, {target.tell() / 1e6:.1f} MB")


if __name__ == "__main__":
    main()

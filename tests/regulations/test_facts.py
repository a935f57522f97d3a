"""Every text of the collection against the facts that people wrote down about it (SOURCES.md) or that it shows.

Columns: last article, articles; clauses and points (a range where the scan or the count is in doubt);
number, type, issuer, issued, effective; missing articles ("33" or "64-68").
"""

from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pytest

from regulations.cleaning import clean
from regulations.describing import gaps
from regulations.parsing import Kind, Parsed, parse, source_of, walk
from regulations.readers.front import read
from tests.cpu_time import within
from tests.regulations.texts import COLLECTION, SHIPPED, cleaned, parsed, real

TABLE = """
01-2011-TTLT-VPCP-BNV | 8 6 | 10 22 | 01/2011/TTLT-VPCP-BNV | Thông tư liên tịch | VP-BNV | 2011-01-26 2011-03-15 | 4-5
01-2012-UBTVQH13 | 20 20 | 47 10 | 01/2012/UBTVQH13 | Pháp lệnh | Ủy ban Thường vụ Quốc hội | 2012-03-22 2012-07-01 |
01-2021-TT-TTCP | 14 14 | 30 41 | 01/2021/TT-TTCP | Thông tư | Thanh tra Chính phủ | 2021-03-11 2021-05-01 |
02-2011-QH13 | 70 70 | 149 123 | 02/2011/QH13 | Luật | Quốc hội | 2011-11-11 2012-07-01 |
03-2012-UBTVQH13 | 18 18 | 93 13 | 03/2012/UBTVQH13 | Pháp lệnh | Ủy ban Thường vụ Quốc hội | 2012-04-16 2013-07-01 |
06-2014-TT-TTCP | 34 33 | 62 0 | 06/2014/TT-TTCP | Thông tư | Thanh tra Chính phủ | 2014-10-31 2014-12-15 | 33
06-2026-TT-BNV | 3 3 | 23 2 | 06/2026/TT-BNV | Thông tư | Bộ Nội vụ | 2026-04-29 2026-06-15 |
09-2010-TT-BNV | 26 26 | 96 368 | 09/2010/TT-BNV | Thông tư | Bộ Nội vụ | 2010-09-11 2010-10-26 |
10-2022-QH15 | 91 91 | 349 186 | 10/2022/QH15 | Luật | Quốc hội | 2022-11-10 2023-07-01 |
105-2026-NĐ-CP | 18 18 | 64 31 | 105/2026/NĐ-CP | Nghị định | Chính phủ | 2026-03-31 2026-05-16 |
106-2020-NĐ-CP | 19 18 | 46 63 | 106/2020/NĐ-CP | Nghị định | Chính phủ | 2020-09-10 2020-11-15 | 18
11-2020-NĐ-CP | 18 18 | 150 153 | 11/2020/NĐ-CP | Nghị định | Chính phủ | 2020-01-20 2020-03-16 |
115-2020-NĐ-CP | 66 67 | 261 237 | 115/2020/NĐ-CP | Nghị định | Chính phủ | 2020-09-25 2020-09-29 |
120-2020-NĐ-CP | 27 27 | 84 131 | 120/2020/NĐ-CP | Nghị định | Chính phủ | 2020-10-07 2020-11-08 |
129-2025-QH15 | 43 43 | 165 75 | 129/2025/QH15 | Luật | Quốc hội | 2025-12-10 2026-07-01 |
13-2018-NĐ-CP | 15 15 | 42 22 | 13/2018/NĐ-CP | Nghị định | Chính phủ | 2018-01-23 2018-07-01 |
13-2023-NĐ-CP | 44 44 | 191 128 | 13/2023/NĐ-CP | Nghị định | Chính phủ | 2023-04-17 2023-07-01 |
138-2016-NĐ-CP | 50 53 | 195 153 | 138/2016/NĐ-CP | Nghị định | Chính phủ | 2016-10-01 2016-10-01 |
14-2012-QH13 | 41 41 | 102 41 | 14/2012/QH13 | Luật | Quốc hội | 2012-06-20 2013-01-01 |
154-2026-NĐ-CP | 45 45 | 140 114-118 | 154/2026/NĐ-CP | Nghị định | Chính phủ | 2026-05-15 2026-07-01 |
167-2012-TT-BTC | 6 6 | 22 17 | 167/2012/TT-BTC | Thông tư | Bộ Tài chính | 2012-10-10 2012-12-01 |
18-NQ-TW | - 0 | 10 4 | 18-NQ/TW | Nghị quyết | Ban Chấp hành Trung ương | 2017-10-25 - |
20-2008-NĐ-CP | 26 26 | 74 46 | 20/2008/NĐ-CP | Nghị định | Chính phủ | 2008-02-14 2008-03-03 |
21-VBHN-VPQH | 50 50 | 173-181 13-15 | 21/VBHN-VPQH | Văn bản hợp nhất | VPQH | 2019-12-16 2016-01-01 |
22-VBHN-VPQH | 143 143 | 483-506 138-140 | 22/VBHN-VPQH | Văn bản hợp nhất | VPQH | 2019-12-16 2016-01-01 |
233-2026-NĐ-CP | 21 21 | 78 99 | 233/2026/NĐ-CP | Nghị định | Chính phủ | 2026-06-26 2026-07-01 |
26-2015-QĐ-TTg | 5 5 | 31 39 | 26/2015/QĐ-TTg | Quyết định | Thủ tướng Chính phủ | 2015-07-08 2015-08-25 |
26-2020-NĐ-CP | 9 9 | 34 22 | 26/2020/NĐ-CP | Nghị định | Chính phủ | 2020-02-28 2020-07-01 |
276-2026-NĐ-CP | 5 5 | 52 77 | 276/2026/NĐ-CP | Nghị định | Chính phủ | 2026-07-08 2026-07-08 |
28-2013-NĐ-CP | 13 13 | 26 35 | 28/2013/NĐ-CP | Nghị định | Chính phủ | 2013-04-04 2013-05-27 |
29-2018-QH14 | 28 28 | 127 133 | 29/2018/QH14 | Luật | Quốc hội | 2018-11-15 2020-07-01 |
30-2020-NĐ-CP | 38 38 | 116 94 | 30/2020/NĐ-CP | Nghị định | Chính phủ | 2020-03-05 2020-03-05 |
36-2018-QH14 | 96 96 | 279 163 | 36/2018/QH14 | Luật | Quốc hội | 2018-11-20 2019-07-01 |
36-2018-QH14_pdf | 96 96 | 279 163 | 36/2018/QH14 | Luật | Quốc hội | 2018-11-20 2019-07-01 |
47-2020-NĐ-CP | 57 57 | 202 140 | 47/2020/NĐ-CP | Nghị định | Chính phủ | 2020-04-09 2020-05-25 |
47-QĐ-UBND-2014-CaMau | 2 2 | 7 25 | 47/QĐ-UBND | Quyết định | Ủy ban nhân dân tỉnh Cà Mau | 2014-01-14 2014-01-14 |
56-2023-TT-BTC | 7 7 | 31 35 | 56/2023/TT-BTC | Thông tư | Bộ Tài chính | 2023-08-18 2023-10-06 |
58-2010-QH12 | 59 58 | 191 96 | 58/2010/QH12 | Luật | Quốc hội | 2010-11-15 2012-01-01 | 1
59-2023-NĐ-CP | 31 31 | 81 61 | 59/2023/NĐ-CP | Nghị định | Chính phủ | 2023-08-14 2023-08-15 |
61-2018-NĐ-CP | 41 41 | 175 169 | 61/2018/NĐ-CP | Nghị định | Chính phủ | 2018-04-23 2018-06-21 |
63-2010-NĐ-CP | 37 38 | 119 51 | 63/2010/NĐ-CP | Nghị định | Chính phủ | 2010-06-08 2010-10-14 |
64-2007-NĐ-CP | 56 56 | 157 77 | 64/2007/NĐ-CP | Nghị định | Chính phủ | 2007-04-10 2007-05-18 |
67-2006-QH11 | 79 79 | 261 120 | 67/2006/QH11 | Luật | Quốc hội | 2006-06-29 2007-01-01 |
67-QĐ-TCT | - 0 | 18 0 | 67/QĐ-TCT | Quyết định | Tổng cục trưởng Tổng cục Thuế | 2013-01-11 - |
76-NQ-CP | 3 3 | 38 53 | 76/NQ-CP | Nghị quyết | Chính phủ | 2021-07-15 2021-07-15 |
85-2016-NĐ-CP | 26 26 | 69 69 | 85/2016/NĐ-CP | Nghị định | Chính phủ | 2016-07-01 2016-07-01 |
Hien-phap-2013 | 120 113 | 240-244 0 | - | Hiến pháp | Quốc hội | 2013-11-28 - | 64-68 115-116
"""


@dataclass(frozen=True)
class Facts:
    last: str
    articles: int
    clauses: range
    points: range
    number: str
    doc_type: str
    issuer: str
    issued_on: str
    effective_on: str
    missing: list[str]


SHORT = {"VP-BNV": "Văn phòng Chính phủ và Bộ Nội vụ", "VPQH": "Văn phòng Quốc hội"}


def facts(row: str) -> tuple[str, Facts]:
    name, articles, counted, number, doc_type, issuer, days, missing = (cell.strip() for cell in row.split("|"))
    last, how_many = articles.split()
    clauses, points = (_range(cell) for cell in counted.split())
    issued_on, effective_on = days.split()
    return name, Facts(
        last, int(how_many), clauses, points, number.strip("-"), doc_type, SHORT.get(issuer, issuer), issued_on,
        effective_on, missing.split(),
    )  # fmt: skip


def _range(cell: str) -> range:
    first, _, last = cell.partition("-")
    return range(int(first), int(last or first) + 1)


KNOWN = dict(facts(row) for row in TABLE.strip().splitlines())
PDFS = {
    "18-NQ-TW": "18-NQ-TW", "21-VBHN-VPQH": "21-VBHN-VPQH", "22-VBHN-VPQH-damaged": "22-VBHN-VPQH",
    "26-2015-QĐ-TTg": "26-2015-QĐ-TTg", "36-2018-QH14": "36-2018-QH14_pdf", "76-NQ-CP": "76-NQ-CP",
    "Hien-phap-2013-damaged": "Hien-phap-2013",
}  # fmt: skip


def check(document: Parsed, known: Facts) -> None:
    found = Counter(node.kind for node, _, _ in walk(document.nodes))
    articles = [node.number for node, _, _ in walk(document.nodes) if node.kind is Kind.ARTICLE]
    assert (articles[-1] if articles else "-", len(articles)) == (known.last, known.articles)
    assert found[Kind.CLAUSE] in known.clauses
    assert found[Kind.POINT] in known.points
    header = document.header
    assert (header.number, header.doc_type, header.issuer) == (known.number, known.doc_type, known.issuer)
    assert (str(header.issued_on or "-"), str(header.effective_on or "-")) == (known.issued_on, known.effective_on)
    assert missing(document) == known.missing
    assert header.title


def missing(document: Parsed) -> list[str]:
    """The articles that the reader says are missing, as in the table."""
    found = []
    for gap in gaps(document.faults):
        if gap.kind == "article":
            first, last = int(gap.after) + 1, int(gap.next) - 1
            found.append(f"{first}-{last}" if last > first else f"{first}")
    return found


def test_the_table_knows_every_text() -> None:
    assert sorted(KNOWN) == sorted(path.stem for folder in (SHIPPED, COLLECTION) for path in folder.glob("*.txt"))


@pytest.mark.parametrize("name", KNOWN)
def test_a_text_says_what_is_known_of_it(name: str) -> None:
    check(parsed(real(name)), KNOWN[name])


@pytest.mark.parametrize("name", PDFS)
def test_an_original_file_says_what_is_known_of_it(name: str) -> None:
    """Without the note that our copy carries: only the facts that stand in the file itself."""
    cleaned_text = clean(read((COLLECTION / f"pdf/{name}.pdf").read_bytes()).text)
    document = parse(cleaned_text.text, cleaned_text.source_note)
    check(document, KNOWN[PDFS[name]])
    assert source_of(document.nodes) == cleaned_text.text


@pytest.mark.parametrize(
    ("name", "signer", "bases", "recipients"),
    [
        ("06-2026-TT-BNV", "Đỗ Thanh Bình", 2, 18),
        ("09-2010-TT-BNV", "Trần Văn Tuấn", 3, 17),
        ("11-2020-NĐ-CP", "Nguyễn Xuân Phúc", 7, 18),
        ("138-2016-NĐ-CP", "Nguyễn Xuân Phúc", 1, 18),
        ("21-VBHN-VPQH", "Nguyễn Hạnh Phúc", 1, 0),
        ("233-2026-NĐ-CP", "Phạm Thị Thanh Trà", 3, 15),
        ("26-2015-QĐ-TTg", "Nguyễn Tấn Dũng", 4, 19),
        ("36-2018-QH14_pdf", "Nguyễn Thị Kim Ngân", 1, 0),
        ("47-QĐ-UBND-2014-CaMau", "", 2, 8),
        ("76-NQ-CP", "Trương Hòa Bình", 2, 14),
        ("Hien-phap-2013", "Nguyễn Sinh Hùng", 0, 0),
    ],
)
def test_who_signed_on_what_grounds_and_for_whom(name: str, signer: str, bases: int, recipients: int) -> None:
    header = parsed(real(name)).header
    assert (header.signer, len(header.legal_bases), len(header.recipients)) == (signer, bases, recipients)
    assert all(base.startswith("Căn cứ ") for base in header.legal_bases)


def test_the_longest_law_is_read_fast() -> None:
    raw = max(COLLECTION.glob("*.txt"), key=lambda path: path.stat().st_size).read_bytes()
    with within(10):
        cleaned_text = clean(read(raw).text)
        parse(cleaned_text.text, cleaned_text.source_note)
    assert len(cleaned_text.text) > 150_000


def test_two_ways_to_the_same_law_agree() -> None:
    """The page-broken PDF and the code's copy: the same articles with the same titles and clause numbers."""
    one, two = (
        [(n.kind, n.number) for n, _, _ in walk(parsed(real(name)).nodes) if n.kind in (Kind.ARTICLE, Kind.CLAUSE)]
        for name in ("36-2018-QH14_pdf", "36-2018-QH14")
    )
    assert one == two


def test_every_fault_names_a_line_that_is_there() -> None:
    for name in KNOWN:
        text = cleaned(real(name))
        lines = len(text.text.splitlines())
        assert all(f.line is None or 1 <= f.line <= lines for f in text.faults + parsed(real(name)).faults)


def test_path_of_a_pdf_is_known() -> None:
    assert sorted(PDFS) == sorted(Path(path).stem for path in (COLLECTION / "pdf").glob("*.pdf"))

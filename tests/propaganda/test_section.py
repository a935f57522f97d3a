"""The section of the periodic report, opened by other programs and compared with the register."""

import io
import zipfile
from collections.abc import Iterator
from datetime import timedelta

import docx
import pypdf
import pytest
from python_calamine import CalamineWorkbook

from contests.models import Contest, Roster
from contests.rosters.keeping import roster_set
from official.figures import percent
from people.models import Unit, User
from propaganda.areas import AREAS
from propaganda.models import Activity, Kind
from propaganda.periods import Period
from propaganda.planning import Line, add_line
from propaganda.section import Section, gather
from propaganda.section_files import writer_of
from questionbank.models import Topic
from realtime.clock import Moving
from tests.conftest import NOON
from tests.contests.builders import make_bank, make_contest, make_rules, make_user, sit
from tests.contests.roster_cast import RATE_FIRST
from tests.propaganda.conftest import make
from training.papers.said import FOR_LEARNING

LATER = NOON + timedelta(days=1)
PERIOD = Period("nam", 2026)
Word = tuple[str, dict[str, list[list[str]]]]


@pytest.fixture
def told(
    tam: User, alice: User, kim: User, commune: Unit, home_affairs: Unit, province: Unit, clock: Moving
) -> Contest:
    """A contest of Sở Nội vụ, sat by six of xã Đất Mũi; a plan and two activities of that commune."""
    make_bank(tam)
    contest = make_contest(alice, home_affairs, NOON, rules=make_rules(units=RATE_FIRST))
    for n in range(6):
        sit(contest, make_user(f"p{n}", commune), right=3 if n else 0, start=NOON + timedelta(minutes=n))
    Roster.objects.create(set=roster_set(contest), unit=commune, headcount=8, changed_by=alice, changed_at=NOON)
    topic_e = Topic.objects.get(code="e").pk
    make(commune, kim, people=30, areas=["the-che"], topics=[topic_e])
    make(commune, kim, kind=Kind.POSTER, quantity=1200, title="=Pa nô", proof_link="https://example.vn/a")
    add_line(unit=commune, year=2026, line=Line(Kind.DIALOGUE, "Đối thoại", 4), by=kim, now=NOON)
    Unit.objects.create(code="CM-Y", name="UBND xã Vắng Mặt", kind=Unit.Kind.COMMUNE, parent=province)
    return contest


@pytest.fixture
def section(told: Contest, province: Unit, home_affairs: Unit) -> Section:
    return gather(province, PERIOD, issuer=home_affairs, now=LATER)


def made(unit: Unit, issuer: Unit, kind: str) -> bytes:
    target = io.BytesIO()
    writer_of(unit, PERIOD, issuer, kind, now=LATER)(target, lambda done, total: None)
    return target.getvalue()


@pytest.fixture
def word(told: Contest, province: Unit, home_affairs: Unit) -> Word:
    """The text, and the tables by the caption above each."""
    document = docx.Document(io.BytesIO(made(province, home_affairs, "docx")))
    return "\n".join(p.text for p in document.paragraphs), dict(_captioned(document))


def _captioned(document: docx.document.Document) -> Iterator[tuple[str, list[list[str]]]]:
    caption = ""
    for part in document.iter_inner_content():
        if hasattr(part, "rows"):
            yield caption, [[cell.text for cell in row.cells] for row in part.rows]
        elif part.text:
            caption = part.text.partition(".")[0]


def test_the_section_is_headed_by_the_office_that_makes_it(word: Word) -> None:
    text, tables = word
    head = tables[""]
    assert "SỞ NỘI VỤ" in head[0][0]
    assert "UBND TỈNH CÀ MAU" in head[0][0]
    assert "tuyên truyền cải cách hành chính năm 2026" in text
    assert "từ ngày 15/12/2025 đến hết ngày 03/11/2026" in text
    assert "Kỳ báo cáo chưa kết thúc" in text


def test_word_says_what_each_unit_did(word: Word) -> None:
    _text, tables = word
    by_unit = {row[0]: row[1:] for row in tables["Bảng 2"][1:]}
    assert by_unit == {
        "Sở Nội vụ": ["1", "0", "0", "0", "0", "0", "0", "0", "–"],
        "UBND xã Đất Mũi": ["0", "1", "1.200", "0", "0", "0", "0", "30", "25 %"],
    }


def test_word_says_who_took_part_against_the_roster(word: Word, told: Contest) -> None:
    text, tables = word
    assert tables["Bảng 3"][1:] == [[told.title, "Sở Nội vụ", "02/11/2026", "6", "8", "75,0 %"]]
    assert "6 trên 8 người hoàn thành, đạt 75,0 %" in text


def test_word_says_who_handed_in_nothing(word: Word) -> None:
    text, _tables = word
    assert "Có 1 cơ quan, đơn vị chưa nhập kế hoạch và chưa có hoạt động nào trong kỳ: UBND xã Vắng Mặt." in text
    assert FOR_LEARNING in text


def test_results_stand_by_the_six_areas_and_by_topic(word: Word, section: Section) -> None:
    _text, tables = word
    assert [row[0] for row in tables["Bảng 4"][1:]] == list(AREAS.values())
    areas = {row[0]: row[1:] for row in tables["Bảng 4"][1:]}
    assert (areas[AREAS["the-che"]][0], areas[AREAS["so"]][0]) == ("1", "1")
    own = section.results.of_area("cong-vu")
    assert areas[AREAS["cong-vu"]][2:] == [str(own.answers), percent(own.share or 0) if own.share is not None else "–"]
    assert [row[0][:2] for row in tables["Bảng 5"][1:]] == ["a)", "b)", "c)", "d)", "đ)", "e)", "g)", "h)", "i)"]


def test_right_answers_are_those_of_the_papers(section: Section) -> None:
    topics = section.results.topics
    assert sum(one.answers for one in topics) == 18
    assert sum(one.right for one in topics) == pytest.approx(15)


def test_a_contest_of_fewer_than_five_people_tells_nothing_of_a_topic(
    tam: User, alice: User, commune: Unit, province: Unit, clock: Moving
) -> None:
    make_bank(tam)
    contest = make_contest(alice, commune, NOON)
    for n in range(4):
        sit(contest, make_user(f"p{n}", commune), right=3, start=NOON)
    found = gather(commune, PERIOD, issuer=commune, now=LATER)
    assert len(found.contests) == 1
    assert {one.answers for one in found.results.topics} == {0}


def test_pdf_says_the_same(word: Word, province: Unit, home_affairs: Unit) -> None:
    pages = pypdf.PdfReader(io.BytesIO(made(province, home_affairs, "pdf"))).pages
    told = " ".join("\n".join(page.extract_text() for page in pages).split())
    for line in filter(None, word[0].split("\n")):
        assert " ".join(line.split()) in told


def test_the_workbook_holds_the_register(told: Contest, province: Unit, home_affairs: Unit, section: Section) -> None:
    raw = made(province, home_affairs, "xlsx")
    book = CalamineWorkbook.from_filelike(io.BytesIO(raw))
    sheets = {name: book.get_sheet_by_name(name).to_python()[1:] for name in book.sheet_names}
    assert {row[2] for row in sheets["Hoạt động"]} == set(Activity.objects.values_list("title", flat=True))
    assert sheets["Cuộc thi"] == [[told.title, "Sở Nội vụ", "02/11/2026", 6, 0, 8, 6, 0.75]]
    assert len(sheets["Đơn vị"]) == len(section.rows)
    assert len(sheets["Sáu nội dung"]) == 6
    with zipfile.ZipFile(io.BytesIO(raw)) as package:
        pages = [package.read(name).decode() for name in package.namelist() if name.startswith("xl/worksheets/sheet")]
    assert not any("<f>" in page for page in pages)


def test_no_person_is_named(told: Contest, province: Unit, home_affairs: Unit, kim: User) -> None:
    for kind in ("docx", "xlsx"):
        with zipfile.ZipFile(io.BytesIO(made(province, home_affairs, kind))) as package:
            everything = b"".join(package.read(name) for name in package.namelist()).decode(errors="replace")
        assert kim.full_name not in everything


def test_what_came_after_the_period_is_left_out(told: Contest, commune: Unit) -> None:
    found = gather(commune, Period("9-thang", 2026), issuer=commune, now=LATER)
    assert (found.activities, found.contests, found.is_open) == ((), (), False)

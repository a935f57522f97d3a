"""The section on propaganda as an office document, its sentences written from the register."""

from collections.abc import Iterator

from official.blocks import Block, Grid, Heading, Paper, Text
from official.charts import Bar, Chart
from official.decree30 import Column
from official.figures import whole
from propaganda.achieved import Achieved
from propaganda.areas import AREA_OF_TOPIC, AREAS
from propaganda.models import Kind
from propaganda.section import Section
from propaganda.section_words import FORMS, SHORT, share
from training.papers.said import FOR_LEARNING

RECIPIENTS = ("- UBND cấp trên (b/c);", "- Cơ quan phụ trách cải cách hành chính;", "- Lưu: VT.")


def compose(section: Section) -> Paper:
    """Return the document that says what `section` holds."""
    return Paper(
        head=section.head,
        kind="BÁO CÁO",
        about=f"Kết quả thông tin, tuyên truyền cải cách hành chính {section.period.name}",
        blocks=[
            *_opening(section),
            *_plan(section),
            *_done(section),
            *_contests(section),
            *_results(section),
            *_silent(section),
        ],
        recipients=RECIPIENTS,
        signers=section.signers,
    )


def _opening(section: Section) -> Iterator[Block]:
    period = section.period
    yield Text(
        f"(Phần kết quả thông tin, tuyên truyền trong báo cáo cải cách hành chính định kỳ {period.name}; phạm vi: "
        f"{section.unit.name} và các cơ quan, đơn vị trực thuộc; số liệu từ ngày {period.first:%d/%m/%Y} đến hết ngày "
        f"{section.until:%d/%m/%Y}.)",
        italic=True,
    )
    if section.is_open:
        yield Text(
            f"Kỳ báo cáo chưa kết thúc: số liệu chốt vào ngày {period.last:%d/%m/%Y} có thể khác số liệu dưới đây.",
            italic=True,
        )


def _plan(section: Section) -> Iterator[Block]:
    yield Heading("I. BAN HÀNH VÀ THỰC HIỆN KẾ HOẠCH TUYÊN TRUYỀN")
    with_plan = [row for row in section.rows if row.plan]
    total = _together([row.achieved for row in with_plan])
    yield Text(
        f"Có {whole(len(with_plan))} trên {whole(len(section.rows))} cơ quan, đơn vị đã nhập kế hoạch tuyên truyền năm "
        f"{section.period.year}."
        + (
            f" Các kế hoạch đề ra {whole(total.planned)} hoạt động, sản phẩm trong năm; đến hết kỳ báo cáo đã thực hiện "
            f"{whole(total.fulfilled)} hoạt động, sản phẩm theo kế hoạch ({total.percent} %)."
            if total.planned
            else ""
        )
    )


def _together(each: list[Achieved]) -> Achieved:
    return Achieved(sum(one.planned for one in each), sum(one.done for one in each), sum(one.fulfilled for one in each))


def _done(section: Section) -> Iterator[Block]:
    yield Heading("II. KẾT QUẢ THỰC HIỆN")
    done = {kind: sum(row.done.get(kind, 0) for row in section.rows) for kind in FORMS}
    people = sum(row.people for row in section.rows)
    active = sum(bool(row.activities) for row in section.rows)
    yield Text(
        f"Trong kỳ có {whole(active)} cơ quan, đơn vị tổ chức hoạt động tuyên truyền với {whole(sum(done.values()))} hoạt "
        "động, sản phẩm"
        + (
            f", tiếp cận khoảng {whole(people)} lượt người (theo số các đơn vị nhập, không kể cuộc thi)."
            if people
            else "."
        )
    )
    yield Grid(
        "Bảng 1. Hoạt động theo hình thức",
        [Column("Hình thức", 5), Column("Số đơn vị thực hiện", 1.6, right=True), Column("Số lượng", 1.4, right=True),
         Column("Kế hoạch năm", 1.4, right=True)],
        [(FORMS[kind], whole(sum(bool(row.done.get(kind)) for row in section.rows)), whole(done[kind]),
          whole(sum(row.planned.get(kind, 0) for row in section.rows))) for kind in FORMS],
    )  # fmt: skip
    rows = [row for row in section.rows if row.activities or row.plan]
    if rows:
        yield Grid(
            "Bảng 2. Kết quả của từng cơ quan, đơn vị",
            [Column("Cơ quan, đơn vị", 3.4), *(Column(SHORT[kind], 1.05, right=True) for kind in FORMS),
             Column("Lượt người", 1.2, right=True), Column("Thực hiện kế hoạch", 1.3, right=True)],
            [(row.unit.name, *(whole(row.done.get(kind, 0)) for kind in FORMS), whole(row.people),
              f"{row.achieved.percent} %" if row.achieved.percent is not None else "–") for row in rows],
        )  # fmt: skip


def _contests(section: Section) -> Iterator[Block]:
    yield Heading("III. CUỘC THI, HỘI THI TÌM HIỂU CẢI CÁCH HÀNH CHÍNH")
    if not section.contests:
        yield Text("Trong kỳ không có cuộc thi nào kết thúc.")
        return
    finished = sum(one.finished for one in section.contests)
    rostered = [one for one in section.contests if one.on_roster]
    on_roster, of_roster = sum(one.on_roster or 0 for one in rostered), sum(one.of_roster for one in rostered)
    yield Text(
        f"Trong kỳ có {whole(len(section.contests))} cuộc thi kết thúc với {whole(finished)} lượt người hoàn thành bài thi."
        + (
            f" Tính trên {whole(len(rostered))} cuộc thi có danh sách chốt: {whole(of_roster)} trên {whole(on_roster)} người "
            f"hoàn thành, đạt {share(min(of_roster, on_roster) / on_roster)}."
            if on_roster
            else ""
        )
    )
    simulated = sum(one.simulated for one in section.contests)
    if simulated:
        yield Text(
            f"Lưu ý: {whole(simulated)} lượt là dữ liệu mô phỏng dùng để trình diễn, không phải người thật.",
            italic=True,
        )
    yield Grid(
        "Bảng 3. Các cuộc thi đã kết thúc",
        [Column("Cuộc thi", 4), Column("Đơn vị tổ chức", 2.4), Column("Kết thúc", 1.6, centre=True),
         Column("Người hoàn thành", 1.3, right=True), Column("Danh sách chốt", 1.2, right=True),
         Column("Tỷ lệ tham gia", 1.3, right=True)],
        [(one.contest.title, one.unit.name, f"{one.last_day:%d/%m/%Y}", whole(one.finished),
          whole(one.on_roster) if one.on_roster is not None else "–", share(one.rate)) for one in section.contests],
    )  # fmt: skip


def _results(section: Section) -> Iterator[Block]:
    yield Heading("IV. KẾT QUẢ THEO NỘI DUNG CẢI CÁCH HÀNH CHÍNH")
    results = section.results
    yield Heading("1. Theo sáu nội dung cải cách hành chính", 2)
    yield Text(
        "Số hoạt động là số hoạt động đơn vị ghi thuộc nội dung đó (một hoạt động có thể thuộc nhiều nội dung). Tỷ lệ trả lời "
        "đúng lấy từ các cuộc thi đã kết thúc trong kỳ có từ 5 người trả lời, theo các chuyên đề thuộc nội dung đó; là tỷ lệ cộng "
        "dồn, chưa loại ảnh hưởng của câu khó, câu dễ, nên không dùng để so sánh giữa các kỳ."
    )
    areas = [(code, name, results.of_area(code)) for code, name in AREAS.items()]
    charted = [(name, one) for _code, name, one in areas if one.share is not None]
    if charted:
        yield Chart(
            "Hình 1. Tỷ lệ trả lời đúng trong các cuộc thi, theo nội dung cải cách hành chính",
            "; ".join(f"{name}: {share(one.share)}" for name, one in charted),
            [Bar(name, one.share or 0, None, None, share(one.share)) for name, one in charted],
        )
    yield Grid(
        "Bảng 4. Kết quả theo sáu nội dung",
        [Column("Nội dung", 4.4), Column("Số hoạt động", 1.2, right=True), Column("Chuyên đề thuộc nội dung", 1.6, centre=True),
         Column("Lượt trả lời", 1.3, right=True), Column("Trả lời đúng", 1.3, right=True)],
        [(name, whole(section.by_area[code]), ", ".join(t for t, area in AREA_OF_TOPIC.items() if area == code) or "–",
          whole(one.answers), share(one.share)) for code, name, one in areas],
    )  # fmt: skip
    yield Heading("2. Theo chuyên đề của kế hoạch tuyên truyền (a đến i)", 2)
    yield Grid(
        "Bảng 5. Kết quả theo chuyên đề",
        [Column("Chuyên đề", 5), Column("Số hoạt động", 1.2, right=True), Column("Lượt trả lời", 1.3, right=True),
         Column("Trả lời đúng", 1.3, right=True)],
        [(f"{one.code}) {one.name}", whole(section.by_topic[one.code]), whole(one.answers), share(one.share))
         for one in results.topics],
    )  # fmt: skip
    if results.missing:
        named = "; ".join(contest.title for contest in results.missing)
        yield Text(f"Chưa tính kết quả của các cuộc thi còn đang phân tích: {named}.")
    yield Text(FOR_LEARNING)


def _silent(section: Section) -> Iterator[Block]:
    yield Heading("V. TỒN TẠI")
    if not section.silent:
        yield Text("Tất cả cơ quan, đơn vị trong phạm vi báo cáo đã nhập kế hoạch hoặc hoạt động.")
    else:
        names = "; ".join(unit.name for unit in section.silent)
        yield Text(
            f"Có {whole(len(section.silent))} cơ quan, đơn vị chưa nhập kế hoạch và chưa có hoạt động nào trong kỳ: {names}."
        )
    behind = [row for row in section.rows if row.planned.get(Kind.DIALOGUE) and not row.done.get(Kind.DIALOGUE)]
    if behind:
        names = "; ".join(row.unit.name for row in behind)
        yield Text(f"Đơn vị có kế hoạch đối thoại nhưng chưa tổ chức ({whole(len(behind))}): {names}.")

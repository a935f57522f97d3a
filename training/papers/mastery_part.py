"""Part III of the report: how well each topic is mastered, by whom, and how sure that is."""

from collections.abc import Iterator

from official.blocks import Block, Grid, Heading, Text
from official.charts import Bar, Chart
from official.decree30 import Column
from official.figures import percent, whole
from training.findings import State
from training.papers.material import Material
from training.papers.said import SMALL, STATES, ends, interval, level, points_of

MOST_ARTICLES, MOST_NEEDS = 25, 120


def mastery(material: Material) -> Iterator[Block]:
    yield Heading("III. MỨC ĐỘ NẮM VỮNG KIẾN THỨC")
    yield from _rule(material)
    if not material.report.topics:
        yield Text("Chưa có bài thi nào để tính mức độ nắm vững.")
        return
    yield Heading("1. Theo chuyên đề, toàn cuộc thi", 2)
    yield from _topics(material)
    yield Heading("2. Theo đơn vị", 2)
    yield from _units(material)
    yield Heading("3. Theo nhóm chức danh", 2)
    yield from _positions(material)
    yield Heading("4. Theo văn bản và điều", 2)
    yield from _articles(material)


def _rule(material: Material) -> Iterator[Block]:
    rule = material.report.rule
    yield Text(
        f"Mục tiêu đặt ra: trả lời đúng {level(rule.target)}. Mỗi kết luận theo một trong ba mức: “Cần bồi dưỡng” khi xác "
        f"suất mức nắm vững thấp hơn mục tiêu từ {level(rule.threshold)} trở lên; “Đạt” khi xác suất không thấp hơn mục "
        f"tiêu từ {level(rule.threshold)} trở lên; “Chưa đủ căn cứ” trong các trường hợp còn lại, nghĩa là số câu trả lời "
        "chưa đủ để khẳng định, không phải là đạt và cũng không phải là yếu."
    )
    yield Text(
        f"Số trong ngoặc sau mỗi tỷ lệ là khoảng tin cậy {level(rule.interval)}: nếu thi lại nhiều lần trong điều kiện như "
        "vậy, khoảng tính theo cách này chứa mức nắm vững thực trong khoảng chín trên mười lần. Khoảng càng rộng thì kết "
        "luận càng kém chắc chắn; không so sánh hai đơn vị có khoảng chồng lên nhau nhiều."
    )


def _topics(material: Material) -> Iterator[Block]:
    rows = material.report.topics
    by_state = {state: [row for row in rows if row.total.state is state] for state in State}
    yield Text(
        f"Trong {whole(len(rows))} chuyên đề được hỏi, {whole(len(by_state[State.NEED]))} chuyên đề cần bồi dưỡng, "
        f"{whole(len(by_state[State.OK]))} chuyên đề đạt, {whole(len(by_state[State.UNSURE]))} chuyên đề chưa đủ căn cứ để "
        "kết luận."
    )
    target = material.report.rule.target
    shown = [(row, row.total.estimate) for row in rows if row.total.estimate]
    yield Chart(
        "Hình 1. Mức nắm vững theo chuyên đề và khoảng tin cậy 90 %",
        "; ".join(f"{row.code}) {row.name}: {interval(found)}" for row, found in shown),
        [Bar(f"{row.code}) {row.name}", found.value, found.low, found.high, STATES[row.total.state])
         for row, found in shown],
        target,
        f"Mục tiêu {level(target)}",
    )  # fmt: skip
    yield Grid(
        "Bảng 2. Mức nắm vững theo chuyên đề",
        [Column("Chuyên đề", 4.2), Column("Số câu hỏi", 1, right=True), Column("Lượt trả lời", 1.1, right=True),
         Column("Bỏ trống", 1, right=True), Column("Mức nắm vững", 2.3, centre=True),
         Column("Xác suất dưới mục tiêu", 1.4, right=True), Column("Kết luận", 1.6, centre=True)],
        [(f"{t.code}) {t.name}", whole(t.questions), whole(t.total.answers), whole(t.unanswered),
          interval(t.total.estimate), percent(t.total.below) if t.total.below is not None else "–",
          STATES[t.total.state]) for t in rows],
    )  # fmt: skip


def _units(material: Material) -> Iterator[Block]:
    report = material.report
    found = [
        (SMALL if group.merged else group.label, row, row.cells[at])
        for at, group in enumerate(report.groups) for row in report.topics
    ]  # fmt: skip
    counts = {state: sum(cell.state is state for *_who, cell in found) for state in State}
    yield Text(
        f"Xét {whole(len(found))} cặp đơn vị và chuyên đề: {whole(counts[State.NEED])} cặp cần bồi dưỡng, "
        f"{whole(counts[State.OK])} cặp đạt, {whole(counts[State.UNSURE])} cặp chưa đủ căn cứ, {whole(counts[State.HIDDEN])} "
        f"cặp dưới 5 người nên không nêu, {whole(counts[State.NONE])} cặp chưa đo. Số liệu đầy đủ ở bảng tính kèm theo."
    )
    target = report.rule.target
    needs = [
        (who, row, cell, cell.estimate, row.total.estimate)
        for who, row, cell in found if cell.state is State.NEED and cell.estimate and row.total.estimate
    ]  # fmt: skip
    weightiest = sorted(needs, key=lambda need: need[2].people * (need[3].value - target))[:MOST_NEEDS]
    shown = {(who, row.code) for who, row, *_figures in weightiest}
    rows = [
        (who, f"{row.code}) {row.name}", whole(cell.people), interval(own), points_of(own.value - total.value),
         percent(cell.below or 0))
        for who, row, cell, own, total in needs if (who, row.code) in shown
    ]  # fmt: skip
    if len(needs) > MOST_NEEDS:
        yield Text(
            f"Bảng nêu {MOST_NEEDS} cặp có số người nhân với phần còn thiếu lớn nhất; các cặp khác ở bảng tính kèm theo."
        )
    if not rows:
        yield Text("Chưa có đơn vị nào đủ căn cứ để kết luận cần bồi dưỡng.")
        return
    yield Grid(
        "Bảng 3. Đơn vị và chuyên đề cần bồi dưỡng",
        [Column("Đơn vị", 2.8), Column("Chuyên đề", 3.2), Column("Số người", 1.1, right=True),
         Column("Mức nắm vững", 2.2, centre=True), Column("So với toàn cuộc thi (điểm %)", 1.4, right=True),
         Column("Xác suất dưới mục tiêu", 1.3, right=True)],
        rows,
    )  # fmt: skip


def _positions(material: Material) -> Iterator[Block]:
    if not material.positions:
        yield Text("Cuộc thi không thu thập nhóm chức danh của người dự thi, nên không có số liệu theo nhóm.")
        return
    codes = {row.topic: f"{row.code}) {row.name}" for row in material.report.topics}
    yield Grid(
        "Bảng 4. Mức nắm vững theo nhóm chức danh",
        [Column("Nhóm chức danh", 2.4), Column("Chuyên đề", 3.6), Column("Số người", 1, right=True),
         Column("Mức nắm vững", 2.3, centre=True), Column("Kết luận", 1.8, centre=True)],
        [(row.name, codes[cell.topic], whole(cell.people) if cell.people >= 5 else "dưới 5", interval(cell.estimate),
          STATES[cell.state]) for row in material.positions for cell in row.cells if cell.state is not State.NONE],
    )  # fmt: skip


def _articles(material: Material) -> Iterator[Block]:
    if not material.articles:
        yield Text("Chưa có câu hỏi nào có căn cứ để thống kê theo điều.")
        return
    shown = material.articles[:MOST_ARTICLES]
    yield Text(
        "Tỷ lệ dưới đây là tỷ lệ trả lời đúng của các câu hỏi dẫn điều đó, chưa loại ảnh hưởng của câu khó, câu dễ. Khoảng "
        "tin cậy được tính thận trọng, như khi mỗi người chỉ trả lời một câu."
        + (f" Bảng nêu {MOST_ARTICLES} điều có tỷ lệ thấp nhất." if len(material.articles) > MOST_ARTICLES else "")
    )
    yield Grid(
        "Bảng 5. Kết quả theo văn bản và điều",
        [Column("Văn bản", 3.4), Column("Điều", 1.6), Column("Số câu hỏi", 1, right=True),
         Column("Lượt trả lời", 1.1, right=True), Column("Trả lời đúng", 1.9, centre=True)],
        [(row.document, row.article, whole(row.questions), whole(row.answers),
          f"{percent(row.share)} ({ends(row.low, row.high)})") for row in shown],
    )  # fmt: skip

"""Before the first week: the draft, its signatures, the list from Excel, those who are barred, the opening."""

import re
from datetime import datetime

from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from contests.models import Contest, Entrant, SignOff
from contests.prizes import fund
from contests.record.signing import rules_digest
from contests.rules import Rules
from people.models import Unit
from questionbank.formats.files import write_workbook
from tests.contests.two_weeks.browsers import Browser
from tests.contests.two_weeks.cast import TITLE, WEEK_1, WEEK_2, Person
from tests.contests.two_weeks.story import Story

HEAD = ("Họ và tên", "Ngày sinh", "Đơn vị", "Chức vụ", "Mã cán bộ", "Điện thoại", "Email")
PRIZES = [
    {"winner": winner, "rank": rank, "count": count, "amount": amount, "scope": scope}
    for winner, rank, count, amount, scope in (
        ("person", "first", "1", "3.000.000", "contest"),
        ("person", "second", "1", "2.000.000", "contest"),
        ("person", "third", "2", "1.000.000", "contest"),
        ("person", "first", "1", "500.000", "round"),
        ("unit", "first", "1", "5.000.000", "contest"),
    )
]
HOSTS = [
    {"name": "Sở Nội vụ", "signer": "giamdoc", "title": "Giám đốc"},
    {"name": "Công đoàn Viên chức", "signer": "chutich", "title": "Chủ tịch"},
]


def draft(story: Story, province: Unit) -> None:
    """From a rulebook of one round to two weeks with rules of their own, two bodies and prizes, page by page."""
    desk = story.office.desk("alice")
    desk.get("/to-chuc/cuoc-thi-moi/?mau=mot_dot")
    desk.press("opens_at", title=TITLE, unit=str(province.pk), topics=["a", "c", "d"], keep="1",
               opens_at=_moment(WEEK_1[0]), closes_at=_moment(WEEK_1[1]))  # fmt: skip
    assert desk.address == story.at("manage"), desk.words()
    desk.get(story.at("rounds"))
    desk.get(story.at("round", story.contest.rounds.get().pk))
    desk.press("opens_at", **_round("Tuần 1", WEEK_1, a="3", c=""), attempts="2", predicts="participants")
    desk.press(on=story.at("rounds") + "them/")
    desk.press("opens_at", **_round("Tuần 2", WEEK_2, a="", c="3"), attempts="1", predicts="all_correct", wrong="50")
    desk.get(story.at("ranking"))
    desk.press("key_2", key_2="prediction", key_3="time_used", key_4="", ties="board")
    _fill_rows(desk, story.at("prizes"), "prize", PRIZES)
    _fill_rows(desk, story.at("hosts"), "host", HOSTS, appeal_days="2")
    desk.get(story.at("edit"))
    desk.press("introduction", introduction="Cuộc thi của tỉnh.", partner="Công đoàn Viên chức tỉnh")
    desk.get(story.at("entry"))
    desk.press("ways", ways=["account", "list", "register"])
    check_draft(story)


def _moment(at: datetime) -> str:
    return f"{timezone.localtime(at):%d/%m/%Y %H:%M}"


def _round(title: str, window: tuple[datetime, datetime], **topics: str) -> dict[str, str]:
    asked = {f"topic_{code}": count for code, count in topics.items()}
    return asked | {
        "title": title, "opens_at": _moment(window[0]), "closes_at": _moment(window[1]), "minutes": "10",
        "topic_d": "1",
    }  # fmt: skip


def _fill_rows(desk: Browser, address: str, prefix: str, lines: list[dict[str, str]], **more: str) -> None:
    """Type a table row by row, asking for a further row where there is none."""
    desk.get(address)
    for row, line in enumerate(lines):
        if not any(form.has(f"{prefix}-{row}-{name}") for form in desk.forms() for name in line):
            desk.press(f"{prefix}-0-{next(iter(line))}", **_typed(prefix, lines[:row]), **more, **{"add-row": "1"})
    desk.press(f"{prefix}-0-{next(iter(lines[0]))}", **_typed(prefix, lines), **more)
    assert not desk.address.startswith(address), desk.words()


def _typed(prefix: str, lines: list[dict[str, str]]) -> dict[str, str]:
    return {f"{prefix}-{row}-{name}": value for row, line in enumerate(lines) for name, value in line.items()}


def check_draft(story: Story) -> None:
    """The draft says what was typed, and nobody else knows of it."""
    contest = story.contest
    rules, weeks = Rules.from_json(contest.rules), [one.paper_rules for one in contest.rounds.all()]
    assert [(one.opens_at, one.closes_at) for one in contest.rounds.all()] == [WEEK_1, WEEK_2]
    assert [(w.attempts, w.predicts, w.wrong, w.questions, w.minutes) for w in weeks] == [
        (2, "participants", 0, 4, 10), (1, "all_correct", 50, 4, 10),
    ]  # fmt: skip
    assert (rules.ranking, rules.ties, rules.appeal_days) == (("score", "prediction", "time_used"), "board", 2)
    assert fund(rules.prizes, 2) == 3_000_000 + 2_000_000 + 2 * 1_000_000 + 2 * 500_000 + 5_000_000
    assert (contest.entering.ways, contest.entering.purposes) == (
        ("account", "list", "register"), ("taking_part", "show_name"),
    )  # fmt: skip
    assert TITLE not in story.public.get(story.at("detail")) + story.public.get("/cuoc-thi/")


def sign_and_open(story: Story) -> None:
    """Both sign what they read; an edit asks for both signatures anew; then it opens."""
    early = story.office.desk("director")
    early.get(story.at("sign-rules"))
    read = early.form("digest")
    sign(story, "director", "union")
    desk = story.office.desk("alice")
    desk.get(story.at("edit"))
    desk.press("introduction", introduction="Cuộc thi của tỉnh Cà Mau.")
    assert "Còn thiếu chữ ký của: Sở Nội vụ, Công đoàn Viên chức." in _open(story)
    early.send(read.action, digest=next(each.value for each in read.fields if each.name == "digest"))
    assert "Nội dung đã thay đổi sau khi trang được tải" in early.words()
    sign(story, "director")
    assert "Còn thiếu chữ ký của: Công đoàn Viên chức." in _open(story)
    assert story.contest.state == Contest.State.DRAFT
    sign(story, "union")
    _open(story)
    assert story.contest.state == Contest.State.OPEN
    signed = SignOff.objects.filter(contest=story.contest, subject=SignOff.Subject.RULES)
    assert (signed.count(), signed.filter(digest=rules_digest(story.contest)).count()) == (4, 2)
    published = story.public.get(story.at("rules"))
    assert "50 %" in published  # what a wrong answer costs in the second week


def sign(story: Story, *who: str) -> None:
    for one in who:
        signer = story.office.desk(one)
        signer.get(story.at("sign-rules"))
        signer.press("digest")


def _open(story: Story) -> str:
    desk = story.office.desk("alice")
    desk.get(story.at("manage"))
    desk.send(story.at("open"))
    return desk.words()


def bring_the_list(story: Story) -> None:
    """A list comes as Excel, with one line that no unit has; the rest is confirmed and gets codes."""
    listed = [one for one in story.people if one.way == "list"]
    rows = [(one.name, "", one.unit, "Chuyên viên", one.code, one.phone, "") for one in listed]
    rows.append(("Người Ở Đâu", "", "Sở Không Có", "", "CB999", "", ""))
    desk = story.office.desk("alice")
    desk.get(story.at("invited"))
    desk.press("file", file=_file(write_workbook(HEAD, rows)))
    assert f"{len(listed)} dòng" in desk.words()
    assert story.contest.invited.count() == 0  # nothing holds before somebody says so
    desk.press("discard")
    assert story.contest.invited.count() == len(listed)
    desk.press(on=story.at("codes"))
    told = re.findall(r"<th scope=\"row\">([^<]+)</th>\s*<td><code>(\w+)&nbsp;(\w+)</code>", desk.page)
    codes = {name: first + last for name, first, last in told}
    story.personal_codes = {one.number: codes[one.name] for one in listed}


def _file(raw: bytes) -> SimpleUploadedFile:
    return SimpleUploadedFile("danh-sach.xlsx", raw)


def come_in_from_list(story: Story, person: Person) -> None:
    """A person of the list shows the personal code and is asked only what the list does not know."""
    browser = story.browsers[person.number]
    browser.get(story.at("by-code"))
    browser.press("employee_code", employee_code=person.code, code="SAI2SAI2")
    assert browser.status == 422
    browser.press("employee_code", employee_code=person.code, code=story.personal_codes[person.number])
    form = browser.form("consent_taking_part")
    assert not form.has("full_name")
    assert not form.has("unit")
    story.give_details(person, browser)


def barred_try(story: Story) -> None:
    """The organiser, both signers, the author of the questions and a secretary named today try to play."""
    desk = story.office.desk("alice")
    desk.get(story.at("entry"))
    desk.press("username", username="thuky", duty="secretaries")
    organises, wrote = "Người tổ chức cuộc thi không được dự thi.", "Người ra đề hoặc thẩm định câu hỏi"
    told = dict.fromkeys(("alice", "quyen", "director", "union"), organises)
    for who, why in {**told, "writer": wrote, "secretary": "người phục vụ cuộc thi (thư ký)"}.items():
        browser = story.office.desk(who)
        browser.get(story.at("register"))
        browser.press("consent_taking_part", consent_taking_part="on")
        assert (browser.status, why in browser.words()) == (422, True), (who, browser.words())
    assert Entrant.objects.filter(contest=story.contest).count() == 0

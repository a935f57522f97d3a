"""Before the first week: the draft, its signatures, the list from Excel, those who are barred, the opening."""

import re
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from contests.models import Contest, Entrant, SignOff
from contests.opening import Draft, HostDraft, RoundDraft, create_contest, edit_contest
from contests.record.signing import rules_digest, sign
from people.models import Unit, User
from questionbank.formats.files import write_workbook
from tests.contests.builders import make_papers, make_rules
from tests.contests.two_weeks.browsers import Browser
from tests.contests.two_weeks.cast import SLUG, TITLE, WEEK_1, WEEK_2, Person
from tests.contests.two_weeks.story import Story

HEAD = ("Họ và tên", "Ngày sinh", "Đơn vị", "Chức vụ", "Mã cán bộ", "Điện thoại", "Email")
PRIZES = [
    {"winner": "person", "rank": rank, "count": count, "amount": amount, "scope": "contest", "title": ""}
    for rank, count, amount in (("first", 1, 3_000_000), ("second", 1, 2_000_000), ("third", 2, 1_000_000))
] + [
    {"winner": "person", "rank": "first", "count": 1, "amount": 500_000, "scope": "round", "title": ""},
    {"winner": "unit", "rank": "first", "count": 1, "amount": 5_000_000, "scope": "contest", "title": ""},
]


def draft(story: Story, province: Unit) -> None:
    """Two weeks with rules of their own, two bodies, prizes for people and for the best unit."""
    create_contest(draft=_draft(story, province), by=story.office.alice, now=story.now)
    assert story.contest.slug == SLUG
    desk = story.office.desk("alice")
    desk.get(story.at("entry"))
    desk.press("ways", ways=["account", "list", "register"])
    assert story.contest.entering.ways == ("account", "list", "register")
    assert set(story.contest.entering.purposes) == {"taking_part", "show_name"}
    assert TITLE not in story.public.get(story.at("detail")) + story.public.get("/cuoc-thi/")


def _draft(story: Story, province: Unit, **changes: Any) -> Draft:
    week_1 = make_papers(blueprint={"a": 3, "d": 1}, attempts=2, predicts="participants")
    week_2 = make_papers(blueprint={"c": 3, "d": 1}, wrong=50, predicts="all_correct")
    fields: dict[str, Any] = {
        "title": TITLE,
        "introduction": "Cuộc thi của tỉnh.",
        "unit": province,
        "partner": "Công đoàn Viên chức tỉnh",
        "rounds": [RoundDraft(*WEEK_1, week_1, "Tuần 1"), RoundDraft(*WEEK_2, week_2, "Tuần 2")],
        "rules": make_rules(ranking=["score", "prediction", "time_used"], ties="board", appeal_days=2, prizes=PRIZES),
        "hosts": [
            HostDraft("Sở Nội vụ", story.office.director, "Giám đốc"),
            HostDraft("Công đoàn Viên chức", story.office.union, "Chủ tịch"),
        ],
    }
    return Draft(**fields | changes)


def sign_and_open(story: Story, province: Unit) -> None:
    """Both sign; an edit asks for both signatures anew; then it opens."""
    _sign(story, story.office.director, story.office.union)
    edit_contest(
        contest=story.contest, draft=_draft(story, province, introduction="Cuộc thi của tỉnh Cà Mau."),
        by=story.office.alice,
    )  # fmt: skip
    refused = _open(story)
    assert "Sở Nội vụ, Công đoàn Viên chức" in refused.words()
    _sign(story, story.office.director)
    assert "Công đoàn Viên chức" in _open(story).words()
    assert story.contest.state == Contest.State.DRAFT
    _sign(story, story.office.union)
    _open(story)
    assert story.contest.state == Contest.State.OPEN
    signed = SignOff.objects.filter(contest=story.contest, subject=SignOff.Subject.RULES)
    assert (signed.count(), signed.filter(digest=rules_digest(story.contest)).count()) == (4, 2)


def _sign(story: Story, *signers: User) -> None:
    for signer in signers:
        sign(
            contest=story.contest, subject=SignOff.Subject.RULES, digest=rules_digest(story.contest), by=signer,
            now=story.now,
        )  # fmt: skip


def _open(story: Story) -> Browser:
    desk = story.office.desk("alice")
    desk.get(story.at("manage"))
    desk.press(on=story.at("open"))
    return desk


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

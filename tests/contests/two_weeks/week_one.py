"""The first week: sixty people in their own ways, and nothing told before its end."""

import io
import re
from datetime import timedelta
from functools import partial

from django.core.management import call_command
from django.utils import timezone

from contests.models import Incident, LateAnswer, Paper
from tests.contests.two_weeks import cast
from tests.contests.two_weeks.before import come_in_from_list
from tests.contests.two_weeks.browsers import Browser
from tests.contests.two_weeks.by_hand import Sheet
from tests.contests.two_weeks.cast import DISPUTED, OF_WEEK_1, OF_WEEK_2, WEEK_1
from tests.contests.two_weeks.lists import check_board, check_desk
from tests.contests.two_weeks.story import Story, form_of, place_of

MINUTES = timedelta(minutes=10)  # for one paper
EVERY_QUESTION = (*OF_WEEK_1, DISPUTED, *OF_WEEK_2)
TOKENS = re.compile(rb"[A-Za-z0-9]{64}|(?<=csrftoken=)\w+|(?i:expires)[=:] ?[^;\n]+")


def play(story: Story) -> None:
    story.until(WEEK_1[0])
    special = {
        cast.TAKES_OVER: resumes_elsewhere, cast.COMES_BACK: resumes_elsewhere, cast.NEVER_HANDS_IN: never_hands_in,
        cast.TOO_LATE: waits_too_long, cast.STRUCK: power_cut, **dict.fromkeys(cast.OFFLINE, offline_an_hour),
        **dict.fromkeys(cast.TABS, two_tabs),
    }  # fmt: skip
    together = (cast.STRUCK_AND_GONE, cast.ELSEWHERE)  # they sit while the power is cut
    for person in story.people:
        story.on(minutes=1)
        if person.way == "list":
            come_in_from_list(story, person)
        if person.number not in together:
            special.get(person.number, partial(Story.sit, week=1))(story, person)
    for number in cast.AGAIN:
        story.on(minutes=1)
        second_attempt(story, number)
    nothing_counted_is_shown(story)
    story.check_nothing_told(EVERY_QUESTION)


def resumes_elsewhere(story: Story, person: cast.Person) -> None:
    """A second browser takes the paper over; the first is told, and none of its answers gets in any more."""
    first = story.browsers[person.number]
    sheet = story.begin(person, 1, first)
    wanted = story.plan(person, sheet)
    early, *rest = wanted
    story.on(seconds=20)
    assert story.answer(first, sheet, early, wanted[early]).status_code == 200
    second = another_browser(story, person)
    story.on(seconds=30)
    second.get(story.at("detail"))
    second.press(on="/lam-tiep/")
    held = form_of(second, early)
    assert [each.value for each in held.fields if each.kind == "radio" and each.on] == [
        place_of(held, wanted[early])
    ], "the answer given on the first phone stands"
    refused = story.answer(first, sheet, rest[0], 4)
    assert (refused.status_code, refused.json()["taken"], refused.json()["over"]) == (409, True, False)
    paper = first.address
    first.get(paper)
    assert first.status == 409
    assert "trên thiết bị khác" in first.words()
    for question in rest:
        assert story.answer(second, sheet, question, wanted[question]).status_code == 200
    story.foretell(second, sheet, person.foretold[0])
    story.until(sheet.begun + timedelta(seconds=person.seconds[0]))
    story.hand_in(second, sheet)


def another_browser(story: Story, person: cast.Person) -> Browser:
    """A second phone: signed in, or come back with phone number and return code."""
    if person.way == "account":
        second = Browser(story.entrant(person).user)
    else:
        second = Browser()
        second.get(story.at("come-back"))
        second.press("code", phone=person.phone, code=story.return_codes[person.number])
        assert second.address == story.at("detail"), second.words()
    story.others.append(second)
    return second


def offline_an_hour(story: Story, person: cast.Person) -> None:
    """Two answers arrive; the others an hour later: refused with a receipt that says when they came."""
    browser = story.browsers[person.number]
    sheet = story.begin(person, 1)
    wanted = story.plan(person, sheet)
    questions = list(wanted)
    for question in questions[:2]:
        story.on(seconds=20)
        assert story.answer(browser, sheet, question, wanted[question]).status_code == 200
    story.foretell(browser, sheet, person.foretold[0])
    came = story.on(hours=1)
    sheet.ended = sheet.begun + MINUTES
    for question in questions[2:]:
        refused = story.answer(browser, sheet, question, wanted[question])
        told = refused.json()
        assert (refused.status_code, told["over"]) == (409, True)
        assert told["received_at"].startswith(came.strftime("%Y-%m-%dT%H:%M:%S"))
    late = LateAnswer.objects.filter(paper__entrant=story.entrant(person))
    assert {one.received_at for one in late} == {came}
    assert late.count() == len(questions) - 2
    browser.get(browser.address)  # the paper leads to its result
    story.check_result(browser, sheet)
    missed = f"{(came - sheet.ended).total_seconds():.1f}".replace(".", ",")
    assert browser.words().count(f"{timezone.localtime(came):%H:%M:%S},000, sau hạn {missed} giây") == late.count(), (
        browser.words()
    )


def never_hands_in(story: Story, person: cast.Person) -> None:
    """The phone goes dark; the paper closes at its deadline though nobody reads anything."""
    browser = story.browsers[person.number]
    sheet = story.begin(person, 1)
    for question, choice in story.plan(person, sheet).items():
        story.on(seconds=20)
        assert story.answer(browser, sheet, question, choice).status_code == 200
    story.foretell(browser, sheet, person.foretold[0])
    sheet.ended = sheet.begun + MINUTES
    story.until(sheet.ended + timedelta(seconds=5))
    said = io.StringIO()
    call_command("close_papers", stdout=said)
    assert said.getvalue().strip() == "1"
    closed = Paper.objects.get(entrant=story.entrant(person))
    assert (closed.submitted_at, closed.closed_by) == (sheet.ended, Paper.ClosedBy.DEADLINE)
    assert closed.score * 100 == story.hand.points(sheet)


def two_tabs(story: Story, person: cast.Person) -> None:
    """Two tabs begin one paper; an older copy of an answer does not undo a newer, and a repeat changes nothing."""
    browser = story.browsers[person.number]
    sheet = story.begin(person, 1)
    paper = browser.address
    browser.get(story.at("detail"))
    browser.press(on="/lam-tiep/")
    assert browser.address == paper
    wanted = story.plan(person, sheet)
    question, *rest = wanted
    tab = form_of(browser, question)  # both tabs show the page as it is now
    story.on(seconds=30)
    assert browser.tell(tab, edit=1, choice=place_of(tab, 1)).json()["revision"] == 1
    assert browser.tell(tab, edit=2, choice=place_of(tab, wanted[question])).json()["revision"] == 2
    assert browser.tell(tab, edit=2, choice=place_of(tab, wanted[question])).json()["revision"] == 2
    older = browser.tell(tab, edit=1, choice=place_of(tab, 1))
    assert (older.status_code, older.json()["revision"]) == (409, 2)
    sheet.chosen[question] = wanted[question]
    for other in rest:
        assert story.answer(browser, sheet, other, wanted[other]).status_code == 200
    story.foretell(browser, sheet, person.foretold[0])
    story.until(sheet.begun + timedelta(seconds=person.seconds[0]))
    browser.get(f"{paper}nop/")
    stale = browser.form(on="/nop/")
    story.hand_in(browser, sheet)
    story.on(seconds=3)
    assert browser.tell(stale).status_code == 302  # the other tab hands in as well
    browser.get(f"{paper}ket-qua/")
    story.check_result(browser, sheet)


def waits_too_long(story: Story, person: cast.Person) -> None:
    """Opens the page while the week runs; presses the button after it (see `closes`)."""
    story.browsers[person.number].get(story.at("detail"))


def power_cut(story: Story, struck: cast.Person) -> None:
    """Power fails in one commune: the board gives ten minutes back to the papers open there, and to no other."""
    people = [struck, story.people[cast.STRUCK_AND_GONE], story.people[cast.ELSEWHERE]]
    sheets = {one.number: story.begin(one, 1) for one in people}
    begun = story.now
    for one in people:
        first = sheets[one.number].asked[0]
        answer(story, one, sheets[one.number], first)
    report_power_cut(story, begun + timedelta(minutes=3), begun + timedelta(minutes=8))
    story.until(begun + timedelta(minutes=12))
    elsewhere, here = sheets[cast.ELSEWHERE], sheets[struck.number]
    late = story.answer(story.browsers[cast.ELSEWHERE], elsewhere, elsewhere.asked[1], 2)
    assert (late.status_code, late.json()["over"]) == (409, True)
    elsewhere.ended = begun + MINUTES
    for question in here.asked[1:]:
        answer(story, struck, here, question)
    story.foretell(story.browsers[struck.number], here, struck.foretold[0])
    story.until(begun + timedelta(minutes=14))
    story.hand_in(story.browsers[struck.number], here)
    sheets[cast.STRUCK_AND_GONE].ended = begun + 2 * MINUTES
    story.until(begun + timedelta(minutes=21))


def answer(story: Story, person: cast.Person, sheet: Sheet, question: int) -> None:
    wanted = story.plan(person, sheet)[question]
    assert story.answer(story.browsers[person.number], sheet, question, wanted).status_code == 200


def report_power_cut(story: Story, began: object, ended: object) -> None:
    desk = story.office.desk("quyen")
    story.on(minutes=9)
    desk.get(story.at("incidents"))
    desk.press(
        "began_at", what="power", unit=str(story.units["CM-XA-DAT-MUI"].pk), words="Mất điện toàn xã.",
        began_at=f"{timezone.localtime(began):%Y-%m-%dT%H:%M}", ended_at=f"{timezone.localtime(ended):%Y-%m-%dT%H:%M}",
    )  # fmt: skip
    made = Incident.objects.get(contest=story.contest)
    desk.get(story.at("incident", made.pk))
    desk.press("minutes", minutes="10", decision="Trả lại thời gian bị mất.")
    assert "Số bài được bù 2" in desk.words(), desk.words()


def second_attempt(story: Story, number: int) -> None:
    """A better try counts, a worse one does not; and there is no third."""
    person = story.people[number]
    better = cast.Person(
        number, person.name, person.way, person.unit, (3 if number != cast.AGAIN[1] else 0, 0), person.disputed,
        (200, 0), (58, None),
    )  # fmt: skip
    story.sit(better, 1)
    browser = story.browsers[number]
    browser.get(story.at("detail"))
    assert "Bạn đã thi hết số lượt." in browser.words()


def nothing_counted_is_shown(story: Story) -> None:
    """While somebody hands in and somebody enters, no page of anybody who plays changes by a byte."""
    done = story.browsers[0]
    addresses = [
        "/cuoc-thi/", story.at("detail"), story.at("board"), f"{story.at('board')}?theo=don-vi",
        f"{story.at('board')}?dot=1", f"{story.at('board')}?dot=1&theo=don-vi", story.at("results"),
        story.at("record-public"), f"/api/contests/{cast.SLUG}/", f"/api/contests/{cast.SLUG}/leaderboard/",
    ]  # fmt: skip
    own = re.search(r"/bai-thi/\d+/ket-qua/", done.get(story.at("detail")))
    assert own is not None

    def seen() -> list[tuple[str, bytes]]:
        pages = [(address, browser) for browser in (done, story.public) for address in addresses]
        shown = []
        for address, browser in (*pages, (own[0], done), (story.at("my-data"), done)):
            browser.get(address)
            assert browser.status == 200, address
            shown.append((address, TOKENS.sub(b"-", browser.sent[-1])))
        return shown

    before = seen()
    stranger = Browser()
    stranger.get(story.at("register"))
    stranger.press("consent_taking_part", consent_taking_part="on", full_name=cast.NEWCOMER,
                   unit=str(story.units["CM-STC"].pk), phone="0987654321")  # fmt: skip
    story.others.append(stranger)
    assert stranger.status == 200
    assert story.contest.entrants.filter(full_name=cast.NEWCOMER).exists()
    sheet = Sheet(cast.NEWCOMER, 1, story.now)
    stranger.press(on=story.at("enter"))
    paper = stranger.address
    stranger.get(f"{paper}nop/")
    stranger.press(on="/nop/")
    assert stranger.address == f"{paper}ket-qua/"
    sheet.ended = story.now
    sheet.asked = tuple(story_questions(paper))
    story.hand.sheets.append(sheet)
    after = seen()
    assert [address for (address, was), (_a, now) in zip(before, after, strict=True) if was != now] == []


def story_questions(paper: str) -> list[int]:
    number = int(paper.split("/")[2])
    codes = Paper.objects.get(pk=number).questions.values_list("version__question__code", flat=True)
    return [int(code.removeprefix("CH")) for code in codes]


def closes(story: Story) -> None:
    """The week ends: who comes now is refused, the right answers show, and the lists are those of the ledger."""
    late = story.browsers[cast.TOO_LATE]
    story.until(WEEK_1[1])
    story.check_nothing_told(EVERY_QUESTION)
    late.press(on=story.at("enter"))
    story.give_details(story.people[cast.TOO_LATE], late)
    late.press(on=story.at("enter"))
    assert "Cuộc thi nhận bài từ 12:00 10/11/2026" in late.words(), late.words()
    assert not story.contest.entrants.filter(full_name=story.people[cast.TOO_LATE].name, papers__isnull=False).exists()
    story.on(seconds=3)
    story.hand.over.add(1)
    assert len({sheet.who for sheet in story.hand.closed(1)}) == story.hand.came_true(1) == 60
    check_desk(story, "", "1")
    check_board(story, "1", "")
    done = story.browsers[cast.APPEALS[0]]
    own = re.search(r"/bai-thi/\d+/ket-qua/", done.get(story.at("detail")))
    assert own is not None
    assert cast.canary(DISPUTED) in done.get(own[0])  # so what was searched for is what is shown
    assert "Con số thực tế là 60 ." in done.words(), done.words()
    story.forget_sent()

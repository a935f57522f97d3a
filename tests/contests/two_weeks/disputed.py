"""The disputed question: appeals, the board's answers, and a correction that marks both weeks again."""

import re
from datetime import timedelta

from contests.models import Appeal, CorrectionProposal, KeyEdition, Paper
from questionbank.models import QuestionVersion
from tests.contests.two_weeks import cast
from tests.contests.two_weeks.browsers import Browser
from tests.contests.two_weeks.by_hand import Line, Sheet, places
from tests.contests.two_weeks.cast import DISPUTED, TRUE, WEEK_1
from tests.contests.two_weeks.lists import check_board, check_desk, lines
from tests.contests.two_weeks.story import Story

LISTS = {"": cast.TITLE, "1": "Tuần 1", "2": "Tuần 2"}


def appeals(story: Story) -> None:
    """Two appeal in time, one too late; the board answers both and each reads the answer on their own page."""
    for number in cast.APPEALS:
        story.on(hours=1)
        browser, place = own_appeal(story, number)
        browser.press("words", position=place, words=f"Phương án 7.{TRUE} mới đúng theo khoản 2 Điều 5.")
        assert "kiến nghị" in browser.words()
    assert Appeal.objects.count() == 2
    answered(story)
    story.until(WEEK_1[1] + timedelta(days=2, seconds=1))
    browser, place = own_appeal(story, cast.APPEALS_TOO_LATE)
    stale = browser.form("words")
    story.on(seconds=2)  # the days for appeals begin when the right answers show: two seconds after the close
    browser.tell(stale, position=place, words="Tôi cũng vậy.")
    assert Appeal.objects.count() == 2
    browser.get(browser.address)
    assert not any(form.has("words") for form in browser.forms())


def own_appeal(story: Story, number: int) -> tuple[Browser, str]:
    """Go from the result of the first paper to the form of an appeal; return the place of the disputed question."""
    browser = story.browsers[number]
    result = re.search(r"/bai-thi/\d+/ket-qua/", browser.get(story.at("detail")))
    assert result is not None
    browser.get(result[0])
    browser.get(result[0].replace("ket-qua", "kien-nghi"))
    paper = Paper.objects.get(pk=int(result[0].split("/")[2]))
    return browser, str(paper.questions.get(version=disputed_version()).position)


def disputed_version() -> QuestionVersion:
    return QuestionVersion.objects.get(question__code=f"CH{DISPUTED:03}")


def answered(story: Story) -> None:
    desk = story.office.desk("alice")
    for made in Appeal.objects.order_by("pk"):
        assert story.at("appeal", made.pk) in desk.get(story.at("appeals"))
        desk.get(story.at("appeal", made.pk))
        desk.press("outcome", outcome="yes", answer="Đáp án sẽ được điều chỉnh.")
    for number in cast.APPEALS:
        browser, _place = own_appeal(story, number)
        assert "Đáp án sẽ được điều chỉnh." in browser.words()


def correct(story: Story, open_sheet: Sheet) -> None:
    """One proposes, cannot confirm alone, withdraws nothing; another reads who moves, and confirms just that.

    It happens while week 2 goes on: `open_sheet` is being sat and is marked by the new key when it closes.
    """
    proposer, second = story.office.desk("alice"), story.office.desk("director")
    before = {of: lines(story, of) for of in LISTS}
    version = disputed_version()
    proposer.get(story.at("question", version.pk))
    form = proposer.form("ruling")
    right = next(value for label, value in form.options("choices").items() if label.endswith(f"7.{TRUE}"))
    proposer.press("ruling", ruling="key", choices=[right], reason="Khoản 2 Điều 5 nói rõ phương án này.")
    made = CorrectionProposal.objects.get()
    assert proposer.address == story.at("correction", made.pk)
    assert not any(each.value == "confirm" for form in proposer.forms() for each in form.fields)
    assert KeyEdition.objects.count() == 0
    check_desk(story, *LISTS)  # nothing has moved yet
    story.on(minutes=5)
    second.get(story.at("correction", made.pk))
    shown = made.effect
    second.press("do", do="confirm")
    story.hand.keys[DISPUTED] = frozenset({TRUE})
    after = {of: lines(story, of) for of in LISTS}
    moved_by_hand = {of: moves(before[of], after[of]) for of in LISTS}
    check_moves(story, shown, moved_by_hand)
    made.refresh_from_db()
    assert made.effect["moves"] == shown["moves"]
    check_desk(story, *LISTS)
    check_board(story, "1")
    check_papers(story)
    assert open_sheet.ended is None


def moves(before: list[Line], after: list[Line]) -> dict[str, tuple[int, int, int, int]]:
    """Return by name the points before and after and the place before and after, of whoever moves."""
    was, is_now = places(before), places(after)
    return {who: (was[who][1], is_now[who][1], was[who][0], is_now[who][0]) for who in was if was[who] != is_now[who]}


def check_moves(story: Story, shown: dict, by_hand: dict) -> None:  # type: ignore[type-arg]
    """What the page promised is what comes out by hand; whose prize alone changes stands there too, unmoved."""
    names = story.names()
    told = {of: {} for of in LISTS}  # type: dict[str, dict[str, tuple[int, ...]]]
    of_title = {title: of for of, title in LISTS.items()}
    for on, entrant, *figures in shown["moves"]:
        if figures[:1] != figures[1:2] or figures[2:3] != figures[3:4]:
            told[of_title[on]][names[entrant]] = tuple(figures[:4])
    assert told == by_hand
    everyone = [move for own in by_hand.values() for move in own.values()]
    assert shown["up"] == sum(now < was for *_points, was, now in everyone) > 0
    assert shown["down"] == sum(now > was for *_points, was, now in everyone) > 0
    holding = [sheet for sheet in story.hand.sheets if DISPUTED in sheet.asked]
    assert (shown["papers"], {sheet.week for sheet in holding}) == (len(holding), {1, 2})


def check_papers(story: Story) -> None:
    """Every closed paper of both weeks has the points of the ledger, the one that counts and every other."""
    names = story.names()
    kept = {
        (names[paper.entrant_id], paper.round.position, paper.started_at): (paper.score * 100, paper.max_score * 100)
        for paper in Paper.objects.filter(submitted_at__isnull=False).select_related("round")
    }
    by_hand = {
        (s.who, s.week, s.begun): (story.hand.points(s), story.hand.most(s))
        for s in story.hand.sheets
        if s.ended is not None
    }
    assert kept == by_hand

"""The second week: negative marks, one attempt; half sit before the key is corrected and half after."""

import re
from datetime import timedelta

from django.utils import timezone

from contests.models import Incident
from tests.contests.two_weeks import cast
from tests.contests.two_weeks.by_hand import Sheet
from tests.contests.two_weeks.cast import OF_WEEK_2, WEEK_2, Person
from tests.contests.two_weeks.disputed import check_papers, correct
from tests.contests.two_weeks.lists import check_board, check_desk
from tests.contests.two_weeks.story import Story


def play(story: Story) -> None:
    """Most come again, the one who came too late is here for the first time, and some do not come."""
    story.until(WEEK_2[0])
    come = [one for one in story.people if one.number % 5 != 4 or one.number in cast.AGAIN]
    half = len(come) // 2
    for person in come[:half]:
        sits(story, person)
    slow = story.people[cast.OPEN_WHILE_CORRECTED]
    sheet = story.begin(slow, 2)
    correct(story, sheet)
    finish(story, slow, sheet)
    for person in come[half:]:
        sits(story, person)
    story.check_nothing_told(OF_WEEK_2)
    check_board_is_sealed(story)
    reports(story)


def sits(story: Story, person: Person) -> None:
    story.on(minutes=1)
    if person.number != cast.OPEN_WHILE_CORRECTED:
        story.sit(person, 2)


def finish(story: Story, person: Person, sheet: Sheet) -> None:
    """A paper that was open while the key was corrected: its answers are marked by the new key."""
    browser = story.browsers[person.number]
    for question, choice in story.plan(person, sheet).items():
        story.on(seconds=10)
        assert story.answer(browser, sheet, question, choice).status_code == 200
    story.foretell(browser, sheet, person.foretold[1])
    story.hand_in(browser, sheet)


def reports(story: Story) -> None:
    """One who registered reports a dead battery: an incident that waits for the board."""
    browser = story.browsers[cast.REPORTS]
    own = re.findall(r"/bai-thi/\d+/ket-qua/", browser.get(story.at("detail")))
    browser.get(own[-1].replace("ket-qua", "su-co"))
    began, ended = (f"{timezone.localtime(story.now - timedelta(minutes=ago)):%Y-%m-%dT%H:%M}" for ago in (20, 5))
    browser.press("began_at", what="device", began_at=began, ended_at=ended, words="Máy hết pin giữa chừng.")
    assert Incident.objects.filter(decided_at=None).count() == 1


def check_board_is_sealed(story: Story) -> None:
    for of in ("", "2"):
        story.public.get(f"{story.at('board')}?dot={of}")
        assert story.people[0].name not in story.public.words()


def closes(story: Story) -> None:
    story.until(WEEK_2[1])
    story.check_nothing_told(OF_WEEK_2)
    story.on(seconds=3)
    story.hand.over.add(2)
    check_papers(story)
    check_desk(story, "", "1", "2")
    check_board(story, "", "1", "2")

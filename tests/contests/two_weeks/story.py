"""The story so far: its clock, the people with their browsers, and the ledger kept by hand beside the product."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from django.urls import reverse

from contests.models import Contest, Entrant
from people.models import Unit, User
from realtime import clock
from realtime.clock import Moving
from tests.contests.two_weeks.browsers import Browser, Form
from tests.contests.two_weeks.by_hand import BANK_KEY, Ledger, Sheet
from tests.contests.two_weeks.cast import DISPUTED, NEWCOMER, SLUG, Office, Person, canary
from tests.recorder import hidden_in

QUESTION = re.compile(r"Câu hỏi số (\d+) hỏi điều gì\?")
CHOICE = re.compile(r"Phương án (\d+)\.(\d)$")


class Story:
    """browsers: by number of the person. public: of somebody who takes no part. folder: for files."""

    def __init__(
        self, moving: Moving, office: Office, people: list[Person], accounts: dict[int, User], units: dict[str, Unit],
        folder: Path,
    ) -> None:  # fmt: skip
        self._moving, self.office, self.people, self.units = moving, office, people, units
        self.folder = folder
        self.hand = Ledger()
        self.browsers = {one.number: Browser(accounts.get(one.number)) for one in people}
        self.public = Browser()
        self.others: list[Browser] = []  # further browsers of people who take part
        self.return_codes: dict[int, str] = {}
        self.personal_codes: dict[int, str] = {}

    # ---------- time ----------

    @property
    def now(self) -> datetime:
        return clock.now()

    def on(self, **step: float) -> datetime:
        return self._moving.on(**step)

    def until(self, moment: datetime) -> None:
        assert moment >= self.now, "time runs one way"
        self._moving.on(seconds=(moment - self.now).total_seconds())

    # ---------- where things are ----------

    def at(self, name: str, *more: object) -> str:
        return reverse(f"contests:{name}", args=[SLUG, *more])

    @property
    def contest(self) -> Contest:
        return Contest.objects.get(slug=SLUG)

    def entrant(self, person: Person) -> Entrant:
        return self.contest.entrants.get(full_name=person.name)

    def names(self) -> dict[int, str]:
        """Return the name of each entrant by key."""
        return dict(self.contest.entrants.values_list("pk", "full_name"))

    def shy(self) -> set[str]:
        """Return who did not agree to be named."""
        return {one.name for one in self.people if not one.shows_name} | {NEWCOMER}

    # ---------- what everybody was sent ----------

    def check_nothing_told(self, questions: Iterable[int]) -> None:
        """No browser of anybody who plays, or of a stranger, was sent the explanation of one of these."""
        canaries = [canary(number) for number in questions]
        for browser in (*self.browsers.values(), *self.others, self.public):
            everything = b"\n".join(browser.sent)
            told = [c for c in canaries if hidden_in(everything, c)]
            assert told == [], told

    def forget_sent(self) -> None:
        for browser in (*self.browsers.values(), *self.others, self.public):
            browser.sent.clear()

    # ---------- sitting ----------

    def begin(self, person: Person, week: int, browser: Browser | None = None) -> Sheet:
        """Press "begin" on the contest's page, filling on the way what is asked; note the paper in the ledger."""
        browser = browser or self.browsers[person.number]
        browser.get(self.at("detail"))
        if self.at("register") in browser.page:  # the page of a stranger leads to the form
            browser.get(self.at("register"))
        else:
            browser.press(on=self.at("enter"))
        if browser.address.startswith(self.at("register")):
            self.give_details(person, browser)
            browser.press(on=self.at("enter"))
        assert re.fullmatch(r"/bai-thi/\d+/", browser.address), (person, browser.address, browser.words())
        asked = tuple(int(number) for number in QUESTION.findall(browser.words()))
        sheet = Sheet(person.name, week, self.now, asked)
        self.hand.sheets.append(sheet)
        return sheet

    def give_details(self, person: Person, browser: Browser) -> None:
        """Fill the registration form: what it asks, consent to taking part, and to the name if the person likes."""
        form = browser.form("consent_taking_part")
        boxes = {"full_name": person.name, "unit": str(self.units[person.unit].pk), "phone": person.phone}
        typed: dict[str, Any] = {box: value for box, value in boxes.items() if form.has(box)}
        if person.shows_name:
            typed["consent_show_name"] = "on"
        browser.press("consent_taking_part", consent_taking_part="on", **typed)
        told = re.search(r'class="code-big">([^<]+)<', browser.page)
        if told:
            self.return_codes[person.number] = told[1].strip()

    def choice_of(self, person: Person, week: int, question: int, nth: int) -> int:
        """Return which choice the person takes. nth: among the plain questions on the paper, from 1."""
        if question == DISPUTED:
            return person.disputed
        return min(BANK_KEY) if nth <= person.right[week - 1] else 4

    def plan(self, person: Person, sheet: Sheet) -> dict[int, int]:
        plain = [question for question in sheet.asked if question != DISPUTED]
        return {q: self.choice_of(person, sheet.week, q, plain.index(q) + 1 if q in plain else 0) for q in sheet.asked}

    def answer(self, browser: Browser, sheet: Sheet, question: int, choice: int, **how: Any) -> Any:
        """Tick a choice as the script of the page sends it; note it if it was kept. Return what the server said."""
        form = form_of(browser, question)
        told = browser.tell(form, choice=place_of(form, choice), **how)
        if told.status_code == 200:
            sheet.chosen[question] = choice
        return told

    def foretell(self, browser: Browser, sheet: Sheet, number: int | None) -> None:
        if number is not None:
            assert browser.tell(browser.form("foretold"), foretold=str(number)).status_code == 200
            sheet.foretold = number

    def hand_in(self, browser: Browser, sheet: Sheet) -> None:
        browser.get(f"{_paper(browser)}nop/")
        browser.press(on="/nop/")
        assert browser.address.endswith("/ket-qua/"), browser.words()
        sheet.ended = self.now
        self.check_result(browser, sheet)

    def check_result(self, browser: Browser, sheet: Sheet) -> None:
        """The page of the result says the points that the ledger makes of the answers."""
        said = f"Điểm {shown(self.hand.points(sheet))}/{shown(self.hand.most(sheet))} "
        assert said in browser.words(), (said, sheet, browser.words())

    def sit(self, person: Person, week: int) -> Sheet:
        """A whole paper in a person's usual browser, in their own time."""
        browser, sheet = self.browsers[person.number], self.begin(person, week)
        end = sheet.begun + timedelta(seconds=person.seconds[week - 1])
        for question, choice in self.plan(person, sheet).items():
            self.on(seconds=15)
            assert self.answer(browser, sheet, question, choice).status_code == 200
        self.foretell(browser, sheet, person.foretold[week - 1])
        self.until(end)
        self.hand_in(browser, sheet)
        return sheet


def _paper(browser: Browser) -> str:
    found = re.match(r"/bai-thi/\d+/", browser.address)
    assert found, browser.address
    return found[0]


def form_of(browser: Browser, question: int) -> Form:
    """Return the form of a question on the paper that the browser shows."""
    return next(form for form in browser.forms() if (found := QUESTION.search(form.text)) and int(found[1]) == question)


def place_of(form: Form, choice: int) -> str:
    """Return what the form sends for the choice with this number."""
    for label, value in form.options("choice").items():
        found = CHOICE.search(label)
        if found and int(found[2]) == choice:
            return value
    raise AssertionError((choice, form.options("choice")))


def shown(hundredths: int) -> str:
    """Return points as Vietnamese pages write them."""
    whole, rest = divmod(hundredths, 100)
    return f"{whole},{rest:02}" if rest else str(whole)

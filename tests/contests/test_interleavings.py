"""Any interleaving of what people, boards and clocks do to papers, against a model of what must come of it."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from decimal import Decimal
from itertools import count
from typing import Any

import pytest
from django.db import transaction
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from contests.drafts.opening import close_contest
from contests.marking import Earned, Ruling, total
from contests.models import Answer, Contest, Entrant, KeyEdition, LateAnswer, Paper
from contests.papers import answering, receipts, sitting
from contests.papers.answering import go_on, save_prediction
from contests.papers.holding import take_over
from contests.papers.late import save_or_keep_late
from contests.papers.sitting import close_overdue, start_paper, submit
from contests.papers.versions import Version
from contests.refusals import Refused
from contests.review import keys
from contests.review.incidents import decide, report
from contests.review.keys import correct
from contests.review.remarking import remark
from contests.rules import GRACE
from people.models import Unit, User
from questionbank.kinds import choice_share
from questionbank.models import Kind, QuestionVersion
from tests.conftest import NOON
from tests.contests.builders import enter, make_bank, make_contest, make_papers, make_question, make_topic, make_user

BROWSERS = ("phone", "laptop")
STEPS = [0.001, 1, 5, 10, 20, 30, 60, 599, 601.999, 602, 602.001]  # seconds
ATTEMPTS, MINUTES, WRONG = 2, 10, 25


@dataclass
class Sheet:
    """What the model knows of a paper. answers: position → (chosen, when, hold, revision)."""

    entrant: int
    deadline: datetime
    holder: str = ""
    hold: int = 0
    ended: bool = False
    handed_in: datetime | None = None
    answers: dict[int, tuple[list[int], datetime, int, int]] = field(default_factory=dict)
    foretold: int | None = None
    reached: int = 1


class Papers(RuleBasedStateMachine):
    """Two people, each on two devices, in one contest of two attempts."""

    contest: Contest  # set by the test, as are these
    entrants: tuple[Entrant, ...]
    board: User
    back = True

    @initialize()
    def begin(self) -> None:
        self.now = NOON
        self.closed: datetime | None = None
        self.sheets: dict[int, Sheet] = {}
        self.savepoint = transaction.atomic()
        self.savepoint.__enter__()

    def teardown(self) -> None:
        transaction.set_rollback(True)
        self.savepoint.__exit__(None, None, None)
        transaction.set_rollback(False)

    # ---------- What happens ----------

    @rule(seconds=st.sampled_from(STEPS))
    def time_passes(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    @rule(who=st.integers(0, 1), browser=st.sampled_from(BROWSERS))
    def somebody_starts_or_goes_on(self, who: int, browser: str) -> None:
        entrant = self.entrants[who]
        self._time_ends_papers()
        own = [key for key, sheet in self.sheets.items() if sheet.entrant == entrant.pk]
        current = next((key for key in own if not self.sheets[key].ended), None)
        runs = not self.closed and self.now < NOON + timedelta(hours=2)
        try:
            paper = start_paper(entrant=entrant, now=self.now, browser=browser)
        except Refused:
            assert current is None
            assert not runs or len(own) == ATTEMPTS
            return
        assert current in (None, paper.pk)
        if current is None:
            assert runs
            assert len(own) < ATTEMPTS
            deadline = min(self.now + timedelta(minutes=MINUTES), NOON + timedelta(hours=2))
            self.sheets[paper.pk] = Sheet(entrant.pk, deadline)
        self._takes(self.sheets[paper.pk], browser)

    @precondition(lambda self: self.sheets)
    @rule(data=st.data(), browser=st.sampled_from(BROWSERS))
    def a_device_takes_over(self, data: Any, browser: str) -> None:
        paper, sheet = self._any(data)
        try:
            take_over(paper=paper, browser=browser, now=self.now)
        except Refused:
            assert sheet.ended
        else:
            assert not sheet.ended
            self._takes(sheet, browser)

    @precondition(lambda self: self.sheets)
    @rule(
        data=st.data(), browser=st.sampled_from((*BROWSERS, "")), position=st.integers(1, 3),
        places=st.lists(st.integers(0, 3), max_size=2, unique=True), back_by=st.integers(0, 2), tries=st.integers(1, 2),
    )  # fmt: skip
    def an_answer_arrives(
        self, data: Any, browser: str, position: int, places: list[int], back_by: int, tries: int
    ) -> None:
        """As a browser sends it, chosen in this hold or an earlier one, and once more where it heard nothing."""
        paper, sheet = self._any(data)
        question = paper.question_at(position)
        assert question is not None
        chosen = sorted(question.choice_order[place] for place in places)
        kept = sheet.answers.get(position)
        version = Version(max(sheet.hold - back_by, 0), (kept[3] if kept else 0) + 1 - data.draw(st.integers(0, 1)))
        for _try in range(tries):
            kept = sheet.answers.get(position)
            fits = len(chosen) < 2 or question.version.kind == Kind.MULTIPLE
            place_open = self.back or position == sheet.reached
            takes = self._takes_answers(sheet) and browser in (sheet.holder, "") and fits and place_open
            again = kept is not None and (kept[2], kept[3], kept[0]) == (version.hold, version.edit, chosen)
            newer = kept is None or (kept[2], kept[3]) <= (version.hold, version.edit)
            try:
                saved = save_or_keep_late(
                    paper=paper, position=position, chosen=chosen, now=self.now, browser=browser, version=version
                )
            except Refused:
                assert not (takes and newer)
                continue
            assert takes
            assert newer
            if not again:
                sheet.answers[position] = (chosen, self.now, sheet.hold, saved.revision)

    @precondition(lambda self: self.sheets)
    @rule(data=st.data(), browser=st.sampled_from(BROWSERS), foretold=st.none() | st.integers(0, 50))
    def a_prediction_arrives(self, data: Any, browser: str, foretold: int | None) -> None:
        paper, sheet = self._any(data)
        takes = self._takes_answers(sheet) and browser == sheet.holder
        try:
            save_prediction(paper=paper, foretold=foretold, now=self.now, browser=browser)
        except Refused:
            assert not takes
        else:
            assert takes
            sheet.foretold = foretold

    @precondition(lambda self: self.sheets and not self.back)
    @rule(data=st.data(), browser=st.sampled_from(BROWSERS), left=st.integers(1, 3))
    def somebody_leaves_a_question(self, data: Any, browser: str, left: int) -> None:
        paper, sheet = self._any(data)
        takes = self._takes_answers(sheet) and browser == sheet.holder
        try:
            go_on(paper=paper, left=left, now=self.now, browser=browser)
        except Refused:
            assert not takes
        else:
            assert takes
            sheet.reached += left == sheet.reached

    @precondition(lambda self: self.sheets)
    @rule(data=st.data(), browser=st.sampled_from(BROWSERS))
    def somebody_hands_in(self, data: Any, browser: str) -> None:
        paper, sheet = self._any(data)
        try:
            done = submit(paper=paper, now=self.now, browser=browser)
        except Refused:
            assert not sheet.ended
            assert self.now < sheet.deadline
            assert browser != sheet.holder
            return
        if not sheet.ended:
            assert self.now >= sheet.deadline or browser == sheet.holder
            sheet.ended, sheet.handed_in = True, min(self.now, sheet.deadline)
        assert done.submitted_at == sheet.handed_in

    @rule()
    def the_clock_closes(self) -> None:
        ending = self._time_ends_papers()
        assert close_overdue(now=self.now) == ending

    @precondition(lambda self: self.sheets)
    @rule(who=st.none() | st.integers(0, 1), minutes=st.sampled_from([0, 1, 30]))
    def the_board_gives_time_back(self, who: int | None, minutes: int) -> None:
        named = {} if who is None else {"entrant": self.entrants[who]}
        incident = report(
            contest=self.contest, what="power", began_at=NOON, ended_at=self.now, words="", by=self.board,
            now=self.now, **named,
        )  # fmt: skip
        decide(incident=incident, minutes=minutes, decision="Cho thêm giờ", by=self.board, now=self.now)
        end = self.closed or NOON + timedelta(hours=2)
        for sheet in self.sheets.values():
            struck = who is None or sheet.entrant == self.entrants[who].pk
            if struck and not sheet.ended and sheet.deadline > self.now:
                sheet.deadline = max(sheet.deadline, min(sheet.deadline + timedelta(minutes=minutes), end))

    @precondition(lambda self: self.sheets)
    @rule(data=st.data(), what=st.sampled_from(["key", "void", "full", "as_written"]))
    def the_board_corrects_a_question(self, data: Any, what: Any) -> None:
        paper, _sheet = self._any(data)
        question = paper.questions.get(position=data.draw(st.integers(1, 3)))
        accepted = [[question.choice_order[0]]] if what == "key" else []
        correct(
            contest=self.contest, version=question.version, ruling=Ruling(what, accepted), reason="Sai đáp án",
            by=self.board, now=self.now,
        )  # fmt: skip
        assert remark(contest=self.contest, version=question.version)[1] == 0  # twice is once

    @precondition(lambda self: self.sheets and not self.closed)
    @rule(really=st.integers(0, 9))
    def the_contest_is_closed(self, really: int) -> None:
        if really:
            return
        close_contest(contest=Contest.objects.get(pk=self.contest.pk), now=self.now)
        self.closed = self.now
        for sheet in self.sheets.values():
            if not sheet.ended:
                sheet.ended, sheet.handed_in = True, min(self.now, sheet.deadline)

    # ---------- What holds whatever happened ----------

    @invariant()
    def every_question_has_the_one_answer_that_was_accepted_last(self) -> None:
        rows = Answer.objects.values_list(
            "question__paper_id", "question__position", "chosen", "saved_at", "hold", "revision"
        )
        kept = {(paper, position): tuple(rest) for paper, position, *rest in rows}
        known = {(key, place): one for key, sheet in self.sheets.items() for place, one in sheet.answers.items()}
        assert (kept, len(rows)) == (known, len(known))

    @invariant()
    def no_answer_was_saved_after_the_deadline_and_its_grace(self) -> None:
        for paper in Paper.objects.all():
            sheet = self.sheets[paper.pk]
            assert (paper.deadline_at, paper.submitted_at) == (sheet.deadline, sheet.handed_in)
            assert (paper.hold, paper.prediction, paper.reached) == (sheet.hold, sheet.foretold, sheet.reached)
            assert all(at <= paper.deadline_at + GRACE for _chosen, at, _hold, _revision in sheet.answers.values())

    @invariant()
    def nobody_sits_two_papers_and_attempts_are_numbered(self) -> None:
        for entrant in self.entrants:
            own = list(entrant.papers.order_by("number"))
            assert [paper.number for paper in own] == list(range(1, len(own) + 1))
            assert len(own) <= ATTEMPTS
            assert sum(paper.submitted_at is None for paper in own) <= 1

    @invariant()
    def a_score_is_a_function_of_answers_key_and_rules(self) -> None:
        rulings = {one.version_id: Ruling(one.ruling, one.accepted) for one in KeyEdition.objects.order_by("number")}
        for paper in Paper.objects.filter(submitted_at__isnull=False):
            marks = total([_earned(q, rulings) for q in paper.questions.select_related("version", "answer")], WRONG)
            assert (paper.score, paper.max_score, paper.correct_count) == (
                marks.score, marks.max_score, marks.correct,
            )  # fmt: skip
            assert isinstance(paper.score, Decimal)
            assert receipts.agrees(paper)

    @invariant()
    def what_came_late_is_on_papers_that_had_closed(self) -> None:
        for late in LateAnswer.objects.all():
            assert late.received_at >= late.closed_at

    # ---------- The model's own ----------

    def _any(self, data: Any) -> tuple[Paper, Sheet]:
        key = data.draw(st.sampled_from(sorted(self.sheets)))
        return Paper.objects.get(pk=key), self.sheets[key]

    def _takes(self, sheet: Sheet, browser: str) -> None:
        sheet.hold += sheet.holder != browser
        sheet.holder = browser

    def _takes_answers(self, sheet: Sheet) -> bool:
        return not sheet.ended and not self.closed and self.now <= sheet.deadline + GRACE

    def _time_ends_papers(self) -> int:
        ending = [s for s in self.sheets.values() if not s.ended and self.now > s.deadline + GRACE]
        for sheet in ending:
            sheet.ended, sheet.handed_in = True, sheet.deadline
        return len(ending)


class OneWayPapers(Papers):
    """The same where a question that was left is left for good."""

    back = False


def _earned(question: Any, rulings: dict[int, Ruling]) -> Earned:
    """Mark one question by hand: from the choices, the board's ruling and nothing that marking wrote down."""
    answer = getattr(question, "answer", None)
    ruling = rulings.get(question.version_id, Ruling())
    right = set(
        QuestionVersion.objects.get(pk=question.version_id).choices.filter(is_correct=True).values_list("pk", flat=True)
    )
    share = choice_share(answer.chosen, right) if answer else 0.0
    if ruling.what == "full":
        share = 1.0
    if ruling.what == "key":
        share = float(bool(answer) and answer.chosen in ruling.accepted)
    return Earned(share, question.points, answered=bool(answer and answer.chosen), counts=ruling.what != "void")


@pytest.fixture(params=[Papers, OneWayPapers], ids=["back", "one way"])
def machine(
    request: Any, tam: User, alice: User, province: Unit, commune: Unit, monkeypatch: pytest.MonkeyPatch
) -> type[Papers]:
    made: type[Papers] = request.param
    monkeypatch.setattr(sitting, "_number_that_tells_nothing", count(2**40).__next__)
    monkeypatch.setattr(sitting.secrets, "token_hex", lambda _bytes: "one seed")  # a failure comes again when retried
    make_bank(tam, per_topic=2, topics="a")
    for _ in range(2):
        make_question(make_topic("c"), tam, kind=Kind.MULTIPLE, right=(1, 3))
    rules = make_papers(attempts=ATTEMPTS, minutes=MINUTES, wrong=WRONG, predicts="participants", back=made.back)
    made.contest = make_contest(alice, province, NOON, papers=rules)
    made.entrants = tuple(enter(made.contest, make_user(f"u{n}", commune), NOON) for n in range(2))
    made.board = alice
    return made


USUAL = settings(max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck))


def test_any_interleaving_leaves_one_answer_a_question_and_none_after_the_deadline(machine: type[Papers]) -> None:
    run_state_machine_as_test(machine, settings=USUAL)


GUARDS: dict[str, tuple[object, str, object]] = {
    "of the holder": (answering, "refuse_others", lambda *given: None),
    "of the order": (Version, "is_older_than", lambda *given: False),
    "of the deadline": (answering, "GRACE", timedelta(hours=1)),
    "of corrections": (keys, "remark", lambda **named: (0, 0)),
}


@pytest.mark.parametrize("machine", [Papers], indirect=True)
@pytest.mark.parametrize("guard", GUARDS)
def test_with_a_guard_away_an_interleaving_is_found_that_breaks_it(
    machine: type[Papers], guard: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(*GUARDS[guard])
    quick = settings(
        USUAL, max_examples=200, derandomize=True, database=None, phases=[Phase.generate], report_multiple_bugs=False
    )
    with pytest.raises(AssertionError):
        run_state_machine_as_test(machine, settings=quick)

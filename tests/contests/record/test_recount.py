"""A thousand small contests under random rules: the second count equals the ranking in every one.

Papers are written as the phones of a contest would leave them and closed by the product's own marking; the recount
reads only answers, keys and rules.
"""

from datetime import datetime, timedelta
from operator import itemgetter
from random import Random
from typing import Any

import pytest

from contests.marking import Ruling
from contests.models import Answer, Contest, Entrant, KeyEdition, Paper, PaperQuestion, Round, TieDecision
from contests.papers.sitting import submit
from contests.prizes import Prize
from contests.record.editions import unit_facts_counted, unit_facts_told
from contests.record.recount_source import facts_of, recounted
from contests.review.keys import remark
from contests.rules import RANKING_KEYS, PaperRules, Rules
from contests.standings import listed, standings
from contests.units.standings import unit_standings
from people.models import Unit, User
from questionbank.blueprint import Slot
from questionbank.models import Choice, QuestionVersion
from tests.conftest import NOON
from tests.contests.builders import make_question, make_topic, make_user
from tests.contests.unit_chance import make_rosters, rule_on_units, some_unit_rules

CONTESTS = 1000
PRIZES = (Prize("person", "first", 1), Prize("person", "second", 1), Prize("unit", "first", 1))


def some_rules(chance: Random) -> Rules:
    keys = [key for key in RANKING_KEYS if key not in ("score", "lots")]
    chosen = ["score", *chance.sample(keys, chance.choice([0, 0, 1, len(keys)]))]
    return Rules(
        ranking=(*chosen, *chance.choice([(), (), ("lots",)])),  # type: ignore[arg-type]
        overall=chance.choice(["sum", "none"]),
        ties=chance.choice(["share", "board"]),
        prizes=PRIZES,
        units=some_unit_rules(chance),
    )


def some_papers(chance: Random) -> PaperRules:
    return PaperRules(
        blueprint=(Slot(4, "a"),),
        minutes=10,
        attempts=chance.randint(1, 3),
        counted=chance.choice(["best", "last", "first"]),
        wrong=chance.choice([0, 0, 25, 100]),
        predicts=chance.choice(["", "participants", "entries", "all_correct"]),
    )


class World:
    """A bank, people and a chance: makes contests whose papers are all over."""

    def __init__(self, author: User, organiser: User, unit: Unit, chance: Random) -> None:
        self.organiser, self.unit, self.chance = organiser, unit, chance
        self.units = [unit]
        for number in range(4):  # the last stands under the one before it
            above = self.units[-1] if number == 3 else unit
            self.units.append(Unit.objects.create(code=f"U{number}", name=f"U{number}", kind="other", parent=above))
        self.accounts = [make_user(f"u{number}", unit) for number in range(5)]
        for right in ((2,), (1, 3), (4,), (2, 3), (1,), (3,)):
            kind = "multiple" if len(right) > 1 else "single"
            make_question(make_topic("a"), author, kind=kind, right=right)
        self.versions = list(QuestionVersion.objects.order_by("pk"))
        self.choices = {
            v.pk: list(Choice.objects.filter(version=v).order_by("position").values_list("pk", flat=True))
            for v in self.versions
        }

    def contest(self, number: int) -> Contest:
        chance = self.chance
        rounds = chance.randint(1, 2)
        contest = Contest.objects.create(
            slug=f"c{number}", title=f"C{number}", unit=self.unit, state="open", created_by=self.organiser,
            created_at=NOON, opened_at=NOON, opens_at=NOON, closes_at=NOON + timedelta(days=rounds),
            rules=some_rules(chance).to_json(), lots_seed=f"{chance.random()}",
        )  # fmt: skip
        sat_in = [
            Round.objects.create(
                contest=contest, position=at + 1, opens_at=NOON + timedelta(days=at),
                closes_at=NOON + timedelta(days=at + 1), rules=some_papers(chance).to_json(),
            )
            for at in range(rounds)
        ]  # fmt: skip
        people = Entrant.objects.bulk_create(
            Entrant(
                contest=contest, unit=chance.choice(self.units), full_name=f"Người {n}",
                user=self.accounts[n] if chance.random() < 0.5 else None, full_name_folded="", entered_at=NOON,
                is_simulated=chance.random() < 0.05, disqualified_at=NOON if chance.random() < 0.1 else None,
            )
            for n in range(chance.randint(2, 5))
        )  # fmt: skip
        make_rosters(contest, self.units, self.accounts, self.organiser, chance)
        for entrant in people:
            for one in sat_in:
                for attempt in range(chance.randint(0, one.paper_rules.attempts)):
                    self.sit(contest, entrant, one, attempt + 1)
        return contest

    def sit(self, contest: Contest, entrant: Entrant, one: Round, number: int) -> None:
        chance = self.chance
        flawless = chance.random() < 0.4  # as many papers of a real contest are: equals to part
        begun = one.opens_at + timedelta(minutes=30 * number)
        paper = Paper.objects.create(
            contest=contest, entrant=entrant, round=one, number=number, seed="s", started_at=begun,
            deadline_at=begun + timedelta(minutes=10),
            prediction=chance.choice([None, 0, 1, 2, 3, 9]) if one.paper_rules.predicts else None,
        )  # fmt: skip
        asked = PaperQuestion.objects.bulk_create(
            PaperQuestion(paper=paper, position=at, version=version, choice_order=self.choices[version.pk],
                          points=100 if flawless else chance.choice([100, 100, 50, 33]))
            for at, version in enumerate(chance.sample(self.versions, 4), start=1)
        )  # fmt: skip
        Answer.objects.bulk_create(
            Answer(question=each, chosen=chosen, saved_at=self.moment(begun))
            for each in asked
            if (chosen := self.right(each) if flawless else self.answer(each)) is not None
        )
        late = chance.random() < 0.2
        submit(paper=paper, now=begun + (timedelta(minutes=30) if late else timedelta(seconds=chance.choice([60, 61]))))

    def answer(self, asked: PaperQuestion) -> list[int] | None:
        how, choices = self.chance.random(), self.choices[asked.version_id]
        if how < 0.15:
            return None if how < 0.1 else []  # never answered, or taken back
        if how < 0.7:
            return self.right(asked)
        return sorted(self.chance.sample(choices, 2 if asked.version.kind == "multiple" else 1))

    def right(self, asked: PaperQuestion) -> list[int]:
        return sorted(Choice.objects.filter(version=asked.version_id, is_correct=True).values_list("pk", flat=True))

    def moment(self, begun: datetime) -> datetime:
        return begun + timedelta(milliseconds=self.chance.choice([1000, 5000, 5000, 30_123]))

    def decide(self, contest: Contest, now: datetime) -> None:
        """Rule on a question, and part some equals, as a board would."""
        chance = self.chance
        version = chance.choice(self.versions)
        what: Any = chance.choice(["key", "void", "full", "as_written"])
        accepted = [[chance.choice(self.choices[version.pk])]] if what == "key" else []
        KeyEdition.objects.create(
            contest=contest, version=version, number=1, ruling=Ruling(what).what, accepted=accepted, reason="x",
            decided_by=self.organiser, decided_at=now,
        )  # fmt: skip
        remark(contest=contest, version=version)
        for of in listed(contest):
            lines = standings(of, now)
            equal = [line.entrant for line in lines if line.place == 1]
            if len(equal) > 1:
                chance.shuffle(equal)
                TieDecision.objects.create(
                    contest=contest, round=of if isinstance(of, Round) else None, entrants=equal, reason="x",
                    decided_by=self.organiser, decided_at=now,
                )  # fmt: skip


@pytest.mark.django_db
def test_the_second_count_equals_the_ranking(tam: User, alice: User, province: Unit) -> None:
    chance = Random(13)
    world = World(tam, alice, province, chance)
    lines = ties = units_placed = unit_ties = left_out = 0
    for number in range(CONTESTS):
        contest = world.contest(number)
        now = contest.closes_at + timedelta(hours=chance.choice([-1, 1]))
        if chance.random() < 0.5:
            world.decide(contest, now)
        facts = facts_of(contest, now)
        for of in listed(contest):
            if chance.random() < 0.3:
                rule_on_units(contest, of, world.units, alice, chance)
            units = unit_standings(of, now)
            assert sorted(unit_facts_told(units), key=itemgetter(1)) == unit_facts_counted(contest, of, facts), (
                number, of, contest.rules["units"],
            )  # fmt: skip
            in_place = [(line.block, line.place) for line in units if line.place]
            units_placed, left_out = units_placed + len(in_place), left_out + len(units) - len(in_place)
            unit_ties += len(in_place) - len(set(in_place))
            told = [(line.place, line.entrant, line.result.score, line.result.time_used) for line in standings(of, now)]
            counted = [(line.place, line.entrant, line.score, line.time_used) for line in recounted(contest, of, facts)]
            assert told == counted, (number, of, contest.rules, [r.rules for r in contest.rounds.all()])
            lines += len(told)
            ties += len(told) - len({place for place, *_rest in told})
    assert lines > 3 * CONTESTS
    assert ties > 50, "the contests must hold equals, or shared places were never compared"
    assert units_placed > 1000
    assert unit_ties > 50
    assert left_out > 500

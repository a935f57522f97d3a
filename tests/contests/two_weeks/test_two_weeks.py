"""A contest of two weeks from its draft to a second edition of its results, in simulated time, on the real routes."""

from pathlib import Path

import pytest

from people.models import Unit
from realtime.clock import Moving
from tests.contests.two_weeks import before, cast, disputed, publishing, settling, week_one, week_two
from tests.contests.two_weeks.story import Story


@pytest.fixture
def story(transactional_db: None, clock: Moving, tmp_path: Path) -> Story:
    province = Unit.objects.create(code="CM", name="Tỉnh Cà Mau", kind=Unit.Kind.PROVINCE)
    units = cast.make_units(province)
    office, people = cast.make_office(province, units), cast.everybody()
    cast.make_questions(office.writer)
    return Story(clock, office, people, cast.make_accounts(people, units), units, tmp_path)


def test_two_weeks(story: Story) -> None:
    province = Unit.objects.get(code="CM")
    before.draft(story, province)
    before.sign_and_open(story)
    before.bring_the_list(story)
    before.barred_try(story)
    week_one.play(story)
    week_one.closes(story)
    disputed.appeals(story)
    week_two.play(story)
    week_two.closes(story)
    settling.settle(story)
    first = publishing.first_edition(story)
    publishing.late_discovery(story, first)

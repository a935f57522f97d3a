"""What the database itself refuses of a stage contest."""

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from contests.models import StageMark
from contests.record import guards
from contests.stage.states import Command
from tests.conftest import NOON
from tests.contests.stage.cast import Cast

pytestmark = pytest.mark.django_db
OPEN = Command.OPEN


class TestTheDatabase:
    def test_it_refuses_to_change_or_remove_a_mark(self, cast: Cast) -> None:
        cast.press(1, OPEN)
        cast.mark(1, 1, 1, 2500, 800)
        guards.put_up(connection, guards.STAGE_TABLES)
        try:
            for change in (lambda: StageMark.objects.update(value=0), lambda: StageMark.objects.all().delete()):
                with pytest.raises(DatabaseError, match="never changed"), transaction.atomic():
                    change()
        finally:
            if connection.vendor == "sqlite":
                guards.take_down(connection, guards.STAGE_TABLES)

    @pytest.mark.parametrize("wrong", [{"value": -1}, {"criterion": 0}, {"number": 1}])
    def test_it_refuses_a_mark_that_must_never_be(self, cast: Cast, wrong: dict[str, object]) -> None:
        cast.press(1, OPEN)
        cast.mark(1, 1, 1, 2500, 800)
        row = {"segment": cast.segment(1), "team": cast.teams[0], "juror": cast.jurors[0], "criterion": 1, "number": 2,
               "value": 100, "by": cast.secretary, "at": NOON}  # fmt: skip
        with pytest.raises(IntegrityError), transaction.atomic():
            StageMark.objects.create(**row | wrong)

"""The demonstration's register: something done, something still to do, and units that handed in nothing."""

from contests.reach import with_everything_under
from demo.accounts import load_accounts
from demo.propaganda import DONE, UNIT, load_propaganda
from demo.units import load_units
from people.models import Unit
from propaganda.periods import due_on
from propaganda.register import rows_of
from realtime.clock import Moving
from tests.conftest import NOON


def test_the_register_shows_units_that_did_something_and_units_that_did_not(db: None, clock: Moving) -> None:
    load_units()
    load_accounts()
    assert (load_propaganda(NOON), load_propaganda(NOON)) == (len(DONE), 0)
    period = due_on(NOON.date())
    everything = with_everything_under({Unit.objects.get(code="CM").pk})
    rows = {
        row.unit.code: row
        for row in rows_of(everything, year=period.year, first=period.first, last=period.last, now=NOON)
    }
    assert {code for code, row in rows.items() if not row.is_silent} == {row[0] for row in DONE}
    assert 0 < (rows[UNIT].achieved.percent or 0) < 100

"""Every route, as whoever may use it, with what no page of ours sends: each answers, and never with a fault of ours."""

import random
from typing import Any

import pytest
from django.db import transaction
from django.test import Client

from config.access import ROUTES
from tests.config.test_access_table import EXPECTED, address, world

__all__ = ["world"]
NUL = "a\x00b"
LONG = "9" * 5000
ODD = ["", " ", "0", "-1", "1", "2", "yes", "key", "confirm", "lots", NUL, LONG, "²", "٣", "1e309", "NaN", "9" * 18,
       "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "'; --", "\u202exyz", "[]", '{"a":1}', "on", "31/02/2026",
       "2026-11-02T12:00", "0001-01-01T00:00", "9999-12-31T23:59", "%s%d%(x)s", "á" * 3000]  # fmt: skip
NAMES = set(
    """answer appeal_days attempts began_at best blocks choices closes_at code counted decision duty eligible_units
    email employee_code ended_at exempt_reason exempted explanations file full_name given headcount introduction line
    minutes opens_at outcome partner phone position position_group questions ranking reason roster ruling seconds ties
    title unit username watch what why words anew as digest discard do don-vi dot foretold go hold edit ma points
    purpose q release born group citizen ways groups purposes barred page ban cau theo by left next place-1 place-2
    answer-1 chosen choice stem kind topic difficulty document number doc_type on since text days cursor rows
    do part scene place team teams member entrant juror head command value c1 seat name leader deduction bell over rest
    drop_from decimals weight step maximum prepare live criterion-TOTAL_FORMS tie-TOTAL_FORMS doi phan
    round headcount_1 unit_0 version shown mau khoi seen to opened comment""".split()  # noqa: SIM905
)
QUIET = {  # asked elsewhere; the first two need a text that was parsed
    "questionbank:drafts", "api-question-drafts", "healthz", "readyz", "contests:verifier", "people:sign-out",
    "set_language",
}  # fmt: skip
NASTY = [NUL, LONG, "9" * 18, "²"]  # sent in every box at once


def odd(draw: random.Random) -> dict[str, Any]:
    """Every box, with one odd value each."""
    return {name: draw.choice(ODD) for name in sorted(NAMES)}


def numbers(path: str) -> list[str]:
    """Return the address, and the same with other keys in it: none, beyond any column, longer than a number may be."""
    parts = path.split("/")
    at = next((place for place in range(len(parts) - 1, 0, -1) if parts[place].isdecimal()), None)
    if at is None:
        return [path]
    return [path] + ["/".join([*parts[:at], key, *parts[at + 1 :]]) for key in ("9" * 19, "%00")]


@pytest.mark.parametrize("letter", ["n", "b", "t", "o", "k"])
def test_no_route_answers_odd_requests_with_a_fault_of_ours(world: tuple, settings: Any, letter: str) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    cast, given = world
    draw = random.Random(f"odd {letter}")
    client, broken = Client(raise_request_exception=False), {}
    if cast[letter] is not None:
        client.force_login(cast[letter])
    for name in sorted(set(ROUTES) - QUIET):
        if letter not in EXPECTED[name][: 2 if EXPECTED[name][0] == "n" else 1]:
            continue
        first, *others = numbers(address(name, given))
        asked = [(first, how, dict.fromkeys(NAMES, nasty)) for nasty in NASTY for how in ("get", "post")]
        asked += [(first, "post", odd(draw)) for _ in range(2)] + [(path, "post", odd(draw)) for path in others]
        asked += [(path, "get", {}) for path in others]
        asked += [(first, "json", dict.fromkeys(NAMES, NUL))] if name.startswith("api-") else []
        for path, how, sent in asked:
            fault = fault_of(client, how, path, sent)
            if fault:
                broken[name, how] = f"{path[:60]} {fault}"
    assert broken == {}


def fault_of(client: Client, how: str, path: str, sent: dict[str, Any]) -> str:
    """Ask once, and take back whatever came of it; return what went wrong."""
    with transaction.atomic():
        if how == "json":
            answer = client.post(path, sent, content_type="application/json")
        else:
            answer = getattr(client, how)(path, sent)
        transaction.set_rollback(True)
    return repr(answer.exc_info[1])[:200] if answer.status_code >= 500 and answer.exc_info else ""

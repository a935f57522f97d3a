"""Fills a database with one live round and everybody who will play it, each with a session of their own."""

import secrets
from datetime import timedelta
from importlib import import_module
from typing import Any

from django.conf import settings
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY
from django.contrib.auth import SESSION_KEY as USER_SESSION_KEY
from django.contrib.sessions.models import Session
from django.test import override_settings
from django.utils import timezone

from contests.entering.guests import SESSION_KEY as GUEST_SESSION_KEY
from contests.live.composing import create_round
from contests.live.rules import LiveRules
from contests.models import Contest, Entrant, LivePlayer, LiveRound
from people.models import Role, RoleAssignment, Unit, User
from tests.contests.builders import make_bank, make_contest

UNITS, QUESTIONS, SECONDS = 100, 8, 300
BATCH = 2000


def fill(players: int, key: str, rules: LiveRules | None = None) -> dict[str, Any]:
    """Make a round in its lobby with `players`, every second of whom has an account; sessions are signed with `key`.

    Returns {"code", "number", "host": session, "phones": [session]}.
    """
    now = timezone.now()
    province = Unit.objects.create(code="P", name="Tỉnh", kind=Unit.Kind.PROVINCE)
    units = Unit.objects.bulk_create(
        Unit(code=f"U{n}", name=f"Phường {n}", kind=Unit.Kind.WARD, parent=province) for n in range(UNITS)
    )
    host = User.objects.create_user("host", full_name="Người Dẫn", unit=province)
    RoleAssignment.objects.create(user=host, role=Role.ORGANISER, unit=province)
    writer = User.objects.create_user("writer", full_name="Người Ra Đề", unit=province)
    make_bank(writer, per_topic=QUESTIONS)
    contest = make_contest(host, province, now)
    live = create_round(
        contest=contest, title="Vòng thi tải", questions=QUESTIONS, seconds=SECONDS, by=host, now=now, rules=rules
    )
    entrants = _entrants(contest, units, players)
    LivePlayer.objects.bulk_create((LivePlayer(round=live, entrant=one, joined_at=now) for one in entrants), BATCH)
    with override_settings(SECRET_KEY=key):
        return {
            "code": live.join_code,
            "number": live.pk,
            "host": _sessions([_as_account(host)])[0],
            "phones": _sessions([_as_account(e.user) if e.user else {GUEST_SESSION_KEY: [e.pk]} for e in entrants]),
        }


def _entrants(contest: Contest, units: list[Unit], count: int) -> list[Entrant]:
    now = timezone.now()
    users = User.objects.bulk_create(
        (User(username=f"p{n}", full_name=f"Trần Thị {n}", unit=units[n % UNITS]) for n in range(0, count, 2)), BATCH
    )
    made = []
    for n in range(count):
        user = users[n // 2] if n % 2 == 0 else None
        about = {"phone": "" if user else f"09{n:08}", "full_name": f"Trần Thị {n}", "unit": units[n % UNITS]}
        made.append(Entrant(contest=contest, user=user, entered_at=now, **about))
    return Entrant.objects.bulk_create(made, BATCH)


def _as_account(user: User) -> dict[str, str]:
    backend = settings.AUTHENTICATION_BACKENDS[0]
    return {
        USER_SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: backend, HASH_SESSION_KEY: user.get_session_auth_hash()
    }  # fmt: skip


def _sessions(told: list[dict[str, Any]]) -> list[str]:
    store = import_module(settings.SESSION_ENGINE).SessionStore()
    until = timezone.now() + timedelta(days=1)
    keys = [secrets.token_hex(16) for _ in told]
    Session.objects.bulk_create(
        (Session(session_key=key, session_data=store.encode(one), expire_date=until)
         for key, one in zip(keys, told, strict=True)),
        BATCH,
    )  # fmt: skip
    return keys


def kept(number: int) -> int:
    """Return how many answers to the round the database holds."""
    return sum(step.answers.count() for step in LiveRound.objects.get(pk=number).steps.all())

"""Many sessions read together are whose Django says that each is."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth import BACKEND_SESSION_KEY, SESSION_KEY, get_user
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from people.models import User
from people.recognising import recognise


def session_of(user: User) -> str:
    client = Client()
    client.force_login(user)
    return str(client.cookies["sessionid"].value)


def as_django_says(key: str) -> Any:
    request = HttpRequest()
    request.session = SessionStore(key)
    return get_user(request)


def change(key: str, **items: Any) -> None:
    session = SessionStore(key)
    session.update(items)
    session.save()


@pytest.mark.parametrize("what", ["plain", "password", "inactive", "backend", "expired", "nobody", "gone"])
def test_each_is_who_django_says(bob: User, alice: User, what: str) -> None:
    key, other = session_of(bob), session_of(alice)
    match what:
        case "password":
            bob.set_password("khác-trước")
            bob.save()
        case "inactive":
            User.objects.filter(pk=bob.pk).update(is_active=False)
        case "backend":
            change(key, **{BACKEND_SESSION_KEY: "somewhere.Else"})
        case "expired":
            Session.objects.filter(pk=key).update(expire_date=timezone.now() - timedelta(seconds=1))
        case "nobody":
            change(key, **{SESSION_KEY: "999999"})
        case "gone":
            Session.objects.filter(pk=key).delete()
    known = recognise({key, other, "no-session"})
    assert known[other].user == as_django_says(other) == alice
    found = known[key].user if key in known else None
    said = as_django_says(key)
    assert found == (said if said.is_authenticated else None)
    assert (found == bob) is (what == "plain")


@pytest.mark.parametrize("key", ["\x00abc", "", "é" * 32, "a b", "'; --"])
def test_what_is_no_key_keeps_nobody_from_being_known(bob: User, key: str) -> None:
    own = session_of(bob)
    assert {known: found.user for known, found in recognise({own, key}).items()} == {own: bob}


def test_two_sessions_of_one_account_have_each_a_user_of_their_own(bob: User) -> None:
    first, second = (known.user for known in recognise({session_of(bob), session_of(bob)}).values())
    assert first == second == bob
    assert first is not second


def test_what_a_former_key_signed_is_left_to_django_unless_it_cannot_be_renewed(bob: User, settings: Any) -> None:
    key = session_of(bob)
    former, settings.SECRET_KEY = settings.SECRET_KEY, "another" * 10
    settings.SECRET_KEY_FALLBACKS = [former]
    assert recognise({key})[key].user is None
    assert recognise({key}, renewing=False)[key].user == bob
    settings.SECRET_KEY_FALLBACKS = []
    assert recognise({key}, renewing=False) == {} or recognise({key}, renewing=False)[key].user is None

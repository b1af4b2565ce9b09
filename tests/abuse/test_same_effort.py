"""E03: neither words nor effort tell whom we know."""

import pytest
from django.contrib.auth.hashers import Argon2PasswordHasher
from django.core.cache import cache
from django.test import Client as Browser
from django.utils.timezone import now

from rapport.clients.operations import sign_in
from tests.abuse.effort import seconds_apart, statements

UNKNOWN = "nobody@northwind.example"
# The case allows 10 ms; two hashings, or one letter written while somebody waits, take more.
ALLOWED = 0.010
ROUNDS = 40


@pytest.fixture
def known(member, contact):
    """Doors by which an address is asked about: (path, fields, name, an address we know)."""
    portal = "/p/fernhill/sign-in/"
    sign_in.send_key(contact, at=now())
    return {
        "sign-in": ("/sign-in/", {"password": "wrong"}, "login", member.user.email),
        "forgotten": ("/sign-in/forgotten/", {}, "email", member.user.email),
        "portal": (portal, {}, "email", contact.email),
        "portal code": (f"{portal}code/", {"code": "000000"}, "email", contact.email),
    }


@pytest.fixture
def ask(known, undone):
    """Ask at a door for an address, and take back what that left."""

    def ask(door, address=None):
        path, fields, name, email = known[door]
        return undone(lambda: Browser().post(path, {**fields, name: address or email}))

    return ask


DOORS = ("sign-in", "forgotten", "portal", "portal code")


@pytest.mark.parametrize("door", DOORS)
def test_e03_a_known_and_an_unknown_address_make_the_same_work(ask, door):
    asked = []
    for address in (None, UNKNOWN):
        cache.clear()
        with statements() as sent:
            ask(door, address)
        asked.append(sent)
    assert asked[0] == asked[1]


@pytest.mark.parametrize("door", DOORS)
def test_e03_a_known_and_an_unknown_address_take_the_same_time(ask, door):
    apart = seconds_apart(lambda: ask(door), lambda: ask(door, UNKNOWN), ROUNDS)
    assert apart < ALLOWED


def test_e03_a_wrong_password_is_hashed_as_often_for_nobody_as_for_somebody(
    ask, member, settings, monkeypatch
):
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
    member.user.set_password("correct horse")
    member.user.save()
    hashed = []
    for name in ("encode", "verify"):
        real = getattr(Argon2PasswordHasher, name)
        monkeypatch.setattr(
            Argon2PasswordHasher, name, lambda *a, real=real: hashed.append(1) or real(*a)
        )
    counts = []
    for address in (None, UNKNOWN):
        hashed.clear()
        ask("sign-in", address)
        counts.append(len(hashed))
    assert counts[0] == counts[1] > 0

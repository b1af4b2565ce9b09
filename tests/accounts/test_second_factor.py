"""An authenticator app, and the codes for the day the phone is lost."""

import time
from types import SimpleNamespace

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value

from rapport.accounts.operations import recovery_codes
from tests.accounts.conftest import PASSWORD, SIGN_IN, prove

SECOND_STEP = "/sign-in/second-step/"
PROFILE = "/w/fernhill/profile/"


STEP = 30  # seconds that a code stands in the app


def code_of(secret: str, at: float | None = None) -> str:
    return format_hotp_value(hotp_value(secret, int(at or time.time()) // STEP))


def sign_in(browser, member):
    return browser.post(SIGN_IN, {"login": member.user.email, "password": PASSWORD})


def set_up(browser) -> list[str]:
    """Switch the app on; gives the recovery codes that are shown then."""
    prove(browser)
    page = browser.get("/sign-in/second-factor/app/")
    secret = page.context["form"].secret
    answer = browser.post("/sign-in/second-factor/app/", {"code": code_of(secret)})
    assert answer.status_code == 200
    return answer.context["codes"]


def test_with_an_app_the_password_alone_is_not_enough(visitor, member, client):
    sign_in(client, member)
    set_up(client)
    answer = sign_in(visitor, member)
    assert answer.url == "/sign-in/second-step/"
    assert visitor.get("/").url == SIGN_IN
    assert visitor.get(answer.url).status_code == 200
    wrong = visitor.post(answer.url, {"code": "000000"})
    assert wrong.status_code == 200 and visitor.get("/").url == SIGN_IN


@pytest.mark.parametrize(("steps_ago", "accepted"), [(0, True), (1, True), (2, False)])
def test_a_code_that_changed_while_it_was_typed_still_counts(
    member, client, monkeypatch, steps_ago, accepted
):
    moment = time.time()
    clock = SimpleNamespace(time=lambda: moment)
    monkeypatch.setattr("allauth.mfa.totp.internal.auth.time", clock)
    sign_in(client, member)
    prove(client)
    secret = client.get("/sign-in/second-factor/app/").context["form"].secret
    code = code_of(secret, at=moment - steps_ago * STEP)
    answer = client.post("/sign-in/second-factor/app/", {"code": code})
    assert ("codes" in answer.context) == accepted


def test_a_recovery_code_works_once_and_says_how_many_are_left(visitor, member, client):
    sign_in(client, member)
    code = set_up(client)[0]
    sign_in(visitor, member)
    visitor.post(SECOND_STEP, {"code": code.lower().replace("-", " ")})
    assert "9 are left" in visitor.get("/", follow=True).text
    visitor.post("/sign-in/out/")
    sign_in(visitor, member)
    visitor.post(SECOND_STEP, {"code": code})
    assert visitor.get("/").url == SIGN_IN


def test_the_last_recovery_code_says_that_it_was_the_last(member, visitor, client):
    sign_in(client, member)
    codes = set_up(client)
    for code in codes[1:]:
        assert recovery_codes.spend(member.user, code)
    sign_in(visitor, member)
    visitor.post(SECOND_STEP, {"code": codes[0]})
    assert "last recovery code" in visitor.get("/", follow=True).text


def test_recovery_codes_are_shown_once_and_kept_as_hashes(member, client):
    sign_in(client, member)
    codes = set_up(client)
    assert len(codes) == 10
    pages = client.get("/sign-in/second-factor/codes/").text + client.get(PROFILE).text
    assert "10 codes are left" in pages
    stored = str(list(Authenticator.objects.filter(user=member.user).values()))
    for code in codes:
        assert code not in pages
        assert code not in stored and code.replace("-", "") not in stored


def test_a_new_set_makes_the_old_codes_useless(member, client):
    sign_in(client, member)
    old = set_up(client)
    new = client.post("/sign-in/second-factor/codes/").context["codes"]
    assert recovery_codes.spend(member.user, old[0]) is None
    assert recovery_codes.spend(member.user, new[0])


def test_recovery_codes_are_for_those_with_a_second_factor(member, client):
    sign_in(client, member)
    prove(client)
    assert client.get("/sign-in/second-factor/codes/").url == "/sign-in/second-factor/"
    assert client.post("/sign-in/second-factor/codes/").url == "/sign-in/second-factor/"


def test_switching_the_app_off_takes_the_codes_along(member, client):
    sign_in(client, member)
    code = set_up(client)[0]
    client.post("/sign-in/second-factor/app/removal/")
    assert recovery_codes.spend(member.user, code) is None
    assert not Authenticator.objects.filter(user=member.user).exists()


def test_guessing_recovery_codes_is_limited(visitor, member, client):
    sign_in(client, member)
    code = set_up(client)[0]
    sign_in(visitor, member)
    for n in range(12):
        visitor.post(SECOND_STEP, {"code": f"AAAA-AAAA-AAAA-{n:04}"})
    visitor.post(SECOND_STEP, {"code": code})
    assert visitor.get("/").url == SIGN_IN


def test_guessing_the_second_step_is_limited(visitor, member, client):
    sign_in(client, member)
    set_up(client)
    sign_in(visitor, member)
    answers = [visitor.post("/sign-in/second-step/", {"code": f"{n:06}"}) for n in range(12)]
    texts = " ".join(answer.text for answer in answers[-3:])
    assert any(answer.status_code == 429 for answer in answers) or "Too many" in texts

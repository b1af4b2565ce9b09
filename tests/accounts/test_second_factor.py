"""An authenticator app, and the codes for the day the phone is lost."""

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)

from tests.accounts.conftest import PASSWORD, SIGN_IN, prove


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def sign_in(browser, member):
    return browser.post(SIGN_IN, {"login": member.user.email, "password": PASSWORD})


def set_up(browser) -> str:
    prove(browser)
    page = browser.get("/sign-in/second-factor/app/")
    secret = page.context["form"].secret
    answer = browser.post("/sign-in/second-factor/app/", {"code": code_of(secret)})
    assert answer.status_code == 302
    return secret


def test_with_an_app_the_password_alone_is_not_enough(visitor, member, client):
    sign_in(client, member)
    set_up(client)
    answer = sign_in(visitor, member)
    assert answer.url == "/sign-in/second-step/"
    assert visitor.get("/").url == SIGN_IN
    assert visitor.get(answer.url).status_code == 200
    wrong = visitor.post(answer.url, {"code": "000000"})
    assert wrong.status_code == 200 and visitor.get("/").url == SIGN_IN


def test_a_recovery_code_works_once(visitor, member, client):
    sign_in(client, member)
    set_up(client)
    page = client.get("/sign-in/second-factor/codes/")
    assert page.status_code == 200
    stored = Authenticator.objects.get(user=member.user, type="recovery_codes")
    code = stored.wrap().get_unused_codes()[0]
    assert code in page.text
    sign_in(visitor, member)
    visitor.post("/sign-in/second-step/", {"code": code})
    assert visitor.get("/").url == "/w/fernhill/"
    visitor.post("/sign-in/out/")
    sign_in(visitor, member)
    visitor.post("/sign-in/second-step/", {"code": code})
    assert visitor.get("/").url == SIGN_IN


def test_guessing_the_second_step_is_limited(visitor, member, client):
    sign_in(client, member)
    set_up(client)
    sign_in(visitor, member)
    answers = [visitor.post("/sign-in/second-step/", {"code": f"{n:06}"}) for n in range(12)]
    texts = " ".join(answer.text for answer in answers[-3:])
    assert any(answer.status_code == 429 for answer in answers) or "Too many" in texts

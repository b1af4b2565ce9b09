"""E: sign-in, origins, and what a server must not start with."""

import json

import pytest
from django.conf import settings as live_settings

from tests.abuse.standing import EVIL


def test_e08_a_post_from_another_site_is_refused_even_with_a_token(boss, browse, settings):
    browser = browse(boss)
    browser.handler.enforce_csrf_checks = True
    browser.get("/w/fernhill/profile/")
    token = browser.cookies["rapport_csrf"].value
    answer = browser.post(
        "/w/fernhill/profile/", {"csrfmiddlewaretoken": token, "name": "Evil"}, HTTP_ORIGIN=EVIL
    )
    assert answer.status_code == 403


@pytest.mark.parametrize("page", ["/sign-in/", "/p/fernhill/sign-in/", "/w/fernhill/", "/start/"])
@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "a@evil", "a b"])
def test_e01_no_page_answers_under_another_name(client, workspace, page, host):
    assert client.get(page, HTTP_HOST=host).status_code == 400


def test_e10_nothing_starts_with_a_known_key_or_with_debug():
    assert live_settings.DEBUG is False
    assert len(live_settings.SECRET_KEY) > 60 and "insecure" not in live_settings.SECRET_KEY


def test_e11_what_comes_without_a_state_of_ours_is_not_repeated(make, boss, browse):
    url = "/w/fernhill/settings/mailboxes/signed-in/"
    answer = browse(boss).get(
        url, {"error": "<script>alert(1)</script>", "error_description": "<b>x", "state": "guess"}
    )
    assert answer.status_code == 400 and "<script>alert" not in answer.text


def test_f07_what_strangers_write_never_becomes_a_line_of_the_log(client, workspace, log):
    client.get('/nothing/\x1b[31mred\r\n{"level":"x"}%0a%1b', HTTP_USER_AGENT="a\r\nb\x1b[2J")
    client.post("/sign-in/", {"login": "x\r\n\x1b]0;owned\x07", "password": "SECRETPASS\n"})
    text = log.getvalue()
    assert "nothing" in text
    for line in text.splitlines():
        json.loads(line)
    assert "\x1b" not in text and "SECRETPASS" not in text

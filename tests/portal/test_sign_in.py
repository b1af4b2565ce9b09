"""Into the portal by a link or a code: only a click acts, and no answer tells whom we know."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client as Browser
from django.utils import timezone

from rapport.clients.models import SignInKey
from rapport.clients.operations import sign_in
from rapport.events.models import Event

HOME = "/p/fernhill/"
SIGN_IN = "/p/fernhill/sign-in/"
LINK = re.compile(r"http://localhost:8000(/p/fernhill/sign-in/[\w-]+/)")


@pytest.fixture
def link(contact) -> str:
    sign_in.send_key(contact, next_path="/p/fernhill/messages/", at=timezone.now())
    return LINK.search(mail.outbox[-1].body).group(1)


def test_a_stranger_is_sent_to_the_sign_in_page_and_back(workspace):
    assert Browser().get(HOME)["Location"] == SIGN_IN
    answer = Browser().get(f"{HOME}messages/")
    assert answer["Location"] == f"{SIGN_IN}?next=%2Fp%2Ffernhill%2Fmessages%2F"
    assert Browser().get("/p/nobody/").status_code == 404


def test_e02_scanners_open_the_link_and_the_person_still_gets_in(link, contact):
    scanner = Browser()
    for _ in range(10):
        assert scanner.get(link).status_code == 200
        scanner.head(link)
    assert scanner.get(HOME).status_code == 302
    assert not Event.objects.filter(verb="contact.signed_in").exists()
    browser = Browser()
    answer = browser.post(link)
    assert answer["Location"] == "/p/fernhill/messages/"
    assert browser.get(HOME).status_code == 200


def test_a_used_link_renews_in_one_tap(link, run_jobs):
    Browser().post(link)
    browser = Browser()
    page = browser.get(link)
    assert page.status_code == 410
    assert f"{link}renewal/" in page.text
    assert browser.post(link).status_code == 410
    assert browser.get(HOME).status_code == 302
    browser.post(f"{link}renewal/")
    fresh = LINK.search(mail.outbox[-1].body).group(1)
    assert fresh != link
    assert browser.post(fresh)["Location"] == "/p/fernhill/messages/"


def test_an_old_link_is_too_old(link):
    SignInKey.objects.update(expires_at=timezone.now() - timedelta(minutes=1))
    assert Browser().post(link).status_code == 410


@pytest.mark.parametrize("token", ["x", "null", "0" * 43, "[]"])
def test_e04_a_guessed_token_opens_nothing_and_tells_nothing(link, token):
    browser = Browser()
    unknown = browser.post(f"{SIGN_IN}{token}/")
    Browser().post(link)
    used = browser.post(link)
    assert unknown.status_code == used.status_code == 410
    assert browser.post(f"{SIGN_IN}{token}/renewal/").status_code == 200
    assert browser.get(HOME).status_code == 302


def test_e03_known_and_unknown_addresses_get_the_same_answer(contact, run_jobs):
    answers = []
    for email in ("ines@northwind.example", "nobody@elsewhere.example"):
        text = Browser().post(SIGN_IN, {"email": email}).text
        answers.append(re.sub(r"\b\w{64}\b", "", text).replace(email, ""))
    assert answers[0] == answers[1]
    run_jobs()
    assert [m.to for m in mail.outbox] == [["ines@northwind.example"]]


def test_the_code_of_the_mail_signs_in(contact, run_jobs):
    browser = Browser()
    browser.post(f"{SIGN_IN}?next=/p/fernhill/messages/", {"email": contact.email})
    run_jobs()
    code = re.search(r"\b(\d{3} \d{3})\b", mail.outbox[0].body).group(1)
    wrong = browser.post(f"{SIGN_IN}code/", {"email": contact.email, "code": "000000"})
    assert wrong.status_code == 422
    answer = browser.post(f"{SIGN_IN}code/", {"email": contact.email, "code": code})
    assert answer["Location"] == "/p/fernhill/messages/"


@pytest.mark.parametrize(
    "wanted",
    ["https://evil.example/", "//evil.example", "/w/fernhill/", "/p/elsewhere/",
     "/p/fernhill/../w/",
     "/p/fernhill//evil.example", "\\evil", "javascript:alert(1)"],
)  # fmt: skip
def test_e07_nobody_is_sent_elsewhere_after_signing_in(contact, wanted):
    sign_in.send_key(contact, next_path=wanted, at=timezone.now())
    link = LINK.search(mail.outbox[-1].body).group(1)
    assert Browser().post(link)["Location"] == HOME


def test_e01_the_link_is_made_from_the_configured_address(contact, run_jobs):
    Browser().post(SIGN_IN, {"email": contact.email}, headers={"X-Forwarded-Host": "evil.example"})
    run_jobs()
    assert "evil.example" not in mail.outbox[0].body
    assert LINK.search(mail.outbox[0].body)


def test_a20_a_new_epoch_ends_every_session(portal, contact, manager):
    browser = portal(contact)
    assert browser.get(HOME).status_code == 200
    sign_in.end_sessions(contact, by=manager, at=timezone.now())
    assert browser.get(HOME).status_code == 302


def test_a20_a_contact_in_the_bin_is_out(portal, contact):
    browser = portal(contact)
    contact.binned_at = timezone.now()
    contact.save()
    assert browser.get(HOME).status_code == 302


def test_the_session_gets_a_new_key_when_it_begins(link):
    browser = Browser()
    browser.get(SIGN_IN)
    session = browser.session
    session["planted"] = True
    session.save()
    browser.cookies["rapport_session"] = planted = session.session_key
    browser.post(link)
    assert browser.cookies["rapport_session"].value != planted
    cookie = browser.cookies["rapport_session"]
    assert cookie["httponly"] and cookie["samesite"] == "Lax"


def test_a_portal_session_is_good_for_its_workspace_alone(portal, contact, stranger):
    browser = portal(contact)
    assert browser.get("/p/elsewhere/").status_code == 302


def test_a_portal_session_gives_no_staff_rights_and_the_other_way_round(
    portal, contact, manager, browse
):
    assert "/sign-in/" in portal(contact).get("/w/fernhill/promises/")["Location"]
    assert browse(manager).get(HOME)["Location"] == SIGN_IN


def test_signing_out_leaves_nothing_open(portal, contact):
    browser = portal(contact)
    assert browser.post(f"{HOME}sign-out/")["Location"] == SIGN_IN
    assert browser.get(HOME).status_code == 302


def test_e08_posts_without_the_forms_token_are_refused(link):
    browser = Browser(enforce_csrf_checks=True)
    assert browser.post(link).status_code == 403
    assert browser.post(SIGN_IN, {"email": "x@y.example"}).status_code == 403


def test_many_tries_from_one_place_are_slowed_down(workspace, monkeypatch):
    monkeypatch.setattr("rapport.portal.views.sign_in.TRIES_AN_HOUR", 2)
    browser = Browser()
    codes = [browser.post(SIGN_IN, {"email": "x@y.example"}).status_code for _ in range(3)]
    assert codes == [200, 200, 429]


def test_an_old_link_speaks_the_language_of_whoever_it_was_for(client, contact, workspace):
    contact.language = "de"
    contact.save()
    token = sign_in.cut_key(
        contact, next_path="", lives=timedelta(days=-1), at=timezone.now() - timedelta(days=9)
    )
    url = f"/p/fernhill/sign-in/{token}/"
    assert "Dieser Link" in client.get(url, headers={"accept-language": "en"}).text
    assert "E-Mail" in client.post(f"{url}renewal/", headers={"accept-language": "en"}).text
    never = "/p/fernhill/sign-in/neverIssuedNeverIssued/"
    assert "This link" in client.get(never, headers={"accept-language": "en"}).text


@pytest.mark.parametrize(
    "twin", ["ınes@northwind.example", "INES@NORTHWIND.EXAMPLE", "ines@northwınd.example"]
)
def test_e05_a_look_alike_address_gets_no_key_of_another(contact, run_jobs, twin):
    Browser().post(SIGN_IN, {"email": twin})
    run_jobs()
    assert all(letter.to == ["ines@northwind.example"] for letter in mail.outbox)
    assert len(mail.outbox) == (1 if twin.isascii() else 0)

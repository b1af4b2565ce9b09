"""Signing in as staff: who gets in, who does not, and what nobody can find out by trying."""

import re

import pytest
from django.core import mail
from django.test import Client as Browser
from django.urls import get_resolver

from rapport.accounts.operations import members
from rapport.lib.access import declared
from rapport.workspaces.scope import open_workspace
from tests.accounts.conftest import PASSWORD, SIGN_IN, path_in, prove
from tests.conftest import NOW

FORGOTTEN = "/sign-in/forgotten/"


def sign_in(browser, email, password=PASSWORD, **data):
    return browser.post(SIGN_IN, {"login": email, "password": password, **data})


def text(answer) -> str:
    """The page without what differs by its nature."""
    plain = re.sub(r'(csrfmiddlewaretoken" value|csrf-token" content)="[^"]*"', "", answer.text)
    return re.sub(r'value="[^"]*@[^"]*"', "", plain)


def test_a_person_signs_in_and_lands_in_their_only_workspace(visitor, member):
    answer = sign_in(visitor, member.user.email)
    assert answer.status_code == 302 and answer.url == "/"
    assert visitor.get("/").url == "/w/fernhill/"


def test_a_wrong_password_does_not_get_in(visitor, member):
    answer = sign_in(visitor, member.user.email, "wrong")
    assert answer.status_code == 200
    assert visitor.get("/").url == SIGN_IN


def test_the_address_is_written_in_any_case(visitor, member):
    assert sign_in(visitor, member.user.email.upper()).status_code == 302


def test_somebody_in_two_workspaces_chooses(visitor, member, stranger):
    with open_workspace(stranger.workspace_id):
        members.admit(stranger.workspace, user=member.user, role="member", at=NOW)
    sign_in(visitor, member.user.email)
    page = visitor.get("/").text
    assert "/w/fernhill/" in page and "/w/elsewhere/" in page


def test_e03_known_and_unknown_addresses_read_the_same_at_sign_in(member):
    known, unknown = Browser(), Browser()
    for _ in range(2):
        one = sign_in(known, member.user.email, "wrong")
        other = sign_in(unknown, "nobody@fernhill.example", "wrong")
    assert one.status_code == other.status_code
    assert text(one) == text(other)


def test_e03_asking_for_a_new_password_reads_the_same_for_every_address(member, run_jobs):
    answers = [
        Browser().post(FORGOTTEN, {"email": email}, follow=True)
        for email in (member.user.email, "nobody@fernhill.example")
    ]
    assert answers[0].status_code == answers[1].status_code == 200
    assert text(answers[0]) == text(answers[1])
    assert mail.outbox == []  # nothing is sent while the visitor waits
    run_jobs()
    assert [letter.to for letter in mail.outbox] == [[member.user.email]]


def test_e03_one_address_gets_at_most_five_letters_an_hour(member, run_jobs):
    for _ in range(8):
        answer = Browser().post(FORGOTTEN, {"email": member.user.email})
        assert answer.status_code == 302
    run_jobs()
    assert len(mail.outbox) == 5


def test_one_visitor_asking_for_many_addresses_is_told_to_pause(visitor, db):
    codes = [
        visitor.post(FORGOTTEN, {"email": f"a{n}@fernhill.example"}).status_code for n in range(21)
    ]
    assert codes[-1] == 429


@pytest.mark.parametrize("tries", [12])
def test_guessing_passwords_ends_in_a_kind_pause(visitor, member, tries):
    answers = [sign_in(visitor, member.user.email, "wrong") for _ in range(tries)]
    assert answers[-1].status_code == 429
    assert "wait a few minutes" in answers[-1].text
    assert sign_in(visitor, member.user.email).status_code == 429


def test_e01_a_poisoned_host_is_refused_and_links_keep_the_configured_origin(
    visitor, member, run_jobs, settings
):
    settings.PUBLIC_URL = "https://rapport.fernhill.example"
    answer = visitor.post(FORGOTTEN, {"email": member.user.email}, headers={"host": "evil.example"})
    assert answer.status_code == 400
    forwarded = {"x-forwarded-host": "evil.example"}
    visitor.post(FORGOTTEN, {"email": member.user.email}, headers=forwarded)
    run_jobs()
    [letter] = mail.outbox
    assert "https://rapport.fernhill.example/sign-in/forgotten/" in letter.body
    assert "evil" not in letter.body


def test_e02_a_scanner_that_opens_the_reset_link_uses_nothing_up(visitor, member, run_jobs):
    visitor.post(FORGOTTEN, {"email": member.user.email})
    run_jobs()
    path = path_in(mail.outbox[0].body)
    for _ in range(10):
        scanner = Browser()
        scanner.head(path, follow=True)
        scanner.get(path, follow=True)
    form = visitor.get(path, follow=True)
    where = form.redirect_chain[-1][0]
    saved = visitor.post(
        where, {"password1": "a new long phrase", "password2": "a new long phrase"}
    )
    assert saved.status_code == 302
    assert sign_in(Browser(), member.user.email, "a new long phrase").status_code == 302
    assert "does not work any more" in Browser().get(path, follow=True).text


@pytest.mark.parametrize(
    "twin", ["mıke@fernhill.example", "MIKE@FERNHILL.EXAMPLE", "mike@fernhıll.example"]
)
def test_e05_a_look_alike_address_gets_no_letter_of_another(make, visitor, run_jobs, twin):
    make.member(email="mike@fernhill.example")
    visitor.post(FORGOTTEN, {"email": twin})
    run_jobs()
    assert all(letter.to == ["mike@fernhill.example"] for letter in mail.outbox)
    assert len(mail.outbox) == (1 if twin.isascii() else 0)


ELSEWHERE = [
    "https://evil.example", "//evil.example", "///evil.example", "////evil.example",
    "/\\evil.example", "\\\\evil.example", "\\/evil.example", "http:evil.example",
    "http:///evil.example", "https:/evil.example", "https:\\\\evil.example", "HTTPS://EVIL.EXAMPLE",
    "javascript:alert(1)", "JaVaScRiPt:alert(1)", "data:text/html,x", "vbscript:x",
    "ftp://evil.example", "file:///etc/passwd", "//evil.example/%2f..", "/%09/evil.example",
    "\t//evil.example", " //evil.example", "\n//evil.example", "\r\n//evil.example",
    "https://testserver@evil.example", "https://testserver.evil.example",
    "//testserver@evil.example", "https://evil.example#testserver",
    "https://evil.example?testserver", "//evil.example\\@testserver",
    "//[::1]", "//127.1", "//0x7f000001", "http://2130706433", "//ⓔvil.example", "//evil。example",
    "https://evil.example:80", "///", "/\t/evil.example", "//\tevil.example",
]  # fmt: skip


@pytest.mark.parametrize("where", ELSEWHERE)
def test_e07_signing_in_never_leads_to_another_site(visitor, member, where):
    answer = sign_in(visitor, member.user.email, next=where)
    assert answer.status_code == 302
    assert re.match(r"/(?![/\\])[^\\\t\r\n]*$", answer.url), answer.url


@pytest.mark.parametrize("where", ["https://evil.example", "//evil.example", "/\\evil.example"])
def test_e07_signing_out_never_leads_to_another_site(visitor, member, where):
    visitor.force_login(member.user, backend="rapport.accounts.backends.Backend")
    answer = visitor.post("/sign-in/out/", {"next": where})
    assert re.match(r"/(?![/\\])", answer.url)


def test_signing_out_takes_a_post(browse, member):
    browser = browse(member)
    browser.get("/sign-in/out/")
    assert browser.get("/").url == "/w/fernhill/"
    browser.post("/sign-in/out/")
    assert browser.get("/").url == SIGN_IN


def test_nobody_signs_up_by_themselves(visitor):
    assert visitor.get("/sign-in/signup/").status_code == 404


def test_every_sign_in_route_declares_whom_it_is_for():
    resolver = next(p for p in get_resolver().url_patterns if str(p.pattern) == "sign-in/")
    assert all(declared(pattern.callback) for pattern in resolver.url_patterns)


@pytest.mark.parametrize(
    "path", ["", "out/", "forgotten/", "forgotten/sent/", "forgotten/done/", "inactive/"]
)
def test_pages_before_sign_in_render(visitor, db, path):
    assert visitor.get(SIGN_IN + path, follow=True).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["password/", "second-factor/", "passkeys/", "second-factor/app/", "passkeys/new/", "again/"],
)
def test_pages_about_ones_own_sign_in_render(visitor, member, path):
    sign_in(visitor, member.user.email)
    prove(visitor)
    assert visitor.get(SIGN_IN + path).status_code == 200


@pytest.mark.parametrize(
    "path", ["password/", "second-factor/", "passkeys/", "second-factor/codes/"]
)
def test_pages_about_ones_own_sign_in_are_closed_to_visitors(visitor, db, path):
    assert visitor.get(SIGN_IN + path).status_code == 302

"""A contact gets in by link or code: once, soon, and nobody else."""

from datetime import timedelta

import pytest
from django.core import mail

from rapport.clients.models import Contact, SignInKey
from rapport.clients.operations import portal_invitations, sign_in
from rapport.events.models import Event
from rapport.workspaces.operations import bin
from tests.clients.conftest import code_in_mail, token_in_mail
from tests.conftest import NOW

MINUTE = timedelta(minutes=1)


@pytest.fixture
def key(contact):
    sign_in.send_key(contact, next_path="/p/fernhill/messages/", at=NOW)
    return contact


def redeem_code(email="ines@northwind.example", code=None, at=NOW + MINUTE):
    return sign_in.redeem_code(email=email, code=code or code_in_mail(), at=at)


def test_a_link_lets_in_once_and_leads_where_they_were_going(key):
    redeemed = sign_in.redeem_link(token_in_mail(), at=NOW + MINUTE)
    assert (redeemed.contact, redeemed.next_path) == (key, "/p/fernhill/messages/")
    assert Contact.objects.get().last_seen_at == NOW + MINUTE
    with pytest.raises(sign_in.WrongKey):
        sign_in.redeem_link(token_in_mail(), at=NOW + MINUTE)
    assert Event.objects.get(verb="contact.signed_in").facts == {"way": "link"}


def test_a_code_lets_in_once_however_it_is_written(key):
    code = code_in_mail()
    assert redeem_code(" INES@northwind.example ", code.replace(" ", "-")).contact == key
    with pytest.raises(sign_in.WrongKey):
        redeem_code(code=code)


def test_using_the_link_uses_up_the_code(key):
    sign_in.redeem_link(token_in_mail(), at=NOW)
    with pytest.raises(sign_in.WrongKey):
        redeem_code()


def test_the_mail_speaks_the_contacts_language(contact, key):
    letter = mail.outbox[-1]
    assert letter.to == ["ines@northwind.example"]
    assert letter.extra_headers["Content-Language"] == "en"
    assert "http://localhost:8000/p/fernhill/sign-in/" in letter.body


def test_e02_looking_at_a_link_changes_nothing(key):
    before = list(SignInKey.objects.values())
    for _ in range(10):
        assert sign_in.open_key(token_in_mail(), at=NOW)
    assert list(SignInKey.objects.values()) == before
    assert sign_in.redeem_link(token_in_mail(), at=NOW)


def test_e04_codes_and_links_grow_old(key):
    with pytest.raises(sign_in.WrongKey):
        redeem_code(at=NOW + 16 * MINUTE)
    with pytest.raises(sign_in.WrongKey):
        sign_in.redeem_link(token_in_mail(), at=NOW + timedelta(hours=25))


@pytest.mark.parametrize("token", ["", "null", "None", "0", "[]", "x" * 43])
def test_e04_an_empty_or_guessed_token_opens_nothing(key, token):
    assert sign_in.open_key(token, at=NOW) is None
    with pytest.raises(sign_in.WrongKey):
        sign_in.redeem_link(token, at=NOW)


@pytest.mark.parametrize("code", ["", "x", "0", "000000000000"])
def test_e04_an_empty_code_is_no_code(key, code):
    with pytest.raises(sign_in.WrongKey):
        sign_in.redeem_code(email=key.email, code=code, at=NOW)


def test_e04_nothing_that_opens_is_stored(key):
    stored = str(list(SignInKey.objects.values()))
    assert token_in_mail() not in stored
    assert code_in_mail().replace(" ", "") not in stored


def test_guessing_kills_the_code_but_not_the_link(key):
    right = code_in_mail()
    wrong = "111 111" if right != "111 111" else "222 222"
    for _ in range(5):
        with pytest.raises(sign_in.WrongKey):
            redeem_code(code=wrong)
    with pytest.raises(sign_in.WrongKey):
        redeem_code(code=right)
    assert sign_in.redeem_link(token_in_mail(), at=NOW)


def test_only_the_newest_code_counts(key, contact):
    first = code_in_mail()
    sign_in.send_key(contact, at=NOW + MINUTE)
    if code_in_mail() != first:
        with pytest.raises(sign_in.WrongKey):
            redeem_code(code=first)
    assert redeem_code(code=code_in_mail())


def test_a_code_of_one_contact_is_useless_for_another(key, make):
    other = make.contact(key.client)
    sign_in.send_key(other, at=NOW)
    with pytest.raises(sign_in.WrongKey):
        redeem_code(email=key.email, code=code_in_mail())


def test_five_mails_an_hour_are_enough(contact):
    for _ in range(5):
        sign_in.send_key(contact, at=NOW)
    with pytest.raises(sign_in.TooManyKeys):
        sign_in.send_key(contact, at=NOW + 59 * MINUTE)
    sign_in.send_key(contact, at=NOW + 61 * MINUTE)


def test_e03_asking_costs_the_same_for_known_and_unknown_addresses(
    workspace, contact, run_jobs, django_assert_num_queries
):
    for email in (contact.email, "nobody@northwind.example"):
        with django_assert_num_queries(5):
            sign_in.request_key(workspace, email=email, at=NOW)
    assert mail.outbox == []
    run_jobs()
    assert [letter.to for letter in mail.outbox] == [[contact.email]]


def test_an_expired_link_renews_to_the_same_address(key):
    old = token_in_mail()
    assert sign_in.expired_key(old)
    sign_in.renew(old, at=NOW + timedelta(days=3))
    assert mail.outbox[-1].to == [key.email]
    redeemed = sign_in.redeem_link(token_in_mail(), at=NOW + timedelta(days=3))
    assert redeemed.next_path == "/p/fernhill/messages/"


def test_renewing_what_we_never_sent_is_silent(workspace, scope):
    sign_in.renew("never", at=NOW)
    assert mail.outbox == []


def test_a20_a_binned_contact_does_not_get_in(key, manager):
    bin.put(key, by=manager, at=NOW)
    with pytest.raises(sign_in.WrongKey):
        sign_in.redeem_link(token_in_mail(), at=NOW)
    with pytest.raises(sign_in.WrongKey):
        redeem_code()


def test_a20_ending_sessions_ends_open_keys_too(key, manager):
    before = key.session_epoch
    sign_in.end_sessions(key, by=manager, at=NOW)
    assert key.session_epoch == before + 1
    with pytest.raises(sign_in.WrongKey):
        sign_in.redeem_link(token_in_mail(), at=NOW)


@pytest.mark.parametrize(
    "path",
    ["https://evil.example", "//evil.example", "/w/fernhill/", "/p/elsewhere/",
     "/p/fernhill/\\evil", "/p/fernhill//evil", "/p/fernhill/\n", "javascript:alert(1)"],
)  # fmt: skip
def test_e07_the_way_leads_nowhere_else(contact, path):
    sign_in.send_key(contact, next_path=path, at=NOW)
    assert sign_in.redeem_link(token_in_mail(), at=NOW).next_path == ""


def test_an_invitation_to_the_portal_is_personal_and_can_be_seen_before(contact, manager):
    preview = portal_invitations.letter(contact, note="See you Friday.", by=manager)
    assert "See you Friday." in preview.text and mail.outbox == []
    portal_invitations.invite(contact, note="See you Friday.", by=manager, at=NOW)
    letter = mail.outbox[-1]
    assert letter.subject == preview.subject and letter.reply_to == [manager.user.email]
    assert sign_in.redeem_link(token_in_mail(), at=NOW + timedelta(days=6)).contact == contact


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("/p/fernhill/approvals/3/", "/p/fernhill/approvals/3/"),
        ("/p/fernhill/messages/?name=Ines Prado", "/p/fernhill/messages/"),
        ("/p/fernhill/projects/ines@northwind.example/", ""),
        ("/p/fernhill/Ines-Prado/", ""),
    ],
)
def test_what_somebody_types_into_the_address_stays_out_of_the_stream(
    workspace, scope, typed, kept
):
    sign_in.request_key(workspace, email="nobody@x.example", next_path=typed, at=NOW)
    facts = Event.objects.get(verb="contact.key_requested").facts
    assert facts == {"contact_id": 0, "next_path": kept}


@pytest.mark.parametrize("way", ["link", "code"])
def test_of_two_who_use_a_key_at_the_same_moment_one_gets_in(key, monkeypatch, way):
    """Both looked before either acted: what the second holds still says that it is unused."""
    code, token = code_in_mail(), token_in_mail()
    held = sign_in.open_key(token, at=NOW)
    monkeypatch.setattr(sign_in, "open_key", lambda *_, **__: held)
    monkeypatch.setattr(sign_in, "_newest_with_code", lambda *_: held)

    def use():
        if way == "link":
            return sign_in.redeem_link(token, at=NOW)
        return redeem_code(code=code)

    assert use().contact == key
    with pytest.raises(sign_in.WrongKey):
        use()
    assert Event.objects.filter(verb="contact.signed_in").count() == 1

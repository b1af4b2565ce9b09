"""Coming in by invitation: personal, previewed, single use, renewed in one tap."""

from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client as Browser
from django.utils.timezone import now

from rapport.accounts import tokens
from rapport.accounts.models import Invitation, Member, User
from rapport.accounts.operations import invitations
from rapport.accounts.operations.members import Person
from rapport.accounts.ranks import AboveYou
from rapport.events.models import Event
from rapport.lib.roles import Role
from tests.accounts.conftest import PASSWORD, SIGN_IN, fresh, path_in
from tests.conftest import NOW

FORM = {"name": "Ada Okafor", "password": "a long new phrase", "time_zone": "Europe/London"}
INVITE = "/w/fernhill/team/invitation/"


def test_an_invited_person_joins_with_the_role_they_were_given(invite, visitor):
    _, path = invite(role=Role.MANAGER, at=now())
    assert visitor.get(path).status_code == 200
    assert visitor.post(path, FORM).url == "/w/fernhill/"
    joined = Member.objects.get(user__email="newcomer@fernhill.example")
    assert (joined.role, joined.name, joined.user.time_zone) == (
        Role.MANAGER, "Ada Okafor", "Europe/London",
    )  # fmt: skip
    assert visitor.get("/").url == "/w/fernhill/"
    assert Event.objects.get(verb="member.joined").facts == {"role": "manager", "project_ids": []}


@pytest.mark.parametrize(
    ("language", "rule"),
    [("fr", "au minimum 10"), ("de", "mindestens 10"), ("en", "at least 10")],
)
def test_the_rule_for_a_password_is_said_in_the_language_of_the_page(
    invite, visitor, language, rule
):
    invitation, path = invite(at=now())
    Invitation.objects.filter(pk=invitation.pk).update(language=language)
    page = visitor.get(path, HTTP_ACCEPT_LANGUAGE=language)
    assert f'<html lang="{language}"' in page.text and rule in page.text


def test_e02_scanners_that_open_the_link_use_nothing_up(invite, visitor):
    invitation, path = invite(at=now())
    for _ in range(10):
        Browser().get(path)
        Browser().head(path)
    assert fresh(invitation).accepted_at is None
    assert visitor.post(path, FORM).status_code == 302


def test_e04_a_link_works_once(invite, visitor):
    _, path = invite(at=now())
    visitor.post(path, FORM)
    again = Browser().post(path, {**FORM, "name": "Somebody"})
    assert again.status_code == 410
    assert Member.objects.filter(user__name="Somebody").count() == 0


@pytest.mark.parametrize("token", ["null", "undefined", "0", "[]", "x" * 43])
def test_e04_an_empty_or_guessed_token_opens_nothing(visitor, db, token):
    assert visitor.get(f"/join/{token}/").status_code == 404
    assert visitor.post(f"/join/{token}/renewal/").status_code == 404


def test_e04_only_the_hash_of_a_token_is_kept(invite):
    invitation, path = invite()
    token = path.strip("/").split("/")[1]
    assert len(token) >= 43
    assert invitation.token_hash == tokens.hash_of(token) != token


def test_an_expired_link_renews_in_one_tap_to_the_same_address(invite, visitor):
    invitation, path = invite(at=now() - timedelta(days=8))
    page = visitor.get(path)
    assert page.status_code == 410 and "Send me a new one" in page.text
    assert visitor.post(path, FORM).status_code == 410
    visitor.post(path + "renewal/")
    letter = mail.outbox[-1]
    assert letter.to == [invitation.email]
    assert visitor.get(path).status_code == 404
    assert visitor.post(path_in(letter.body), FORM).status_code == 302


def test_renewing_is_limited(invite, visitor):
    _, path = invite(at=now())
    token = path.strip("/").split("/")[1]
    codes = []
    for _ in range(7):
        codes.append(visitor.post(f"/join/{token}/renewal/").status_code)
        token = path_in(mail.outbox[-1].body).strip("/").split("/")[1]
    assert codes == [200] * 5 + [429] * 2


def test_a_withdrawn_invitation_opens_nothing(invite, visitor, owner):
    invitation, path = invite(at=now())
    invitations.withdraw(invitation, by=owner, at=NOW)
    assert visitor.get(path).status_code == 410
    assert visitor.post(path, FORM).status_code == 410
    assert visitor.post(path + "renewal/").status_code == 410


def test_a_second_invitation_takes_the_place_of_the_first(invite, visitor):
    _, first = invite(at=now())
    _, second = invite(at=now())
    assert visitor.get(first).status_code == 410
    assert visitor.get(second).status_code == 200


def test_somebody_who_uses_rapport_already_joins_as_themselves(invite, stranger):
    _, path = invite(email=stranger.user.email, at=now())
    browser = Browser()
    assert browser.post(path, FORM).status_code == 422  # nobody takes their name from outside
    browser.post(SIGN_IN, {"login": stranger.user.email, "password": PASSWORD})
    assert browser.post(path).url == "/w/fernhill/"
    assert Member.objects.filter(user=stranger.user).exists()


def test_e06_a_link_meant_for_one_address_is_refused_to_another(invite, browse, member):
    invitation, path = invite(at=now())
    answer = browse(member).post(path)
    assert answer.status_code == 409
    assert fresh(invitation).accepted_at is None


def test_the_mail_is_seen_before_it_goes_and_in_their_language(browse, owner):
    browser = browse(owner)
    facts = {
        "email": "new@fernhill.example", "name": "Noor", "role": "member",
        "language": "de", "note": "Schön, dass du kommst!",
    }  # fmt: skip
    preview = browser.post(INVITE, facts)
    assert mail.outbox == [] and not Invitation.objects.exists()
    assert "Schön, dass du kommst!" in preview.text and 'lang="de"' in preview.text
    browser.post(INVITE, {**facts, "send": "1"})
    [letter] = mail.outbox
    assert letter.to == ["new@fernhill.example"]
    assert "Schön, dass du kommst!" in letter.body
    assert letter.extra_headers["Content-Language"] == "de"
    assert letter.reply_to == [owner.user.email]


def test_a_line_break_in_a_name_adds_no_header(workspace, owner):
    owner.user.name = "Eve\nBcc: evil@evil.example"
    invitee = invitations.Invitee(email="a@b.example", role=Role.MEMBER)
    letter = invitations.letter(workspace, invitee, by=owner)
    assert "\n" not in letter.subject


def test_a09_nobody_invites_above_their_own_rank(invite, admin, manager):
    with pytest.raises(AboveYou):
        invite(role=Role.OWNER, by=admin)
    with pytest.raises(AboveYou):
        invite(role=Role.VIEWER, by=manager)


def test_a09_the_form_takes_no_role_above_ones_own(browse, admin):
    facts = {"email": "x@fernhill.example", "role": "owner", "language": "en", "send": "1"}
    answer = browse(admin).post(INVITE, facts)
    assert answer.status_code == 422 and not Invitation.objects.exists()


def test_an_active_member_is_not_invited_again(invite, member):
    with pytest.raises(invitations.AlreadyHere):
        invite(email=member.user.email.upper())


def test_e05_the_case_of_an_address_makes_no_second_person(invite, visitor):
    _, path = invite(email="Newcomer@Fernhill.Example", at=now())
    visitor.post(path, FORM)
    assert User.objects.filter(email="newcomer@fernhill.example").count() == 1


def test_a_guest_is_on_the_projects_they_were_invited_to(browse, owner, make, visitor):
    theirs, other = make.project(name="Booking app"), make.project(name="Label redesign")
    facts = {
        "email": "gus@fernhill.example", "role": "guest", "language": "en", "send": "1",
        "project_ids": [theirs.pk],
    }  # fmt: skip
    assert browse(owner).post(INVITE, facts).status_code == 302
    visitor.post(path_in(mail.outbox[-1].body), FORM)
    assert visitor.get(f"/w/fernhill/projects/{theirs.key}/").status_code == 200
    assert visitor.get(f"/w/fernhill/projects/{other.key}/").status_code == 404


def test_a03_nobody_is_invited_to_a_project_of_another_workspace(browse, owner, make, stranger):
    make.project()
    facts = {"email": "gus@fernhill.example", "role": "guest", "language": "en", "send": "1"}
    answer = browse(owner).post(INVITE, {**facts, "project_ids": [999_999]})
    assert answer.status_code == 422 and not Invitation.objects.exists()


def test_of_two_who_accept_at_the_same_moment_one_comes_in(invite, make):
    """Both looked before either acted; it makes no difference who signs in already."""
    invitation, _ = invite(at=NOW)
    first, second, third = (fresh(invitation) for _ in range(3))
    newcomer = make.member(email="other@fernhill.example").user
    type(newcomer).objects.filter(pk=newcomer.pk).update(email=invitation.email)
    newcomer.refresh_from_db()
    Member.objects.filter(user=newcomer).delete()
    invitations.accept_as(first, user=newcomer, at=NOW)
    with pytest.raises(invitations.NoLongerOpen):
        invitations.accept_as(second, user=newcomer, at=NOW)
    with pytest.raises(invitations.NoLongerOpen):
        invitations.accept(third, person=Person("Second", "", "a long enough phrase"), at=NOW)
    assert Event.objects.filter(verb="member.joined").count() == 1


def test_an_invitation_renewed_meanwhile_is_not_accepted_by_its_old_link(invite, owner):
    invitation, _ = invite(at=NOW)
    held = fresh(invitation)
    invitations.renew(invitation, by=owner, at=NOW)
    with pytest.raises(invitations.NoLongerOpen):
        invitations.accept(held, person=Person("Late", "", "a long enough phrase"), at=NOW)

"""Somebody lost their phone or their mailbox: who may help them in, and what it costs."""

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail

from rapport.accounts.models import AddressChange, User
from rapport.accounts.operations import members, recovery_codes
from rapport.cli.main import main
from rapport.events.models import Event
from rapport.lib.roles import Role
from rapport.workspaces.scope import open_workspace
from tests.accounts.conftest import PASSWORD, SIGN_IN, path_in, prove, signed_in
from tests.builders import Make
from tests.conftest import NOW

TEAM = "/w/fernhill/team/"
HOME = "/w/fernhill/"
NEW = "moved@fernhill.example"


@pytest.fixture
def secured(member):
    """The member has an app and recovery codes."""
    Authenticator.objects.create(user=member.user, type="totp", data={"secret": "JBSWY3DPEHPK3PXP"})
    recovery_codes.renew(member.user)
    return member


@pytest.fixture
def elsewhere(secured):
    """The member also works for another company, as its owner."""
    other = Make.workspace("Elsewhere", "elsewhere")
    with open_workspace(other.pk):
        members.admit(other, user=secured.user, role=Role.OWNER, at=NOW)
    return secured


def has_factor(person) -> bool:
    return Authenticator.objects.filter(user=person.user).exists()


def verbs() -> list[str]:
    return list(Event.objects.order_by("pk").values_list("verb", flat=True))


# --- The second factor --------------------------------------------------------------------------


def test_an_admin_resets_a_second_factor_and_the_person_signs_in_with_the_password(
    browse, admin, secured, visitor
):
    theirs = browse(secured)
    assert theirs.get(HOME, follow=True).status_code == 200
    page = browse(admin).get(TEAM).text
    assert f"{TEAM}{secured.pk}/second-factor/" in page
    browse(admin).post(f"{TEAM}{secured.pk}/second-factor/")
    assert not has_factor(secured)
    assert theirs.get(HOME).url.startswith(SIGN_IN)
    assert verbs()[-1] == "member.second_factor_reset"
    letter = mail.outbox[-1]
    assert letter.to == [secured.user.email] and admin.name in letter.body
    visitor.post(SIGN_IN, {"login": secured.user.email, "password": PASSWORD})
    assert visitor.get(path_in(letter.body)).status_code == 200


def test_resetting_a_second_factor_that_is_not_there_changes_and_tells_nothing(
    browse, admin, member
):
    theirs, before = browse(member), len(mail.outbox)
    browse(admin).post(f"{TEAM}{member.pk}/second-factor/")
    assert theirs.get(HOME, follow=True).status_code == 200
    assert len(mail.outbox) == before
    assert "member.second_factor_reset" not in verbs()


@pytest.mark.parametrize("who", ["manager", "member", "finance", "viewer", "guest"])
def test_those_below_admin_reset_nobodys_second_factor(request, browse, secured, who):
    person = request.getfixturevalue(who)
    assert browse(person).post(f"{TEAM}{secured.pk}/second-factor/").status_code == 403
    assert has_factor(secured)


def test_an_admin_resets_no_owners_second_factor_nor_their_own(browse, admin, owner):
    for person in (owner, admin):
        Authenticator.objects.create(user=person.user, type="totp", data={"secret": "A" * 16})
        browse(admin).post(f"{TEAM}{person.pk}/second-factor/")
        assert has_factor(person)


def test_the_admin_of_one_workspace_opens_no_other(browse, admin, elsewhere):
    browse(admin).post(f"{TEAM}{elsewhere.pk}/second-factor/")
    assert has_factor(elsewhere)
    answer = browse(admin).post(f"{TEAM}{elsewhere.pk}/address/", {"email": NEW})
    assert answer.status_code == 409 and "another workspace" in answer.text
    assert not AddressChange.objects.exists()


def test_an_owner_gets_in_again_from_the_command_line(owner, capsys):
    Authenticator.objects.create(user=owner.user, type="totp", data={"secret": "A" * 16})
    assert main(["people", "list"]) == 0
    assert f"{owner.user.email}" in capsys.readouterr().out
    assert main(["people", "reset-second-factor", owner.user.email.upper()]) == 0
    assert not has_factor(owner)
    assert verbs()[-1] == "member.second_factor_reset"
    assert mail.outbox[-1].to == [owner.user.email]
    assert main(["people", "reset-second-factor", owner.user.email]) == 0
    assert "nothing was changed" in capsys.readouterr().out
    assert main(["people", "reset-second-factor", "nobody@fernhill.example"]) == 2


def test_the_command_lines_link_chooses_a_new_password(owner, visitor, capsys):
    assert main(["people", "new-password", owner.user.email]) == 0
    page = visitor.get(path_in(capsys.readouterr().out), follow=True)
    chosen = "a quite new secret"
    visitor.post(page.request["PATH_INFO"], {"password1": chosen, "password2": chosen})
    owner.user.refresh_from_db()
    assert owner.user.check_password(chosen)


# --- The address --------------------------------------------------------------------------------


def ask(person, email=NEW):
    browser = signed_in(person)
    prove(browser)
    return browser, browser.post("/sign-in/address/", {"email": email})


def test_a_new_address_counts_after_a_click_in_its_mailbox(member, visitor):
    was = member.user.email
    browser, answer = ask(member)
    assert answer.status_code == 200
    letter = mail.outbox[-1]
    assert letter.to == [NEW]
    link = path_in(letter.body)
    assert visitor.get(link).status_code == 200
    assert User.objects.get(pk=member.user_id).email == was
    assert visitor.post(link).status_code == 200
    assert User.objects.get(pk=member.user_id).email == NEW
    assert browser.get(HOME).url.startswith(SIGN_IN)
    assert mail.outbox[-1].to == [was] and NEW not in mail.outbox[-1].body
    assert verbs()[-1] == "member.address_changed"
    assert visitor.post(link).status_code == 410
    visitor.post(SIGN_IN, {"login": NEW, "password": PASSWORD})
    assert visitor.get("/").url == HOME


def test_the_old_address_signs_in_no_more(member, visitor):
    was = member.user.email
    ask(member)
    visitor.post(path_in(mail.outbox[-1].body))
    visitor.post(SIGN_IN, {"login": was, "password": PASSWORD})
    assert visitor.get("/").url == SIGN_IN


def said(answer) -> str:
    return answer.text.partition("<main")[2]


def test_a_taken_address_gets_no_letter_and_the_page_does_not_tell(member, admin):
    before = len(mail.outbox)
    _, taken = ask(member, admin.user.email.upper())
    assert len(mail.outbox) == before
    _, free = ask(member)
    assert said(taken).replace(admin.user.email.upper(), "") == said(free).replace(NEW, "")


def test_an_address_taken_meanwhile_is_refused_and_nothing_changes(member, visitor, make):
    ask(member)
    link = path_in(mail.outbox[-1].body)
    User.objects.create_user(NEW, PASSWORD, name="Faster")
    was = member.user.email
    assert visitor.post(link).status_code == 410
    assert User.objects.get(pk=member.user_id).email == was


def test_the_link_of_a_new_address_is_kept_as_a_hash_and_ends_after_a_day(member, visitor):
    ask(member)
    link = path_in(mail.outbox[-1].body)
    wish = AddressChange.objects.get()
    assert wish.token_hash not in link and link.rstrip("/").rpartition("/")[2] != wish.token_hash
    AddressChange.objects.update(asked_at=wish.asked_at.replace(year=2020))
    assert visitor.get(link).status_code == 410
    assert visitor.post(link).status_code == 410
    assert User.objects.get(pk=member.user_id).email != NEW


def test_changing_an_address_asks_who_it_is_and_is_limited(browse, member, visitor):
    assert visitor.get("/sign-in/address/").url.startswith(SIGN_IN)
    asked = browse(member).post("/sign-in/address/", {"email": NEW})
    assert asked.status_code == 302 and not AddressChange.objects.exists()
    browser, _ = ask(member)
    codes = [browser.post("/sign-in/address/", {"email": NEW}).status_code for _ in range(6)]
    assert codes[0] == 200 and codes[-1] == 429


def test_guessing_the_links_of_new_addresses_is_limited(db, visitor):
    answers = [visitor.post(f"/sign-in/address/guess{n}/").status_code for n in range(22)]
    assert answers[0] == 410 and answers[-1] == 429


def test_an_admin_moves_a_colleague_to_a_new_address(browse, admin, member, visitor):
    was, theirs = member.user.email, browse(member)
    assert browse(admin).get(f"{TEAM}{member.pk}/address/").status_code == 200
    browse(admin).post(f"{TEAM}{member.pk}/address/", {"email": NEW})
    assert verbs()[-1] == "member.address_change_asked"
    to_new, to_old = mail.outbox[-2:]
    assert (to_new.to, to_old.to) == ([NEW], [was])
    assert admin.name in to_old.body and "http" not in to_old.body
    assert theirs.get(HOME, follow=True).status_code == 200
    visitor.post(path_in(to_new.body))
    assert User.objects.get(pk=member.user_id).email == NEW
    assert theirs.get(HOME).url.startswith(SIGN_IN)


def test_an_admin_moves_no_owner_and_not_themselves(browse, admin, owner):
    for person in (owner, admin):
        answer = browse(admin).post(f"{TEAM}{person.pk}/address/", {"email": NEW})
        assert answer.status_code == 409
    assert not AddressChange.objects.exists()


def test_the_command_line_changes_an_address_at_once(owner, admin, capsys):
    was = owner.user.email
    assert main(["people", "change-address", was, NEW]) == 0
    assert User.objects.get(pk=owner.user_id).email == NEW
    assert mail.outbox[-1].to == [was]
    assert main(["people", "change-address", NEW, admin.user.email]) == 2
    assert "Nothing was changed" in capsys.readouterr().err
    assert User.objects.get(pk=owner.user_id).email == NEW

"""The team page: who may change whom, and how fast a closed door closes."""

import pytest

from rapport.accounts.models import Member
from rapport.accounts.operations import members
from rapport.accounts.ranks import AboveYou
from rapport.lib.roles import Role
from rapport.workspaces.scope import open_workspace
from tests.accounts.conftest import signed_in
from tests.conftest import NOW

TEAM = "/w/fernhill/team/"


def now_is(member: Member) -> Member:
    return Member.objects.get(pk=member.pk)


def test_the_team_is_shown_to_staff_and_not_to_guests(browse, member, guest, viewer):
    assert member.name in browse(viewer).get(TEAM).text
    assert browse(guest).get(TEAM).status_code == 403


def test_an_admin_makes_a_member_a_manager(browse, admin, member):
    browse(admin).post(f"{TEAM}{member.pk}/role/", {"role": "manager"})
    assert now_is(member).role == Role.MANAGER


@pytest.mark.parametrize("role", ["owner", "contact", "root", ""])
def test_a09_nobody_gives_a_role_above_their_own_or_one_that_is_none(browse, admin, member, role):
    browse(admin).post(f"{TEAM}{member.pk}/role/", {"role": role})
    browse(admin).post(f"{TEAM}{admin.pk}/role/", {"role": role})
    assert (now_is(member).role, now_is(admin).role) == (Role.MEMBER, Role.ADMIN)


@pytest.mark.parametrize("who", ["manager", "member", "finance", "viewer", "guest"])
def test_a09_those_below_admin_promote_nobody(request, browse, who, viewer):
    person = request.getfixturevalue(who)
    for target in (person, viewer):
        answer = browse(person).post(f"{TEAM}{target.pk}/role/", {"role": "admin"})
        assert answer.status_code == 403
    assert now_is(person).role == who


def test_a08_an_admin_changes_no_owner_and_no_other_admin(admin, owner, make):
    other = make.member(Role.ADMIN)
    for person in (owner, other):
        with pytest.raises(AboveYou):
            members.change_role(person, role=Role.MEMBER, by=admin, at=NOW)
        with pytest.raises(AboveYou):
            members.deactivate(person, by=admin, at=NOW)


def test_a10_the_profile_changes_neither_address_nor_role(browse, member):
    facts = {
        "name": "New Name", "language": "de", "time_zone": "Europe/Berlin", "theme": "dark",
        "role": "owner", "email": "owner@fernhill.example", "is_active": "0",
    }  # fmt: skip
    assert browse(member).post("/w/fernhill/profile/", facts).status_code == 302
    changed = now_is(member)
    assert (changed.user.name, changed.user.language) == ("New Name", "de")
    assert (changed.role, changed.user.email) == (Role.MEMBER, member.user.email)


def test_the_last_owner_stays(owner):
    with pytest.raises(members.LastOwner):
        members.change_role(owner, role=Role.MEMBER, by=owner, at=NOW)
    with pytest.raises(members.LastOwner):
        members.deactivate(owner, by=owner, at=NOW)


def test_one_of_two_owners_may_step_down(owner, make):
    make.member(Role.OWNER)
    members.change_role(owner, role=Role.MEMBER, by=owner, at=NOW)
    assert now_is(owner).role == Role.MEMBER


def test_a_deactivated_owner_does_not_count(owner, make):
    second = make.member(Role.OWNER)
    members.deactivate(second, by=owner, at=NOW)
    with pytest.raises(members.LastOwner):
        members.deactivate(owner, by=owner, at=NOW)


def test_a20_a_deactivated_members_sessions_are_dead_at_once(browse, owner, member):
    browser = browse(member)
    assert browser.get(TEAM).status_code == 200
    browse(owner).post(f"{TEAM}{member.pk}/deactivation/")
    assert browser.get(TEAM).status_code in (302, 404)
    assert browser.get("/").url == "/sign-in/"


def test_a20_in_another_workspace_they_go_on(browse, owner, member, stranger):
    with open_workspace(stranger.workspace_id):
        members.admit(stranger.workspace, user=member.user, role=Role.MEMBER, at=NOW)
    browser = browse(member)
    members.deactivate(member, by=owner, at=NOW)
    assert browser.get(TEAM).status_code == 404
    assert browser.get("/w/elsewhere/team/").status_code == 200


def test_a20_a_new_password_ends_the_other_sessions(browse, client, member):
    other = browse(member)
    client.post("/sign-in/", {"login": member.user.email, "password": "correct horse"})
    answer = client.post(
        "/sign-in/password/",
        {
            "oldpassword": "correct horse",
            "password1": "a new long phrase",
            "password2": "a new long phrase",
        },
    )
    assert answer.status_code == 302
    assert other.get(TEAM).status_code == 302


def test_deactivating_is_undone_by_the_toast(browse, owner, member):
    browse(owner).post(f"{TEAM}{member.pk}/deactivation/")
    browse(owner).post(f"{TEAM}{member.pk}/activation/")
    assert now_is(member).deactivated_at is None


def test_one_signs_out_of_a_lost_device(member):
    lost, here = signed_in(member), signed_in(member)
    page = here.get("/w/fernhill/profile/")
    rows = [shown["row"] for shown in page.context["sessions"]]
    [session] = [row for row in rows if row.session_key == lost.session.session_key]
    here.post(f"/w/fernhill/profile/sessions/{session.pk}/end/")
    assert lost.get(TEAM).status_code == 302
    assert here.get(TEAM).status_code == 200


def test_nobody_ends_the_session_of_another(browse, member, manager):
    other = signed_in(manager)
    page = other.get("/w/fernhill/profile/")
    session = page.context["sessions"][0]["row"]
    answer = browse(member).post(f"/w/fernhill/profile/sessions/{session.pk}/end/")
    assert answer.status_code == 404
    assert other.get(TEAM).status_code == 200


def test_one_signs_out_everywhere_else(member):
    lost, here = signed_in(member), signed_in(member)
    here.post("/w/fernhill/profile/sessions/end/")
    assert lost.get(TEAM).status_code == 302
    page = here.get("/w/fernhill/profile/")
    assert len(page.context["sessions"]) == 1


def test_an_owner_signs_everybody_out(browse, owner, member):
    browser, theirs = browse(owner), browse(member)
    browser.post("/w/fernhill/settings/danger/sessions/")
    assert theirs.get(TEAM).status_code == 302
    assert browser.get(TEAM).status_code == 200


def test_the_team_page_asks_the_database_no_more_for_more_people(
    browse, owner, make, django_assert_max_num_queries
):
    browser = browse(owner)
    for _ in range(30):
        make.member()
    with django_assert_max_num_queries(10):
        browser.get(TEAM)


def test_those_who_left_stand_last(browse, owner, make):
    first, second = make.member(name="Ada"), make.member(name="Zoe")
    members.deactivate(first, by=owner, at=NOW)
    page = browse(owner).get(TEAM).text
    assert page.index(second.name) < page.index(first.name)

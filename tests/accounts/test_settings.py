"""Settings, the checklist, the bin."""

from datetime import timedelta

import pytest

from rapport.accounts import checklist
from rapport.clients.models import Client
from rapport.events.models import Event
from rapport.workspaces.models import Workspace
from rapport.workspaces.operations import bin
from tests.conftest import NOW

SETTINGS = "/w/fernhill/settings/"
FORM = {"name": "Fernhill", "language": "de", "time_zone": "Europe/Berlin", "currency": "EUR"}


def test_an_admin_changes_the_workspace(browse, admin):
    assert browse(admin).post(f"{SETTINGS}workspace/", FORM).status_code == 302
    changed = Workspace.objects.get(slug="fernhill")
    assert (changed.name, changed.time_zone) == ("Fernhill", "Europe/Berlin")
    assert Event.objects.get(verb="workspace.changed").facts["fields"]


@pytest.mark.parametrize("who", ["manager", "member", "viewer", "guest"])
def test_others_do_not(request, browse, who):
    person = request.getfixturevalue(who)
    assert browse(person).post(f"{SETTINGS}workspace/", FORM).status_code == 403


def test_the_index_lists_what_the_person_may_open(browse, owner, manager):
    assert "settings/danger/" in browse(owner).get(SETTINGS).text
    assert "settings/danger/" not in browse(manager).get(SETTINGS).text


def test_the_checklist_is_there_until_it_is_put_away(browse, owner):
    browser = browse(owner)
    assert "checklist" in browser.get(SETTINGS).text
    browser.post(f"{SETTINGS}checklist/")
    assert 'id="checklist"' not in browser.get(SETTINGS).text


def test_a_step_is_done_once_it_is_done(workspace, owner, make):
    def people() -> bool:
        return next(
            s for s in checklist.steps(workspace) if s.step.url_name == "team.invite"
        ).is_done

    assert not people()
    make.member()
    assert people()


def test_the_checklist_leads_through_people_mailbox_client_and_plan(workspace, make):
    def states() -> list[tuple[str, bool]]:
        return [(now.step.url_name, now.is_done) for now in checklist.steps(workspace)]

    names = ["team.invite", "inbox.mailboxes", "inbox.senders", "clients.new", "planning.import"]
    assert states() == [(name, False) for name in names]
    make.task(make.project())
    assert dict(states()) == dict.fromkeys(names, False) | {
        "clients.new": True, "planning.import": True,
    }  # fmt: skip


def test_held_mail_is_released_by_an_owner(browse, owner, admin, workspace):
    Workspace.objects.update(mail_held_at=NOW)
    assert browse(admin).post(f"{SETTINGS}danger/mail/").status_code == 403
    browse(owner).post(f"{SETTINGS}danger/mail/")
    assert Workspace.objects.get(pk=workspace.pk).mail_held_at is None


def test_what_is_binned_is_listed_and_comes_back(browse, manager, client_company):
    bin.put(client_company, by=manager, at=NOW)
    browser = browse(manager)
    assert client_company.name in browser.get("/w/fernhill/settings/bin/").text
    url = f"/w/fernhill/settings/bin/client/{client_company.pk}/restoration/"
    assert browser.post(url).status_code == 302
    assert Client.objects.live().filter(pk=client_company.pk).exists()


def test_a03_nobody_restores_a_thing_of_another_workspace(
    browse, stranger, client_company, manager
):
    bin.put(client_company, by=manager, at=NOW)
    url = f"/w/elsewhere/settings/bin/client/{client_company.pk}/restoration/"
    assert browse(stranger).post(url).status_code == 404
    assert browse(stranger).post("/w/elsewhere/settings/bin/user/1/restoration/").status_code == 404


def test_after_thirty_days_the_bin_lets_go(workspace, manager, client_company, contact):
    bin.put(contact, by=manager, at=NOW)
    bin.put(client_company, by=manager, at=NOW)
    bin.empty(workspace, at=NOW + timedelta(days=29))
    assert Client.objects.filter(pk=client_company.pk).exists()
    gone = bin.empty(workspace, at=NOW + timedelta(days=31))
    assert gone == {"clients.contact": 1, "clients.client": 1}


def test_what_other_records_need_stays_in_the_bin(workspace, manager, make, client_company):
    make.project(client_company)
    bin.put(client_company, by=manager, at=NOW)
    bin.empty(workspace, at=NOW + timedelta(days=31))
    assert Client.objects.filter(pk=client_company.pk).exists()


def test_a_thing_whose_place_was_taken_says_so(browse, manager, make, contact):
    bin.put(contact, by=manager, at=NOW)
    make.contact(contact.client, email=contact.email)
    url = f"/w/fernhill/settings/bin/contact/{contact.pk}/restoration/"
    answer = browse(manager).post(url, follow=True)
    assert "taken its place" in answer.text

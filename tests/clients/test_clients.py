"""Clients: known by key, name and mail domain; listed, changed, binned."""

import re

import pytest

from rapport.accounts.readers import reader_for
from rapport.clients import queries
from rapport.clients.models import Client, ClientDomain
from rapport.clients.operations import clients
from rapport.clients.operations.clients import ClientFacts
from rapport.clients.signals import Look
from rapport.events.models import Event
from tests.conftest import NOW

CLIENTS = "/w/fernhill/clients/"
FORM = {"name": "Kestrel Tours", "key": "ktb", "website": "", "industry": "Travel"}


def create(workspace, by, **facts) -> Client:
    return clients.create(workspace, facts=ClientFacts(**facts), by=by, at=NOW)


def test_a_member_adds_a_client_and_lands_on_their_page(browse, member):
    browser = browse(member)
    answer = browser.post(f"{CLIENTS}new/", FORM)
    assert answer.url == f"{CLIENTS}KTB/"
    assert "Kestrel Tours" in browser.get(answer.url).text
    assert Event.objects.get(verb="client.created").client_id == Client.objects.get().pk


@pytest.mark.parametrize(
    ("name", "key"),
    [("Northwind", "NOR"), ("Halden & Sons Joinery", "HSJ"), ("3M", "3M"), ("株式会社", "C")],
)
def test_a_key_is_made_from_the_name(workspace, scope, manager, name, key):
    assert create(workspace, manager, name=name).key == key
    assert create(workspace, manager, name=name).key == f"{key}2"


def test_two_clients_cannot_share_a_key(browse, member):
    browser = browse(member)
    browser.post(f"{CLIENTS}new/", FORM)
    answer = browser.post(f"{CLIENTS}new/", FORM)
    assert answer.status_code == 409
    assert "has the key KTB" in answer.text


def test_changing_a_client_keeps_its_key_and_tells_only_what_changed(
    browse, member, client_company
):
    browser = browse(member)
    facts = {"name": "Northwind Medical", "industry": "Health", "key": "XXX"}
    assert browser.post(f"{CLIENTS}NWM/facts/", facts).status_code == 302
    assert browser.post(f"{CLIENTS}NWM/facts/", facts).status_code == 302
    changed = Client.objects.get()
    assert (changed.key, changed.industry) == ("NWM", "Health")
    assert Event.objects.get(verb="client.changed").facts == {"fields": ["industry"]}


def test_a03_an_owner_from_another_workspace_is_not_taken(browse, member, client_company, stranger):
    answer = browse(member).post(f"{CLIENTS}NWM/facts/", {"name": "N", "owner": stranger.pk})
    assert answer.status_code == 422
    assert Client.objects.get().owner is None


def test_a01_another_workspace_finds_nothing(browse, stranger, client_company, contact):
    browser = browse(stranger)
    for path in ("NWM/", "NWM/story/", "NWM/facts/", f"NWM/contacts/{contact.pk}/"):
        assert browser.get(f"/w/elsewhere/clients/{path}").status_code == 404
        assert browser.get(f"{CLIENTS}{path}").status_code == 404


def test_a_guest_sees_the_clients_of_their_projects_and_no_internal_notes(
    browse, guest, make, client_company, workspace
):
    Client.objects.update(notes="they pay late")
    make.client("Other", "OTH")
    project = make.project(client_company)
    make.on_project(project, guest)
    browser = browse(guest)
    page = browser.get(CLIENTS).text
    assert "Northwind Medical" in page and "Other" not in page
    assert browser.get(f"{CLIENTS}OTH/").status_code == 404
    assert "they pay late" not in browser.get(f"{CLIENTS}NWM/").text


def test_a04_a_viewer_changes_nothing(browse, viewer, client_company):
    browser = browse(viewer)
    assert browser.get(f"{CLIENTS}NWM/").status_code == 200
    for path in ("new/", "NWM/facts/", "NWM/binning/", "NWM/domains/", "NWM/contacts/new/"):
        assert browser.post(CLIENTS + path, FORM).status_code == 403


def test_search_finds_by_name_person_and_domain(workspace, manager, make, client_company, contact):
    other = make.client("Kestrel Tours", "KTB")
    clients.add_domain(other, domain="kestrel.example", by=manager, at=NOW)

    def found(text: str) -> list[str]:
        look = Look(reader_for(manager), workspace, NOW)
        return [row.client.key for row in queries.page(look, queries.Wanted(text=text)).rows]

    assert found("north") == ["NWM"]
    assert found("ines") == ["NWM"]
    assert found("kestrel.ex") == ["KTB"]
    assert found("nobody") == []


def test_every_client_is_on_exactly_one_page(workspace, make, manager, monkeypatch):
    monkeypatch.setattr(queries, "PAGE", 3)
    for name in ("B", "A", "A", "C", "A", "D", "E"):
        make.client(name)
    for order in queries.ORDERS:
        seen, after = [], None
        while True:
            look = Look(reader_for(manager), workspace, NOW)
            page = queries.page(look, queries.Wanted(order=order, after=after))
            seen += [row.client.pk for row in page.rows]
            after = page.after
            if after is None:
                break
        assert len(seen) == len(set(seen)) == 7


def test_a11_an_unknown_order_or_place_is_no_order(browse, manager, client_company):
    browser = browse(manager)
    for query in ("order=owner__user__password", "after=x", "after=999999", "order=-pk;--"):
        assert browser.get(f"{CLIENTS}?{query}").status_code == 200


def test_the_list_asks_the_database_no_more_for_more_clients(
    browse, manager, make, django_assert_num_queries
):
    browser = browse(manager)
    for _ in range(3):
        make.contact(make.client())
    with django_assert_num_queries(9):
        browser.get(CLIENTS)
    for _ in range(27):
        make.contact(make.client())
    with django_assert_num_queries(9):
        browser.get(CLIENTS)


def test_a_binned_client_is_gone_and_undo_brings_them_back(browse, manager, client_company):
    browser = browse(manager)
    browser.post(f"{CLIENTS}NWM/binning/")
    assert browser.get(f"{CLIENTS}NWM/").status_code == 404
    browser.post(f"/w/fernhill/settings/bin/client/{client_company.pk}/restoration/")
    assert browser.get(f"{CLIENTS}NWM/").status_code == 200


@pytest.mark.parametrize(
    "written", ["Northwind.Example", " ines@northwind.example ", "northwind.example."]
)
def test_a_domain_is_known_however_it_is_written(browse, member, client_company, written):
    browse(member).post(f"{CLIENTS}NWM/domains/", {"domain": written})
    assert ClientDomain.objects.get().domain == "northwind.example"


@pytest.mark.parametrize(
    "domain", ["gmail.com", "x", "a b.com", "-x.com", "", "exa_mple.com", "1.2.3.4"]
)
def test_what_is_no_companys_domain_is_refused(manager, client_company, domain):
    with pytest.raises(clients.DomainRefused):
        clients.add_domain(client_company, domain=domain, by=manager, at=NOW)


def test_a_domain_belongs_to_one_client(manager, make, client_company):
    clients.add_domain(client_company, domain="shared.example", by=manager, at=NOW)
    with pytest.raises(clients.DomainRefused, match="another client"):
        clients.add_domain(make.client(), domain="shared.example", by=manager, at=NOW)


def test_a_domain_is_let_go(browse, member, client_company):
    browser = browse(member)
    browser.post(f"{CLIENTS}NWM/domains/", {"domain": "northwind.example"})
    browser.post(f"{CLIENTS}NWM/domains/northwind.example/removal/")
    assert not ClientDomain.objects.exists()


DANGEROUS = ("javascript:alert(1)", "JaVaScRiPt://x%0aalert(1)", "data:text/html,x", "vbscript:x",
             "\x01javascript:alert(1)", "file:///etc/passwd")  # fmt: skip


@pytest.mark.parametrize("website", DANGEROUS)
def test_c06_a_dangerous_address_is_neither_taken_nor_shown_as_a_link(
    browse, member, client_company, website
):
    browser = browse(member)
    answer = browser.post(f"{CLIENTS}NWM/facts/", {"name": "N", "website": website})
    assert answer.status_code == 422 and Client.objects.get().website == ""
    Client.objects.update(website=website)
    assert not re.search(
        r'href="\s*(?!https?:|/|#|\?|mailto:)\S', browser.get(f"{CLIENTS}NWM/").text
    )

"""The first page of a new server."""

import pytest
from django.test import Client as Browser

from rapport.accounts import start_token
from rapport.accounts.models import Member
from rapport.accounts.operations import start
from rapport.accounts.operations.members import Person
from rapport.accounts.operations.start import Company
from rapport.workspaces.models import Workspace
from tests.conftest import NOW

FORM = {
    "company": "Fernhill Studio", "name": "Olu Adeyemi", "email": "olu@fernhill.example",
    "password": "a long first phrase", "language": "en", "time_zone": "Europe/London",
    "currency": "gbp",
}  # fmt: skip
OUTSIDE = {"REMOTE_ADDR": "203.0.113.7"}


def test_on_the_machine_itself_the_root_leads_to_the_set_up_page(visitor, db):
    assert visitor.get("/").url == "/start/"
    answer = visitor.post("/start/", FORM)
    assert answer.url == "/w/fernhill-studio/settings/"
    owner = Member.everywhere.get()
    assert (owner.role, owner.workspace.currency) == ("owner", "GBP")
    assert visitor.get(answer.url).status_code == 200


def test_e05_the_first_owner_gets_in_however_they_spelled_their_address(visitor, db):
    visitor.post("/start/", {**FORM, "email": "Olu@Fernhill.Example"})
    for spelled in ("olu@fernhill.example", "OLU@fernhill.example"):
        tried = {"login": spelled, "password": FORM["password"]}
        assert Browser().post("/sign-in/", tried).status_code == 302


def test_from_outside_only_the_printed_link_opens_it(db, settings):
    settings.PUBLIC_URL = "https://rapport.fernhill.example"
    outside = Browser(**OUTSIDE)
    assert outside.get("/").url == "/sign-in/"
    assert outside.get("/start/").status_code == 404
    assert outside.post("/start/", FORM).status_code == 404
    assert outside.get("/start/?key=wrong").status_code == 404
    link = start_token.url().removeprefix("https://rapport.fernhill.example")
    assert outside.get(link).status_code == 200
    key = link.partition("key=")[2]
    assert outside.post("/start/", {**FORM, "key": key}).status_code == 302
    assert start_token.url() is None
    assert outside.post("/start/", {**FORM, "key": key}).status_code == 404


def test_a_proxy_on_the_machine_does_not_count_as_the_machine(db):
    proxied = Browser(headers={"x-forwarded-for": "203.0.113.7"})
    assert proxied.get("/start/").status_code == 404


def test_once_there_is_a_workspace_the_page_is_closed(visitor, workspace):
    assert visitor.get("/start/").status_code == 404
    assert visitor.post("/start/", FORM).status_code == 404
    assert Workspace.objects.count() == 1


def test_a_demo_does_not_close_it(visitor, db):
    demo = Company(name="Demo", is_demo=True)
    start.found(demo, owner=Person("Dee", "dee@demo.example", "x" * 12), at=NOW)
    assert visitor.post("/start/", FORM).status_code == 302


@pytest.mark.parametrize(
    ("field", "value"),
    [("password", "short"), ("password", "password123"), ("currency", "XXQ"), ("email", "no")],
)
def test_what_is_wrong_is_said_at_its_field(visitor, db, field, value):
    answer = visitor.post("/start/", {**FORM, field: value})
    assert answer.status_code == 422
    assert field in answer.context["form"].errors


def test_two_companies_of_one_name_get_two_short_names(db):
    one = start.found(Company("Kestrel"), owner=Person("A", "a@a.example", "x" * 12), at=NOW)
    two = start.found(Company("Kestrel"), owner=Person("B", "b@b.example", "x" * 12), at=NOW)
    assert (one.workspace.slug, two.workspace.slug) == ("kestrel", "kestrel-2")

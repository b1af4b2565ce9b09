"""A: authorisation, asked at the edge."""

import re

import pytest

from rapport.accounts.models import Member
from rapport.lib.roles import Role
from rapport.projects.models import Project
from tests.abuse.conftest import FOREIGN
from tests.abuse.crawl import forms_of, one_of_each, reachable, writes
from tests.abuse.effort import seen
from tests.abuse.house import furnish
from tests.abuse.standing import boss, house, pages, standing, workspace
from tests.permissions.routes import routes

__all__ = ["boss", "house", "pages", "standing", "workspace"]
RELATED = re.compile(
    r"(^|[_.-])(client|project|contact|member|task|message|assignee|owner|lead|parent|"
    r"predecessor|consent|person|people|to|project_ids)([_.-]?\d*)$"
)
PRIVILEGED = {
    "workspace": "2", "workspace_id": "2", "is_verified": "1", "author": "1", "owner_id": "1",
    "session_epoch": "9", "sealed_secret": "x", "token": "x", "token_hash": "x", "hash": "x",
    "binned_at": "2020-01-01", "created_at": "2020-01-01", "is_superuser": "1", "is_staff": "1",
    "is_demo": "1", "erased_at": "2020-01-01", "deactivated_at": "2020-01-01", "pk": "1", "id": "1",
}  # fmt: skip


@pytest.mark.sweep
def test_a01_a_foreign_thing_answers_byte_for_byte_like_one_that_never_was(
    house, foreign_house, boss, browse
):
    browser, wrong = browse(boss), {}
    theirs = dict(reachable(foreign_house))
    for route, _own in reachable(house):
        if len(route.arguments) < 2:
            continue
        foreign = theirs[route]
        never = re.sub(
            r"(?<=/)(\d+|FRN|foreigner\.example|[0-9A-Za-z_-]{24,})(?=/)", _never, foreign
        )
        method = route.access.methods[0].lower()
        there, absent = seen(browser, method, foreign), seen(browser, method, never)
        if there != absent or there.status != 404:
            wrong[route.name] = foreign, never, there, absent
        assert FOREIGN.encode() not in there.body, route.name
    assert wrong == {}


def _never(found: re.Match[str]) -> str:
    return "987654" if found[0].isdecimal() else "NEVER"


@pytest.fixture
def forms(pages):
    """Every form of every page that sends something."""
    found = forms_of((page.url, page.text) for page in pages if page.is_html)
    return one_of_each(form for form in found if form.method == "post")


@pytest.fixture
def related(forms):
    """Forms with a field that names another record."""
    found = [form for form in forms if any(map(RELATED.search, form.fields))]
    assert len(found) > 8
    return found


@pytest.mark.sweep
def test_a03_no_form_takes_a_foreign_record_in_any_field(
    related, foreign_house, boss, browse, undone
):
    ids = {str(v) for values in foreign_house.values() for v in values.values()} - {"FRN"}
    foreign = max(ids & {i for i in ids if i.isdecimal()}, key=int)
    browser, wrong = browse(boss), {}
    for form in related:
        for name in filter(RELATED.search, form.fields):
            for value in (foreign, "FRN", "foreigner@frn.example"):
                if name in ("to", "cc") and "@" in value:
                    continue  # a letter may be written to anybody
                sent = {**form.fields, name: value}
                with writes() as seen:
                    answer = undone(lambda: browser.post(form.action, sent))  # noqa: B023
                if answer.status_code < 400 and seen:
                    wrong[f"{form.action} {name}={value}"] = answer.status_code, seen[:2]
    assert wrong == {}


@pytest.mark.parametrize("role", [Role.VIEWER, Role.FINANCE])
@pytest.mark.sweep
def test_a04_who_may_only_look_changes_nothing_by_any_form(forms, make, browse, undone, role):
    looker = make.member(role)
    browser, wrong = browse(looker), {}
    for form in forms:
        if re.search(
            r"/profile/|/notifications/|/sign-in/|/time/|/absences/new/|/pictures/", form.action
        ):
            continue  # their own
        with writes() as seen:
            answer = undone(lambda: browser.post(form.action, form.fields))  # noqa: B023
        if seen or answer.status_code not in (403, 404):
            wrong[form.action] = answer.status_code, seen
    assert wrong == {}


@pytest.mark.sweep
def test_a10_no_form_takes_a_field_that_it_does_not_show(forms, boss, browse, undone):
    browser, wrong, written = browse(boss), {}, 0
    for form in forms:
        if re.search("/sign-in/|sessions/|/removal/", form.action):
            continue
        more = {k: v for k, v in PRIVILEGED.items() if k not in form.fields}
        with writes() as plain:
            undone(lambda: browser.post(form.action, form.fields))  # noqa: B023
        with writes() as stuffed:
            undone(lambda: browser.post(form.action, {**more, **form.fields}))  # noqa: B023
        written += bool(plain)
        if stuffed and stuffed != plain:
            wrong[form.action] = plain, stuffed
    assert wrong == {}
    assert written > 20


def test_a20_the_very_next_request_of_a_deactivated_member_is_refused(house, make, browse):
    person = make.member()
    browser = browse(person)
    assert browser.get("/w/fernhill/").status_code == 200
    Member.objects.filter(pk=person.pk).update(deactivated_at="2026-01-01T00:00:00Z")
    for url in ("/w/fernhill/", "/w/fernhill/inbox/", "/w/fernhill/live/"):
        assert browser.get(url).status_code in (302, 404), url


def test_a14_every_route_of_every_kind_goes_through_a_door_that_names_its_right():
    faces = {route.access.face for route in routes() if route.access}
    assert faces == {"public", "signed-in", "portal", "staff"}
    assert [r.path for r in routes() if not r.access] == []
    assert [r.path for r in routes() if r.access.face == "staff" and not r.access.permission] == []


@pytest.mark.sweep
def test_a12_what_a_guest_finds_and_counts_is_the_same_whatever_else_there_is(house, make, browse):
    guest = make.member(Role.GUEST)
    make.on_project(Project.objects.get(key="OWN"), guest)
    browser = browse(guest)
    pages = [url for route, url in reachable(house) if "GET" in route.access.methods]
    asked = [f"/w/fernhill/search/{page}?q={q}" for page in ("", "palette/")
             for q in ("HIDDEN", "OWNTHING")]  # fmt: skip
    before = {url: browser.get(url) for url in [*pages, *asked]}
    furnish(make, make.member(Role.OWNER), word="HIDDEN", key="HID")
    wrong, colleague = {}, b"HIDDEN member"  # who works here is known to all who do
    for url, was in before.items():
        answer = browser.get(url)
        shown = re.findall(rb"[^>]{0,60}HIDDEN[^<]{0,60}", answer.content.replace(colleague, b""))
        if answer.status_code != was.status_code or (shown and "q=HIDDEN" not in url):
            wrong[url] = answer.status_code, shown[:2]
        assert b"HIDDEN company" not in answer.content, url
    assert wrong == {}


def test_a16_a_draft_is_seen_by_its_writer_alone(make, browse, member, manager, contact):
    talk = make.conversation(contact, "Label proofs")
    page = f"/w/fernhill/inbox/{talk.number}/"
    words = {"text": "half a thought", "kind": "out", "to": contact.email, "revision": "0"}
    assert browse(member).post(f"{page}draft/", words).status_code < 400
    assert "half a thought" in browse(member).get(page).text
    assert "half a thought" not in browse(manager).get(page).text

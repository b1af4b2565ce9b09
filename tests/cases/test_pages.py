"""Pages of cases."""

import pytest

from rapport.cases.models import Case, Target
from rapport.cases.operations import opening
from tests.conftest import NOW

LIST = "/w/fernhill/cases/"


def opened(make, contact, manager, count=1, **fields):
    return [
        opening.open_case(make.conversation(contact), kind="incident", by=manager, at=NOW, **fields)
        for _ in range(count)
    ]


def test_a_conversation_becomes_a_case_with_kind_and_priority(make, contact, member, browse):
    conversation = make.conversation(contact)
    browser = browse(member)
    url = f"/w/fernhill/inbox/{conversation.number}/case/"
    assert "Make it a case" in browser.get(url).text
    answer = browser.post(
        f"{url}new/", {"kind": "complaint", "priority": "2"}, headers={"HX-Request": "true"}
    )
    assert "Complaint" in answer.text
    case = Case.objects.get()
    assert (case.kind, case.priority, case.opened_by) == ("complaint", 2, member)
    assert "NWM-1" in browser.get(url).text


def test_a_wrong_kind_is_answered_with_what_is_wrong(make, contact, member, browse):
    conversation = make.conversation(contact)
    url = f"/w/fernhill/inbox/{conversation.number}/case/new/"
    assert browse(member).post(url, {"kind": "party", "priority": 3}).status_code == 422
    assert not Case.objects.exists()


def test_closing_can_be_undone(make, contact, member, manager, browse):
    (case,) = opened(make, contact, manager)
    browser = browse(member)
    part = {"HX-Request": "true"}
    page = f"{LIST}{case.number}/"
    answer = browser.post(f"{page}closure/", {"cause": "Typo", "cure": "Fixed"}, headers=part)
    assert answer["HX-Refresh"] == "true"
    text = browser.get(f"/w/fernhill/inbox/{case.conversation.number}/").text
    assert f"{page}reopening/" in text, "the toast brings the way back"
    head = browser.get(f"/w/fernhill/inbox/{case.conversation.number}/case/").text
    assert "Typo" in head
    browser.post(f"{page}reopening/", headers=part)
    case.refresh_from_db()
    assert case.is_open
    browser.post(f"{page}closure/", headers=part)
    assert browser.delete(f"{page}closure/", headers=part).status_code == 200
    case.refresh_from_db()
    assert case.is_open


def test_kind_and_priority_are_changed_in_the_head(make, contact, member, manager, browse):
    (case,) = opened(make, contact, manager)
    url = f"{LIST}{case.number}/details/"
    form = {"kind": "question", "priority": "4"}
    answer = browse(member).post(url, form, headers={"HX-Request": "true"})
    assert "Question" in answer.text
    case.refresh_from_db()
    assert (case.kind, case.priority) == ("question", 4)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", True), ("?show=late", True), ("?show=waiting", False), ("?show=mine", False),
        ("?show=closed", False), ("?kind=incident&priority=3&client=NWM", True),
        ("?kind=question", False), ("?show=nonsense&priority=abc", True),
    ],
)  # fmt: skip
def test_the_list_is_narrowed_by_its_url(make, contact, manager, browse, query, found):
    opened(make, contact, manager)
    answer = browse(manager).get(LIST + query)
    assert answer.status_code == 200
    assert ("NWM-1" in answer.text) == found


@pytest.mark.parametrize("count", [3, 30])
def test_the_list_asks_the_same_number_of_queries_however_long(
    make, contact, manager, browse, count, django_assert_max_num_queries
):
    opened(make, contact, manager, count)
    browser = browse(manager)
    with django_assert_max_num_queries(9):
        assert browser.get(LIST).text.count("data-row") == count


def test_panels_show_the_open_cases_of_a_client_and_a_project(make, contact, manager, browse):
    project = make.project(contact.client, key="KTB")
    conversation = make.conversation(contact, project=project)
    opening.open_case(conversation, kind="incident", by=manager, at=NOW)
    for url in ("projects/KTB", "clients/NWM"):
        assert "NWM-1" in browse(manager).get(f"/w/fernhill/{url}/cases/").text


def test_targets_are_set_in_hours_of_business_time(admin, manager, browse):
    url = "/w/fernhill/settings/targets/"
    assert browse(manager).get(url).status_code == 403
    browser = browse(admin)
    assert browser.get(url).status_code == 200
    form = {
        f"{kind}_{p}": hours
        for p in (1, 2, 3, 4)
        for kind, hours in (("reply", 1.5), ("resolve", 8))
    }
    browser.post(url, form)
    assert set(Target.objects.values_list("reply_minutes", "resolve_minutes")) == {(90, 480)}
    assert browser.post(url, form | {"resolve_1": 1}).status_code == 422


def test_a_viewer_sees_the_case_and_changes_nothing(make, contact, manager, viewer, browse):
    (case,) = opened(make, contact, manager)
    browser = browse(viewer)
    assert "NWM-1" in browser.get(LIST).text
    assert browser.post(f"{LIST}{case.number}/closure/").status_code == 403


def test_strangers_and_guests_of_other_projects_find_nothing(
    make, contact, manager, stranger, guest, browse
):
    (case,) = opened(make, contact, manager)
    for person in (stranger, guest):
        for path in (f"cases/{case.number}/", f"inbox/{case.conversation.number}/case/"):
            assert browse(person).get(f"/w/fernhill/{path}").status_code == 404


def test_no_case_after_all_goes_to_the_bin_and_comes_back(make, contact, manager, member, browse):
    (case,) = opened(make, contact, manager)
    browser = browse(member)
    answer = browser.post(f"{LIST}{case.number}/binning/", headers={"HX-Request": "true"})
    assert "Make it a case" in answer.text
    assert "NWM-1" not in browser.get(LIST).text
    url = f"/w/fernhill/inbox/{case.conversation.number}/case/new/"
    browser.post(url, {"kind": "incident", "priority": "3"}, headers={"HX-Request": "true"})
    assert "NWM-1" in browser.get(LIST).text
    assert Case.objects.count() == 1


def test_two_who_change_different_things_both_keep_theirs(make, contact, member, manager, browse):
    (case,) = opened(make, contact, manager)
    url = f"{LIST}{case.number}/details/"
    shown = {"initial-kind": case.kind, "initial-priority": "3"}
    browse(member).post(url, shown | {"kind": case.kind, "priority": "1"})
    browse(manager).post(url, shown | {"kind": "request", "priority": "3"})
    case.refresh_from_db()
    assert (case.kind, case.priority) == ("request", 1)
    page = browse(member).get(f"/w/fernhill/inbox/{case.conversation.number}/case/").text
    assert 'name="initial-priority" value="1"' in page

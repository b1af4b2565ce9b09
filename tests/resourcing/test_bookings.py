"""Hours a week kept for a project: soft or hard, of a person or of a role nobody fills yet."""

from datetime import date

import pytest

from rapport.accounts.readers import reader_for
from rapport.clients.timeline import story
from rapport.events.models import Event
from rapport.resourcing.models import Booking
from rapport.resourcing.operations import bookings
from rapport.resourcing.operations.bookings import Wanted
from tests.conftest import NOW

PAGE = "/w/fernhill/capacity/bookings/"
FIRST, LAST = date(2099, 3, 9), date(2099, 3, 20)


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, "Label relaunch", key="LAB")


@pytest.fixture
def placeholder(project, manager):
    wanted = Wanted(project, FIRST, LAST, 1200, role="Designer", what="Sketches")
    return bookings.book(wanted, by=manager, at=NOW)


def said(**fields):
    return {
        "project": "LAB", "member": "", "role": "", "first": "2099-03-09", "last": "2099-03-20",
        "weekly_minutes": "20", "firmness": "hard", "what": "",
    } | fields  # fmt: skip


def test_a_manager_books_somebody(browse, project, manager, member):
    answer = browse(manager).post(f"{PAGE}new/", said(member=member.pk), follow=True)
    assert f"{member.name} · Label relaunch" in answer.text
    assert "20 hr a week" in answer.text
    booked = Booking.objects.get()
    assert (booked.weekly_minutes, booked.is_hard, booked.made_by) == (1200, True, manager)


def test_a_placeholder_becomes_a_person_and_can_become_one_again(
    browse, placeholder, manager, member
):
    browser = browse(manager)
    page = f"{PAGE}{placeholder.number}/"
    assert "nobody yet" in browser.get(page).text
    answer = browser.post(f"{page}person/", {"member": member.pk}, follow=True)
    assert f"{member.name} is booked." in answer.text
    placeholder.refresh_from_db()
    assert (placeholder.member, placeholder.role) == (member, "Designer")
    act = Event.objects.latest("pk").pk
    assert browser.post(f"{page}{act}/undo/").status_code == 302
    placeholder.refresh_from_db()
    assert placeholder.member is None


def test_placeholders_can_be_listed_alone(browse, placeholder, project, manager, member):
    browse(manager).post(f"{PAGE}new/", said(member=member.pk, what="Taken"))
    shown = browse(manager).get(f"{PAGE}?open=1").text
    assert "Designer · Label relaunch" in shown
    assert "Taken" not in shown


def test_a_change_is_kept_and_taken_back(browse, placeholder, manager):
    page = f"{PAGE}{placeholder.number}/"
    same = said(role="Designer", what="Sketches", firmness="soft")
    browse(manager).post(f"{page}change/", same | {"weekly_minutes": "12.5"})
    placeholder.refresh_from_db()
    assert placeholder.weekly_minutes == 750
    act = Event.objects.latest("pk")
    assert act.facts["was"] == {"weekly_minutes": 1200}
    bookings.undo(placeholder, act.pk, by=manager, at=act.at)
    placeholder.refresh_from_db()
    assert placeholder.weekly_minutes == 1200


@pytest.mark.parametrize(
    "wrong",
    [
        {"role": "", "member": ""},
        {"role": "Designer", "last": "2099-03-01"},
        {"role": "Designer", "weekly_minutes": "0"},
        {"role": "Designer", "weekly_minutes": "200"},
        {"role": "Designer", "project": "NOPE"},
        {"role": "Designer", "firmness": "hardest"},
    ],
    ids=str,
)
def test_what_is_no_booking_is_refused_in_a_sentence(browse, project, manager, wrong):
    assert browse(manager).post(f"{PAGE}new/", said(**wrong)).status_code == 422
    assert not Booking.objects.exists()


def test_only_who_manages_books_and_all_of_staff_see_it(browse, placeholder, member, guest):
    browser = browse(member)
    assert browser.post(f"{PAGE}new/", said(role="Designer")).status_code == 403
    shown = browser.get(f"{PAGE}{placeholder.number}/").text
    assert "Sketches" in shown
    assert "Drop it" not in shown
    assert browse(guest).get(f"{PAGE}{placeholder.number}/").status_code == 403


def test_a_dropped_booking_comes_back_from_the_bin(browse, placeholder, manager):
    browse(manager).post(f"{PAGE}{placeholder.number}/binning/")
    assert browse(manager).get(f"{PAGE}{placeholder.number}/").status_code == 404
    browse(manager).post(f"/w/fernhill/settings/bin/booking/{placeholder.pk}/restoration/")
    assert browse(manager).get(f"{PAGE}{placeholder.number}/").status_code == 200


def test_the_client_story_tells_staff_of_it_and_nobody_at_the_client(
    placeholder, manager, contact, make
):
    told = story(placeholder.project.client, reader_for(manager)).told
    assert [one.line.text for one in told] == [
        "Designer booked for Label relaunch: 20 hours a week"
    ]
    from_client = Booking.objects.visible_to(
        reader_for(manager).__class__(make.workspace.pk, "contact", contact_id=contact.pk)
    )
    assert not from_client.exists()


def test_the_list_asks_as_often_for_a_thousand_as_for_one(
    browse,
    project,
    placeholder,
    manager,
    member,
    make,
    django_assert_num_queries,
    django_assert_max_num_queries,
):
    browser = browse(manager)
    browser.get(PAGE)
    with django_assert_max_num_queries(30) as few:
        browser.get(PAGE)
    Booking.objects.bulk_create(
        Booking(
            workspace=make.workspace, project=placeholder.project, member=member, number=n,
            first=FIRST, last=LAST, weekly_minutes=60, created_at=NOW,
        )
        for n in range(2, 1001)
    )  # fmt: skip
    with django_assert_num_queries(len(few)):
        assert "1–50 of 1,000" in browser.get(PAGE).text

"""Who is away when: noted by the person or who manages, seen by all, explained to few."""

from datetime import date

import pytest

from rapport.events.models import Event
from rapport.resourcing.models import Absence
from rapport.resourcing.operations import absences
from rapport.resourcing.operations.absences import AbsenceRefused, Away
from rapport.ui.words import span
from tests.conftest import NOW

SPAN = span(date(2099, 3, 9), date(2099, 3, 13))
PAGE = "/w/fernhill/capacity/absences/"
SAID = {
    "first": "2099-03-09", "last": "2099-03-13", "daily_minutes": "", "kind": "sickness",
    "reason": "the knee",
}  # fmt: skip


@pytest.fixture
def away(member):
    return absences.note(
        member, Away(date(2099, 3, 9), date(2099, 3, 13), "sickness", "the knee"), by=member, at=NOW
    )


def test_a_person_notes_their_own_time_off(browse, member):
    answer = browse(member).post(f"{PAGE}new/", SAID | {"member": member.pk}, follow=True)
    assert answer.status_code == 200
    assert "Sickness · the knee" in answer.text
    assert SPAN in answer.text
    assert Absence.objects.get().noted_by == member


@pytest.mark.parametrize("hours, minutes", [("", None), ("3", 180), ("2.5", 150)])
def test_a_part_of_the_day_is_said_in_hours(browse, member, hours, minutes):
    said = SAID | {"member": member.pk, "daily_minutes": hours, "last": ""}
    assert browse(member).post(f"{PAGE}new/", said).status_code == 302
    noted = Absence.objects.get()
    assert (noted.daily_minutes, noted.last) == (minutes, noted.first)


def test_nobody_notes_for_a_colleague_but_who_manages(browse, member, manager):
    said = SAID | {"member": manager.pk}
    assert browse(member).post(f"{PAGE}new/", said).status_code == 422
    assert browse(manager).post(f"{PAGE}new/", SAID | {"member": member.pk}).status_code == 302
    assert Absence.objects.get().member == member


def test_colleagues_see_that_somebody_is_away_but_not_why(browse, away, make, manager, viewer):
    for colleague in (make.member(), viewer):
        shown = browse(colleague).get(PAGE).text
        assert SPAN in shown
        assert "knee" not in shown
        assert "Sickness ·" not in shown
    assert "Sickness · the knee" in browse(manager).get(PAGE).text


def test_why_somebody_is_away_is_not_in_the_stream(away, member):
    absences.change(away, Away(away.first, away.last, "other", "moving house"), by=member, at=NOW)
    told = " ".join(str(event.facts) for event in Event.objects.in_workspace(away.workspace_id))
    assert "knee" not in told
    assert "moving" not in told
    assert "sickness" not in told


def test_a_colleague_neither_opens_nor_changes_nor_deletes_it(browse, away, make):
    browser = browse(make.member())
    assert browser.get(f"{PAGE}{away.number}/").status_code == 403
    assert browser.post(f"{PAGE}{away.number}/", SAID).status_code == 403
    browser.post(f"{PAGE}{away.number}/binning/")
    away.refresh_from_db()
    assert away.binned_at is None


def test_a_changed_day_can_be_taken_back_and_a_changed_reason_cannot(browse, away, member):
    browser = browse(member)
    page = f"{PAGE}{away.number}/"
    answer = browser.post(page, SAID | {"last": "2099-03-20"}, follow=True)
    act = Event.objects.latest("pk").pk
    assert f"undo={page}{act}/undo/" in str(list(answer.context["messages"])[0].extra_tags)
    assert browser.post(f"{page}{act}/undo/").status_code == 302
    away.refresh_from_db()
    assert away.last == date(2099, 3, 13)
    again = browser.post(page, SAID | {"reason": "the other knee"}, follow=True)
    assert "undo=" not in str(list(again.context["messages"])[0].extra_tags)
    assert browser.post(f"{page}{act}/undo/").status_code == 409


def test_a_deleted_absence_lies_in_the_bin_and_comes_back_for_those_it_concerns(
    browse, away, member, make
):
    browse(member).post(f"{PAGE}{away.number}/binning/")
    assert browse(member).get(f"{PAGE}{away.number}/").status_code == 404
    back = f"/w/fernhill/settings/bin/absence/{away.pk}/restoration/"
    browse(make.member()).post(back)
    away.refresh_from_db()
    assert away.binned_at
    browse(member).post(back)
    away.refresh_from_db()
    assert away.binned_at is None


@pytest.mark.parametrize(
    "wrong", [{"last": "2099-03-08"}, {"last": "2199-03-08"}, {"first": ""}, {"daily_minutes": "0"}]
)
def test_what_is_no_absence_is_refused_in_a_sentence(browse, member, wrong):
    answer = browse(member).post(f"{PAGE}new/", SAID | {"member": member.pk} | wrong)
    assert answer.status_code == 422
    assert not Absence.objects.exists()


def test_a_guest_sees_nobody_away_and_no_page(browse, away, guest):
    assert browse(guest).get(PAGE).status_code == 403


def test_an_empty_list_says_what_will_be_here(browse, member):
    assert "Nobody is away" in browse(member).get(PAGE).text
    assert "Nobody was away" in browse(member).get(f"{PAGE}?past=1").text


def test_a_viewer_notes_nothing(browse, viewer, member):
    assert browse(viewer).post(f"{PAGE}new/", SAID).status_code == 403
    with pytest.raises(AbsenceRefused):
        absences.note(member, Away(date(2099, 3, 9), date(2099, 3, 9)), by=viewer, at=NOW)


def test_the_list_asks_as_often_for_a_thousand_as_for_one(
    browse, make, member, away, django_assert_num_queries, django_assert_max_num_queries
):
    browser = browse(member)
    browser.get(PAGE)
    with django_assert_max_num_queries(30) as few:
        browser.get(PAGE)
    Absence.objects.bulk_create(
        Absence(
            workspace=make.workspace, member=member, number=n, first=date(2099, 1, 1),
            last=date(2099, 1, 2), created_at=NOW,
        )
        for n in range(2, 1001)
    )  # fmt: skip
    with django_assert_num_queries(len(few)):
        assert "1–50 of 1,000" in browser.get(PAGE).text

"""Staff pages of deliverables."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from rapport.delivery.models import Deliverable, DeliverableFile
from rapport.delivery.operations import deciding, handing_over
from rapport.delivery.operations.deciding import Word
from rapport.delivery.operations.handing_over import DeliverableFacts
from tests.conftest import NOW

TAB = "/w/fernhill/projects/KTB/deliverables/"
PAGE = "/w/fernhill/deliverables/1/"


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, key="KTB")


def begun(project, manager, count=1):
    return [
        handing_over.create(project, facts=DeliverableFacts(f"Part {n}", "x"), by=manager, at=NOW)
        for n in range(count)
    ]


def test_a_deliverable_is_begun_handed_over_and_taken_back(project, contact, member, browse):
    browser = browse(member)
    assert browser.get(TAB).context["form"].initial == {"contact": contact.pk}
    answer = browser.post(f"{TAB}new/", {"name": "Wireframes", "contact": contact.pk})
    assert answer["Location"] == PAGE
    assert "gets a mail with a link within some ten minutes" in browser.get(PAGE).text
    assert browser.post(f"{PAGE}submission/").status_code == 422
    upload = SimpleUploadedFile("v1.pdf", b"%PDF-1")
    browser.post(f"{PAGE}submission/", {"files": upload})
    assert "v1.pdf" in browser.get(PAGE).text
    assert DeliverableFile.objects.get().version == 1
    assert browser.post(f"{PAGE}details/", {"name": "Other"}).status_code == 422
    browser.post(f"{PAGE}withdrawal/")
    browser.post(f"{PAGE}details/", {"name": "Other"})
    assert "Other" in browser.get(TAB).text


def test_the_clients_words_stand_on_the_page(project, contact, manager, browse):
    (deliverable,) = begun(project, manager)
    handing_over.submit(deliverable, files=[], by=manager, at=NOW)
    deciding.refuse(deliverable, Word(contact, 1, "Bigger <logo>"), at=NOW)
    text = browse(manager).get(PAGE).text
    assert "Bigger &lt;logo&gt;" in text


def test_a03_people_and_tasks_of_others_are_refused(project, make, manager, browse):
    stranger_contact = make.contact(make.client())
    make.task(make.project())
    for wrong in ({"contact": stranger_contact.pk}, {"task": 99}):
        answer = browse(manager).post(f"{TAB}new/", {"name": "x"} | wrong)
        assert answer.status_code == 422
    assert not Deliverable.objects.exists()


@pytest.mark.parametrize("count", [3, 30])
def test_the_tab_asks_the_same_number_of_queries_however_long(
    project, manager, browse, count, django_assert_max_num_queries
):
    begun(project, manager, count)
    browser = browse(manager)
    with django_assert_max_num_queries(9):
        assert browser.get(TAB).text.count("data-row") == count


def test_a_viewer_sees_and_a_stranger_finds_nothing(project, manager, viewer, stranger, browse):
    begun(project, manager)
    assert browse(viewer).get(PAGE).status_code == 200
    assert browse(viewer).post(f"{PAGE}submission/").status_code == 403
    assert browse(stranger).get(PAGE).status_code == 404


def test_what_the_client_never_saw_goes_to_the_bin_and_comes_back(project, manager, browse):
    begun(project, manager)
    browser = browse(manager)
    assert "Move to the bin" in browser.get(PAGE).text
    browser.post(f"{PAGE}binning/")
    assert browser.get(PAGE).status_code == 404
    pk = Deliverable.objects.get().pk
    browser.post(f"/w/fernhill/settings/bin/deliverable/{pk}/restoration/")
    assert browser.get(PAGE).status_code == 200


def test_what_the_client_saw_stays(project, manager, browse):
    (deliverable,) = begun(project, manager)
    handing_over.submit(deliverable, files=[], by=manager, at=NOW)
    handing_over.withdraw(deliverable, by=manager, at=NOW)
    browser = browse(manager)
    assert "Move to the bin" not in browser.get(PAGE).text
    answer = browser.post(f"{PAGE}binning/")
    assert answer.status_code == 422 and "The client has seen it" in answer.text
    assert Deliverable.objects.live().exists()

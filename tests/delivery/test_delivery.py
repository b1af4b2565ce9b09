"""Handing over, version by version, and the client's word as proof."""

import pytest

from rapport.delivery.models import Deliverable, SignOff
from rapport.delivery.operations import deciding, handing_over
from rapport.delivery.operations.deciding import CannotDecide, Word
from rapport.delivery.operations.handing_over import CannotHandOver, DeliverableFacts
from rapport.delivery.queries.chain import broken_links
from rapport.delivery.queries.versions import versions
from rapport.events.models import Event
from rapport.events.operations.stream import publish
from rapport.files import access
from rapport.files.operations import files
from tests.conftest import NOW

FACTS = DeliverableFacts("Wireframes", "Twelve screens")


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, key="KTB")


@pytest.fixture
def proof(workspace, manager):
    return files.store(workspace, name="proof.pdf", content=b"%PDF", by=manager, at=NOW)


@pytest.fixture
def deliverable(project, manager) -> Deliverable:
    return handing_over.create(project, facts=FACTS, by=manager, at=NOW)


@pytest.fixture
def submitted(deliverable, proof, manager) -> Deliverable:
    handing_over.submit(deliverable, files=[proof], by=manager, at=NOW)
    return deliverable


def test_a_client_sees_nothing_before_it_is_handed_over(deliverable, proof, contact, manager):
    shown = Deliverable.objects.visible_to(contact.reader)
    assert not shown.exists()
    assert not access.may_read(contact.reader, proof)
    handing_over.submit(deliverable, files=[proof], by=manager, at=NOW)
    assert list(shown.all()) == [deliverable]
    assert access.may_read(contact.reader, proof)


def test_handing_over_passes_the_turn_and_is_told_with_its_client(submitted):
    event = Event.objects.get(verb="deliverable.submitted")
    assert (event.facts["version"], event.facts["turn"]) == (1, "client")
    assert event.client_id == submitted.project.client_id
    assert (submitted.turn, submitted.is_with_client) == ("client", True)


def test_nothing_to_look_at_is_not_handed_over(project, manager):
    bare = handing_over.create(project, facts=DeliverableFacts("Logo"), by=manager, at=NOW)
    with pytest.raises(CannotHandOver):
        handing_over.submit(bare, files=[], by=manager, at=NOW)


def test_what_the_client_reads_stands_still(submitted, manager, proof):
    with pytest.raises(CannotHandOver):
        handing_over.change(submitted, facts=DeliverableFacts("Other"), by=manager, at=NOW)
    with pytest.raises(CannotHandOver):
        handing_over.submit(submitted, files=[proof], by=manager, at=NOW)


def test_each_handing_over_is_a_version_of_its_own(submitted, contact, manager, proof):
    deciding.refuse(submitted, Word(contact, 1, "Bigger logo"), at=NOW)
    handing_over.submit(submitted, files=[proof], by=manager, at=NOW)
    assert submitted.version == 2
    handing_over.withdraw(submitted, by=manager, at=NOW)
    handing_over.submit(submitted, files=[], by=manager, at=NOW)
    assert submitted.version == 3
    assert [(v.number, len(v.files), bool(v.sign_off)) for v in versions(submitted)] == [
        (3, 0, False),
        (2, 1, False),
        (1, 1, True),
    ]


def test_approving_twice_is_approving_once(submitted, contact):
    first = deciding.approve(submitted, Word(contact, 1, "Lovely"), at=NOW)
    assert deciding.approve(submitted, Word(contact, 1), at=NOW) == first
    submitted.refresh_from_db()
    assert (submitted.state, submitted.turn) == ("approved", "us")
    assert Event.objects.filter(verb="deliverable.approved").count() == 1
    assert "Lovely" not in str(Event.objects.get(verb="deliverable.approved").facts)


def test_a_decision_is_not_turned_round(submitted, contact, make):
    deciding.approve(submitted, Word(contact, 1), at=NOW)
    with pytest.raises(CannotDecide):
        deciding.refuse(submitted, Word(contact, 1, "No"), at=NOW)
    colleague = make.contact(contact.client)
    with pytest.raises(CannotDecide):
        deciding.approve(submitted, Word(colleague, 1), at=NOW)


def test_refusing_says_what_should_be_different(submitted, contact):
    with pytest.raises(CannotDecide):
        deciding.refuse(submitted, Word(contact, 1, "  "), at=NOW)


def test_an_older_version_is_not_decided(submitted, contact, manager):
    handing_over.withdraw(submitted, by=manager, at=NOW)
    with pytest.raises(CannotDecide):
        deciding.approve(submitted, Word(contact, 1), at=NOW)
    handing_over.submit(submitted, files=[], by=manager, at=NOW)
    with pytest.raises(CannotDecide):
        deciding.approve(submitted, Word(contact, 1), at=NOW)


def test_nobody_of_another_client_decides(submitted, make):
    with pytest.raises(CannotDecide):
        deciding.approve(submitted, Word(make.contact(make.client()), 1), at=NOW)


@pytest.fixture
def three_words(submitted, contact, manager) -> list[SignOff]:
    for number in (1, 2):
        deciding.refuse(submitted, Word(contact, number, f"No {number}"), at=NOW)
        handing_over.submit(submitted, files=[], by=manager, at=NOW)
    deciding.approve(submitted, Word(contact, 3), at=NOW)
    return list(SignOff.objects.order_by("pk"))


def test_sign_offs_form_a_chain(three_words):
    first, second, third = three_words
    assert (second.previous_hash, third.previous_hash) == (first.hash, second.hash)
    assert broken_links() == []


@pytest.mark.parametrize(
    "change",
    [
        {"decision": "approved"}, {"comment": "Yes"}, {"file_hashes": []}, {"name": "Other"},
        {"description": "Other"}, {"version": 9}, {"previous_hash": "0" * 64},
    ],
)  # fmt: skip
def test_a_sign_off_changed_afterwards_is_found(three_words, change):
    tampered = three_words[1] if "previous_hash" in change else three_words[0]
    SignOff.objects.filter(pk=tampered.pk).update(**change)
    assert tampered.pk in broken_links()


def test_a_sign_off_taken_out_is_found(three_words):
    SignOff.objects.filter(pk=three_words[1].pk).delete()
    assert broken_links() == [three_words[2].pk]


def test_erasing_a_person_takes_their_words_and_keeps_the_chain(three_words, contact, manager):
    publish("contact.erased", subject=contact, by=manager, at=NOW)
    assert set(SignOff.objects.values_list("comment", flat=True)) == {""}
    assert broken_links() == []


def test_taken_back_at_the_moment_of_the_clients_word_it_stays_decided(
    submitted, contact, manager, proof
):
    """Both looked before either acted; the client's word is never undone by us."""
    ours = Deliverable.objects.get(pk=submitted.pk)
    deciding.approve(submitted, Word(contact, 1), at=NOW)
    handing_over.withdraw(ours, by=manager, at=NOW)
    submitted.refresh_from_db()
    assert submitted.state == Deliverable.State.APPROVED
    assert not Event.objects.filter(verb="deliverable.withdrawn").exists()


def test_the_clients_word_on_what_was_taken_back_meanwhile_counts_for_nothing(
    submitted, contact, manager
):
    theirs = Deliverable.objects.get(pk=submitted.pk)
    handing_over.withdraw(submitted, by=manager, at=NOW)
    handing_over.withdraw(submitted, by=manager, at=NOW)
    with pytest.raises(deciding.CannotDecide):
        deciding.approve(theirs, Word(contact, 1), at=NOW)
    assert not SignOff.objects.exists()
    assert Event.objects.filter(verb="deliverable.withdrawn").count() == 1

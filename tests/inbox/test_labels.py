"""Labels and priority: put on, taken off, made one, and had back."""

import pytest
from django.urls import reverse

from rapport.accounts.readers import reader_for
from rapport.clients.timeline import story
from rapport.events.models import Event
from rapport.inbox.models import Label, Labelling
from rapport.inbox.operations import labelling, labels, merging, prioritising
from rapport.inbox.queries import labels as asked
from rapport.lib.priority import Priority
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(make, contact):
    return make.conversation(contact)


def page(name, conversation):
    return reverse(name, kwargs={"slug": "fernhill", "number": conversation.number})


def names_on(talk) -> list[str]:
    return [label.name for label in asked.on([talk])[talk.pk]]


def test_a_label_is_made_by_typing_it_and_comes_off_and_on_again(browse, member, talk):
    browser, url = browse(member), page("inbox.label", talk)
    browser.post(url, {"name": "  Waiting for   legal "})
    browser.post(url, {"name": "waiting FOR legal"})
    [label] = Label.objects.all()
    assert names_on(talk) == ["Waiting for legal"]
    assert "Waiting for legal" in browser.get(page("inbox.sorting", talk)).text
    browser.post(url + f"?undo=1&label={label.pk}")
    assert names_on(talk) == []
    browser.post(url + f"?label={label.pk}")
    assert names_on(talk) == ["Waiting for legal"]
    told = Event.objects.filter(subject_kind="inbox.conversation", subject_id=talk.pk)
    verbs = list(told.values_list("verb", flat=True))
    assert verbs == [
        "conversation.labelled", "conversation.unlabelled", "conversation.labelled",
    ]  # fmt: skip


@pytest.mark.parametrize("name", ["", " ", "\x00", "x" * 41])
def test_a_label_has_a_short_name(browse, member, talk, name):
    browse(member).post(page("inbox.label", talk), {"name": name})
    assert not Label.objects.exists()


def test_who_does_not_handle_conversations_labels_none(browse, make, viewer, guest, stranger, talk):
    url = page("inbox.label", talk)
    assert browse(viewer).post(url, {"name": "Mine"}).status_code == 403
    assert browse(guest).post(url, {"name": "Mine"}).status_code == 403
    assert browse(stranger).post(url, {"name": "Mine"}).status_code == 404
    assert "Add a label" not in browse(viewer).get(page("inbox.sorting", talk)).text
    assert not Labelling.objects.exists()


def test_two_labels_become_one_and_are_had_back_with_what_they_were_on(
    browse, make, manager, contact, talk
):
    old, new = (
        labels.make(make.workspace, name, by=manager, at=NOW) for name in ("Bill", "Invoice")
    )
    both, since = make.conversation(contact), make.conversation(contact)
    for one, label in ((talk, old), (both, old), (both, new)):
        labelling.put(one, label, by=manager, at=NOW)
    browser = browse(manager)
    url = reverse("inbox.merge_label", kwargs={"slug": "fernhill", "pk": old.pk})
    browser.post(url, {"into": new.pk})
    labelling.put(since, new, by=manager, at=NOW)
    assert [names_on(one) for one in (talk, both, since)] == [["Invoice"]] * 3
    undo = reverse("bin.restoration", kwargs={"slug": "fernhill", "kind": "label", "pk": old.pk})
    browser.post(undo)
    assert [names_on(one) for one in (talk, both, since)] == [
        ["Bill"], ["Bill", "Invoice"], ["Invoice"],
    ]  # fmt: skip


def test_a_label_is_renamed_but_not_to_the_name_of_another(browse, make, manager, member):
    one, _ = (labels.make(make.workspace, name, by=manager, at=NOW) for name in ("Bill", "Invoice"))
    url = reverse("inbox.settings_label", kwargs={"slug": "fernhill", "pk": one.pk})
    assert browse(member).post(url, {"name": "Bills", "colour": "red"}).status_code == 403
    taken = browse(manager).post(url, {"name": "INVOICE", "colour": "red"})
    assert taken.status_code == 422 and "Merge them" in taken.text
    browse(manager).post(url, {"name": "bill", "colour": "red"})
    one.refresh_from_db()
    assert (one.name, one.colour) == ("bill", "red")


def test_priority_is_said_and_an_undo_leaves_what_somebody_said_since(
    browse, member, manager, talk
):
    url = page("inbox.priority", talk)
    browse(member).post(url, {"to": Priority.URGENT})
    browse(manager).post(url, {"to": Priority.LOW})
    late = browse(member).post(f"{url}?to=3&was=1", follow=True)
    assert "changed again since" in late.text
    talk.refresh_from_db()
    assert talk.priority == Priority.LOW
    browse(manager).post(f"{url}?to=1&was=4")
    talk.refresh_from_db()
    assert talk.priority == Priority.URGENT
    assert browse(member).post(url, {"to": "7"}, follow=True).status_code == 200


def test_labels_and_the_greater_urgency_go_along_when_two_become_one_and_come_back(
    make, manager, contact, talk
):
    other = make.conversation(contact, priority=Priority.HIGH)
    one, two = (labels.make(make.workspace, name, by=manager, at=NOW) for name in ("A", "B"))
    for row, label in ((talk, one), (talk, two), (other, two)):
        labelling.put(row, label, by=manager, at=NOW)
    prioritising.set_priority(talk, to=Priority.URGENT, by=manager, at=NOW)
    act = merging.merge(talk, other, by=manager, at=NOW)
    other.refresh_from_db()
    assert names_on(other) == ["A", "B"] and other.priority == Priority.URGENT
    merging.part(act, by=manager, at=NOW)
    other.refresh_from_db()
    assert names_on(talk) == ["A", "B"] and names_on(other) == ["B"]
    assert other.priority == Priority.HIGH


def test_the_clients_story_tells_how_it_was_sorted(browse, make, manager, member, contact, talk):
    label = labels.make(make.workspace, "Invoice", by=member, at=NOW)
    labelling.put(talk, label, by=member, at=NOW)
    prioritising.set_priority(talk, to=Priority.URGENT, by=member, at=NOW)
    labelling.take(talk, label, by=member, at=NOW)
    said = [told.line.text for told in story(contact.client, reader_for(manager)).told]
    assert said == [
        f"{member.name} took “Invoice” off “Label proofs”",
        f"{member.name} set the priority of “Label proofs”: Urgent",
        f"{member.name} labelled “Label proofs”: Invoice",
    ]

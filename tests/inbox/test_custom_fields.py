"""What a workspace wants to know of its conversations: defined, filled in, filtered by."""

import pytest
from django.urls import reverse

from rapport.cases.models import Case
from rapport.cases.operations import opening
from rapport.events.models import Event
from rapport.inbox.models import CustomField, FieldValue
from rapport.inbox.operations import custom_fields, erasing, field_values
from rapport.inbox.operations.custom_fields import Definition
from tests.conftest import NOW

pytestmark = pytest.mark.django_db
INBOX = "/w/fernhill/inbox/"
FIELDS = "/w/fernhill/settings/fields/"


@pytest.fixture
def talk(make, contact):
    return make.conversation(contact)


@pytest.fixture
def define(make, admin):
    def defined(kind="text", name="Version", **fields) -> CustomField:
        said = Definition(name, **fields)
        return custom_fields.make(make.workspace, kind, said, by=admin, at=NOW)

    return defined


def page(name, conversation):
    return reverse(name, kwargs={"slug": "fernhill", "number": conversation.number})


def value_of(field) -> str:
    return FieldValue.objects.get(field=field).value


def test_an_admin_defines_a_field_and_it_is_filled_in_and_taken_back(browse, admin, member, talk):
    form = {"name": "Region", "kind": "choice", "choices": "North\n South \nNorth"}
    assert browse(member).post(FIELDS, form).status_code == 403
    browse(admin).post(FIELDS, form)
    field = CustomField.objects.get()
    assert field.choices == [["north", "North"], ["south", "South"]]
    browser, url = browse(member), page("inbox.fill_in", talk)
    assert "Region" in browser.get(page("inbox.sorting", talk)).text
    browser.post(url, {f"field{field.pk}": "north"})
    answer = browser.post(url, {f"field{field.pk}": "south"}, follow=True)
    assert value_of(field) == "south"
    undo = [message.extra_tags for message in answer.context["messages"]][-1]
    browser.post(undo.split("undo=", 1)[1])
    assert value_of(field) == "north"
    told = Event.objects.filter(verb="conversation.field_set").order_by("pk")
    assert [event.facts["value"] for event in told] == ["north", "south", "north"]


def test_an_undo_leaves_what_somebody_else_has_filled_in_since(define, member, manager, talk):
    field = define()
    field_values.fill_in(talk, {field: "1.0"}, by=member, at=NOW)
    field_values.fill_in(talk, {field: "2.0"}, by=manager, at=NOW)
    with pytest.raises(field_values.NotUndone):
        field_values.take_back(talk, NOW, by=member, at=NOW)
    assert value_of(field) == "2.0"


@pytest.mark.parametrize(
    ("kind", "typed", "kept"),
    [
        ("text", "  a   b ", "a b"), ("number", "1,50", "1.5"), ("number", "-0", "0"),
        ("number", "1e5", "100000"), ("number", "NaN", None), ("number", "1e999", None),
        ("number", "twelve", None), ("day", "2026-03-04", "2026-03-04"),
        ("day", "2026-13-04", None),
        ("day", "4 March", None), ("yes_no", "yes", "yes"), ("yes_no", "perhaps", None),
        ("text", "x" * 501, None), ("choice", "c", None),
    ],
)  # fmt: skip
def test_each_kind_is_kept_in_one_spelling_or_refused(define, member, talk, kind, typed, kept):
    field = define(kind, choices=("A", "B"))
    if kept is None:
        with pytest.raises(Exception, match="Version"):
            field_values.fill_in(talk, {field: typed}, by=member, at=NOW)
        assert not FieldValue.objects.exists()
    else:
        field_values.fill_in(talk, {field: typed}, by=member, at=NOW)
        assert value_of(field) == kept


def test_choices_keep_their_key_when_their_words_are_in_another_order(define, admin, member, talk):
    field = define("choice", choices=("North", "South"))
    field_values.fill_in(talk, {field: "south"}, by=member, at=NOW)
    custom_fields.change(field, Definition("Version", ("South", "East", "south")), by=admin, at=NOW)
    assert field.choices == [["south", "South"], ["east", "East"], ["south-2", "south"]]


def test_the_list_is_narrowed_by_what_was_chosen(browse, make, define, member, talk):
    field = define("choice", name="Region", choices=("North", "South"))
    make.conversation(subject="Other")
    field_values.fill_in(talk, {field: "north"}, by=member, at=NOW)
    browser = browse(member)
    found = browser.get(f"{INBOX}?show=all&field{field.pk}=north")
    assert [row.pk for row in found.context["conversations"]] == [talk.pk]
    assert "Region: <b>North</b>" in found.text
    assert not browser.get(f"{INBOX}?show=all&field{field.pk}=west").context["conversations"]
    assert f'name="field{field.pk}"' in browser.get(f"{INBOX}filters/").text


def test_what_is_required_is_asked_for_before_closing(browse, define, member, talk):
    field = define(is_required=True)
    browser, closure = browse(member), page("inbox.closure", talk)
    assert "Fill in first: Version." in browser.post(closure, follow=True).text
    browser.post(page("inbox.fill_in", talk), {f"field{field.pk}": "1.0"})
    browser.post(closure)
    talk.refresh_from_db()
    assert talk.closed_at is not None


def test_words_about_somebody_who_is_erased_are_gone(define, member, contact, talk):
    field = define()
    field_values.fill_in(talk, {field: "Ines Prado"}, by=member, at=NOW)
    field_values.fill_in(talk, {field: "Ines P."}, by=member, at=NOW)
    erasing.erase(contact, at=NOW)
    row = FieldValue.objects.get()
    assert (row.value, row.former) == ("", "")


def test_who_does_not_handle_conversations_fills_in_nothing(browse, define, viewer, stranger, talk):
    field = define()
    form = {f"field{field.pk}": "x"}
    assert browse(viewer).post(page("inbox.fill_in", talk), form).status_code == 403
    assert browse(stranger).post(page("inbox.fill_in", talk), form).status_code == 404
    assert "<input" not in browse(viewer).get(page("inbox.sorting", talk)).text


def test_a_field_of_cases_is_asked_of_cases_alone_and_before_they_are_closed(
    browse, define, manager, member, talk
):
    field = define(name="Root", is_required=True, only_cases=True)
    browser = browse(member)
    assert "Root" not in browser.get(page("inbox.sorting", talk)).text
    assert browser.get(page("cases.fields", talk)).status_code == 204
    opening.open_case(talk, kind=Case.Kind.INCIDENT, by=manager, at=NOW)
    assert "Root" in browser.get(page("cases.fields", talk)).text
    assert "Fill in first: Root." in browser.post(page("inbox.closure", talk), follow=True).text
    browser.post(page("inbox.fill_in", talk), {f"field{field.pk}": "A cable"})
    browser.post(page("inbox.closure", talk))
    assert Case.objects.get().closed_at is not None

"""Answers that are kept: put in by a slash, in the reader's language, and never with a gap."""

from datetime import date

import pytest
from django.urls import reverse

from rapport.cases.operations import opening
from rapport.inbox.models import Message, Template
from rapport.inbox.operations import templates
from rapport.inbox.operations.templates import Kept, Written
from rapport.promises.operations import making
from rapport.promises.operations.making import NewPromise
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(make, contact):
    return make.conversation(contact)


def page(name, **more):
    return reverse(name, kwargs={"slug": "fernhill", **more})


def kept(by, name="Thanks", is_shared=True, **texts):
    words = {
        tuple(key.split("_")) if "_" in key else (key, ""): body for key, body in texts.items()
    }
    about = Kept(name, "Answers", ("greeting",), is_shared)
    return templates.make(Written(about, words), by=by, at=NOW)


def offered(browser, talk, words="", to="Ines Prado <ines@northwind.example>"):
    answer = browser.get(page("inbox.slash", number=talk.number), {"q": words, "to": to})
    return answer.json()["found"]


def test_a_template_is_found_filled_put_in_and_counted(browse, member, manager, contact, talk):
    contact.language, contact.tone = "de", "informal"
    contact.save()
    one = kept(
        manager,
        en="Dear {{ contact.name }}",
        de="Sehr geehrte {{ contact.last_name }}",
        de_informal=(
            "Hallo {{contact.first_name}}, {{ project.name }} von {{ client.name }}. {{ me.name }}"
        ),
    )
    browser = browse(member)
    [row] = offered(browser, talk, "THANK greet")
    assert row["preview"] == (
        f"Hallo Ines, {{{{ project.name }}}} von Northwind Medical. {member.name}"
    )
    assert (row["left"], row["note"]) == (["project.name"], "Answers")
    assert offered(browser, talk, "nothing like it") == []
    url = page("inbox.put_in", number=talk.number, pk=one.pk)
    answer = browser.post(url, {"to": "ines@northwind.example"}).json()
    assert answer["text"] == row["preview"]
    one.refresh_from_db()
    assert (one.used, one.used_at is not None) == (1, True)


@pytest.mark.parametrize(
    ("language", "tone", "words"),
    [("de", "formal", "de"), ("de", "", "de"), ("de", "informal", "du"), ("fr", "formal", "en")],
)
def test_the_text_is_the_closest_in_language_and_tone(
    browse, member, manager, contact, talk, language, tone, words
):
    contact.language, contact.tone = language, tone
    contact.save()
    kept(manager, es="es", en="en", de="de", de_informal="du")
    assert offered(browse(member), talk)[0]["preview"] == words


def test_dates_and_numbers_of_promises_and_cases_are_said_in_their_language(
    browse, member, manager, contact, talk
):
    contact.language = "fr"
    contact.save()
    kept(manager, fr="{{ case.number }}: {{ promise.what }}, le {{ promise.date }}")
    browser = browse(member)
    assert offered(browser, talk)[0]["left"] == ["case.number", "promise.what", "promise.date"]
    for what, day in (("Later", date(2999, 5, 6)), ("Proofs", date(2999, 3, 9))):
        making.make(NewPromise(talk.client, what, day), by=manager, at=NOW)
    case = opening.open_case(talk, kind="question", by=manager, at=NOW)
    expected = f"NWM-{case.number}: Proofs, le 9 mars 2999"
    assert offered(browser, talk)[0]["preview"] == expected


def test_a_value_is_put_in_as_it_is_and_never_as_a_gap(browse, member, manager, contact, talk):
    contact.name = "{{ me.name }} <b>"
    contact.save()
    kept(manager, en="Dear {{ contact.name }}, {{ nothing.such }} {{ contact.email }}")
    row = offered(browse(member), talk)[0]
    assert row["preview"].startswith("Dear {{ me.name }} <b>, {{ nothing.such }}")
    assert row["left"] == ["nothing.such", "contact.email"]


def test_ones_own_are_seen_by_nobody_else_and_the_teams_changed_by_managers(
    browse, member, manager, guest, stranger, talk, make
):
    own = kept(member, name="Mine", is_shared=False, en="Mine")
    team = kept(manager, name="Team", en="Team")
    mine, theirs = browse(member), browse(manager)
    assert {row["name"] for row in offered(mine, talk)} == {"Mine", "Team"}
    assert {row["name"] for row in offered(theirs, talk)} == {"Team"}
    assert theirs.get(page("inbox.template", pk=own.pk)).status_code == 404
    assert mine.get(page("inbox.template", pk=team.pk)).status_code == 404
    assert mine.post(page("inbox.bin_template", pk=team.pk)).status_code == 404
    put_in = page("inbox.put_in", number=talk.number, pk=own.pk)
    assert theirs.post(put_in).status_code == 404
    assert browse(guest).get(page("inbox.templates")).status_code == 403
    assert browse(stranger).get(page("inbox.templates")).status_code == 404
    mine.post(page("inbox.new_template"), {"name": "X", "is_shared": "on", "text_en": "Hi"})
    assert Template.objects.get(name="X").owner == member  # sharing is not theirs to choose


def test_a_template_is_written_changed_binned_and_had_back_in_settings(browse, manager):
    browser = browse(manager)
    assert "No templates yet" in browser.get(page("inbox.templates")).text
    refused = browser.post(page("inbox.new_template"), {"name": "Late", "text_de": "{{ foo.bar }}"})
    assert refused.status_code == 422 and "no “foo.bar” to fill in" in refused.text
    assert "one language at least" in browser.post(page("inbox.new_template"), {"name": "L"}).text
    words = {
        "name": "Late", "folder": "Sorry", "tags": "delay, Delay , sorry", "is_shared": "on",
        "text_de": "Hallo {{ contact.first_name }}", "text_fr_formal": "Bonjour",
    }  # fmt: skip
    browser.post(page("inbox.new_template"), words)
    one = Template.objects.get()
    assert (one.tags, one.owner, one.texts.count()) == (["Delay", "sorry"], None, 2)
    shown = browser.get(page("inbox.template", pk=one.pk)).text
    assert "Hallo Ines" in shown and "contact.first_name" in shown
    browser.post(page("inbox.template", pk=one.pk), {**words, "name": "Delay", "text_de": ""})
    assert "Delay" in browser.get(page("inbox.templates"), {"q": "sorry"}).text
    browser.post(page("inbox.bin_template", pk=one.pk))
    assert "Delay" not in browser.get(page("inbox.templates")).text
    assert "Delay" in browser.get(page("bin")).text


def test_a_thousand_templates_are_a_fixed_number_of_questions(
    browse, member, manager, talk, django_assert_max_num_queries
):
    for number in range(60):
        kept(manager, name=f"T{number}", en="Dear {{ contact.name }} {{ promise.date }}")
    browser = browse(member)
    offered(browser, talk)
    with django_assert_max_num_queries(24):
        assert len(offered(browser, talk)) == 12
    with django_assert_max_num_queries(9):
        assert "51" in browser.get(page("inbox.templates")).text


def test_at_a_new_mail_it_goes_by_whoever_it_is_written_to(browse, manager, contact):
    one = kept(manager, en="Dear {{ contact.first_name }}, {{ conversation.subject }}")
    browser = browse(manager)
    found = browser.get(page("inbox.slash_new"), {"to": "Tom Okafor <tom@x.example>, half"})
    assert found.json()["found"][0]["left"] == ["contact.first_name", "conversation.subject"]
    url = page("inbox.put_in_new", pk=one.pk)
    answer = browser.post(url, {"to": "Tom Okafor <tom@x.example>"}).json()
    assert answer == {
        "text": "Dear Tom, {{ conversation.subject }}", "left": ["conversation.subject"]
    }  # fmt: skip
    assert not Message.objects.exists()

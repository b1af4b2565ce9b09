"""Several acts under one name: previewed, run as one, taken back as one."""

import pytest
from django.urls import reverse

from rapport.accounts.readers import reader_for
from rapport.cases.models import Case
from rapport.events.models import Event
from rapport.inbox.models import Draft, Following, Labelling, Macro, MacroRun, Message
from rapport.inbox.operations import labels, macros
from rapport.inbox.operations.macros import Planned
from rapport.inbox.operations.templates import Kept
from rapport.inbox.variables import Setting
from tests.conftest import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def talk(make, contact):
    return make.conversation(contact)


@pytest.fixture
def label(workspace, manager):
    return labels.make(workspace, "Refund", by=manager, at=NOW)


def page(name, **more):
    return reverse(name, kwargs={"slug": "fernhill", **more})


def kept(by, *steps, is_shared=True):
    rows = [{"act": act, "value": str(value)} for act, value in steps]
    return macros.make(Planned(Kept("Refund", is_shared=is_shared), rows), by=by, at=NOW)


def state(talk):
    talk.refresh_from_db()
    return (
        talk.assignee_id, talk.turn, talk.priority, talk.closed_at is not None,
        Labelling.objects.count(), Following.objects.count(), Case.objects.live().count(),
        Message.objects.filter(kind="note").count(), Draft.objects.filter(body__gt="").count(),
    )  # fmt: skip


def test_all_of_it_is_done_at_once_and_taken_back_at_once(browse, member, manager, talk, label):
    macro = kept(
        manager, ("text", "Dear {{ contact.first_name }}"), ("note", "Paid back by {{ me.name }}"),
        ("assign", "me"), ("turn", "client"), ("priority", 2), ("label", label.pk), ("follow", ""),
        ("case", "request"), ("close", ""),
    )  # fmt: skip
    before = state(talk)
    browser = browse(member)
    [row] = browser.get(page("inbox.slash", number=talk.number)).json()["found"]
    assert row["kind"] == "macro"
    assert row["preview"].splitlines()[2:] == [
        "• Assign to: Whoever runs it", "• Turn: Client", "• Priority: High",
        "• Put on the label: Refund", "• Follow it", "• Make it a case: Request", "• Close it",
    ]  # fmt: skip
    browser.post(row["url"], {"to": "ines@northwind.example"})
    assert state(talk) == (member.pk, "client", 2, True, 1, 1, 1, 1, 1)
    assert Draft.objects.get().body == "Dear Ines"
    assert Message.objects.get(kind="note").text == f"Paid back by {member.name}"
    run = MacroRun.objects.get()
    undo = page("inbox.macro_undo", number=talk.number, pk=run.pk)
    assert browse(manager).post(undo).status_code == 404
    browser.post(undo)
    browser.post(undo)
    assert state(talk) == before
    verbs = list(Event.objects.values_list("verb", flat=True))
    assert verbs.count("conversation.macro_run") == verbs.count("conversation.macro_undone") == 1
    macro.refresh_from_db()
    assert macro.used == 1


def test_what_somebody_changed_since_is_left_when_it_is_taken_back(
    browse, member, manager, talk, label
):
    macro = kept(manager, ("assign", member.pk), ("priority", 1), ("text", "Hello"))
    browser = browse(member)
    browser.post(page("inbox.macro_run", number=talk.number, pk=macro.pk))
    browse(manager).post(page("inbox.assignee", number=talk.number), {"member": manager.pk})
    Draft.objects.update(body="Hello, and more", revision=7)
    undo = page("inbox.macro_undo", number=talk.number, pk=MacroRun.objects.get().pk)
    browser.post(undo)
    talk.refresh_from_db()
    assert (talk.assignee, talk.priority) == (manager, 3)
    assert Draft.objects.get().body == "Hello, and more"


def test_where_one_act_is_not_allowed_or_not_possible_nothing_is_done(
    browse, make, guest, member, manager, talk, label
):
    project = make.project(talk.client)
    make.on_project(project, guest)
    talk.project = project
    talk.save()
    macro = kept(manager, ("note", "Seen"), ("assign", "me"))
    told = browse(guest).post(page("inbox.macro_run", number=talk.number, pk=macro.pk), follow=True)
    assert "You may not do this: Assign to" in told.text
    gone = kept(manager, ("note", "Seen"), ("label", label.pk + 99))
    told = browse(member).post(page("inbox.macro_run", number=talk.number, pk=gone.pk), follow=True)
    assert "no longer here" in told.text
    assert not Message.objects.filter(kind="note").exists() and not MacroRun.objects.exists()


def test_it_is_written_tried_and_binned_in_settings(browse, member, manager, stranger, talk, label):
    browser = browse(manager)
    assert "No macros yet" in browser.get(page("inbox.macros")).text
    assert "something that it does" in browser.post(page("inbox.new_macro"), {"name": "X"}).text
    words = {
        "name": "Refund", "is_shared": "on", "words_note": "Paid {{ me.name }}",
        "step_0": f"assign:{member.pk}", "step_1": "close:", "step_2": "close:",
    }  # fmt: skip
    browser.post(page("inbox.new_macro"), words)
    macro = Macro.objects.get()
    assert [step["act"] for step in macro.steps] == ["note", "assign", "close"]
    before = state(talk)
    tried = browser.get(page("inbox.macro", pk=macro.pk), {"on": talk.number}).text
    assert f"Assign to: {member.name}" in tried and "would change 3 things" in tried
    assert state(talk) == before and not MacroRun.objects.exists()
    assert browser.get(page("inbox.macro", pk=macro.pk), {"on": "999999"}).status_code == 404
    browser.post(page("inbox.macro", pk=macro.pk), {**words, "step_1": "", "step_2": ""})
    macro.refresh_from_db()
    assert len(macro.steps) == 2
    assert browse(member).get(page("inbox.macro", pk=macro.pk)).status_code == 404
    assert browse(stranger).get(page("inbox.macros")).status_code == 404
    browser.post(page("inbox.bin_macro", pk=macro.pk))
    assert browser.get(page("inbox.slash", number=talk.number)).json()["found"] == []


def test_one_of_another_workspace_or_of_somebody_else_cannot_be_run(
    browse, member, manager, stranger, talk
):
    own = kept(manager, ("close", ""), is_shared=False)
    url = page("inbox.macro_run", number=talk.number, pk=own.pk)
    assert browse(member).post(url).status_code == browse(stranger).post(url).status_code == 404
    talk.refresh_from_db()
    assert talk.closed_at is None


def test_past_runs_are_listed_with_who_and_what_and_an_undo_for_an_hour(
    browse, member, manager, viewer, talk, label
):
    team = kept(manager, ("label", label.pk), ("close", ""))
    own = kept(manager, ("close", ""), is_shared=False)
    macros.run(own, talk, Setting(manager, reader_for(manager), NOW, talk))
    browser, runs = browse(member), page("inbox.macro_runs")
    browser.post(page("inbox.macro_run", number=talk.number, pk=team.pk))
    listed = browser.get(runs).text
    assert "Refund" in listed and "Put on the label" in listed and member.name in listed
    assert "a macro of their own" in listed
    assert "a macro of their own" not in browse(manager).get(runs).text
    run = MacroRun.objects.get(macro=team)
    undo = page("inbox.macro_undo", number=talk.number, pk=run.pk)
    assert undo in listed and undo not in browse(manager).get(runs).text
    assert [one.run for one in browse(manager).get(f"{runs}?by=me").context["runs"]] == [
        MacroRun.objects.get(macro=own)
    ]
    assert browser.post(f"{undo}?listed=1").url == runs
    assert "taken back" in browser.get(f"{runs}?macro={team.pk}").text
    MacroRun.objects.filter(pk=run.pk).update(undone_at=None, at=NOW)
    assert undo not in browser.get(runs).text
    assert "cannot be undone any more" in browser.post(undo, follow=True).text
    assert browse(viewer).get(runs).status_code == 403


def test_however_many_runs_the_list_asks_the_same(
    browse, manager, talk, label, django_assert_max_num_queries
):
    macro = kept(manager, ("priority", 2))
    for _ in range(60):
        macros.run(macro, talk, Setting(manager, reader_for(manager), NOW, talk))
    browser = browse(manager)
    with django_assert_max_num_queries(8):
        page_ = browser.get(page("inbox.macro_runs"))
    assert len(page_.context["runs"]) == 50 and page_.context["after_url"]

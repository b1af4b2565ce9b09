"""A conversation and the tasks that it is about lead to each other, whatever becomes of either."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils.timezone import localdate, now

from rapport.inbox.models import Conversation, Message, TaskTie
from rapport.inbox.operations import merging, splitting, task_ties
from rapport.lib.visibility import Visibility
from rapport.notifications.models import Notification, Topic
from rapport.projects.models import Task
from rapport.projects.operations import merging as project_merging
from rapport.projects.operations import people, progress, tasks, transfer
from tests.conftest import NOW
from tests.inbox.conftest import written

pytestmark = pytest.mark.django_db
SOON = NOW + timedelta(minutes=30)


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, "Label relaunch", key="LAB")


@pytest.fixture
def task(make, project, member) -> Task:
    return make.task(project, "Redraw the symbol", assignee=member)


@pytest.fixture
def talk(arrive, contact) -> Conversation:
    return arrive(written(message_id="<a@client.example>")).message.conversation


@pytest.fixture
def other(arrive, contact) -> Conversation:
    return arrive(written(subject="Invoice", message_id="<i@client.example>")).message.conversation


def page(name, talk):
    return reverse(name, kwargs={"slug": "fernhill", "number": talk.number})


def of(name, task):
    where = {"slug": "fernhill", "key": task.project.key, "number": task.number}
    return reverse(name, kwargs=where)


def made_of(message):
    return reverse("inbox.task_of_message", args=["fernhill"]) + f"?message={message.pk}"


def undo_of(answer):
    return next(str(one.extra_tags) for one in answer.context["messages"]).partition("undo=")[2]


def tied(talk) -> set[str]:
    rows = TaskTie.objects.filter(conversation=talk).select_related("task")
    return {row.task.name for row in rows}


def test_each_leads_to_the_other_until_it_is_taken_back(browse, manager, talk, task, make):
    make.task(task.project, "Ship the leaflet")
    browser = browse(manager)
    assert "No task is tied" in browser.get(page("inbox.tasks", talk)).text
    assert "Redraw the symbol" in browser.get(page("inbox.task", talk)).text, "of the same client"
    asked = browser.get(page("inbox.task", talk) + "?q=symbol redraw").text
    assert "Redraw the symbol" in asked and "Ship the leaflet" not in asked
    answer = browser.post(page("inbox.task", talk), {"task": "lab-1"}, follow=True)
    assert of("projects.task", task) in browser.get(page("inbox.tasks", talk)).text
    beside = browser.get(of("inbox.of_task", task)).text
    assert page("inbox.conversation", talk) in beside and "The German leaflet" in beside
    assert talk.subject in browser.get(reverse("inbox", args=["fernhill"]) + "?task=LAB-1").text
    browser.post(undo_of(answer))
    talk.refresh_from_db()
    assert not TaskTie.objects.exists() and not talk.has_tasks


def test_the_same_from_the_side_of_the_task(browse, member, talk, other, task):
    browser = browse(member)
    where = of("inbox.tie_to_task", task)
    assert "Invoice" in browser.get(where).text, "the latest of the same client"
    assert "Label proofs" in browser.get(where + f"?q=%23{talk.number}").text
    browser.post(where, {"with": talk.number})
    browser.post(where, {"with": talk.number})
    assert tied(talk) == {"Redraw the symbol"} and TaskTie.objects.count() == 1
    browser.post(where + "?undo=1", {"with": talk.number})
    assert not TaskTie.objects.exists()


def test_what_nobody_sees_is_not_tied(browse, member, viewer, stranger, talk, task):
    assert browse(member).post(page("inbox.task", talk), {"task": "LAB-99"}).status_code == 404
    assert browse(member).post(page("inbox.task", talk), {"task": "\x00"}).status_code == 404
    assert browse(member).get(page("inbox.task", talk) + "?q=LAB-" + "9" * 30).status_code == 200
    assert browse(viewer).post(page("inbox.task", talk), {"task": "LAB-1"}).status_code == 403
    assert browse(stranger).post(page("inbox.task", talk), {"task": "LAB-1"}).status_code == 404
    assert not TaskTie.objects.exists()


def test_a_guest_sees_the_tasks_of_their_own_projects_alone(
    browse, guest, manager, talk, task, make, client_company
):
    secret = make.task(make.project(client_company, "Takeover", key="TKO"), "Buy them")
    Conversation.objects.filter(pk=talk.pk).update(project=task.project)
    people.add(task.project, guest, by=manager, at=NOW)
    for one in (task, secret):
        task_ties.tie(talk, one, by=manager, at=NOW)
    browser = browse(guest)
    seen = browser.get(page("inbox.tasks", talk)).text
    assert "Redraw the symbol" in seen and "Buy them" not in seen and "TKO" not in seen
    assert "Buy them" not in browser.get(page("inbox.task", talk) + "?q=buy").text
    assert browser.post(page("inbox.task", talk), {"task": "TKO-1"}).status_code == 404


def test_a_message_becomes_a_task_in_one_act_that_is_taken_back(
    browse, manager, member, talk, project
):
    message, browser = talk.messages.get(), browse(manager)
    assert made_of(message) in browser.get(page("inbox.conversation", talk)).text
    asking = browser.get(made_of(message)).text
    assert "The German leaflet has the old symbol." in asking and "Label proofs" in asking
    answer = browser.post(
        made_of(message),
        {
            "name": "New symbol", "project": "LAB", "assignee": member.pk,
            "due_on": localdate().isoformat(), "description": "The German one.",
        },
        follow=True,
    )  # fmt: skip
    made = Task.objects.get(name="New symbol")
    assert (made.assignee, made.deadline) == (member, localdate())
    assert made.visibility == Visibility.INTERNAL, "nobody decided to show it"
    place = reverse("inbox.message", args=["fernhill", message.pk])
    assert made.description.startswith("The German one.") and made.description.endswith(place)
    assert f"#message-{message.pk}" in browser.get(place)["Location"]
    assert place in browser.get(page("inbox.tasks", talk)).text
    browser.post(undo_of(answer))
    assert Task.objects.get(pk=made.pk).binned_at and not TaskTie.objects.exists()


def test_a_task_of_a_message_that_is_not_filled_in_is_not_made(browse, manager, talk, project):
    message, browser = talk.messages.get(), browse(manager)
    answer = browser.post(made_of(message), {"name": "", "project": "NONE", "due_on": "soon"})
    assert answer.status_code == 422 and not Task.objects.exists()
    assert browser.post(made_of(message) + "&task=LAB-1&undo=1").status_code == 404


def test_ties_go_along_when_two_become_one_and_back(manager, make, talk, other, task):
    second = make.task(task.project, "Send the invoice")
    task_ties.tie(talk, task, by=manager, at=NOW, message=talk.messages.get())
    task_ties.tie(talk, second, by=manager, at=NOW)
    task_ties.tie(other, second, by=manager, at=NOW)
    act = merging.merge(talk, other, by=manager, at=NOW)
    assert tied(other) == {"Redraw the symbol", "Send the invoice"}
    other.refresh_from_db()
    assert other.has_tasks
    third = make.task(task.project, "Ask Paul")
    task_ties.tie(
        other, third, by=manager, at=NOW, message=Message.objects.get(subject=talk.subject)
    )
    merging.part(act, by=manager, at=SOON)
    assert tied(talk) == {"Redraw the symbol", "Send the invoice", "Ask Paul"}
    assert tied(other) == {"Send the invoice"}


def test_what_a_message_asks_for_goes_with_it_when_one_becomes_two(
    arrive, manager, make, talk, task
):
    last = arrive(written(In_Reply_To="<a@client.example>", text="And Paul?\n"), minutes=5).message
    whole = make.task(task.project, "The whole relaunch")
    task_ties.tie(talk, task, by=manager, at=NOW, message=last)
    task_ties.tie(talk, whole, by=manager, at=NOW)
    act = splitting.split(talk, since=last, by=manager, at=SOON)
    assert (tied(talk), tied(act.target)) == ({"The whole relaunch"}, {"Redraw the symbol"})
    act.target.refresh_from_db()
    assert act.target.has_tasks
    splitting.take_back(act, by=manager, at=SOON)
    assert tied(talk) == {"The whole relaunch", "Redraw the symbol"}


def test_a_tie_goes_with_its_task_to_another_project_the_bin_and_a_merged_one(
    browse, manager, make, client_company, talk, task
):
    browser = browse(manager)
    task_ties.tie(talk, task, by=manager, at=NOW)
    site = make.project(client_company, "Site", key="SITE")
    transfer.move(task.project, [task], site, by=manager, at=now())
    assert "SITE-1" in browser.get(page("inbox.tasks", talk)).text
    asked = browser.get(reverse("inbox", args=["fernhill"]) + "?task=LAB-1").text
    assert talk.subject in asked, "by its old name too"
    shop = make.project(client_company, "Shop", key="SHOP")
    project_merging.merge(site, shop, by=manager, at=now())
    assert "SHOP-" in browser.get(page("inbox.tasks", talk)).text
    task.refresh_from_db()
    tasks.put_in_bin(task, by=manager, at=now())
    assert "Redraw" not in browser.get(page("inbox.tasks", talk)).text
    tasks.restore(task, by=manager, at=now())
    assert "Redraw" in browser.get(page("inbox.tasks", talk)).text
    task.delete()
    assert "No task is tied" in browser.get(page("inbox.tasks", talk)).text


def test_beside_it_and_on_the_task_a_fixed_number_of_questions(
    browse, member, make, arrive, contact, talk, task, django_assert_max_num_queries
):
    for n in range(6):
        task_ties.tie(talk, make.task(task.project, f"No. {n}"), by=member, at=NOW)
        one = arrive(written(subject=f"No. {n}")).message.conversation
        task_ties.tie(one, task, by=member, at=NOW)
    browser = browse(member)
    for where in (page("inbox.tasks", talk), of("inbox.of_task", task)):
        with django_assert_max_num_queries(9):
            browser.get(where)


def told(person, topic) -> list[Notification]:
    return list(Notification.objects.filter(member=person, topic=topic))


def test_whoever_has_the_conversation_hears_that_a_task_of_it_is_done(
    browse, manager, member, make, talk, task, run_jobs
):
    Conversation.objects.filter(pk=talk.pk).update(assignee=manager)
    more = [make.task(task.project, "No. 2"), make.task(task.project, "No. 3")]
    for one in (task, *more):
        task_ties.tie(talk, one, by=manager, at=NOW)
    progress.set_state(task, Task.State.DOING, by=member, at=now())
    run_jobs()
    assert not told(manager, Topic.TASK_DONE)
    progress.set_state(task, Task.State.DONE, by=member, at=now())
    progress.set_state_of(task.project, more, Task.State.DONE, by=member, at=now())
    run_jobs()
    [news] = told(manager, Topic.TASK_DONE)
    assert (news.count, news.subject_id) == (3, talk.pk)
    assert "tell the client?" in browse(manager).get("/w/fernhill/notifications/").text
    assert not told(member, Topic.TASK_DONE)


def test_whoever_does_a_task_of_it_hears_the_client_again(
    arrive, manager, member, guest, make, talk, task
):
    Conversation.objects.filter(pk=talk.pk).update(assignee=manager)
    secret = make.task(task.project, "Ask around", assignee=guest)
    task_ties.tie(talk, task, by=manager, at=NOW)
    task_ties.tie(talk, secret, by=manager, at=NOW)
    arrive(written(In_Reply_To="<a@client.example>"), minutes=5)
    assert told(member, Topic.MESSAGE) and told(manager, Topic.MESSAGE)
    assert not told(guest, Topic.MESSAGE), "may not read it"
    Notification.objects.all().delete()
    progress.set_state(task, Task.State.DONE, by=member, at=now())
    arrive(written(In_Reply_To="<a@client.example>"), minutes=9)
    assert not told(member, Topic.MESSAGE), "nothing of it is theirs to do"

"""What a client does in the portal."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from django.utils.html import strip_tags

from rapport.clients.models import Contact
from rapport.events.models import Event
from rapport.inbox.models import Conversation, Message
from rapport.lib.reader import Detail
from rapport.lib.visibility import Turn
from rapport.planning.operations.scheduling import reschedule
from rapport.portal.queries.standing import Outlook
from rapport.projects.models import Project
from rapport.promises.models import Promise
from rapport.promises.operations import settling
from tests.conftest import NOW

HOME = "/p/fernhill/"


def test_home_says_what_we_need_and_where_things_stand(
    portal, contact, deliverable, question, promise, make, project
):
    make.task(project, "Send the logo files", turn=Turn.CLIENT)
    page = portal(contact).get(HOME)
    assert [need.action for need in page.context["needs"]] == ["Review", "Answer", "Write to us"]
    assert "Beta is promised for" in page.text
    assert "Send the logo files" in page.text


def test_a_version_is_approved_with_a_comment(portal, contact, deliverable):
    browser = portal(contact)
    url = f"{HOME}approvals/{deliverable.number}/"
    assert "proof.pdf" in browser.get(url).text
    browser.post(url, {"decision": "approve", "version": 1, "comment": "Lovely"})
    deliverable.refresh_from_db()
    assert deliverable.state == "approved"
    text = browser.get(url).text
    assert "Lovely" in text
    assert "approve" not in text.split("<main")[1].split("decision")[0].replace("approved", "")
    event = Event.objects.get(verb="deliverable.approved")
    assert (event.actor_kind, event.actor_id) == ("contact", contact.pk)


def test_asking_for_changes_needs_words(portal, contact, deliverable):
    browser = portal(contact)
    url = f"{HOME}approvals/{deliverable.number}/"
    answer = browser.post(url, {"decision": "refuse", "version": 1})
    assert answer.status_code == 422
    assert "Please say what should be different." in answer.text
    browser.post(url, {"decision": "refuse", "version": 1, "comment": "Bigger"})
    deliverable.refresh_from_db()
    assert deliverable.state == "refused"
    assert browser.post(url, {"decision": "approve", "version": 1}).status_code == 422


def test_b17_looking_decides_nothing(portal, contact, deliverable):
    browser = portal(contact)
    browser.get(f"{HOME}approvals/{deliverable.number}/?decision=approve&version=1")
    browser.head(f"{HOME}approvals/{deliverable.number}/?decision=approve&version=1")
    deliverable.refresh_from_db()
    assert deliverable.is_with_client


def test_from_the_mails_link_to_an_approval_are_three_taps(contact, deliverable):
    """Open the link, press Open, press Approve."""
    from django.test import Client as Browser  # noqa: PLC0415

    from rapport.clients.operations import sign_in  # noqa: PLC0415

    url = f"{HOME}approvals/{deliverable.number}/"
    token = sign_in.cut_key(contact, next_path=url, lives=timedelta(hours=1), at=timezone.now())
    browser = Browser()
    taps = [
        browser.get(f"{HOME}sign-in/{token}/"),
        browser.post(f"{HOME}sign-in/{token}/", follow=True),
        browser.post(url, {"decision": "approve", "version": 1}),
    ]
    assert taps[1].request["PATH_INFO"] == url
    deliverable.refresh_from_db()
    assert deliverable.state == "approved"


def test_the_file_of_a_version_is_fetched_as_a_download(portal, contact, deliverable):
    file = deliverable.files.get().file
    answer = portal(contact).get(f"{HOME}files/{file.token}/")
    assert b"".join(answer.streaming_content) == b"%PDF"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert answer.headers["X-Content-Type-Options"] == "nosniff"


def test_a_question_is_answered_with_a_click(portal, contact, question):
    browser = portal(contact)
    url = f"{HOME}questions/{question.number}/"
    assert browser.post(url, {}).status_code == 422
    browser.post(url, {"option": "Card"})
    question.refresh_from_db()
    assert (question.answer, question.noted_by) == ("Card", None)
    assert "Card" in browser.get(url).text
    assert not browser.get(HOME).context["needs"]


def test_a_message_begins_a_conversation_about_a_project(portal, contact, project):
    browser = portal(contact)
    upload = SimpleUploadedFile("logo.png", b"\x89PNG")
    form = {"project": "KTB", "subject": "Logo", "text": "Here it is", "files": upload}
    answer = browser.post(f"{HOME}messages/new/", form)
    talk = Conversation.objects.get()
    assert (talk.subject, talk.project, talk.channel, talk.turn) == (
        "Logo",
        project,
        "portal",
        "us",
    )
    page = browser.get(answer["Location"])
    assert "Here it is" in page.text
    assert "logo.png" in page.text
    browser.post(answer["Location"], {"text": "And one more thing"})
    assert talk.messages.count() == 2
    assert Event.objects.filter(verb="message.received").count() == 2


def test_an_empty_message_is_answered_kindly(portal, contact, conversation):
    browser = portal(contact)
    assert browser.post(f"{HOME}messages/new/", {"text": " "}).status_code == 422
    url = f"{HOME}messages/{conversation.number}/"
    assert browser.post(url, {"text": ""}).status_code == 422


def test_a03_a_project_of_another_client_is_refused(portal, contact, make):
    make.project(key="OTH")
    answer = portal(contact).post(f"{HOME}messages/new/", {"project": "OTH", "text": "x"})
    assert answer.status_code == 422
    assert not Message.objects.exists()


def test_a_task_of_theirs_brings_its_name_into_the_message(portal, contact, make, project):
    task = make.task(project, "Send the logo files", turn=Turn.CLIENT)
    page = portal(contact).get(f"{HOME}messages/new/?project=KTB&task={task.number}")
    assert page.context["form"].initial == {"project": "KTB", "subject": "Send the logo files"}
    for odd in ("999", "x", "²", "9" * 5000):
        assert portal(contact).get(f"{HOME}messages/new/?project=KTB&task={odd}").status_code == 200


@pytest.mark.parametrize(
    ("detail", "milestone", "task", "who"),
    [
        (Detail.HEADLINE, False, False, False), (Detail.MILESTONES, True, False, False),
        (Detail.TASKS, True, True, False), (Detail.EVERYTHING, True, True, True),
    ],
)  # fmt: skip
def test_a_project_is_shown_as_deep_as_they_chose(
    portal, contact, make, project, member, detail, milestone, task, who
):
    make.task(project, "Launch day", is_milestone=True)
    make.task(project, "Write the copy", assignee=member)
    contact.detail = detail
    contact.save()
    text = portal(contact).get(f"{HOME}projects/KTB/").text
    assert ("Launch day" in text, "Write the copy" in text, member.name in text) == (
        milestone, task, who,
    )  # fmt: skip


def test_a_finished_project_says_so(portal, contact, project):
    Project.objects.update(state="done")
    assert "Everything is done." in portal(contact).get(f"{HOME}projects/KTB/").text


def test_a_promise_moved_without_consent_is_told_by_its_agreed_day(
    portal, contact, promise, manager
):
    settling.move(promise, to=promise.due_on + timedelta(days=30), consent=None, by=manager, at=NOW)
    page = portal(contact).get(f"{HOME}projects/KTB/")
    assert page.context["standing"].outlooks[0].due_on == promise.owed_on


@pytest.mark.parametrize(
    ("expected", "sentence"),
    [
        (None, "Beta is promised for 4 December."),
        (3, "Beta is on course for 4 December, as promised."),
        (11, "Beta is promised for 4 December."),
    ],
)
def test_a_sentence_says_the_day_that_was_told_and_no_other(expected, sentence):
    today = NOW.date().replace(month=12, day=1)
    day = today.replace(day=expected) if expected else None
    assert Outlook("Beta", today.replace(day=4), day, today).sentence == sentence


def test_an_overdue_promise_is_late():
    today = NOW.date()
    outlook = Outlook("Beta", today - timedelta(days=2), None, today)
    assert outlook.is_late and outlook.sentence.endswith("and is late.")


def test_a_client_reads_no_other_day_than_the_promised_one_before_a_person_tells_them(
    portal, contact, promise, make, project
):
    Contact.objects.update(detail=Detail.EVERYTHING)
    task = make.task(project, "Beta", duration_minutes=60 * 480, visibility="client")
    Promise.objects.update(task=task)
    reschedule(project, at=timezone.now())
    page = portal(contact).get(f"{HOME}projects/KTB/")
    [outlook] = page.context["standing"].outlooks
    assert outlook.is_in_doubt and not outlook.is_late
    assert [piece.finish for piece in page.context["pieces"]] == [promise.due_on]
    assert "on course" not in page.text and "late" not in strip_tags(page.text)
    assert "All of the work" not in page.text


def test_a_summary_is_as_far_as_its_parts(portal, contact, make, project):
    Contact.objects.update(detail=Detail.EVERYTHING)
    design = make.task(project, "Design")
    for state in ("done", "todo"):
        make.task(project, state, state=state, parent=design)
    page = portal(contact).get(f"{HOME}projects/KTB/")
    assert [piece.state for piece in page.context["pieces"]] == ["Doing", "Done", "To do"]


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_every_page_renders_in_their_language(
    portal, contact, deliverable, question, promise, conversation, language
):
    contact.language = language
    contact.save()
    browser = portal(contact)
    for path in ("", "projects/KTB/", f"approvals/{deliverable.number}/", "messages/",
                 f"questions/{question.number}/", f"messages/{conversation.number}/",
                 "messages/new/", "reports/", "preferences/"):  # fmt: skip
        page = browser.get(HOME + path)
        assert page.status_code == 200
        assert f'<html lang="{language}"' in page.text


def test_preferences_are_kept(portal, contact):
    browser = portal(contact)
    url = f"{HOME}preferences/"
    form = {"language": "fr", "detail": "3", "time_zone": "Europe/Paris"}
    assert browser.post(url, form).status_code == 302
    contact.refresh_from_db()
    assert (contact.language, contact.detail, contact.time_zone) == ("fr", 3, "Europe/Paris")
    assert browser.post(url, form | {"time_zone": "Mars/Base"}).status_code == 422
    assert browser.post(url, form | {"detail": "9"}).status_code == 422


def test_staff_look_at_the_portal_as_a_contact_and_touch_nothing(
    contact, deliverable, conversation, manager, browse
):
    root = f"/w/fernhill/clients/NWM/contacts/{contact.pk}/preview/"
    browser = browse(manager)
    page = browser.get(root)
    assert "Preview as Ines Prado" in page.text
    inside = f"{root}approvals/{deliverable.number}/"
    assert inside in page.text
    assert f'"{HOME}' not in page.text, "no link leaves the preview"
    assert browser.get(inside).status_code == 200
    assert browser.post(inside, {"decision": "approve", "version": 1}).status_code == 405
    assert browser.post(f"{root}messages/new/", {"text": "x"}).status_code == 405
    for path in ("sign-in/", "feedback/x/", "nowhere/", "projects/NONE/"):
        assert browser.get(root + path).status_code == 404
    assert browser.get(f"{root}sign-out/").status_code == 404
    deliverable.refresh_from_db()
    assert deliverable.is_with_client


def test_a_preview_is_not_for_guests_strangers_or_under_another_client(
    contact, make, manager, guest, stranger, browse
):
    make.client("Other", "OTH")
    root = f"/w/fernhill/clients/NWM/contacts/{contact.pk}/preview/"
    assert browse(guest).get(root).status_code == 403
    assert browse(stranger).get(root).status_code == 404
    assert browse(manager).get(root.replace("NWM", "OTH")).status_code == 404


@pytest.mark.parametrize("count", [3, 30])
def test_home_asks_the_same_number_of_queries_however_much_there_is(
    portal, contact, make, manager, count, django_assert_max_num_queries
):
    for _ in range(count):
        project = make.project(contact.client, lead=manager)
        make.task(project, turn=Turn.CLIENT)
    browser = portal(contact)
    with django_assert_max_num_queries(14):
        assert len(browser.get(HOME).context["projects"]) == count


def test_what_they_wrote_before_we_knew_them_is_theirs(portal, contact, conversation, make):
    make.message(conversation, "Long ago", from_email=contact.email.upper())
    make.message(conversation, "Forged", from_email=contact.email, is_suspicious=True)
    text = portal(contact).get(f"{HOME}messages/{conversation.number}/").text
    assert "Long ago" in text
    assert "Forged" not in text


def test_f13_a_flood_of_messages_is_stopped_kindly(portal, contact, conversation, monkeypatch):
    monkeypatch.setattr("rapport.portal.views.conversations.MESSAGES_AN_HOUR", 2)
    browser = portal(contact)
    url = f"{HOME}messages/{conversation.number}/"
    codes = [browser.post(url, {"text": f"Hello {n}"}).status_code for n in range(3)]
    assert codes == [302, 302, 422]


@pytest.mark.parametrize("path", ["projects/%00/", "messages/new/?project=%00&task=1", "?x=%00",
                                  "files/%00/", "reports/%00/1/"])  # fmt: skip
def test_f08_an_odd_address_is_refused_and_never_a_fault(portal, contact, path):
    assert portal(contact).get(HOME + path).status_code == 400


@pytest.mark.parametrize("text", ["\0", "a\0b", "\ud800".encode("utf-8", "surrogatepass")])
def test_f08_odd_text_is_refused_or_mended_and_never_a_fault(
    portal, contact, deliverable, question, conversation, text
):
    browser = portal(contact)
    for path, form in (
        (f"approvals/{deliverable.number}/", {"decision": "refuse", "version": 1, "comment": text}),
        (f"questions/{question.number}/", {"words": text}),
        (f"messages/{conversation.number}/", {"text": text}),
        ("messages/new/", {"text": text, "subject": text}),
        ("preferences/", {"language": text, "detail": text, "time_zone": text}),
    ):
        assert browser.post(HOME + path, form).status_code in (302, 422)

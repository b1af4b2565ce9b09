"""What interrupts somebody, what waits, and that nothing is dropped."""

from datetime import UTC, datetime, time, timedelta

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from rapport.events.models import Event
from rapport.notifications.models import Attention, Notification, Silence, Topic
from rapport.notifications.operations import choosing, digesting, notify, weighing
from rapport.resourcing.models import Absence

# A Wednesday in March; the cast lives in Berlin: eleven in the morning.
AT = datetime(2026, 3, 4, 10, tzinfo=UTC)
LIST = "/w/fernhill/notifications/"


@pytest.fixture(autouse=True)
def _mails(settings, manager):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    manager.user.time_zone = "Europe/Berlin"
    manager.user.save()
    mail.outbox.clear()


@pytest.fixture
def launch(make, client_company):
    return make.project(client_company, "Launch")


@pytest.fixture
def told(make, contact, manager):
    """Tells the manager something about a new conversation, as its listener would."""

    def tell(topic, subject="Label proofs", at=AT, **fields) -> None:
        talk = make.conversation(contact, subject, **fields)
        event = Event.objects.create(
            workspace_id=talk.workspace_id, verb="message.received", at=at, actor_kind="system",
            subject_kind="inbox.conversation", subject_id=talk.pk,
            client_id=talk.client_id, project_id=talk.project_id,
        )  # fmt: skip
        notify.tell([manager.pk], topic=topic, event=event)

    return tell


def held(**which) -> list[str]:
    return list(Notification.objects.filter(**which).order_by("pk").values_list("held", flat=True))


def test_a_burst_is_one_interruption_and_the_rest_waits_for_the_digest(told, manager):
    told(Topic.HELD, "Proofs"), told(Topic.HELD, "Invoice"), told(Topic.MESSAGE, "Hello")
    assert weighing.weigh_new(at=AT) == 2
    [sent] = mail.outbox
    assert sent.to == [manager.user.email] and "Proofs" in sent.body and "Invoice" in sent.body
    assert "Hello" not in sent.body
    assert held(topic=Topic.MESSAGE) == ["digest"]
    assert weighing.weigh_new(at=AT + timedelta(minutes=1)) == 0

    noon = datetime(2026, 3, 4, 12, 1, tzinfo=UTC)
    assert digesting.send_due(at=noon) == 1
    assert "Hello" in mail.outbox[1].body and "Proofs" not in mail.outbox[1].body
    assert digesting.send_due(at=noon + timedelta(minutes=1)) == 0


def test_a_spent_budget_holds_what_comes_and_says_so_but_not_what_is_urgent(told, manager, browse):
    choosing.attend(manager, chosen={"budget": 2})
    for minute in range(4):
        told(Topic.HELD, f"Question {minute}", AT + timedelta(minutes=minute))
        weighing.weigh_new(at=AT + timedelta(minutes=minute))
    assert held() == ["", "", "budget", "budget"] and len(mail.outbox) == 2
    told(Topic.MISSED, "Too late", AT + timedelta(minutes=5))
    weighing.weigh_new(at=AT + timedelta(minutes=5))
    assert len(mail.outbox) == 3 and "used up" in mail.outbox[2].body
    tomorrow = AT + timedelta(days=1)
    told(Topic.HELD, "A new day", tomorrow)
    weighing.weigh_new(at=tomorrow)
    assert len(mail.outbox) == 4
    page = browse(manager).get(LIST).text
    assert "interruptions were used up" in page and "Question 3" in page


def test_quiet_hours_are_the_persons_own(told, manager):
    evening = datetime(2026, 3, 4, 18, tzinfo=UTC)
    told(Topic.HELD, at=evening)
    assert weighing.weigh_new(at=evening) == 0
    assert held() == ["quiet"]
    manager.user.time_zone = "America/New_York"
    manager.user.save()
    told(Topic.HELD, "Here it is one in the afternoon", at=evening)
    assert weighing.weigh_new(at=evening) == 1


def test_whoever_is_away_gets_one_catch_up_when_they_are_back(told, manager):
    Absence.objects.create(
        workspace=manager.workspace, number=1, member=manager, created_at=AT,
        first=AT.date(), last=AT.date() + timedelta(days=1),
    )  # fmt: skip
    told(Topic.MISSED, "Urgent")
    told(Topic.MESSAGE, "Plain")
    assert weighing.weigh_new(at=AT) == 0
    assert held() == ["away", "away"]
    for hours in (3, 24, 27):
        assert digesting.send_due(at=AT + timedelta(hours=hours)) == 0
    back = datetime(2026, 3, 6, 8, 5, tzinfo=UTC)
    assert digesting.send_due(at=back) == 1
    [sent] = mail.outbox
    assert "away" in sent.subject
    assert sent.body.index("Urgent") < sent.body.index("Plain")


def test_holidays_and_weekends_are_days_off(told, manager):
    saturday = datetime(2026, 3, 7, 10, tzinfo=UTC)
    told(Topic.HELD, at=saturday)
    weighing.weigh_new(at=saturday)
    assert held() == ["day_off"]
    assert digesting.send_due(at=saturday + timedelta(hours=4)) == 0
    assert digesting.send_due(at=datetime(2026, 3, 9, 8, 1, tzinfo=UTC)) == 1


def test_several_about_one_project_are_one_line_with_the_reasons_ranked(
    told, launch, manager, browse
):
    told(Topic.MESSAGE, "Banner", project=launch)
    told(Topic.MISSED, "Tracking", project=launch)
    told(Topic.MENTION, "Budget", project=launch)
    told(Topic.FOLLOWED, "Elsewhere", client=None)
    weighing.weigh_new(at=AT)
    page = browse(manager).get(LIST).text
    assert page.count("data-row>") == 2
    assert "3 things about Northwind Medical: Launch" in page
    assert page.index("Tracking") < page.index("Banner") < page.index("Elsewhere")


def test_one_conversation_is_one_line_whatever_it_belonged_to_meanwhile(
    told, launch, manager, browse
):
    told(Topic.MESSAGE, "Banner")
    told(Topic.MENTION, "Other", project=launch)
    row = Notification.objects.get(topic=Topic.MESSAGE)
    Notification.objects.create(
        workspace=manager.workspace, member=manager, topic=Topic.MISSED, first_at=AT, last_at=AT,
        subject_kind=row.subject_kind, subject_id=row.subject_id,
        thing_kind="projects.project", thing_id=launch.pk,
    )  # fmt: skip
    page = browse(manager).get(LIST).text
    assert page.count("data-row>") == 1 and "3 things about" in page


def test_done_takes_the_whole_line_and_undo_brings_it_back(told, launch, manager, browse):
    told(Topic.MESSAGE, "Banner", project=launch)
    told(Topic.MENTION, "Budget", project=launch)
    browser = browse(manager)
    rows = list(Notification.objects.values_list("pk", flat=True))
    done = browser.post(f"{LIST}reading/", {"row": rows}, follow=True).text
    assert Notification.objects.all().unread().count() == 0
    undo = done.split("/notifications/unreading/")[1].split("/")[0]
    browser.post(f"{LIST}unreading/{undo}/")
    assert Notification.objects.all().unread().count() == 2
    browser.post(f"{LIST}reading/", {"row": [str(rows[0]), "x", "9" * 30]})
    assert Notification.objects.all().unread().count() == 1


def test_a_muted_thing_is_heard_no_more_but_listed_until_it_is_lifted(
    told, launch, manager, browse
):
    told(Topic.MESSAGE, "Banner", project=launch)
    browser, thing = browse(manager), f"{LIST}things/projects.project/{launch.pk}/silence/"
    assert "Undo" in browser.post(thing, {"for": "ever"}, follow=True).text
    told(Topic.MISSED, "Tracking", project=launch)
    assert weighing.weigh_new(at=AT) == 0
    assert digesting.send_due(at=AT + timedelta(hours=4)) == 0
    page = browser.get(LIST).text
    assert "Nothing new" in page and "muted" in page and "Northwind Medical: Launch" in page
    assert browser.get(f"{LIST}bell/").json()["count"] == 0
    browser.post(f"{thing}lifting/")
    assert not Silence.objects.exists()
    assert browser.get(f"{LIST}bell/").json()["count"] == 1
    assert digesting.send_due(at=AT + timedelta(hours=7)) == 1


def test_put_off_ends_at_its_moment_and_goes_out_with_the_next_digest(told, launch, manager):
    told(Topic.HELD, project=launch)
    Silence.objects.create(
        workspace=manager.workspace, member=manager, thing_kind="projects.project",
        thing_id=launch.pk, since=AT, until=AT + timedelta(hours=1),
    )  # fmt: skip
    weighing.weigh_new(at=AT)
    assert held() == ["snoozed"] and not mail.outbox
    assert digesting.send_due(at=AT + timedelta(hours=4)) == 1


def test_only_a_thing_one_was_told_of_can_be_silenced(told, manager, member, launch, browse):
    told(Topic.MESSAGE, project=launch)
    browse(member).post(f"{LIST}things/projects.project/{launch.pk}/silence/", {"for": "ever"})
    browse(manager).post(f"{LIST}things/{'x' * 60}/{2**63}/silence/", {"for": "ever"})
    assert not Silence.objects.exists()


def test_the_bell_tells_the_desktop_what_interrupts_just_now(told, manager, browse, monkeypatch):
    told(Topic.HELD, "Proofs")
    weighing.weigh_new(at=AT)
    monkeypatch.setattr("rapport.notifications.views.bell.now", lambda: AT + timedelta(minutes=1))
    browser = browse(manager)
    assert browser.get(f"{LIST}bell/").json()["news"] == []
    choosing.attend(manager, chosen={"on_desktop": True})
    [news] = browser.get(f"{LIST}bell/").json()["news"]
    assert "Proofs" in news["title"]


def test_the_settings_keep_what_is_right_and_say_what_is_not(manager, browse):
    browser = browse(manager)
    right = {
        "budget": "3", "digests": "16:00, 9:00,9:00", "quiet_from": "20:00", "quiet_to": "07:00",
        "urgent_breaks_through": "on", "push_says": "nothing",
    }  # fmt: skip
    browser.post("/w/fernhill/notifications/attention/", right)
    kept = Attention.objects.get(member=manager)
    assert (kept.budget, kept.digests, kept.quiet_from) == (3, ["09:00", "16:00"], time(20))
    assert not kept.by_mail
    for wrong in (
        {"digests": "25:00"},
        {"digests": "x"},
        {"budget": "51"},
        {"quiet_to": ""},
        {"push_says": "x"},
    ):
        answer = browser.post("/w/fernhill/notifications/attention/", right | wrong)
        assert answer.status_code == 422, wrong
    assert Attention.objects.get(member=manager).budget == 3


def test_a_long_list_asks_no_more_than_a_short_one(told, launch, manager, browse):
    told(Topic.MESSAGE, "First", project=launch)
    browser = browse(manager)

    def asked() -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(LIST)
        return len(queries)

    asked()
    short = asked()
    for n in range(30):
        told(Topic.MENTION if n % 2 else Topic.MISSED, f"Talk {n}", project=launch)
    assert asked() == short

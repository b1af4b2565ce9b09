"""The list of alerts, ranked and done with by a key; and what a closed browser shows."""

import json

import pytest
from playwright.sync_api import expect

from tests.browser.chromium import chromium, complaints

pytestmark = pytest.mark.browser

TOLD = """
from django.utils.timezone import now
from rapport.accounts.models import Member
from rapport.cases.models import Case
from rapport.inbox.models import Conversation
from rapport.notifications.models import Notification
from rapport.notifications.operations import choosing, weighing
from rapport.workspaces.scope import open_workspace
priya = Member.everywhere.select_related("workspace").get(user__name="Priya Nair")
with open_workspace(priya.workspace_id):
    Notification.objects.filter(member=priya).delete()
    choosing.attend(priya, chosen={
        "quiet_from": "00:00", "quiet_to": "23:59", "by_mail": False,
        "urgent_breaks_through": False,
    })
    talks = Conversation.objects.exclude(client=None)
    talks = talks.exclude(pk__in=Case.objects.values("conversation")).order_by("-pk")[:2]
    for talk, topic in zip(talks, ("followed", "complaint")):
        Notification.objects.create(
            workspace=priya.workspace, member=priya, topic=topic, first_at=now(), last_at=now(),
            subject_kind="inbox.conversation", subject_id=talk.pk,
            thing_kind="inbox.conversation", thing_id=talk.pk,
        )
    weighing.weigh_new(at=now())
"""
KEY = "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4"
# What a push service hands the browser, which the tests' own one has none of.
GIVEN = """(key) => {
  PushManager.prototype.subscribe = async (options) => ({
    toJSON: () => ({
      endpoint: "https://push.example/abc",
      keys: { p256dh: key, auth: "BTBZMqHH6r4Tts7J_aSIgg" },
    }),
  });
}"""
SHOWN = """async () => {
  const [worker] = await navigator.serviceWorker.getRegistrations();
  return (await worker.getNotifications()).map(({ title, body, data }) => [title, body, data.url]);
}"""


def test_what_a_client_feels_stands_first_and_a_key_is_done_with_it(faces):
    with chromium() as browser:
        page = browser.new_page()
        heard = complaints(page)
        here = faces.as_staff(page)
        faces.home.python(TOLD)
        page.goto(here + "notifications/")
        rows = page.locator(".alerts [data-row]")
        expect(rows.filter(has_text="A client complains").first).to_contain_text("quiet hours")
        expect(page.locator("list-keys:defined")).to_be_attached()
        said = rows.all_inner_texts()
        [complains] = [n for n, text in enumerate(said) if "A client complains" in text]
        [followed] = [n for n, text in enumerate(said) if "where I follow" in text]
        assert complains < followed
        for _ in range(complains + 1):
            page.keyboard.press("j")
        page.keyboard.press("e")
        expect(rows.filter(has_text="A client complains")).to_have_count(0)
        page.locator("toast-stack").get_by_role("button", name="Undo").click()
        expect(rows.filter(has_text="A client complains")).to_have_count(1)
        assert heard == []


def test_a_closed_browser_is_added_and_shows_what_is_pushed(faces):
    with chromium() as browser:
        context = browser.new_context(permissions=["notifications"])
        page = context.new_page()
        heard = complaints(page)
        page.goto(faces.as_staff(page) + "notifications/preferences/")
        page.evaluate(GIVEN, KEY)
        page.get_by_role("button", name="Alert me in this browser").click()
        expect(page.locator("[data-device]")).to_contain_text("Chrome on Linux")

        wire = context.new_cdp_session(page)
        known = []
        wire.on("ServiceWorker.workerRegistrationUpdated", lambda told: known.append(told))
        wire.send("ServiceWorker.enable")
        page.wait_for_timeout(100)
        worker = known[-1]["registrations"][-1]
        said = {"title": "Northwind", "body": "A client complains", "url": "https://x.example/w/a/"}
        wire.send("ServiceWorker.deliverPushMessage", {
            "origin": faces.server.url, "registrationId": worker["registrationId"],
            "data": json.dumps(said),
        })  # fmt: skip
        page.wait_for_function(f"async () => (await ({SHOWN})()).length")
        assert page.evaluate(SHOWN) == [[said["title"], said["body"], said["url"]]]
        page.get_by_role("button", name="Remove", exact=True).click()
        expect(page.locator("[data-device]")).to_have_count(0)
        assert heard == []

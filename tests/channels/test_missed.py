"""What a vendor could not bring while we were away is looked for, and comes once."""

import json
from datetime import timedelta
from email.utils import format_datetime

import pytest
from django.utils.timezone import now

from rapport.channels.models import Channel, Delivery, Enclosure, Handle
from rapport.channels.tasks import look, look_for_missed
from rapport.events.models import Event
from rapport.inbox.models import Dispatch, Message
from rapport.notifications.models import Notification
from tests.channels.test_meta import PAGE, SECRETS
from tests.channels.test_telegram import INES, PRIVATE, TOKEN, ok
from tests.channels.test_twilio import ACCOUNT, SID, come
from tests.channels.test_x import KEYS

HOURS_AGO = timedelta(hours=3)


@pytest.fixture
def sms(channel_of):
    return channel_of("sms", "Studio line", **ACCOUNT)


def listed(sid="SM2", body="Are you there?", **more):
    return {"sid": sid, "from": "+4917055501", "to": "+493055501", "body": body,
            "direction": "inbound", "status": "received", "num_media": "0", "error_code": None,
            "date_sent": format_datetime(now() - HOURS_AGO), **more}  # fmt: skip


def twilio_says(net, inbound=(), outbound=(), alerts=()):
    net.says("Messages.json?To=", {"messages": list(inbound), "next_page_uri": None})
    net.says("Messages.json?From=", {"messages": list(outbound), "next_page_uri": None})
    net.says("/v1/Alerts", {"alerts": list(alerts)})


def test_missed_texts_come_in_once_and_the_page_and_admins_are_told(
    sms, net, run_jobs, browse, admin
):
    come(sms, run_jobs)
    twilio_says(net, [listed(), listed("SM1", "Is the leaflet ready?")])
    look(channel=sms.pk)
    missed = Message.objects.get(visible_text="Are you there?")
    assert timedelta(hours=2) < now() - missed.written_at < timedelta(hours=4)
    assert Message.objects.count() == 2
    page = browse(admin).get(f"/w/fernhill/settings/channels/{sms.pk}/").content.decode()
    assert "1 message that had not reached us" in page
    assert "it did not bring 1 message" in page
    run_jobs()
    assert Event.objects.filter(verb="channel.unheard").count() == 1
    assert Notification.objects.filter(member=admin).exists()
    twilio_says(net, [listed()])
    look(channel=sms.pk)
    assert Message.objects.count() == 2
    assert Event.objects.filter(verb="channel.unheard").count() == 1
    come(sms, run_jobs, MessageSid="SM3", Body="Hello again")
    assert Channel.objects.get().unheard == ""


def test_their_pictures_and_what_became_of_ours_come_with_them(sms, net, run_jobs):
    where = f"/2010-04-01/Accounts/{SID}/Messages/SM2/Media"
    one = listed(num_media="1", subresource_uris={"media": f"{where}.json"})
    gone = listed("SM7", direction="outbound-api", status="undelivered", error_code=30006)
    net.says(f"{where}.json", {"media_list": [{"uri": f"{where}/ME1.json",
                                              "content_type": "image/jpeg"}]})  # fmt: skip
    net.says("/Media/ME1", b"\xff\xd8\xff")
    twilio_says(net, [one], [gone, listed("SM8", direction="outbound-api", status="sent")])
    look(channel=sms.pk)
    assert Message.objects.get().attachments.get().file.name == "image.jpg"
    assert not Enclosure.objects.exists()
    assert set(Delivery.objects.values_list("key", flat=True)) == {"SM2", "SM7:undelivered"}


def test_a_channel_whose_vendor_reports_errors_raises_an_alert_once(
    sms, net, browse, admin, settings
):
    others = {"error_code": "11200", "request_url": "https://elsewhere.example/"}
    settings.PUBLIC_URL, settings.IS_LOCAL = "https://rapport.example", False
    address = f"https://rapport.example/hooks/{sms.token}/"
    for _ in range(2):
        twilio_says(net, alerts=[others, {"error_code": "11205", "request_url": address}])
        look(channel=sms.pk)
    assert Channel.objects.get().unheard == "error 11205 when it sent to us"
    assert Event.objects.filter(verb="channel.unheard").count() == 1
    page = browse(admin).get("/w/fernhill/settings/channels/").content.decode()
    assert "error 11205 when it sent to us" in page and "needs attention" in page


def test_a_look_that_fails_is_said_and_leaves_the_gap_open(sms, net, browse, admin):
    net.says("Messages.json?To=", {"message": "busy"}, 503)
    net.says("/v1/Alerts", {"alerts": []})
    look(channel=sms.pk)
    found = Channel.objects.get()
    assert "busy" in found.look_error and found.complete_until is None


def test_looks_are_taken_in_turn_and_by_hand(sms, net, run_jobs, browse, admin):
    look_for_missed()
    assert net.asked == []
    Channel.objects.update(looked_at=now() - timedelta(minutes=16))
    twilio_says(net)
    look_for_missed()
    assert len(net.asked) == 2
    twilio_says(net, [listed()])
    url = f"/w/fernhill/settings/channels/{sms.pk}/look/"
    assert "We are asking." in browse(admin).post(url, follow=True).content.decode()
    run_jobs()
    assert Message.objects.count() == 1


def test_telegrams_pending_updates_are_fetched_and_it_sends_to_us_again(channel_of, net):
    channel = channel_of("telegram", "Studio bot", bot_token=TOKEN, word="our-word")
    url = f"https://rapport.example/hooks/{channel.token}/"
    state = {"url": url, "pending_update_count": 1, "last_error_date": 1}
    when = int((now() - HOURS_AGO).timestamp())
    message = {"message_id": 1, "from": INES, "chat": PRIVATE, "date": when, "text": "Hello"}
    net.says("/getWebhookInfo", ok(state))
    net.says("/deleteWebhook", ok(True))
    net.says("/getUpdates", ok([{"update_id": 900, "message": message}]))
    net.says("/getUpdates", ok([]))
    net.says("/setWebhook", ok(True))
    net.says("/getWebhookInfo", ok({**state, "pending_update_count": 0}))
    look(channel=channel.pk)
    assert Message.objects.get().visible_text == "Hello"
    assert [b for b in net.bodies() if "secret_token" in b][0]["url"] == url
    assert Handle.objects.get().last_heard_at < now() - timedelta(hours=2)


def test_what_a_page_was_written_is_read_out_of_its_conversations(channel_of, net):
    channel = channel_of("messenger", "Page", page_id="1001", **SECRETS)
    stamp = (now() - HOURS_AGO).strftime("%Y-%m-%dT%H:%M:%S+0000")
    theirs = {
        "id": "m_9",
        "created_time": stamp,
        "from": {"id": "7007"},
        "message": "Hello?",
        "attachments": {"data": [{"image_data": {"url": "https://x.fbcdn.net/a.jpg"}}]},
    }
    ours = {"id": "m_8", "created_time": stamp, "from": {"id": "1001"}, "message": "Yes"}
    talk = {"updated_time": stamp, "messages": {"data": [theirs, ours]}}
    for _ in range(2):
        net.says("/1001/conversations", {"data": [talk]})
        net.says("/7007", {"first_name": "Ines"})
        net.says("fbcdn.net/a.jpg", b"\xff\xd8\xff", content_type="image/jpeg")
        look(channel=channel.pk)
    message = Message.objects.get()
    assert message.visible_text == "Hello?" and message.attachments.count() == 1
    told = json.loads(Delivery.objects.get().bytes)
    assert told["object"] == PAGE["object"]


def test_direct_messages_that_x_lists_come_in_and_end_at_the_known_ones(channel_of, net):
    channel = channel_of("x", "@studio", account_id="42", **KEYS)

    def event(key, hours, sender="7007"):
        when = (now() - timedelta(hours=hours)).isoformat().replace("+00:00", "Z")
        return {"id": key, "text": f"Word {key}", "event_type": "MessageCreate",
                "created_at": when, "sender_id": sender}  # fmt: skip

    people = {"users": [{"id": "7007", "name": "Ines Prado"}]}
    Channel.objects.update(complete_until=now() - timedelta(hours=5))
    net.says("/dm_events?", {"data": [event("3", 1), event("2", 2, "42")], "includes": people,
                             "meta": {"next_token": "n" * 16}})  # fmt: skip
    net.says("pagination_token=", {"data": [event("1", 4), event("0", 9)], "includes": people,
                                   "meta": {"next_token": "m" * 16}})  # fmt: skip
    net.says("/oauth2/token", {"access_token": "app"})
    net.says("/2/webhooks", {"data": []})
    look(channel=channel.pk)
    words = set(Message.objects.values_list("visible_text", flat=True))
    assert words == {"Word 1", "Word 3"} and not Dispatch.objects.exists()
    assert Handle.objects.get().name == "Ines Prado"

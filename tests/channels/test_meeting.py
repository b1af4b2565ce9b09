"""Vendors are told our address by us where they let us; what is left by hand is said."""

import pytest

from rapport.channels.models import Channel
from tests.channels.test_meta import SECRETS
from tests.channels.test_twilio import ACCOUNT
from tests.channels.test_x import KEYS


@pytest.fixture
def trial(browse, admin, settings):
    settings.PUBLIC_URL, settings.IS_LOCAL = "https://rapport.example", False

    def ask(channel) -> str:
        url = f"/w/fernhill/settings/channels/{channel.pk}/trial/"
        return browse(admin).post(url, follow=True).content.decode()

    return ask


def address(channel) -> str:
    return f"https://rapport.example/hooks/{channel.token}/"


def test_x_registers_our_address_and_subscribes_the_account(channel_of, trial, net):
    channel = channel_of("x", "@studio", account_id="42", **KEYS)
    net.says("/users/me", {"data": {"id": "42", "username": "studio"}})
    net.says("/oauth2/token", {"access_token": "app"})
    net.says("/2/webhooks", {"data": []})
    net.says("/2/webhooks", {"data": {"id": "77", "url": address(channel), "valid": True}})
    net.says("/webhooks/77/subscriptions/all", {"data": {"subscribed": False}})
    net.says("/webhooks/77/subscriptions/all", {"data": {"subscribed": True}})
    assert "It works: @studio." in trial(channel)
    assert net.bodies() == [{"url": address(channel)}, {}]
    assert net.asked[2].headers["Authorization"] == "Bearer app"


def test_x_looks_again_at_an_address_it_lost_faith_in(channel_of, trial, net):
    channel = channel_of("x", "@studio", account_id="42", **KEYS)
    net.says("/users/me", {"data": {"id": "42", "username": "studio"}})
    for _ in range(2):
        net.says("/oauth2/token", {"access_token": "app"})
    net.says("/2/webhooks", {"data": [{"id": "77", "url": address(channel), "valid": False}]})
    net.says("/2/webhooks/77", {"data": {"valid": True}})
    net.says("/webhooks/77/subscriptions/all", {"data": {"subscribed": True}})
    assert "It works: @studio." in trial(channel)
    assert [request.method for request in net.asked].count("PUT") == 1


@pytest.mark.parametrize(
    ("now_at", "is_taken"),
    [
        ("", True),
        ("https://demo.twilio.com/welcome/sms/reply/", True),
        ("https://other.example/x", False),
    ],
)
def test_a_number_at_twilio_sends_here_unless_it_serves_another_system(
    channel_of, trial, net, now_at, is_taken
):
    channel = channel_of("sms", "Studio line", **ACCOUNT)
    net.says(f"/{ACCOUNT['account_sid']}.json", {"friendly_name": "Fernhill"})
    number = {"sid": "PN1", "sms_url": now_at}
    net.says("/IncomingPhoneNumbers.json?", {"incoming_phone_numbers": [number]})
    net.says("/IncomingPhoneNumbers/PN1.json", {})
    page = trial(channel)
    assert "It works: Fernhill." in page
    assert ("sends to other.example already" in page) is not is_taken
    if is_taken:
        assert net.asked[-1].form == {"SmsUrl": address(channel), "SmsMethod": "POST"}


def test_meta_is_told_where_the_ids_are_known_else_it_is_left_by_hand(channel_of, trial, net):
    ids = {"number_id": "1065", "business_id": "77", "app_id": "5"}
    channel = channel_of("whatsapp", "WhatsApp", **ids, **SECRETS)
    net.says("/1065?", {"display_phone_number": "+49 30"})
    net.says("/5/subscriptions", {"success": True})
    net.says("/77/subscribed_apps", {"success": True})
    trial(channel)
    [told, _] = net.bodies()
    assert told["callback_url"] == address(channel) and told["verify_token"] == "our-word"
    assert net.asked[1].headers["Authorization"] == "Bearer 5|app-secret"
    assert Channel.objects.get().left_by_hand == ""
    other = channel_of("messenger", "Page", page_id="1001", **SECRETS)
    net.says("/1001?", {"name": "Fernhill"})
    net.says("/1001/subscribed_apps", {"success": True})
    assert "paste the address and the verify token" in trial(other)

"""X: its checks of our address, direct messages in, signed requests out."""

import base64
import hashlib
import hmac
import json
import re
from urllib.parse import unquote

import pytest
from django.test import Client as Browser

from rapport.channels.models import Channel, Delivery
from rapport.inbox.models import Conversation, Message
from rapport.integrations import oauth1
from tests.channels.conftest import knock
from tests.integrations import signing

KEYS = {
    "consumer_key": "ck", "consumer_secret": "consumer-secret", "user_token": "42-ut",
    "token_secret": "ts",
}  # fmt: skip


@pytest.fixture
def channel(channel_of):
    return channel_of("x", "@studio", account_id="42", **KEYS)


@pytest.fixture
def tell(channel, run_jobs):
    def send(text="Is the leaflet ready?", sender="7007", secret="consumer-secret", for_user="42"):
        event = {
            "type": "message_create", "id": "954491830116155396",
            "created_timestamp": "1516403560557",
            "message_create": {"target": {"recipient_id": "42"}, "sender_id": sender,
                               "message_data": {"text": text}},
        }  # fmt: skip
        people = {"7007": {"id": "7007", "name": "Ines Prado", "screen_name": "inesp"}}
        body = {"for_user_id": for_user, "direct_message_events": [event], "users": people}
        answer = knock(channel, signing.x(json.dumps(body).encode(), 0, secret))
        run_jobs()
        return answer.status_code

    return send


def test_xs_check_of_our_address_is_answered_with_its_digest(channel):
    answer = Browser().get(f"/hooks/{channel.token}/", {"crc_token": "abc", "nonce": "1"})
    digest = hmac.new(b"consumer-secret", b"abc", hashlib.sha256).digest()
    assert answer.json() == {"response_token": f"sha256={base64.b64encode(digest).decode()}"}
    assert Browser().get(f"/hooks/{channel.token}/").status_code == 403
    long = Browser().get(f"/hooks/{channel.token}/", {"crc_token": "a" * 201})
    assert long.status_code == 403


def test_a_direct_message_becomes_a_conversation(tell):
    assert tell() == 200
    talk = Conversation.objects.get()
    assert (talk.channel, talk.correspondent) == ("x", "Ines Prado")
    assert [tell(), tell()] == [200, 200] and Message.objects.count() == 1


def test_our_own_messages_and_other_accounts_are_ignored(tell):
    tell(sender="42")
    tell(for_user="43")
    assert {one.outcome for one in Delivery.objects.all()} == {"ignored"}


def test_another_secret_is_refused(tell):
    assert tell(secret="theirs") == 401


def test_an_answer_is_signed_with_keys_that_do_not_end(tell, confirmed, answer, net):
    tell()
    net.says("/dm_conversations/with/7007/messages", {"data": {"dm_event_id": "1"}}, 201)
    assert answer(confirmed()).state == "sent"
    [request] = net.asked
    said = dict(re.findall(r'(\w+)="([^"]*)"', request.headers["Authorization"]))
    given = unquote(said.pop("oauth_signature"))
    fields = [(name, unquote(value)) for name, value in said.items()]
    assert oauth1.signature("POST", request.url, fields, "consumer-secret&ts") == given
    assert net.bodies() == [{"text": "They left this morning."}]


def test_who_takes_no_messages_is_told_at_the_message(tell, confirmed, answer, net):
    tell()
    refused = {"detail": "You cannot send messages to this user.", "title": "Forbidden"}
    net.says("/messages", refused, 403)
    mail = answer(confirmed())
    assert mail.state == "failed" and "You cannot send messages" in mail.error


def test_a_used_up_plan_holds_the_answer_and_is_said_at_the_channel(tell, confirmed, answer, net):
    tell()
    net.says("/messages", {"title": "CreditsDepleted"}, 402)
    assert answer(confirmed()).state == "waiting"
    assert "CreditsDepleted" in Channel.objects.get().last_error


def test_a_token_of_another_account_is_found_out(browse, admin, channel, net):
    where = f"/w/fernhill/settings/channels/{channel.pk}/trial/"
    net.says("/users/me", {"data": {"id": "43", "username": "other"}})
    said = browse(admin).post(where, follow=True).content.decode()
    assert "the token is of the account 43" in said
    net.says("/users/me", {"data": {"id": "42", "username": "studio"}})
    assert "It works: @studio." in browse(admin).post(where, follow=True).content.decode()

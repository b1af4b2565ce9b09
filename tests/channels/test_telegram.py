"""A Telegram bot: what people write to it, and what it answers."""

import json

import pytest
from django.utils.timezone import now

from rapport.channels.models import Channel, Delivery, Handle
from rapport.channels.operations import accounts
from rapport.channels.tasks import poll_channels
from rapport.inbox.models import Attachment, Conversation, Message
from rapport.integrations import http
from rapport.integrations.hooks import Hook
from tests.channels.conftest import knock, leave

TOKEN = "110201543:AAHdqTcvCH1vGWJxfSeofSAs0K5PALDsaw"
INES = {"id": 7, "is_bot": False, "first_name": "Ines", "last_name": "Prado", "username": "inesp"}
PRIVATE = {"id": 7, "type": "private", "first_name": "Ines", "last_name": "Prado"}


@pytest.fixture
def channel(channel_of):
    return channel_of("telegram", "Studio bot", bot_token=TOKEN, word="our-word")


@pytest.fixture
def update(channel, run_jobs):
    """Telegram tells of a message: `update(text="…")`."""

    def send(number=1, word="our-word", chat=PRIVATE, **fields):
        message = {"message_id": number, "from": INES, "chat": chat, "date": 1772616600, **fields}
        body = json.dumps({"update_id": 900 + number, "message": message}).encode()
        hook = Hook("POST", "", {"x-telegram-bot-api-secret-token": word}, body)
        answer = knock(channel, hook)
        run_jobs()
        return answer.status_code

    return send


def ok(result):
    return {"ok": True, "result": result}


def no(code, description, **more):
    return {"ok": False, "error_code": code, "description": description, **more}


def test_a_message_to_the_bot_becomes_a_conversation(update):
    assert update(text="Is the leaflet ready?") == 200
    talk = Conversation.objects.get()
    [message] = talk.messages.all()
    assert (talk.channel, talk.correspondent) == ("telegram", "Ines Prado")
    assert (message.from_name, message.from_email) == ("Ines Prado", "7")


def test_without_our_word_nothing_is_taken(update):
    assert update(text="Hello", word="their-word") == 401
    assert not Delivery.objects.exists()


def test_an_update_sent_again_changes_nothing(update):
    assert [update(text="Hello") for _ in range(3)] == [200] * 3
    assert Message.objects.count() == 1 and Delivery.objects.count() == 1


def test_in_a_group_answers_go_to_the_group_and_each_author_is_named(update):
    group = {"id": -100777, "type": "supergroup", "title": "Label proofs"}
    update(1, chat=group, text="One")
    update(2, chat=group, text="Two", **{"from": {**INES, "first_name": "Tom", "last_name": ""}})
    talk = Conversation.objects.get()
    assert talk.correspondent == "Label proofs"
    assert [m.from_name for m in talk.messages.order_by("pk")] == ["Ines Prado", "Tom"]
    assert Handle.objects.get().address == "-100777"


@pytest.mark.parametrize(
    ("fields", "text"),
    [
        ({"location": {"latitude": 52.5, "longitude": 13.4}}, "52.5/13.4"),
        ({"contact": {"phone_number": "+4930555", "first_name": "Tom"}}, "Tom, +4930555"),
    ],
)
def test_places_and_people_are_said_in_words(update, fields, text):
    update(**fields)
    assert text in Message.objects.get().visible_text


def test_what_is_no_message_is_ignored(update):
    update(new_chat_members=[INES])
    assert Delivery.objects.get().outcome == "ignored"


def test_pictures_and_files_are_fetched_with_the_bots_token(update, net):
    net.says("/getFile", ok({"file_id": "big", "file_unique_id": "b", "file_path": "photos/1.jpg"}))
    net.says(f"/file/bot{TOKEN}/photos/1.jpg", b"\xff\xd8\xff\xe0")
    sizes = [{"file_id": size, "file_unique_id": size, "width": 1, "height": 1} for size in
             ("small", "big")]  # fmt: skip
    update(photo=sizes, caption="The proof")
    assert Message.objects.get().visible_text == "The proof"
    assert Attachment.objects.get().file.name == "photo.jpg"
    assert net.bodies()[0] == {"file_id": "big"}


def test_an_answer_goes_to_the_chat(update, confirmed, answer, net):
    update(text="Hello")
    net.says("/sendMessage", ok({"message_id": 55}))
    assert answer(confirmed(), "5 < 6 & *yes*").state == "sent"
    assert net.bodies() == [{"chat_id": 7, "text": "5 < 6 & *yes*"}]


def test_telegrams_own_pause_is_kept(update, confirmed, answer, net):
    update(text="Hello")
    net.says("/sendMessage", no(429, "Too Many Requests", parameters={"retry_after": 33}), 429)
    assert answer(confirmed()).state == "waiting"
    assert 30 < (Channel.objects.get().held_until - now()).total_seconds() < 60
    assert leave(20).state == "waiting" and len(net.asked) == 1


def test_who_blocked_the_bot_is_told_at_the_message(update, confirmed, answer, net):
    update(text="Hello")
    net.says("/sendMessage", no(403, "Forbidden: bot was blocked by the user"), 403)
    mail = answer(confirmed())
    assert mail.state == "failed" and "blocked by the user" in mail.error


def test_what_may_have_arrived_is_not_sent_twice(update, confirmed, answer, net):
    update(text="Hello")
    net.says("/sendMessage", http.Unreachable("it did not answer in time"))
    mail = answer(confirmed())
    assert mail.state == "failed" and "may have arrived or not" in mail.error


def test_what_was_never_heard_is_tried_again(update, confirmed, answer, net):
    update(text="Hello")
    net.says("/sendMessage", http.NeverAsked("no way there"))
    assert answer(confirmed()).state == "waiting"
    net.says("/sendMessage", ok({"message_id": 55}))
    assert leave(3600).state == "sent"


def test_d08_the_token_stands_in_no_error(update, confirmed, answer, net):
    update(text="Hello")
    net.says("/sendMessage", http.NeverAsked(f"no way to /bot{TOKEN}/sendMessage"))
    assert TOKEN not in answer(confirmed()).error


def test_a_token_telegram_does_not_know_is_said_at_the_channel(update, confirmed, answer, net):
    update(text="Hello")
    net.says("/sendMessage", no(401, "Unauthorized"), 401)
    assert answer(confirmed()).state == "waiting"
    assert "Unauthorized" in Channel.objects.get().last_error


@pytest.fixture
def page(browse, admin, channel):
    where = f"/w/fernhill/settings/channels/{channel.pk}/"
    return lambda part="": browse(admin).post(f"{where}{part}", follow=True).content.decode()


def test_trying_it_out_tells_telegram_our_address_and_word(page, channel, net, settings):
    settings.PUBLIC_URL, settings.IS_LOCAL = "https://rapport.example", False
    net.says("/getMe", ok({**INES, "is_bot": True, "username": "studio_bot"}))
    net.says("/setWebhook", ok(True))
    assert "It works: @studio_bot." in page("trial/")
    assert net.bodies()[-1] == {
        "url": f"https://rapport.example/hooks/{channel.token}/", "secret_token": "our-word",
        "allowed_updates": ["message"],
    }  # fmt: skip
    assert Channel.objects.get().is_polled is False


def test_without_a_public_address_telegram_is_asked_for_news(page, channel, net, run_jobs):
    net.says("/getMe", ok({**INES, "username": "studio_bot"}))
    net.says("/deleteWebhook", ok(True))
    page("trial/")
    assert Channel.objects.get().is_polled is True
    message = {"message_id": 1, "from": INES, "chat": PRIVATE, "date": 1, "text": "Hello"}
    net.says("/getUpdates", ok([{"update_id": 900, "message": message}]))
    poll_channels()
    assert Message.objects.get().visible_text == "Hello"
    net.says("/getUpdates", ok([]))
    poll_channels()
    assert net.bodies()[-1]["offset"] == 901
    assert Channel.objects.get().cursor == "901"


def test_a_poll_that_dies_before_its_cursor_is_kept_loses_and_doubles_nothing(channel, net):
    Channel.objects.update(is_polled=True)
    message = {"message_id": 1, "from": INES, "chat": PRIVATE, "date": 1, "text": "Hello"}
    for _ in range(2):
        net.says("/getUpdates", ok([{"update_id": 900, "message": message}]))
        poll_channels()
        Channel.objects.update(cursor="")
    assert Message.objects.count() == 1


def test_a_made_up_word_has_only_letters_that_telegram_takes(browse, admin):
    sent = {"name": "Bot", "bot_token": TOKEN, "word": ""}
    browse(admin).post("/w/fernhill/settings/channels/new/?vendor=telegram", sent)
    account = accounts.opened(Channel.objects.get(name="Bot"))
    assert account["bot_token"] == TOKEN and len(account["word"]) > 40
    assert account["word"].replace("-", "").replace("_", "").isalnum()

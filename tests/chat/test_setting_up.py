"""A chat is added, changed, looked at, switched off and removed in Settings; clients meet it in
their portal as who they are."""

import re
from datetime import UTC, datetime

import pytest
from django.test import Client as Browser

from rapport.channels.models import Channel
from rapport.chat.models import Visitor, Widget
from rapport.chat.operations import erasing, visits
from rapport.chat.queries.hours import standing
from rapport.events.models import Event
from rapport.inbox.models import Message
from tests.chat.conftest import SITE
from tests.chat.conftest import Visitor as Writes

FILLED = {
    "name": "Our site", "origins": f"{SITE}/\nhttps://shop.example:8443\n{SITE}",
    "colour": "#FFD400", "languages": ["de", "en"], "answers_within": "30",
    "greeting_de": "Moin!", "greeting_en": "", "is_in_portal": "on",
}  # fmt: skip


def test_a_chat_is_added_and_its_tag_copied(browse, owner):
    staff = browse(owner)
    assert "Web chat" in staff.get("/w/fernhill/settings/channels/").content.decode()
    page = staff.post("/w/fernhill/settings/chats/new/", FILLED, follow=True)
    widget = Widget.objects.get()
    assert widget.origins == [SITE, "https://shop.example:8443"]
    assert (widget.languages, widget.greetings) == (["en", "de"], {"de": "Moin!"})
    # Black can be read on yellow, white cannot.
    assert (widget.colour, widget.on_colour) == ("#ffd400", "#10151a")
    loader = f"/chat/{widget.channel.token}/loader.js"
    assert f"{loader}&quot; async&gt;" in page.content.decode()
    assert Event.objects.filter(verb="channel.added", actor_id=owner.pk).exists()
    where = f"/w/fernhill/settings/chats/{widget.channel_id}/"
    assert staff.get(f"/w/fernhill/settings/channels/{widget.channel_id}/")["Location"] == where
    assert loader in staff.get(f"{where}preview/").content.decode()
    staff.post(where, FILLED | {"name": "Another name", "answers_within": "240"})
    widget = Widget.objects.select_related("channel").get()
    assert (widget.channel.name, widget.answers_within) == ("Another name", 240)


@pytest.mark.parametrize(
    "origin",
    ["javascript:alert(1)", "https://", "*", "https://*", "https://a.example; script-src *",
     "https://me@a.example", "https://a b.example", "ftp://a.example", "https://[::1",
     "https://a.example\u2028x", "'self'"],
)  # fmt: skip
def test_what_is_no_site_never_gets_into_the_policy(browse, owner, origin):
    answer = browse(owner).post(
        "/w/fernhill/settings/chats/new/", FILLED | {"origins": origin}, follow=True
    )
    if answer.status_code != 422:
        assert re.fullmatch(r"https?://[a-z0-9.-]+(:\d+)?", Widget.objects.get().origins[0])
    else:
        assert not Channel.objects.exists()


def test_who_may_not_change_channels_sees_no_way_to(browse, member, widget):
    staff = browse(member)
    for url in ("new/", f"{widget.channel_id}/", f"{widget.channel_id}/preview/"):
        assert staff.get(f"/w/fernhill/settings/chats/{url}").status_code in (403, 404)


def test_the_frame_speaks_the_visitors_language_where_the_chat_does(visitor):
    german = visitor.browser.get(f"{visitor.base}?lang=de-AT").content.decode()
    assert 'lang="de"' in german and "Moin! Was können wir tun?" in german
    french = visitor.browser.get(f"{visitor.base}?lang=fr", HTTP_ACCEPT_LANGUAGE="fr")
    assert french["Content-Language"] == "en"
    visitor.begin()
    assert Visitor.objects.get().time_zone == "Europe/Berlin"


@pytest.mark.parametrize(
    ("at", "is_there", "said"),
    [
        (datetime(2026, 3, 4, 10, 0, tzinfo=UTC), True, "We answer by 11:00."),
        (datetime(2026, 3, 4, 16, 30, tzinfo=UTC), True, "We answer by tomorrow, 09:30."),
        (datetime(2026, 3, 4, 22, 0, tzinfo=UTC), False, "tomorrow, 09:00"),
        (datetime(2026, 3, 7, 12, 0, tzinfo=UTC), False, "09:00"),
    ],
)
def test_by_when_an_answer_comes_is_reckoned_in_working_time(widget, at, is_there, said):
    found = standing(widget, at=at)
    assert found.is_there is is_there and said in found.sentence


def test_a_client_in_the_portal_chats_as_who_they_are(widget, portal, contact):
    root = "/p/fernhill/"
    assert "loader.js" not in portal(contact).get(root).content.decode()
    Widget.objects.update(is_in_portal=True)
    page = portal(contact).get(root).content.decode()
    note = re.search(r'loader\.js" data-note="([^"]+)"', page)[1]
    Writes(widget).begin(note=note).say("From the portal")
    said = Message.objects.get()
    assert (said.contact, said.conversation.client) == (contact, contact.client)
    assert "From the portal" in portal(contact).get(
        f"{root}messages/{said.conversation.number}/"
    ).content.decode()  # fmt: skip
    assert "loader.js" not in Browser().get(f"{root}sign-in/").content.decode()


def test_what_somebody_typed_is_forgotten_with_the_person_and_after_half_a_year(
    visitor, other, contact
):
    visitor.say()
    visitor.tell("about/", {"email": contact.email.upper()})
    other.say()
    erasing.erase(contact)
    assert Visitor.objects.count() == 1 and visitor.ask().status_code == 401
    seen = Visitor.objects.get().seen_at
    assert visits.forget_old(at=seen + visits.KEPT) == 0
    assert visits.forget_old(at=seen + visits.KEPT * 2) == 1
    assert Message.objects.count() == 2


def test_a_chat_keeps_hours_of_its_own_several_periods_a_day_in_its_zone(widget, browse, owner):
    staff, url = browse(owner), f"/w/fernhill/settings/chats/{widget.channel_id}/hours/"
    assert "keeps your working time" in staff.get(url).content.decode()
    week = {"time_zone": "America/New_York"}
    for day in range(1, 8):
        for slot, (starts, ends) in enumerate(
            [("08:00", "11:00"), ("12:00", "14:00"), ("20:00", "22:00")], 1
        ):
            week |= {f"d{day}_{slot}_starts": starts, f"d{day}_{slot}_ends": ends}
    assert staff.post(url, week).status_code == 302
    widget.refresh_from_db()
    evening = datetime(2026, 3, 8, 1, 30, tzinfo=UTC)  # a Saturday, half past eight in the evening
    assert standing(widget, at=evening).is_there
    later = datetime(2026, 3, 9, 4, 0, tzinfo=UTC)
    assert "12:00" in standing(widget, at=later).sentence  # eight in summer time there
    crossed = staff.post(url, week | {"d1_2_starts": "10:00"})
    assert crossed.status_code == 422 and "overlap" in crossed.content.decode()
    assert staff.post(url, week | {"time_zone": "Moon/Base"}).status_code == 422
    staff.post(url, {"usual": "1"})
    widget.refresh_from_db()
    assert (widget.hours, widget.time_zone) == ([], "")
    assert not standing(widget, at=evening).is_there

"""Channels in Settings: secrets are shown once, examples work, and only admins change them."""

import json
import os
import re
import subprocess

import pytest
from django.utils.html import escape
from django.utils.timezone import now

from rapport.channels.models import Channel, Delivery
from rapport.channels.operations import accounts
from rapport.integrations import signatures
from rapport.integrations.hooks import Hook
from tests.channels.conftest import knock

ALL = "/w/fernhill/settings/channels/"


@pytest.fixture
def admins(browse, admin):
    return browse(admin)


def add(browser, vendor="webhook", **fields):
    sent = {"name": "Shop", "url": "", "secret": "", **fields}
    return browser.post(f"{ALL}new/?vendor={vendor}", sent, follow=True)


def test_a_channel_is_added_with_a_secret_that_is_shown_once(admins):
    shown = add(admins).content.decode()
    channel = Channel.objects.get()
    secret = accounts.opened(channel)["secret"]
    assert secret.startswith("whsec_") and secret in shown
    assert f"/hooks/{channel.token}/" in shown
    assert secret not in admins.get(f"{ALL}{channel.pk}/").content.decode()
    assert secret not in admins.get(ALL).content.decode()
    assert secret not in str(list(Channel.objects.values()))


def test_d08_a_saved_secret_is_never_shown_again_and_an_empty_one_keeps_it(admins):
    add(admins, secret="whsec_Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5")
    channel = Channel.objects.get()
    page = f"{ALL}{channel.pk}/"
    assert "Y2FuYXJ5" not in admins.get(page).content.decode()
    admins.post(page, {"name": "Shop two", "url": "https://shop.example/in"})
    channel.refresh_from_db()
    assert accounts.opened(channel) == {
        "url": "https://shop.example/in", "secret": "whsec_Y2FuYXJ5Y2FuYXJ5Y2FuYXJ5",
    }  # fmt: skip


def test_the_example_of_the_page_works_as_it_stands(admins, tmp_path):
    """Run in a shell, with a curl that writes down what it was to send."""
    page = add(admins).content.decode()
    channel = Channel.objects.get()
    script = re.search(r"<pre><code>(.*?)</code></pre>", page, re.S)[1]
    for entity, sign in (("&quot;", '"'), ("&#x27;", "'"), ("&amp;", "&")):
        script = script.replace(entity, sign)
    script = script.replace("whsec_…", accounts.opened(channel)["secret"])
    curl = tmp_path / "curl"
    curl.write_text('#!/usr/bin/env bash\nfor a in "$@"; do printf "%s\\0" "$a"; done > "$SENT"\n')
    curl.chmod(0o755)
    sent = tmp_path / "sent"
    here = {"PATH": f"{tmp_path}:{os.environ['PATH']}", "SENT": str(sent)}
    subprocess.run(["bash", "-ec", script], env=here, check=True)
    words = sent.read_bytes().decode().split("\0")
    assert any(word.endswith(f"/hooks/{channel.token}/") for word in words)
    pairs = [word.split(": ", 1) for i, word in enumerate(words) if words[i - 1] == "-H"]
    hook = Hook("POST", "", dict(pairs), words[words.index("-d") + 1].encode())
    assert knock(channel, hook).status_code == 200
    assert json.loads(Delivery.objects.get().bytes)["data"]["text"] == "Hello"


def test_a_new_secret_makes_the_old_one_worthless(admins):
    add(admins)
    channel = Channel.objects.get()
    old = accounts.opened(channel)["secret"]
    shown = admins.post(f"{ALL}{channel.pk}/secret/", follow=True).content.decode()
    channel.refresh_from_db()
    new = accounts.opened(channel)["secret"]
    assert new != old and new in shown


def test_trying_it_out_sends_a_signed_ping_and_says_what_came_of_it(admins, vendor):
    add(admins, url=f"{vendor.url}/in")
    channel = Channel.objects.get()
    said = admins.post(f"{ALL}{channel.pk}/trial/", follow=True).content.decode()
    assert "It works" in said
    [hook] = vendor.asked
    assert json.loads(hook.body)["type"] == "ping"
    secret = accounts.opened(channel)["secret"]
    signatures.verify("standard", hook, secret, now().timestamp())
    vendor.answers = [(500, {}, {"message": "out of order"})]
    said = admins.post(f"{ALL}{channel.pk}/trial/", follow=True).content.decode()
    assert escape("500: out of order") in said
    assert Channel.objects.get().last_error == "500: out of order"


def test_d01_an_inside_address_is_not_asked(admins, settings):
    settings.INTERNAL_HOSTS = []
    add(admins, url="http://169.254.169.254/latest/")
    pk = Channel.objects.get().pk
    said = admins.post(f"{ALL}{pk}/trial/", follow=True).content.decode()
    assert "It works" not in said


def test_d05_trials_are_counted(admins, vendor):
    add(admins, url=vendor.url)
    where = f"{ALL}{Channel.objects.get().pk}/trial/"
    codes = [admins.post(where).status_code for _ in range(31)]
    assert codes[:30] == [302] * 30 and codes[30] == 429


@pytest.mark.parametrize("url", ["ftp://x.example/", "no address", "http://a:b@x.example/"])
def test_what_is_no_web_address_is_refused_with_a_sentence(admins, url):
    answer = add(admins, url=url)
    assert answer.status_code == 422 and "no web address" in answer.content.decode()
    assert not Channel.objects.exists()


def test_a_removed_channel_can_be_had_back(admins):
    add(admins)
    channel = Channel.objects.get()
    admins.post(f"{ALL}{channel.pk}/removal/")
    assert "Shop" not in admins.get(ALL).content.decode()
    assert admins.get(f"{ALL}{channel.pk}/").status_code == 404
    admins.post(f"{ALL}{channel.pk}/removal/?undo=1")
    assert "Shop" in admins.get(ALL).content.decode()


def test_refused_requests_are_counted_on_the_page(admins, channel):
    knock(channel, Hook("POST", "", {}, b"{}"))
    assert "1 request without a signature that fits" in admins.get(ALL).content.decode()


def test_a_manager_sees_them_and_a_member_does_not(browse, manager, member, channel):
    assert browse(manager).get(ALL).status_code == 200
    assert browse(manager).get(f"{ALL}{channel.pk}/").status_code == 403
    assert browse(member).get(ALL).status_code == 403


def test_the_list_asks_as_often_for_many_as_for_one(
    admins, channel_of, django_assert_max_num_queries
):
    channel_of("webhook", secret="whsec_YQ==")
    admins.get(ALL)
    with django_assert_max_num_queries(40) as one:
        admins.get(ALL)
    for _ in range(5):
        channel_of("webhook", secret="whsec_YQ==")
    with django_assert_max_num_queries(len(one)):
        admins.get(ALL)

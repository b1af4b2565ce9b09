"""What interrupts reaches a closed browser: encrypted, as much as its owner wants, and no longer
than they are signed in there."""

import socket
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric import ec
from django.contrib.sessions.models import Session
from django.utils.timezone import now

from rapport.accounts.operations import members
from rapport.accounts.operations.sessions import end_all
from rapport.events.models import Event, Job
from rapport.integrations import addresses, sealing, web_push
from rapport.integrations.web_push import Subscription
from rapport.notifications.models import Device, Notification, Topic
from rapport.notifications.operations import choosing, devices, notify
from rapport.notifications.tasks import forget_signed_out_devices, look_after_attention
from tests.notifications.push_service import CURVE, PushService, UserAgent, raw, text

URL = "/w/fernhill/notifications/devices/"
SETTINGS = "/w/fernhill/notifications/preferences/"
ALL_DAY = {"quiet_from": "00:00", "quiet_to": "00:00", "by_mail": False}
# RFC 8291, section 5 and appendix A.
PRIVATE = "q1dXpw3UpT5VOmu_cf_v6ih07Aems3njxI-JWgLcM94"
AUTH = "BTBZMqHH6r4Tts7J_aSIgg"
MESSAGE = (
    "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6Tlz"
    "AC8wEqKK6PBru3jl7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
)
MELON = b"When I grow up, I want to be a watermelon"


@pytest.fixture
def service(monkeypatch):
    running = PushService()
    monkeypatch.setattr(addresses, "resolve_public", lambda host, port: ["127.0.0.1"])
    # A loopback service has no certificate; that others need one is tested beside.
    monkeypatch.setattr(Subscription, "check", lambda self: None)
    yield running
    running.server.shutdown()
    running.server.server_close()


@pytest.fixture
def browser(manager, browse):
    choosing.attend(manager, chosen=ALL_DAY)
    return browse(manager)


@pytest.fixture
def device(service, browser) -> Device:
    agent = "Mozilla/5.0 (Windows NT 10.0) Firefox/140.0"
    browser.post(URL, service.subscription, headers={"User-Agent": agent})
    return Device.objects.get()


@pytest.fixture
def alarm(make, contact, manager, run_jobs):
    def ring(subject="Label proofs", topic=Topic.COMPLAINT) -> None:
        talk = make.conversation(contact, subject)
        event = Event.objects.create(
            workspace_id=talk.workspace_id, verb="case.opened", at=now(), actor_kind="system",
            subject_kind="inbox.conversation", subject_id=talk.pk, client_id=talk.client_id,
        )  # fmt: skip
        notify.tell([manager.pk], topic=topic, event=event)
        look_after_attention()
        run_jobs()

    return ring


def test_the_published_vector_is_read_and_what_we_write_is_read_the_same_way():
    theirs = UserAgent(ec.derive_private_key(int.from_bytes(raw(PRIVATE)), CURVE), raw(AUTH))
    assert theirs.read(raw(MESSAGE)) == MELON
    told = Subscription("https://push.example/x", text(theirs.point), AUTH)
    assert theirs.read(web_push.encrypt(told, MELON)) == MELON


@pytest.mark.parametrize(
    ("says", "title", "body"),
    [
        ("who", "Northwind Medical", "A client complains"),
        ("nothing", "Rapport", "1 thing cannot wait."),
        ("all", "Northwind Medical: Label proofs", "A client complains"),
    ],
)
def test_what_is_urgent_is_pushed_and_says_as_much_as_its_owner_wants(
    service, device, alarm, manager, says, title, body
):
    choosing.attend(manager, chosen={"push_says": says})
    alarm()
    [shown] = service.shown
    assert (shown["title"], shown["body"]) == (title, body)
    assert "/w/fernhill/" in shown["url"] and service.heads[0]["Urgency"] == "high"
    assert ("Label proofs" in str(shown)) is (says == "all")
    device.refresh_from_db()
    assert device.last_used_at and device.name == "Firefox on Windows"
    assert "push/abc" not in device.sealed and "push/abc" not in str(Job.objects.values())


def test_what_waits_for_the_digest_or_for_the_morning_is_not_pushed(
    service, device, alarm, manager
):
    alarm(topic=Topic.MESSAGE)
    choosing.attend(manager, chosen={"budget": 0, "urgent_breaks_through": False})
    alarm("Second")
    assert service.shown == [] and Notification.objects.unread().count() == 2


def test_a_browser_its_service_no_longer_knows_is_removed(service, device, alarm):
    service.answer = 410
    alarm()
    assert not Device.objects.exists() and not Job.objects.exists()


def test_a_service_that_is_down_is_asked_again_until_it_is_no_news(
    service, device, alarm, run_jobs
):
    service.answer = 503
    alarm()
    [job] = Job.objects.filter(name="notifications.tasks.push")
    assert job.run_at > now() and Device.objects.get().trouble == "silent"
    service.answer = 201
    Job.objects.update(run_at=now())
    run_jobs()
    assert len(service.shown) == 1 and Device.objects.get().trouble == ""
    service.answer = 503
    alarm("Later")
    Notification.objects.update(interrupted_at=now() - timedelta(hours=2))
    Job.objects.update(run_at=now())
    run_jobs()
    assert not Job.objects.exists() and len(service.shown) == 1


def test_what_was_seen_meanwhile_is_not_pushed(service, device, alarm, run_jobs):
    service.answer = 503
    alarm()
    Notification.objects.update(read_at=now())
    service.answer = 201
    Job.objects.update(run_at=now())
    run_jobs()
    assert service.shown == []


def sign_out(device, **_) -> None:
    Session.objects.filter(session_key=device.session_key).delete()


def sign_out_everywhere(device, **_) -> None:
    end_all(device.member.user)


def change_password(device, **_) -> None:
    device.member.user.set_password("another, longer one")
    device.member.user.save()


def leave(device, owner) -> None:
    members.deactivate(device.member, by=owner, at=now())


@pytest.mark.parametrize("ends", [sign_out, sign_out_everywhere, change_password, leave])
def test_whoever_is_signed_out_or_gone_gets_nothing(service, device, alarm, owner, ends):
    found = Device.objects.select_related("member__user").get()
    ends(found, owner=owner)
    alarm()
    assert service.shown == []
    forget_signed_out_devices()
    assert not Device.everywhere.exists()


def test_the_page_lists_names_tries_and_removes_only_ones_own(
    service, device, browser, browse, member
):
    page = browser.get(SETTINGS).text
    assert "Firefox on Windows" in page and device.digest in page and "push/abc" not in page
    browser.post(f"{URL}{device.pk}/", {"name": "  The   desk "})
    assert "The desk" in browser.get(SETTINGS).text
    assert "On its way" in browser.post(f"{URL}{device.pk}/trial/", follow=True).text
    assert service.shown[0]["tag"] == "trial"
    stranger = browse(member)
    for where in ("", "trial/", "removal/"):
        assert stranger.post(f"{URL}{device.pk}/{where}").status_code == 404
    assert "The desk" not in stranger.get(SETTINGS).text
    browser.post(f"{URL}{device.pk}/removal/")
    assert not Device.objects.exists() and "No device yet" in browser.get(SETTINGS).text


def test_one_browser_alerts_whoever_added_it_last(service, device, browse, member):
    browse(member).post(URL, service.subscription)
    assert Device.objects.get().member == member
    browse(member).post(URL, service.subscription)
    assert Device.objects.count() == 1


def test_a_browser_that_is_pushed_to_shows_nothing_twice(service, device, browser, manager):
    choosing.attend(manager, chosen={"on_desktop": True})
    assert browser.get("/w/fernhill/notifications/bell/").json()["desktop"] is False
    devices.remove(device)
    assert browser.get("/w/fernhill/notifications/bell/").json()["desktop"] is True


@pytest.mark.parametrize(
    "wrong",
    [
        {"endpoint": "http://push.example/x"}, {"endpoint": "https://me@push.example/x"},
        {"endpoint": "file:///etc/passwd"}, {"endpoint": "https://push.example/" + "x" * 1500},
        {"endpoint": "https://["}, {"auth": "short"}, {"p256dh": "BAAA"}, {"auth": ""},
        {"p256dh": "ü" * 87},
    ],
)  # fmt: skip
def test_what_no_browser_hands_over_is_refused_with_a_sentence(browser, wrong):
    agent = UserAgent()
    good = {"endpoint": "https://push.example/x", "p256dh": text(agent.point), "auth": AUTH}
    said = browser.post(URL, good | wrong, follow=True).text
    assert "no push service that can be used" in said and not Device.objects.exists()


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_d01_no_inside_address_is_asked_even_where_the_operator_allows_it(browser, settings, host):
    settings.INTERNAL_HOSTS = ["127.0.0.1", "::1", "localhost"]
    agent = UserAgent()
    with socket.create_server(("127.0.0.1", 0)) as inside:
        inside.setblocking(False)
        endpoint = f"https://{host}:{inside.getsockname()[1]}/x"
        browser.post(URL, {"endpoint": endpoint, "p256dh": text(agent.point), "auth": AUTH})
        device = Device.objects.get()
        said = browser.post(f"{URL}{device.pk}/trial/", follow=True).text
        with pytest.raises(BlockingIOError):
            inside.accept()
    assert "cannot be reached" in said and Device.objects.get().trouble == "silent"


def test_what_was_sealed_under_another_key_is_removed_and_our_name_changes_with_it(
    service, device, alarm, settings
):
    before = web_push.public_key()
    settings.SECRET_KEY = "another" * 10
    assert web_push.public_key() != before
    Device.objects.update(session_hash=device.member.user.get_session_auth_hash())
    with pytest.raises(sealing.Unsealable):
        sealing.unseal(device.sealed)
    alarm()
    assert service.shown == [] and not Device.objects.exists()

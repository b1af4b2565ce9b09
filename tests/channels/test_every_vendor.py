"""What holds for every vendor in the registry: nothing forgotten, nothing crashes."""

import inspect
import json
from pathlib import Path

import pytest
from django.template.loader import get_template
from django.utils.timezone import now

from rapport.channels import wording
from rapport.channels.models import Delivery
from rapport.channels.operations import deliveries
from rapport.inbox import carriers
from rapport.inbox.models import Conversation
from rapport.integrations import signatures
from rapport.integrations.hooks import Hook
from rapport.integrations.providers.protocols import Receives, Sends
from rapport.integrations.providers.registry import PROVIDERS

VENDORS = sorted(PROVIDERS)
LONGEST_FILE = 200
PIECES = ({}, [], None, 7, "x", {"id": []}, [{}], [None])
NAMES = (
    "message", "data", "entry", "object", "update_id", "type", "for_user_id", "users",
    "direct_message_events", "MessageSid", "chat", "from", "photo", "attachments",
)  # fmt: skip
HOSTILE = [
    b"", b"\x00", b"\xff", b"null", b"7", b'"x"', b"[" * 50_000, b'{"message": 1e999}',
    *(json.dumps({name: piece}).encode() for name in NAMES for piece in PIECES),
    *(
        json.dumps({"object": kind, "entry": [piece]}).encode()
        for kind in ("page", "instagram", "whatsapp_business_account")
        for piece in (*PIECES, {"id": "x", "messaging": [{}]}, {"changes": [{"field": "messages"}]})
    ),
    *(
        json.dumps({"for_user_id": "x", "direct_message_events": [piece]}).encode()
        for piece in (*PIECES, {"type": "message_create"})
    ),
    json.dumps({"message": {"chat": {"id": 1}, "message_id": 1, "text": ["x"]}}).encode(),
    b"MessageSid=SM1&NumMedia=9999999999999999999999", b"MessageSid=SM1&NumMedia=x&From=y",
    b"MessageSid=SM1&MessageStatus=\xff",
]  # fmt: skip


@pytest.mark.parametrize("slug", VENDORS)
def test_a_vendor_is_named_explained_and_carried(slug):
    vendor = PROVIDERS[slug]
    assert vendor.slug == slug and vendor.name
    assert all(wording.LABELS[field.name] for field in vendor.fields)
    assert slug in wording.WHAT
    assert get_template(f"channels/steps/{slug}.html").render({"address": "https://x/"})
    assert vendor.medium in Conversation.Channel.values
    assert vendor.medium in carriers._carriers


@pytest.mark.parametrize("slug", VENDORS)
def test_a_vendors_file_is_short(slug):
    path = Path(inspect.getfile(type(PROVIDERS[slug])))
    assert len(path.read_text().splitlines()) <= LONGEST_FILE


@pytest.mark.parametrize("slug", VENDORS)
def test_what_a_vendor_signs_with_is_secret(slug):
    vendor = PROVIDERS[slug]
    assert isinstance(vendor, Receives)
    # A telephone exchange tells of calls, and takes nothing.
    assert isinstance(vendor, Sends) or vendor.medium == "phone"
    assert vendor.way in signatures.CHECKS
    [field] = [field for field in vendor.fields if field.name == vendor.signed_with]
    assert field.is_secret
    for name in ("token", "secret", "key", "word"):
        assert all(f.is_secret for f in vendor.fields if name in f.name), name


@pytest.mark.parametrize("slug", VENDORS)
def test_nothing_that_a_vendor_signs_stops_the_reader(slug, channel_of):
    """Each gets an outcome of the closed list at its first reading."""
    account = dict.fromkeys((field.name for field in PROVIDERS[slug].fields), "x")
    channel = channel_of(slug, **account)
    for number, content in enumerate(HOSTILE):
        PROVIDERS[slug].id_of(Hook("POST", "https://x/?a=%ff", {}, content))
        kept = deliveries.store(channel, content, key=f"k{number}", at=now())
        deliveries.settle(Delivery.objects.select_related("channel").get(pk=kept.pk), at=now())
    left = Delivery.objects.exclude(outcome__in=["ignored", "quarantined", "filed", "receipt"])
    assert [bytes(one.bytes) for one in left] == []
    assert not Delivery.objects.filter(reason="crash").exists()
    assert not Delivery.objects.filter(attempts__gt=0).exists()

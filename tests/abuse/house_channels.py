"""The part of the furnished house that has to do with channels."""

import zlib

from django.utils.timezone import now

from rapport.accounts.models import Member
from rapport.channels.models import (
    Call,
    CallRecord,
    Channel,
    Delivery,
    Exchange,
    Handle,
    MessageTemplate,
    Sending,
)
from rapport.clients.models import Contact
from rapport.inbox.models import Dispatch, Message
from rapport.integrations import sealing
from tests.builders import Make


def furnish(make: Make, boss: Member, contact: Contact, word: str) -> dict[str, dict[str, object]]:
    """A channel, somebody who writes over it, and something that could not be read."""
    workspace, at = make.workspace, now()
    channel = Channel.objects.create(
        workspace=workspace, provider="webhook", name=f"{word} channel", created_at=at,
        sealed_secret=sealing.seal({"secret": "whsec_YQ=="}), last_error=word,
    )  # fmt: skip
    handle = Handle.objects.create(
        workspace=workspace, channel=channel, address=f"{word.lower()}-7", name=f"{word} handle",
        contact=contact, created_at=at,
    )  # fmt: skip
    talk = make.conversation(subject=f"{word} text", channel="webhook")
    make.message(talk, f"{word} words", from_email=handle.spelled, from_name=handle.name)
    Exchange.objects.create(workspace=workspace, conversation=talk, handle=handle)
    ours = make.message(talk, f"{word} answer", kind=Message.Kind.OUT, author=boss)
    dispatch = Dispatch.objects.create(
        workspace=workspace, message=ours, header_id=f"<{word}@channel>", state="failed",
        not_before=at, created_at=at, recipients={handle.spelled: f"refused: {word}"}, content=b"",
    )  # fmt: skip
    Sending.objects.create(
        workspace=workspace, dispatch=dispatch, handle=handle, place=0, has_text=True,
        state="failed", said=word,
    )  # fmt: skip
    pattern = MessageTemplate.objects.create(
        workspace=workspace, channel=channel, key=word, name=f"{word} template", language="en",
        body="Hello {{1}}", gaps=[["body", "1", word]], state="APPROVED",
    )  # fmt: skip
    delivery = Delivery.objects.create(
        workspace=workspace, channel=channel, key=f"{word} delivery", received_at=at, size=2,
        content=zlib.compress(b"{}"), outcome="quarantined", said=word,
    )  # fmt: skip
    is_on_the_phone = Call.objects.running().filter(member=boss).exists()
    caller = make.member() if is_on_the_phone else boss
    call = Call.objects.create(
        workspace=workspace, member=caller, contact=contact, started_at=at,
    )  # fmt: skip
    record = CallRecord.objects.create(
        workspace=workspace, channel=channel, key=word, handle=handle, conversation=talk,
        ended_at=at, is_incoming=True, seconds=60,
    )  # fmt: skip
    return {
        "channels.call": {"pk": call.pk},
        "channels.call_rec": {"pk": record.pk},
        "channels.calls": {"key": contact.client.key, "pk": contact.pk, "number": talk.number},
        "channels.": {"number": talk.number, "pk": channel.pk},
        "channels.delivery": {"pk": delivery.pk},
        "inbox.again": {"number": talk.number, "pk": ours.pk},
        "channels.template_fills": {"pk": channel.pk, "template": pattern.pk},
        "channels.of_contact": {"key": contact.client.key, "pk": contact.pk},
        "channels.write": {
            "key": contact.client.key,
            "pk": contact.pk,
            "channel": channel.pk,
        },
    }

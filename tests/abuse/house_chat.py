"""The part of the furnished house that has to do with chats."""

from django.utils.timezone import now

from rapport.channels.models import Channel, Exchange, Handle
from rapport.chat.models import Visitor, Widget
from tests.builders import Make


def furnish(make: Make, word: str) -> dict[str, dict[str, object]]:
    """A chat, and somebody who wrote in it."""
    workspace, at = make.workspace, now()
    channel = Channel.objects.create(
        workspace=workspace, provider="chat", name=f"{word} chat", created_at=at
    )
    Widget.objects.create(
        workspace=workspace, channel=channel, greetings={"en": f"{word} greets"},
        origins=["https://www.fernhill.example"],
    )  # fmt: skip
    handle = Handle.objects.create(
        workspace=workspace, channel=channel, address=f"visitor-{word.lower()}",
        name=f"{word} (visitor)", is_verified=True, created_at=at,
    )  # fmt: skip
    Visitor.objects.create(
        workspace=workspace, handle=handle, token_digest=f"{word:0<64}", language="en",
        time_zone="UTC", email=f"{word.lower()}@visitor.example", seen_at=at, stirred_at=at,
        created_at=at,
    )  # fmt: skip
    talk = make.conversation(subject=f"{word} chatted", channel="chat")
    make.message(talk, f"{word} words", from_email=handle.spelled, from_name=handle.name)
    Exchange.objects.create(workspace=workspace, conversation=talk, handle=handle)
    return {
        "chat.": {"token": channel.token, "pk": channel.pk, "number": talk.number},
        "chat.decline": {"note": "x" * 32},
        "chat.file": {"token": channel.token, "note": "x" * 32},
    }

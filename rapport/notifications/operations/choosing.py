"""Choose how to be reached."""

from collections.abc import Mapping
from typing import Any

from rapport.accounts.models import Member
from rapport.notifications.models import Attention, Preference, Topic


def prefer(member: Member, *, topic: Topic, way: str) -> None:
    """Choose how a kind of alert reaches this member."""
    Preference.objects.update_or_create(
        member=member, topic=topic,
        defaults={"workspace_id": member.workspace_id, "way": way},
    )  # fmt: skip


def attend(member: Member, *, chosen: Mapping[str, Any]) -> None:
    """Choose the budget, the quiet hours, the times of digests, and what an interruption does."""
    Attention.objects.update_or_create(
        member=member, defaults={"workspace_id": member.workspace_id, **chosen}
    )

"""What people say about themselves."""

from dataclasses import asdict, dataclass

from django.db import transaction

from rapport.accounts.models import Member, User


@dataclass(frozen=True, slots=True)
class Profile:
    """How a person is called, and how they like the interface."""

    name: str
    language: str
    time_zone: str
    theme: str
    shortcuts: bool


@transaction.atomic
def change(member: Member, *, profile: Profile, title: str, signature: str) -> None:
    """Set one's own profile; address and role are not part of it (A08)."""
    User.objects.filter(pk=member.user_id).update(**asdict(profile))
    Member.objects.filter(pk=member.pk).update(title=title, signature=signature)

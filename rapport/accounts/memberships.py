"""The workspaces a signed-in person belongs to, asked for together with the person."""

from rapport.accounts.models import Member, User
from rapport.lib.prepared import Question

_PERSON = Question(lambda pk: User.objects.filter(pk=pk))
_ACTIVE = Question(
    lambda pk: Member.everywhere.active().filter(user=pk).select_related("workspace", "user")
)


def person(pk: int) -> User | None:
    """The user, who knows their active memberships: every page needs both, one statement has
    both. Whoever belongs nowhere is asked for alone."""
    held: list[Member] = _ACTIVE(pk)
    user: User | None = held[0].user if held else _PERSON.first(pk)
    return _knowing(user, held) if user else None


def membership(user: User, slug: str) -> Member | None:
    """The active membership in the workspace of this name."""
    if user.active_memberships is None:
        _knowing(user, _ACTIVE(user.pk))
    held = user.active_memberships or ()
    return next((member for member in held if member.workspace.slug == slug), None)


def _knowing(user: User, held: list[Member]) -> User:
    for member in held:
        member.user = user
    user.active_memberships = tuple(held)
    return user

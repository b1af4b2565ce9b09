"""Who a session belongs to."""

from typing import Any

from allauth.account.auth_backends import AuthenticationBackend

from rapport.accounts.memberships import person
from rapport.accounts.models import User


class Backend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's own, which asks for the person of every request by a statement that is kept."""

    def get_user(self, user_id: Any) -> User | None:
        found = person(user_id)
        return found if found and self.user_can_authenticate(found) else None

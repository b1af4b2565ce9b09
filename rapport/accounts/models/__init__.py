"""Users, members, invitations."""

from rapport.accounts.models.invitation import Invitation
from rapport.accounts.models.member import Member
from rapport.accounts.models.user import User

__all__ = ["Invitation", "Member", "User"]

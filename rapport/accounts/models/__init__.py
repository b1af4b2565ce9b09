"""Users, members, invitations, addresses to be confirmed."""

from rapport.accounts.models.address_change import AddressChange
from rapport.accounts.models.invitation import Invitation
from rapport.accounts.models.member import Member
from rapport.accounts.models.user import User

__all__ = ["AddressChange", "Invitation", "Member", "User"]

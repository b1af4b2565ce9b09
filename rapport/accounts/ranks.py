"""Who may change whom: nobody is raised above the one who raises them."""

from django.utils.translation import gettext as _

from rapport.accounts.models import Member
from rapport.lib.refusal import Refused
from rapport.lib.roles import ADMINS, RANK, Role


class AboveYou(Refused):
    """A change to somebody of the same or a higher rank, or a role above one's own."""


def grantable(by: Member) -> list[Role]:
    """The roles this member may give: none above their own; only admins and owners give any."""
    if by.role not in ADMINS:
        return []
    return [role for role in Role if role != Role.CONTACT and RANK[role] <= by.rank]


def require_grant(by: Member, role: str) -> None:
    """Refuse a role that `by` may not give."""
    if role not in grantable(by):
        raise AboveYou(_("You cannot give a role above your own."))


def outranks(by: Member, member: Member) -> bool:
    """Whether `by` may change this member: lower ranks, themselves, and owners one another."""
    if by.role not in ADMINS:
        return False
    return by.pk == member.pk or by.role == Role.OWNER or by.rank > member.rank


def require_outranks(by: Member, member: Member) -> None:
    """Refuse a change to somebody of the same or a higher rank."""
    if not outranks(by, member):
        raise AboveYou(_("Only somebody with a higher role can change this person."))


def require_rules_sign_in(by: Member, member: Member) -> None:
    """Refuse a change to how somebody signs in, unless one may change them wherever they work.

    A person signs in once for all their workspaces, so the admin of one must not open another.
    """
    require_outranks(by, member)
    elsewhere = Member.everywhere.active().filter(user=member.user_id)
    for other in elsewhere.exclude(pk=member.pk):
        mine = Member.everywhere.active().filter(user=by.user_id, workspace=other.workspace_id)
        if not any(outranks(one, other) for one in mine):
            raise AboveYou(
                _("%(name)s works in another workspace too, where you cannot change them.")
                % {"name": member.name}
            )

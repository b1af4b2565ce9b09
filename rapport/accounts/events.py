"""Verbs published here, with their facts (ids and codes only)."""

MEMBER_JOINED = "member.joined"  # role, project_ids
MEMBER_CHANGED = "member.changed"  # role, was
MEMBER_DEACTIVATED = "member.deactivated"
MEMBER_REACTIVATED = "member.reactivated"
INVITATION_SENT = "invitation.sent"  # role
INVITATION_RENEWED = "invitation.renewed"
INVITATION_WITHDRAWN = "invitation.withdrawn"
INVITATION_ACCEPTED = "invitation.accepted"
# A mail server refused its letter for good; what it said stands with the invitation.
INVITATION_CAME_BACK = "invitation.came_back"
WORKSPACE_FOUNDED = "workspace.founded"
EVERYBODY_SIGNED_OUT = "workspace.signed_out"
SECOND_FACTOR_RESET = "member.second_factor_reset"
ADDRESS_CHANGE_ASKED = "member.address_change_asked"
ADDRESS_CHANGED = "member.address_changed"

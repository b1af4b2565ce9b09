"""Writes on people: the first owner, members, invitations, profiles, sessions."""

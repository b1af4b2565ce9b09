"""People who sign in as staff: users, members of workspaces, roles, invitations, sessions.

The second lock of tenancy starts here: `staff_view` turns a request into a `Reader`. Contacts of
clients are not users; they live in `clients` and sign in through the portal.
"""

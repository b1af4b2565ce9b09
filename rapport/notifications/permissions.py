"""Everybody has their own notifications."""

from rapport.lib.permissions import permission
from rapport.lib.roles import EVERYONE

OWN_NOTIFICATIONS = permission("notifications.own", EVERYONE)

"""Notifications."""

from rapport.notifications.models.notification import Notification, Preference, Topic

__all__ = ["Notification", "Preference", "Topic"]

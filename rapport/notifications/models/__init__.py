"""Alerts, and how somebody wants to be reached."""

from rapport.notifications.models.attention import Attention, Preference
from rapport.notifications.models.device import Device
from rapport.notifications.models.notification import Notification
from rapport.notifications.models.silence import Silence
from rapport.notifications.models.topic import Topic

__all__ = ["Attention", "Device", "Notification", "Preference", "Silence", "Topic"]

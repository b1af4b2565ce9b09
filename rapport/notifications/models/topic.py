"""What alerts are about."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Topic(models.TextChoices):
    """What a notification is about."""

    MISSED = "missed", _("A target was missed")
    COMPLAINT = "complaint", _("A client complains")
    DEADLINE = "deadline", _("A target is near")
    FORECAST = "forecast", _("A promise will slip, by the plan")
    PROMISE = "promise", _("A promise is due")
    MESSAGE = "message", _("A client wrote")
    HELD = "held", _("A client wrote before my answer left")
    TROUBLE = "trouble", _("Something failed and needs a hand")
    MENTION = "mention", _("Somebody mentioned me")
    REQUEST = "request", _("A colleague asks me for something")
    ASSIGNED = "assigned", _("Something was assigned to me")
    DECISION = "decision", _("A client approved, refused or answered")
    RETURNED = "returned", _("Something I put off came back")
    TASK_DONE = "task_done", _("A task of my conversation is done")
    FEEDBACK = "feedback", _("A client rated us")
    FOLLOWED = "followed", _("Something happened where I follow")

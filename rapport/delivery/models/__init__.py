"""Deliverables and sign-off."""

from rapport.delivery.models.deliverable import Deliverable, DeliverableFile, SignOff

__all__ = ["Deliverable", "DeliverableFile", "SignOff"]

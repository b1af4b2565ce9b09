"""What the stream is made of."""

from rapport.events.models.event import Event, Seal
from rapport.events.models.job import Job
from rapport.events.models.tick import Tick

__all__ = ["Event", "Job", "Seal", "Tick"]

"""Mail: from bytes to text, people and attachments, and back. Pure; never fails on bad input."""

from .bounces import Bounce
from .composing import Outgoing, Unsendable, compose
from .limits import Limits, Refused
from .outcomes import KINDS, REASONS, Outcome, classify, is_automatic, stopped
from .parsing import parse
from .reading import Reading, read
from .records import Address, Attachment, Headers, Parsed
from .replies import Folded, reply_text

__all__ = [
    "KINDS",
    "REASONS",
    "Address",
    "Attachment",
    "Bounce",
    "Folded",
    "Headers",
    "Limits",
    "Outcome",
    "Outgoing",
    "Parsed",
    "Reading",
    "Refused",
    "Unsendable",
    "classify",
    "compose",
    "is_automatic",
    "parse",
    "read",
    "reply_text",
    "stopped",
]

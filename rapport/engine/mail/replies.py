"""What a person wrote, apart from what they quoted and how they sign."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Folded:
    """A text in three: what is shown at once, the quoted rest, and the signature."""

    visible: str
    quoted: str = ""
    signature: str = ""


def reply_text(text: str) -> Folded:
    """Cut a mail's text."""
    lines = text.split("\n")
    visible = [line for line in lines if not line.startswith(">")]
    quoted = [line for line in lines if line.startswith(">")]
    return Folded("\n".join(visible).strip(), "\n".join(quoted).strip())

"""Erase what a person wrote, and keep the proof that they wrote it."""

from rapport.delivery.models import SignOff


def erase_comments(contact_id: int) -> int:
    """Empty the comments of an erased contact; their fingerprints keep the chain whole."""
    return SignOff.objects.filter(contact=contact_id).exclude(comment="").update(comment="")

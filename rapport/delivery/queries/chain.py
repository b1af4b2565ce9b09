"""The chain of sign-offs: each hash covers what was shown, said, by whom, when, and the one
before."""

import hashlib
import json

from rapport.delivery.models import SignOff

GENESIS = "0" * 64


def fingerprint(text: str) -> str:
    """SHA-256 of a text."""
    return hashlib.sha256(text.encode()).hexdigest()


def digest(sign_off: SignOff) -> str:
    """What the hash of a sign-off must be, from its own columns."""
    shown = [
        sign_off.deliverable_id, sign_off.version, sign_off.name, sign_off.description,
        sign_off.file_hashes, sign_off.decision, sign_off.comment_hash, sign_off.contact_id,
        sign_off.decided_at.isoformat(), sign_off.previous_hash,
    ]  # fmt: skip
    return fingerprint(json.dumps(shown, sort_keys=True, separators=(",", ":")))


def last_hash() -> str:
    """The end of the open workspace's chain."""
    last = SignOff.objects.order_by("-pk").values_list("hash", flat=True).first()
    return last or GENESIS


def broken_links() -> list[int]:
    """Ids of sign-offs that do not match their hash, their comment or their predecessor."""
    broken, previous = [], GENESIS
    for sign_off in SignOff.objects.order_by("pk"):
        comment_holds = not sign_off.comment or (
            sign_off.comment_hash == fingerprint(sign_off.comment)
        )
        holds = sign_off.previous_hash == previous and sign_off.hash == digest(sign_off)
        if not (holds and comment_holds):
            broken.append(sign_off.pk)
        previous = sign_off.hash
    return broken

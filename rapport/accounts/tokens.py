"""One-time tokens: the person holds the token, we hold its hash."""

import hashlib
import secrets


def make() -> tuple[str, str]:
    """A random token of 256 bits, and the hash to keep."""
    token = secrets.token_urlsafe(32)
    return token, hash_of(token)


def hash_of(token: str) -> str:
    """The stored form of a token; nobody can go back from it."""
    return hashlib.sha256(token.encode()).hexdigest()

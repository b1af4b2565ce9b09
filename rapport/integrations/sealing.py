"""Secrets at rest: sealed with a key derived from the installation's own; never shown again."""

import base64
import json
from collections.abc import Mapping
from typing import Any

from cryptography.fernet import Fernet, InvalidToken
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings


class Unsealable(Exception):
    """Sealed under another key: the installation's secret key was changed."""


def seal(secrets: Mapping[str, Any]) -> str:
    """Seal a few values for one row."""
    return _box().encrypt(json.dumps(dict(secrets)).encode()).decode()


def unseal(sealed: str) -> dict[str, Any]:
    """What was sealed; an empty dict for an empty string."""
    if not sealed:
        return {}
    try:
        opened: dict[str, Any] = json.loads(_box().decrypt(sealed.encode()))
    except InvalidToken as error:
        raise Unsealable("it was sealed with another secret key") from error
    return opened


def _box() -> Fernet:
    derive = HKDF(SHA256(), 32, salt=None, info=b"rapport sealed secrets")
    return Fernet(base64.urlsafe_b64encode(derive.derive(settings.SECRET_KEY.encode())))

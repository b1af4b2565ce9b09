"""Alerts for a closed browser: encrypted for it alone (RFC 8291), signed with our own key (RFC
8292), and handed to the push service that the browser named (RFC 8030)."""

import base64
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email.utils import parseaddr
from enum import StrEnum
from urllib.parse import urlsplit

import http_ece
import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.conf import settings

from rapport.integrations import http

CURVE = ec.SECP256R1()
# The order of its group (SEC 2, 2.4.2): a key is a number below it.
_ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
LONGEST_ENDPOINT = 1500
SIGNED_FOR = timedelta(hours=12)
DEADLINE = 10.0
_NOTHING_TO_READ = 64 * 1024
_GONE = frozenset({404, 410})
_LATER = frozenset({408, 425, 429})


class NotASubscription(ValueError):
    """A browser does not name itself so."""


class NotNow(Exception):
    """The push service cannot take it at the moment; the same may be tried later."""


class Outcome(StrEnum):
    """What the push service said."""

    TAKEN = "taken"
    GONE = "gone"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Subscription:
    """A browser, as its push service knows it: an address, its public key, and a secret."""

    endpoint: str
    p256dh: str
    auth: str

    def check(self) -> None:
        """Raise `NotASubscription` for what no browser hands over."""
        parts = urlsplit(self.endpoint)
        if parts.scheme != "https" or not parts.hostname or "@" in parts.netloc:
            raise NotASubscription("its address is not https")
        if len(self.endpoint) > LONGEST_ENDPOINT or not self.endpoint.isascii():
            raise NotASubscription("its address is too long, or none")
        if len(_bytes(self.auth)) != 16:
            raise NotASubscription("its secret has not 16 bytes")
        ec.EllipticCurvePublicKey.from_encoded_point(CURVE, _bytes(self.p256dh))


def public_key() -> str:
    """By which a browser knows us, base64url of the uncompressed point."""
    point = _own_key().public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)
    return _text(point)


def encrypt(subscription: Subscription, payload: bytes) -> bytes:
    """What only this browser can read."""
    encrypted: bytes = http_ece.encrypt(
        payload,
        private_key=ec.generate_private_key(CURVE),
        dh=_bytes(subscription.p256dh),
        auth_secret=_bytes(subscription.auth),
        version="aes128gcm",
    )
    return encrypted


def send(
    subscription: Subscription, payload: bytes, *, at: datetime, keep: timedelta
) -> Outcome:  # fmt: skip
    """Hand it over, to be kept for a browser that sleeps for so long. Raises `NotNow`.

    A person named the address, so that no address inside is ever asked, whatever the operator
    allows; nothing is read of the answer but its number.
    """
    content = encrypt(subscription, payload)
    try:
        answer = http.send(
            http.Request(
                "POST", subscription.endpoint, _headers(subscription.endpoint, at, keep), content,
                public_only=True,
            ),
            deadline=DEADLINE, largest=_NOTHING_TO_READ,
        )  # fmt: skip
    except http.Unreachable as error:
        raise NotNow(str(error)) from None
    if 200 <= answer.status < 300:
        return Outcome.TAKEN
    if answer.status in _GONE:
        return Outcome.GONE
    if answer.status in _LATER or answer.status >= 500:
        raise NotNow(f"it answered {answer.status}")
    return Outcome.REFUSED


def _headers(endpoint: str, at: datetime, keep: timedelta) -> Mapping[str, str]:
    token = jwt.encode(
        {
            "aud": f"https://{urlsplit(endpoint).netloc}",
            "exp": int((at + SIGNED_FOR).timestamp()),
            "sub": f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}",
        },
        _own_key(),
        algorithm="ES256",
    )
    return {
        "Authorization": f"vapid t={token}, k={public_key()}",
        "Content-Encoding": "aes128gcm", "Content-Type": "application/octet-stream",
        "TTL": str(int(keep.total_seconds())), "Urgency": "high", "Accept-Encoding": "identity",
    }  # fmt: skip


def _own_key() -> ec.EllipticCurvePrivateKey:
    """Made from the installation's own secret, as the key of all sealed ones: no second secret to
    keep, the same on each machine. 128 bits more than it needs, so that no number is likelier."""
    derive = HKDF(SHA256(), 48, salt=None, info=b"rapport web push")
    number = int.from_bytes(derive.derive(settings.SECRET_KEY.encode()), "big")
    return ec.derive_private_key(number % (_ORDER - 1) + 1, CURVE)


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text.encode() + b"=" * (-len(text) % 4))


def _text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()

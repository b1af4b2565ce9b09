"""Whether Amazon's SNS sent this: its signature, by a certificate from Amazon alone."""

import base64
import binascii
import hashlib
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from django.core.cache import cache

from rapport.integrations import http

# "Verifying the signatures of Amazon SNS messages", Amazon SNS Developer Guide.
_SIGNED = {
    "Notification": ("Message", "MessageId", "Subject", "Timestamp", "TopicArn", "Type"),
    "SubscriptionConfirmation": (
        "Message", "MessageId", "SubscribeURL", "Timestamp", "Token", "TopicArn", "Type",
    ),
}  # fmt: skip
_SIGNED["UnsubscribeConfirmation"] = _SIGNED["SubscriptionConfirmation"]
_HASHES = {"1": SHA1, "2": SHA256}
_CERTIFICATE = re.compile(
    r"https://sns\.[a-z0-9-]{1,40}\.amazonaws\.com(?:\.cn)?"
    r"/SimpleNotificationService-[0-9a-f]{1,80}\.pem"
)
_LARGEST = 64 * 1024
_KEPT = 24 * 3600


class Unsigned(Exception):
    """Not signed by Amazon; says why."""


def check(said: Mapping[str, Any], *, at: datetime) -> None:
    """Raise `Unsigned` unless its signature fits; `http.Unreachable` where its certificate cannot
    be had just now."""
    names, hash_ = (
        _SIGNED.get(str(said.get("Type"))),
        _HASHES.get(str(said.get("SignatureVersion"))),
    )
    url = str(said.get("SigningCertURL", ""))
    if names is None or hash_ is None or not _CERTIFICATE.fullmatch(url):
        raise Unsigned("Amazon signs otherwise")
    try:
        signature = base64.b64decode(str(said.get("Signature", "")), validate=True)
        _key(url, at).verify(signature, written(said, names), padding.PKCS1v15(), hash_())
    except (InvalidSignature, binascii.Error) as error:
        raise Unsigned("its signature does not fit") from error


def written(said: Mapping[str, Any], names: tuple[str, ...]) -> bytes:
    """What is signed: these fields as far as they are there, each with its name, line by line."""
    return "".join(f"{name}\n{said[name]}\n" for name in names if name in said).encode()


def _key(url: str, at: datetime) -> rsa.RSAPublicKey:
    kept = "sns-certificate:" + hashlib.sha256(url.encode()).hexdigest()
    content: bytes | None = cache.get(kept)
    if content is None:
        answer = http.send(http.Request("GET", url, public_only=True), largest=_LARGEST)
        if answer.status != 200:
            raise http.Unreachable(f"the certificate is not there ({answer.status})")
        content = answer.content
    try:
        certificate = x509.load_pem_x509_certificate(content)
    except ValueError as error:
        raise Unsigned("what stands in place of its certificate is none") from error
    key = certificate.public_key()
    if not isinstance(key, rsa.RSAPublicKey):
        raise Unsigned("its certificate is of another kind")
    if not certificate.not_valid_before_utc <= at <= certificate.not_valid_after_utc:
        cache.delete(kept)
        raise Unsigned("its certificate is out of date")
    cache.set(kept, content, _KEPT)
    return key

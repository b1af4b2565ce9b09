"""Amazon's SNS: messages signed as its guide says, and the certificate they are signed by."""

import base64
import hashlib
import json
from datetime import UTC, datetime
from functools import cache

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.hazmat.primitives.hashes import SHA1, SHA256
from cryptography.hazmat.primitives.serialization import Encoding

URL = "https://sns.eu-west-1.amazonaws.com/SimpleNotificationService-0a1b2c.pem"
KEPT_AS = "sns-certificate:" + hashlib.sha256(URL.encode()).hexdigest()
# As the guide lists them, written out: the order is that of the alphabet.
LINES = {
    "Notification": "Message MessageId Subject Timestamp TopicArn Type",
    "SubscriptionConfirmation": "Message MessageId SubscribeURL Timestamp Token TopicArn Type",
}


@cache
def _key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@cache
def certificate(until: int = 2040) -> bytes:
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "sns.amazonaws.com")])
    made = x509.CertificateBuilder(
        name, name, _key().public_key(), 1, datetime(2020, 1, 1, tzinfo=UTC),
        datetime(until, 1, 1, tzinfo=UTC),
    )  # fmt: skip
    return made.sign(_key(), SHA256()).public_bytes(Encoding.PEM)


def sns(message: object, kind="Notification", version="2", **more) -> tuple[str, dict[str, str]]:
    said = {
        "Type": kind, "MessageId": "m-1", "TopicArn": "arn:aws:sns:eu-west-1:1:in",
        "Timestamp": "2026-03-04T09:00:00.000Z", "SignatureVersion": version,
        "SigningCertURL": URL, "Message": json.dumps(message), **more,
    }  # fmt: skip
    lines = [f"{name}\n{said[name]}\n" for name in LINES[kind].split() if name in said]
    hash_ = SHA1() if version == "1" else SHA256()
    signature = _key().sign("".join(lines).encode(), padding.PKCS1v15(), hash_)
    headers = {"x-amz-sns-message-type": kind, "x-amz-sns-message-id": "m-1"}
    return json.dumps(said | {"Signature": base64.b64encode(signature).decode()}), headers

"""Requests signed as each vendor signs them, by code of the tests' own."""

import base64
import hashlib
import hmac
from urllib.parse import urlencode

from rapport.integrations.hooks import Hook

URL = "https://rapport.example/hooks/abc/"
SECRET = "whsec_" + base64.b64encode(b"a secret of thirty two bytes ...").decode()
FORM = "application/x-www-form-urlencoded"


def digest(secret: str | bytes, content: bytes, algorithm="sha256") -> bytes:
    key = secret.encode() if isinstance(secret, str) else secret
    return hmac.new(key, content, getattr(hashlib, algorithm)).digest()


def b64(content: bytes) -> str:
    return base64.b64encode(content).decode()


def slack(body: bytes, at: int, secret=SECRET) -> Hook:
    signed = "v0=" + digest(secret, f"v0:{at}:".encode() + body).hex()
    headers = {"x-slack-request-timestamp": str(at), "x-slack-signature": signed}
    return Hook("POST", URL, headers, body)


def hubspot(body: bytes, at: int, secret=SECRET) -> Hook:
    stamp = str(at * 1000)
    signed = b64(digest(secret, f"POST{URL}".encode() + body + stamp.encode()))
    headers = {"x-hubspot-request-timestamp": stamp, "x-hubspot-signature-v3": signed}
    return Hook("POST", URL, headers, body)


def standard(body: bytes, at: int, secret=SECRET, key="msg_1") -> Hook:
    opened = base64.b64decode(secret.removeprefix("whsec_"))
    signed = "v1," + b64(digest(opened, f"{key}.{at}.".encode() + body))
    headers = {
        "webhook-id": key, "webhook-timestamp": str(at), "webhook-signature": signed,
        "content-type": "application/json",
    }  # fmt: skip
    return Hook("POST", URL, headers, body)


def twilio(fields: dict[str, str], secret=SECRET, url=URL) -> Hook:
    said = url + "".join(name + fields[name] for name in sorted(fields))
    headers = {
        "content-type": FORM, "x-twilio-signature": b64(digest(secret, said.encode(), "sha1")),
    }  # fmt: skip
    return Hook("POST", url, headers, urlencode(fields).encode())


def twilio_json(body: bytes, at: int, secret=SECRET) -> Hook:
    url = f"{URL}?bodySHA256={hashlib.sha256(body).hexdigest()}"
    signed = b64(digest(secret, url.encode(), "sha1"))
    headers = {"content-type": "application/json", "x-twilio-signature": signed}
    return Hook("POST", url, headers, body)


def _over_the_body(header, spelled):
    def sign(body: bytes, at: int, secret=SECRET) -> Hook:
        return Hook("POST", URL, {header: spelled(digest(secret, body))}, body)

    return sign


def _hexadecimal(found: bytes) -> str:
    return f"sha256={found.hex()}"


jira = _over_the_body("x-hub-signature", _hexadecimal)
toggl = _over_the_body("x-webhook-signature-256", _hexadecimal)
meta = _over_the_body("x-hub-signature-256", _hexadecimal)
x = _over_the_body("x-twitter-webhooks-signature", lambda found: f"sha256={b64(found)}")


def telegram(body: bytes, at: int, secret=SECRET) -> Hook:
    return Hook("POST", URL, {"x-telegram-bot-api-secret-token": secret}, body)

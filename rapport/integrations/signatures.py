"""Whether a request was sent by who shares a secret with us: one function for each way of signing.

All compare in constant time. Where the sender signs a time with it, what is older than five minutes
is refused as a replay; where not, whoever takes it in must know the ids of what came before.
"""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Callable
from urllib.parse import urlsplit, urlunsplit

from rapport.integrations.hooks import Hook

# Seconds, to both sides: clocks differ.
LATEST = 300.0
_DEFAULT_PORTS = {"https": 443, "http": 80}


class Forged(Exception):
    """It was not signed with our secret, or something in it was changed on the way."""


class TooOld(Forged):
    """It was signed, but long ago: somebody may be sending it again."""


def slack(hook: Hook, secret: str, at: float) -> None:
    """`v0=` and the hex digest over version, time and body."""
    stamp = hook.header("x-slack-request-timestamp")
    given = hook.header("x-slack-signature")
    _same(f"v0={_hex(secret, f'v0:{stamp}:'.encode() + hook.body)}", given)
    _fresh(stamp, at)


def hubspot(hook: Hook, secret: str, at: float) -> None:
    """Version 3: method, address, body and time in milliseconds."""
    stamp = hook.header("x-hubspot-request-timestamp")
    signed = f"{hook.method}{hook.url}".encode() + hook.body + stamp.encode()
    _same(_base64(secret.encode(), signed), hook.header("x-hubspot-signature-v3"))
    _fresh(stamp, at, unit=1000)


def standard(hook: Hook, secret: str, at: float) -> None:
    """Standard Webhooks: id, time and body; several signatures may stand beside each other while
    a secret is changed."""
    stamp, key = hook.header("webhook-timestamp"), hook.header("webhook-id")
    want = standard_signature(secret, key=key, stamp=stamp, body=hook.body)
    given = hook.header("webhook-signature").split(" ")[:10]
    if not key or not [one for one in given if _is_same(want, one)]:
        raise Forged("no signature fits")
    _fresh(stamp, at)


def standard_signature(secret: str, *, key: str, stamp: str, body: bytes) -> str:
    """What a sender puts into `webhook-signature`."""
    try:
        opened = base64.b64decode(secret.removeprefix("whsec_"), validate=True)
    except (binascii.Error, ValueError) as error:
        raise Forged("the secret is no base64") from error
    return f"v1,{_base64(opened, f'{key}.{stamp}.'.encode() + body)}"


def twilio(hook: Hook, secret: str, at: float) -> None:
    """The address, and of a form each name and value in order. A body that is no form is held by
    its digest, which stands in the address."""
    given = hook.header("x-twilio-signature")
    if digest := hook.query.get("bodySHA256"):
        _same(hashlib.sha256(hook.body).hexdigest(), digest)
        fields = ""
    elif hook.body and not hook.form:
        # Else a body of another type would go unsigned.
        raise Forged("the body is neither a form nor named by its digest")
    else:
        fields = "".join(f"{name}{value}" for name, value in sorted(set(hook.form)))
    wanted = [_sha1(secret, f"{url}{fields}") for url in _with_and_without_port(hook.url)]
    if not [one for one in wanted if _is_same(one, given)]:
        raise Forged("the signature does not fit")


def jira(hook: Hook, secret: str, at: float) -> None:
    """`sha256=` and the hex digest over the body (WebSub)."""
    _same(f"sha256={_hex(secret, hook.body)}", hook.header("x-hub-signature"))


def toggl(hook: Hook, secret: str, at: float) -> None:
    """`sha256=` and the hex digest over the body."""
    _same(f"sha256={_hex(secret, hook.body)}", hook.header("x-webhook-signature-256"))


def meta(hook: Hook, secret: str, at: float) -> None:
    """WhatsApp, Messenger, Instagram: `sha256=` and the hex digest over the body."""
    _same(f"sha256={_hex(secret, hook.body)}", hook.header("x-hub-signature-256"))


def x(hook: Hook, secret: str, at: float) -> None:
    """`sha256=` and the base64 digest over the body."""
    _same(x_signature(secret, hook.body), hook.header("x-twitter-webhooks-signature"))


def x_signature(secret: str, content: bytes) -> str:
    """What X signs a body with, and what it wants of us over its `crc_token`."""
    return f"sha256={_base64(secret.encode(), content)}"


def telegram(hook: Hook, secret: str, at: float) -> None:
    """No signature: the word that we gave when the bot was connected, sent back each time."""
    _same(secret, hook.header("x-telegram-bot-api-secret-token"))


Check = Callable[[Hook, str, float], None]
CHECKS: dict[str, Check] = {
    check.__name__: check
    for check in (slack, hubspot, standard, twilio, jira, toggl, meta, x, telegram)
}


def verify(way: str, hook: Hook, secret: str, at: float) -> None:
    """Raise `Forged` unless this request was signed in this way with this secret, lately."""
    if not secret:
        raise Forged("nothing is known that it could be signed with")
    CHECKS[way](hook, secret, at)


def _same(wanted: str, given: str) -> None:
    if not _is_same(wanted, given):
        raise Forged("the signature does not fit")


def _is_same(wanted: str, given: str) -> bool:
    return hmac.compare_digest(wanted.encode(), given.encode())


def _fresh(stamp: str, at: float, *, unit: int = 1) -> None:
    if not (stamp.isascii() and stamp.isdigit() and len(stamp) < 20):
        raise Forged("the time is none")
    if abs(at - int(stamp) / unit) > LATEST:
        raise TooOld("it was signed more than five minutes ago, or in the future")


def _hex(secret: str, content: bytes) -> str:
    return hmac.new(secret.encode(), content, hashlib.sha256).hexdigest()


def _base64(secret: bytes, content: bytes) -> str:
    return base64.b64encode(hmac.new(secret, content, hashlib.sha256).digest()).decode()


def _sha1(secret: str, content: str) -> str:
    """Twilio's own choice, from long ago; as a keyed digest it still holds."""
    digest = hmac.new(secret.encode(), content.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def _with_and_without_port(url: str) -> list[str]:
    """Senders differ in whether they sign the port that their scheme means anyway."""
    parts = urlsplit(url)
    usual = _DEFAULT_PORTS.get(parts.scheme)
    if usual is None or parts.port not in (None, usual):
        return [url]
    host = parts.netloc.removesuffix(f":{usual}")
    return [urlunsplit(parts._replace(netloc=one)) for one in (host, f"{host}:{usual}")]

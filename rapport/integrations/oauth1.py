"""OAuth 1.0a: requests signed with keys that do not end (RFC 5849, HMAC-SHA1)."""

import base64
import hashlib
import hmac
from collections.abc import Iterable, Mapping
from urllib.parse import parse_qsl, quote, urlsplit, urlunsplit


def header(method: str, url: str, *, keys: Mapping[str, str], nonce: str, at: float) -> str:
    """The `Authorization` of a request whose body is no form. `keys` are `consumer_key`,
    `consumer_secret`, `token` and `token_secret`."""
    given = {
        "oauth_consumer_key": keys["consumer_key"],
        "oauth_nonce": nonce,
        "oauth_signature_method": "HMAC-SHA1",
        "oauth_timestamp": str(int(at)),
        "oauth_token": keys["token"],
        "oauth_version": "1.0",
    }
    secret = f"{_spelled(keys['consumer_secret'])}&{_spelled(keys['token_secret'])}"
    given["oauth_signature"] = signature(method, url, given.items(), secret)
    return "OAuth " + ", ".join(f'{name}="{_spelled(given[name])}"' for name in sorted(given))


def signature(method: str, url: str, fields: Iterable[tuple[str, str]], secret: str) -> str:
    """Over method, address without its query, and all fields in order of their spelling."""
    parts = urlsplit(url)
    asked = parse_qsl(parts.query, keep_blank_values=True)
    pairs = sorted((_spelled(name), _spelled(value)) for name, value in [*asked, *fields])
    listed = "&".join(f"{name}={value}" for name, value in pairs)
    bare = urlunsplit((parts.scheme, parts.netloc, parts.path, "", ""))
    signed = "&".join((method.upper(), _spelled(bare), _spelled(listed)))
    digest = hmac.new(secret.encode(), signed.encode(), hashlib.sha1).digest()
    return base64.b64encode(digest).decode()


def _spelled(text: str) -> str:
    return quote(text, safe="-._~")

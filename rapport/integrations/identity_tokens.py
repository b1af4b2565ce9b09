"""Who is signed in on a company's own site, as its server says: a JSON Web Token (RFC 7519), signed
with a secret that we share (HS256). No other algorithm is known here, `none` least of all.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import jwt
from jwt.types import Options

from rapport.integrations.signatures import Forged, TooOld

LONGEST = 4_000
# Seconds. Clocks differ; and what holds longer than a day is as good as a password.
LEEWAY = 60
HOLDS = 24 * 3600
# When it ends is read by us, for the clock is passed in.
_OPTIONS: Options = {
    "require": ["exp"], "verify_exp": False, "verify_nbf": False, "verify_iat": False,
    "verify_aud": False, "verify_iss": False, "verify_sub": False, "verify_jti": False,
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class SignedIn:
    """What the site says of somebody. Only an address that it has proved itself names a person."""

    email: str
    name: str = ""
    is_proved: bool = False


def read(token: str, secrets: Sequence[str], *, at: float) -> SignedIn:
    """Raises `Forged` unless one of the secrets signed it, `TooOld` after its end."""
    for secret in secrets:
        try:
            claims = jwt.decode(token[:LONGEST], secret, algorithms=["HS256"], options=_OPTIONS)
        except (jwt.InvalidTokenError, ValueError, RecursionError):
            continue
        _heed_end(claims["exp"], at)
        return _said(claims)
    raise Forged("no secret of this chat signed it")


def _heed_end(ends: object, at: float) -> None:
    if isinstance(ends, bool) or not isinstance(ends, int | float):
        raise Forged("its end is no time")
    if ends + LEEWAY < at:
        raise TooOld("it has ended")
    if ends > at + HOLDS + LEEWAY:
        raise Forged("it would hold for more than a day")


def _said(claims: dict[str, object]) -> SignedIn:
    email, name = (str(claims.get(key) or "") for key in ("email", "name"))
    return SignedIn(email.strip().lower(), name, claims.get("email_verified") is True)

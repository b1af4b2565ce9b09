"""Signing in to Microsoft 365 and Google mail by OAuth: code, token, refresh, XOAUTH2."""

import base64
import hashlib
import json
import os
import secrets
from dataclasses import dataclass
from urllib.parse import urlencode

from django.utils.translation import gettext as _

from rapport.integrations import http


@dataclass(frozen=True, slots=True)
class Provider:
    """One vendor's end points; client id and secret come from the environment."""

    name: str
    authorize: str
    token: str
    scope: str
    imap: str
    smtp: str

    @property
    def client_id(self) -> str:
        """Empty: the operator has not registered Rapport there."""
        return os.environ.get(f"RAPPORT_{self.name.upper()}_CLIENT_ID", "")

    @property
    def client_secret(self) -> str:
        """Kept in the environment alone."""
        return os.environ.get(f"RAPPORT_{self.name.upper()}_CLIENT_SECRET", "")


_MICROSOFT = "https://login.microsoftonline.com/common/oauth2/v2.0"
PROVIDERS = {
    "microsoft": Provider(
        "microsoft",
        f"{_MICROSOFT}/authorize",
        f"{_MICROSOFT}/token",
        "https://outlook.office.com/IMAP.AccessAsUser.All "
        "https://outlook.office.com/SMTP.Send offline_access",
        "outlook.office365.com",
        "smtp.office365.com",
    ),
    "google": Provider(
        "google",
        "https://accounts.google.com/o/oauth2/v2/auth",
        "https://oauth2.googleapis.com/token",
        "https://mail.google.com/",
        "imap.gmail.com",
        "smtp.gmail.com",
    ),
}


# What providers answer when only a person can go on (RFC 6749 and OpenID Connect).
_OVER = frozenset({
    "invalid_grant", "interaction_required", "login_required", "consent_required",
})  # fmt: skip


class SignInFailed(Exception):
    """The provider did not give a token; says what it said, without secrets."""


class SignInOver(SignInFailed):
    """What we hold is worth nothing any more: a person has to sign in again."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """What the provider gave; `refresh` may be empty when it keeps the old one."""

    access: str
    refresh: str
    expires_in: int


def new_verifier() -> str:
    """A PKCE code verifier."""
    return secrets.token_urlsafe(48)


def address(provider: Provider, *, redirect: str, state: str, verifier: str, hint: str) -> str:
    """Where to send the person's browser."""
    digest = hashlib.sha256(verifier.encode()).digest()
    query = {
        "client_id": provider.client_id, "response_type": "code", "redirect_uri": redirect,
        "scope": provider.scope, "state": state, "login_hint": hint, "prompt": "consent",
        "access_type": "offline", "code_challenge_method": "S256",
        "code_challenge": base64.urlsafe_b64encode(digest).rstrip(b"=").decode(),
    }  # fmt: skip
    return f"{provider.authorize}?{urlencode(query)}"


def redeem(provider: Provider, *, code: str, redirect: str, verifier: str) -> Tokens:
    """Turn the code of the redirect into tokens."""
    form = {"grant_type": "authorization_code", "code": code, "redirect_uri": redirect}
    return _ask(provider, form | {"code_verifier": verifier})


def refresh(provider: Provider, *, token: str) -> Tokens:
    """A new access token."""
    return _ask(provider, {"grant_type": "refresh_token", "refresh_token": token})


def xoauth2(user: str, access: str) -> str:
    """The initial response of SASL XOAUTH2, before base64."""
    return f"user={user}\x01auth=Bearer {access}\x01\x01"


def refusal(challenge: bytes) -> str:
    """What a mail server says against a token (JSON in the XOAUTH2 challenge), in short."""
    try:
        said = json.loads(challenge)
    except ValueError:
        return ""
    return str(said.get("status", ""))[:100] if isinstance(said, dict) else ""


def refused_by(host: str, said: str) -> str:
    """The sentence for a token that a mail server did not accept."""
    return _("%(host)s did not accept the sign-in (%(said)s).") % {
        "host": host, "said": http.redacted(said)[:200],
    }  # fmt: skip


def _ask(provider: Provider, form: dict[str, str]) -> Tokens:
    secret = {"client_id": provider.client_id}
    if provider.client_secret:
        secret["client_secret"] = provider.client_secret
    try:
        answer = http.send(http.Request("POST", provider.token, form=form | secret))
        said = json.loads(answer.content)
    except (http.Unreachable, ValueError) as error:
        raise SignInFailed(str(error)) from None
    if not isinstance(said, dict) or answer.status != 200 or "access_token" not in said:
        raise _refused(said if isinstance(said, dict) else {}, answer.status)
    return Tokens(
        str(said["access_token"]), str(said.get("refresh_token", "")),
        int(said.get("expires_in", 3600)),
    )  # fmt: skip


def _refused(said: dict[str, object], status: int) -> SignInFailed:
    error = str(said.get("error") or f"HTTP {status}")
    words = str(said.get("error_description") or error).splitlines()[0][:200]
    kind = SignInOver if error in _OVER else SignInFailed
    return kind(http.redacted(words))

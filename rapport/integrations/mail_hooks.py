"""What mail providers send us, read by Anymail's own readers. Anymail knows one account a provider,
in its settings; here each request is read with the account that it belongs to, and nothing is sent
on."""

import hashlib
import warnings
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.errors import MessageError
from email.message import Message
from io import BytesIO
from typing import Any

from anymail.exceptions import AnymailError, AnymailWebhookValidationFailure
from anymail.inbound import AnymailInboundMessage
from anymail.webhooks.base import AnymailBaseWebhookView
from anymail.webhooks.brevo import BrevoTrackingWebhookView
from anymail.webhooks.mailgun import MailgunInboundWebhookView, MailgunTrackingWebhookView
from anymail.webhooks.mailjet import MailjetInboundWebhookView, MailjetTrackingWebhookView
from anymail.webhooks.postmark import PostmarkInboundWebhookView, PostmarkTrackingWebhookView
from anymail.webhooks.sendgrid import SendGridInboundWebhookView, SendGridTrackingWebhookView
from django.core.exceptions import ImproperlyConfigured, RequestDataTooBig
from django.core.handlers.wsgi import WSGIRequest

from rapport.integrations import mail_hooks_ses as ses
from rapport.integrations.brevo_files import Brevo
from rapport.integrations.sns_signatures import Unsigned

# What the readers look at besides the body.
KEPT_HEADERS = (
    "content-type", "x-amz-sns-message-type", "x-amz-sns-message-id",
    "x-twilio-email-event-webhook-signature", "x-twilio-email-event-webhook-timestamp",
)  # fmt: skip
USER = "rapport"
_OVER = frozenset({"bounced", "rejected", "failed"})
# What a reader stumbles over where something is not as its provider says it is.
_STUMBLES = (
    AttributeError, KeyError, TypeError, ValueError, IndexError, LookupError, RecursionError,
    MessageError,
)  # fmt: skip


class Forged(Exception):
    """Not sent by who shares the secret with us."""


class Unreadable(Exception):
    """Not in the provider's format; says how."""


@dataclass(frozen=True, slots=True)
class Account:
    """What we share with a provider. Its own key signs (Mailgun), or opens its files (Brevo)."""

    provider: str
    secret: str
    key: str = ""


@dataclass(frozen=True, slots=True)
class Post:
    """A request as it came; names of headers in lower case."""

    body: bytes
    headers: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Mail:
    """A mail, and to whom it was handed over."""

    content: bytes
    sender: str = ""
    recipients: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Fate:
    """What became of a mail of ours, for one of its recipients, where it is nothing good."""

    recipient: str
    ids: tuple[str, ...] = ()
    is_over: bool = False
    is_complaint: bool = False
    said: str = ""


@dataclass(frozen=True, slots=True)
class _Reader:
    """The two readers of a provider, and how its own key is called there."""

    mail: Callable[..., AnymailBaseWebhookView]
    fate: Callable[..., AnymailBaseWebhookView]
    key: str = ""


READERS = {
    "mailgun": _Reader(
        MailgunInboundWebhookView, MailgunTrackingWebhookView, "webhook_signing_key"
    ),
    "postmark": _Reader(PostmarkInboundWebhookView, PostmarkTrackingWebhookView),
    "sendgrid": _Reader(SendGridInboundWebhookView, SendGridTrackingWebhookView),
    "ses": _Reader(ses.Inbound, ses.Tracking),
    "brevo": _Reader(Brevo, BrevoTrackingWebhookView, "api_key"),
    "mailjet": _Reader(MailjetInboundWebhookView, MailjetTrackingWebhookView),
}


def verify(account: Account, kind: str, post: Post, *, authorization: str) -> None:
    """Raise `Forged` unless the request bears our secret, and its provider's signature where it
    signs."""
    request = _request(post, authorization)
    try:
        _view(account, kind).run_validators(request)
    except (AnymailWebhookValidationFailure, AnymailError, RequestDataTooBig) as error:
        raise Forged(str(error)) from error
    except _STUMBLES as error:
        raise Forged("it is not in the provider's format") from error


def check_signature(account: Account, post: Post, *, at: datetime) -> None:
    """Raise `Forged` for what its provider did not sign, where the key has to be fetched first:
    later than `verify`, which keeps nobody waiting. Raises `http.Unreachable`."""
    if account.provider != "ses":
        return
    try:
        ses.check(post.body, at=at)
    except Unsigned as error:
        raise Forged(str(error)) from error


def mails(account: Account, post: Post) -> list[Mail]:
    """The mails in a request."""
    return [_mail(event) for event in _events(account, "mail", post)]


def fates(account: Account, post: Post) -> list[Fate]:
    """What a request tells of our mails; what went well is left out."""
    found = []
    for event in _events(account, "fate", post):
        kind = event.event_type
        if event.recipient and (kind in _OVER or kind == "complained"):
            said = str(event.description or event.mta_response or "")[:200]
            ids = tuple(dict.fromkeys(_ids(event)))
            found.append(
                Fate(event.recipient.lower(), ids, kind in _OVER, kind == "complained", said)
            )
    return found


def confirmation(account: Account, post: Post) -> str:
    """The address to be asked for, where a provider wants to know whether we are there."""
    return ses.confirmation(post.body) if account.provider == "ses" else ""


def _view(account: Account, kind: str) -> AnymailBaseWebhookView:
    reader = READERS[account.provider]
    options: dict[str, Any] = {"webhook_secret": f"{USER}:{account.secret}"}
    if reader.key and not (account.provider == "brevo" and kind == "fate"):
        options[reader.key] = account.key
    with warnings.catch_warnings():
        # That SendGrid is no longer tried by Anymail's people stands in the guide.
        warnings.simplefilter("ignore")
        return (reader.mail if kind == "mail" else reader.fate)(**options)


def _events(account: Account, kind: str, post: Post) -> list[Any]:
    try:
        return list(_view(account, kind).parse_events(_request(post)))
    except RequestDataTooBig as error:
        raise Unreadable("a field of it is larger than 10 MB") from error
    except (AnymailError, ImproperlyConfigured) as error:
        # As a mail that was sent to the address for what became of ours.
        raise Unreadable(str(error)[:200]) from error
    except _STUMBLES as error:
        said = f"it is not in the provider's format ({type(error).__name__})"
        raise Unreadable(said) from error


def _request(post: Post, authorization: str = "") -> WSGIRequest:
    """As Django would have had it; the body is in hand already."""
    environment: dict[str, Any] = {
        "REQUEST_METHOD": "POST", "PATH_INFO": "/", "SERVER_NAME": "localhost",
        "SERVER_PORT": "443", "wsgi.input": BytesIO(post.body),
        "CONTENT_LENGTH": str(len(post.body)),
        "CONTENT_TYPE": post.headers.get("content-type", ""),
    }  # fmt: skip
    for name, value in post.headers.items():
        environment[f"HTTP_{name.upper().replace('-', '_')}"] = value
    if authorization:
        environment["HTTP_AUTHORIZATION"] = authorization
    request = WSGIRequest(environment)
    request._body = post.body
    return request


def _mail(event: Any) -> Mail:
    message: AnymailInboundMessage = event.message
    content = _original(event.esp_event) or _written(message)
    to = message.envelope_recipient
    return Mail(content, message.envelope_sender or "", (to.lower(),) if to else ())


def _original(source: Any) -> bytes:
    """The mail itself, where the provider hands it on."""
    if isinstance(source, Mapping):
        text = source.get("RawEmail") or ""
    else:
        fields = getattr(source, "POST", {})
        text = fields.get("body-mime") or fields.get("email") or ""
    return str(text).encode("utf-8", "surrogateescape") if text else b""


def _written(message: Message) -> bytes:
    """A mail made of its parts: the same each time, so that it is known again."""
    digest = hashlib.sha256()
    for name, value in message.items():
        digest.update(f"{name}:{value}\n".encode("utf-8", "replace"))
    for n, part in enumerate(_multiparts(message)):
        part.set_boundary(f"=_{digest.hexdigest()[:32]}.{n}")
    return message.as_bytes()


def _multiparts(message: Message) -> Iterator[Message]:
    return (part for part in message.walk() if part.is_multipart())


def _ids(event: Any) -> Iterator[str]:
    """By which our mail may be known: the Message-ID, wherever the provider put it."""
    source = event.esp_event if isinstance(event.esp_event, Mapping) else {}
    named = [event.message_id, source.get("smtp-id"), source.get("message-id")]
    heads = (source.get("mail") or {}).get("headers") or ()
    named += [one["value"] for one in heads if str(one.get("name", "")).lower() == "message-id"]
    for one in named:
        if one:
            text = str(one).strip()
            yield text if text.startswith("<") else f"<{text}>"

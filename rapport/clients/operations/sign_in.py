"""How a contact gets in: a link and a code by mail, each good once, each acting on a POST alone."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import F
from django.urls import Resolver404, resolve
from django.utils.crypto import constant_time_compare, salted_hmac
from django.utils.translation import gettext as _

from rapport.accounts import letters, tokens
from rapport.clients import events
from rapport.clients.models import Contact, SignInKey
from rapport.events.actor import SYSTEM, Acts
from rapport.events.operations.stream import publish
from rapport.lib.refusal import Refused
from rapport.workspaces.models import Workspace

LINK_LIVES = timedelta(hours=24)
CODE_LIVES = timedelta(minutes=15)
WRONG_CODES = 5
KEYS_AN_HOUR = 5
LONGEST_PATH = 300
# No address, name or sentence fits in here.
PLAIN_PATH = re.compile(r"[A-Za-z0-9/_-]+")
TEMPLATE = "clients/mail/sign_in.txt"


class WrongKey(Refused):
    """The link or code is unknown, used, too old, or was guessed at too often."""


class TooManyKeys(Refused):
    """More keys were asked for in an hour than anybody needs."""


@dataclass(frozen=True, slots=True)
class Redeemed:
    """Who came in, and the page they were on their way to (a path of this portal, or empty)."""

    contact: Contact
    next_path: str


@transaction.atomic
def send_key(contact: Contact, *, next_path: str = "", at: datetime) -> None:
    """Mail a link and a six-digit code in the contact's language."""
    recent = SignInKey.objects.filter(contact=contact, created_at__gt=at - timedelta(hours=1))
    if recent.count() >= KEYS_AN_HOUR:
        raise TooManyKeys(_("We sent several mails already. Please look for the newest one."))
    code = f"{secrets.randbelow(10**6):06}"
    token = cut_key(contact, next_path=next_path, lives=LINK_LIVES, code=code, at=at)
    letters.send(
        letters.write(
            TEMPLATE,
            to=contact.email,
            language=contact.language,
            name=contact.name,
            workspace=contact.workspace.name,
            code=f"{code[:3]} {code[3:]}",
            link=letters.link(path_of(contact, token)),
        )
    )


def cut_key(
    contact: Contact, *, next_path: str, lives: timedelta, at: datetime, code: str = ""
) -> str:
    """Make a key and give its token; only hashes are kept. Without a code the link alone opens."""
    token, link_hash = tokens.make()
    SignInKey.objects.create(
        workspace_id=contact.workspace_id,
        contact=contact,
        link_hash=link_hash,
        code_hash=_code_hash(contact.pk, code) if code else "",
        next_path=_own_path(contact.workspace.slug, next_path),
        created_at=at,
        expires_at=at + lives,
    )
    return token


def path_of(contact: Contact, token: str) -> str:
    """Where a token is redeemed."""
    return f"/p/{contact.workspace.slug}/sign-in/{token}/"


@transaction.atomic
def request_key(workspace: Workspace, *, email: str, next_path: str = "", at: datetime) -> None:
    """What the public form does: the same work for known and unknown addresses.

    A listener does the sending, so that neither answer nor time tells whom we know (E03).
    """
    contact = _signing_in(email)
    where = _own_path(workspace.slug, next_path)
    facts = {"contact_id": contact.pk if contact else 0, "next_path": where}
    publish(events.CONTACT_KEY_REQUESTED, subject=workspace, by=SYSTEM, at=at, facts=facts)


def open_key(token: str, *, at: datetime) -> SignInKey | None:
    """The key of a link that still works; looking changes nothing (E02)."""
    key: SignInKey | None = _by_token(token)
    return key if key and key.used_at is None and key.expires_at > at else None


def expired_key(token: str) -> SignInKey | None:
    """The key of any link we ever sent and still know: it can be renewed."""
    return _by_token(token)


@transaction.atomic
def renew(token: str, *, at: datetime) -> None:
    """Send a fresh key to whoever the link was for; silent when we do not know it."""
    key = _by_token(token)
    if key and _may_enter(key.contact):
        send_key(key.contact, next_path=key.next_path, at=at)


@transaction.atomic
def redeem_link(token: str, *, at: datetime) -> Redeemed:
    """Use a link up. Of two who click at the same moment one gets in."""
    key = open_key(token, at=at)
    if key is None:
        raise WrongKey(_("This link was used already, or is too old."))
    return _use(key, "link", at)


def redeem_code(*, email: str, code: str, at: datetime) -> Redeemed:
    """Use a code up. Each try counts before it is looked at; the fifth wrong one kills the key.

    Not atomic as a whole: a wrong try must stay counted when the refusal is raised.
    """
    digits = "".join(letter for letter in code if letter.isdigit())
    contact = _signing_in(email)
    contact_id = contact.pk if contact else 0
    key = _newest_with_code(contact_id, at)
    expected = key.code_hash if key else ""
    tried = _code_hash(contact_id, digits)
    if key is None or not constant_time_compare(expected, tried):
        raise WrongKey(_("This code is not right, or too old. You can ask for a new one."))
    with transaction.atomic():
        return _use(key, "code", at)


@transaction.atomic
def end_sessions(contact: Contact, *, by: Acts, at: datetime) -> None:
    """Sign a contact out of the portal everywhere, and make their open keys useless."""
    Contact.objects.filter(pk=contact.pk).update(session_epoch=F("session_epoch") + 1)
    SignInKey.objects.filter(contact=contact, used_at=None).update(used_at=at)
    contact.refresh_from_db(fields=["session_epoch"])
    publish(events.CONTACT_SESSIONS_ENDED, subject=contact, by=by, at=at)


def _use(key: SignInKey, way: str, at: datetime) -> Redeemed:
    if not _may_enter(key.contact):
        raise WrongKey(_("This link was used already, or is too old."))
    if not SignInKey.objects.filter(pk=key.pk, used_at=None).update(used_at=at):
        raise WrongKey(_("This link was used already, or is too old."))
    contact = key.contact
    Contact.objects.filter(pk=contact.pk).update(last_seen_at=at)
    publish(events.CONTACT_SIGNED_IN, subject=contact, by=contact, at=at, facts={"way": way})
    return Redeemed(contact, key.next_path)


def _newest_with_code(contact_id: int, at: datetime) -> SignInKey | None:
    """The newest code that may be tried; the try is counted here.

    Whoever asks, it is a question and a change, so that the time tells nothing (E03).
    """
    keys = SignInKey.objects.filter(contact=contact_id, used_at=None).exclude(code_hash="")
    newest = keys.filter(created_at__gt=at - CODE_LIVES).order_by("-created_at", "-pk").first()
    key_id = newest.pk if newest else 0
    counted = SignInKey.objects.filter(pk=key_id, wrong_codes__lt=WRONG_CODES)
    return newest if counted.update(wrong_codes=F("wrong_codes") + 1) else None


def _by_token(token: str) -> SignInKey | None:
    keys = SignInKey.objects.select_related("contact__workspace")
    key: SignInKey | None = keys.filter(link_hash=tokens.hash_of(token)).first()
    return key


def _signing_in(email: str) -> Contact | None:
    contacts = Contact.objects.with_address(email).select_related("workspace")
    contact: Contact | None = contacts.filter(erased_at=None).first()
    return contact


def _may_enter(contact: Contact) -> bool:
    return contact.erased_at is None and contact.binned_at is None


def _code_hash(contact_id: int, code: str) -> str:
    return salted_hmac(
        "rapport.sign_in_code", f"{contact_id}:{code}", algorithm="sha256"
    ).hexdigest()


def _own_path(slug: str, path: str) -> str:
    """A page of this workspace's portal; anything else is dropped (E07). What somebody typed
    after a `?` is dropped too: the path goes into the event stream."""
    path = path.partition("?")[0]
    is_plain = len(path) <= LONGEST_PATH and PLAIN_PATH.fullmatch(path)
    if not is_plain or not path.startswith(f"/p/{slug}/"):
        return ""
    try:
        resolve(path)
    except Resolver404:
        return ""
    return path

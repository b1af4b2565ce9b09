"""Look into a mailbox: each new mail is kept and committed before the place in the folder moves."""

import logging
from datetime import datetime

from django.db import transaction
from django.utils.timezone import now
from django.utils.translation import gettext as _

from rapport.events.actor import SYSTEM
from rapport.events.operations.stream import publish
from rapport.inbox import events, imap, parser
from rapport.inbox.imap import Fetched, Session
from rapport.inbox.models import Mailbox, Mention, RawMail, StuckMail
from rapport.inbox.operations import intake, secrets, stuck
from rapport.inbox.queries.people import addresses_of, look_up, spelled
from rapport.lib import connections
from rapport.workspaces.prepared import Question

log = logging.getLogger("rapport.inbox")

# So many connections for one look, if each but this many brings something before it breaks off.
MOST_CONNECTIONS, FRUITLESS = 500, 1
_PLACE = Question(
    lambda pk, validity: Mailbox.objects.filter(pk=pk, uid_validity=validity).values_list(
        "last_uid"
    )
)


def fetch(mailbox: Mailbox) -> int:
    """Take in what is new; returns how many. A connection that breaks off is made anew at once and
    goes on at the same mail; a failure is noted at the mailbox, and shown."""
    count = fruitless = 0
    for left in reversed(range(MOST_CONNECTIONS)):
        session = None
        try:
            server = secrets.imap(mailbox, at=now())
            with imap.session(server, mailbox.imap_folder) as session:
                take(mailbox, session)
        except (imap.Failed, secrets.SignInNeeded) as error:
            brought = session.handed_over if session else 0
            count, fruitless = count + brought, 0 if brought else fruitless + 1
            broke_off = session is not None and not isinstance(error, imap.HandsOverNothing)
            if left and broke_off and fruitless <= FRUITLESS:
                continue
            if isinstance(error, imap.TokenRefused):
                secrets.token_was_refused(mailbox, at=now())
            _failed(mailbox, str(error), now())
            return count
        went_well(mailbox, at=now())
        return count + session.handed_over
    return count


def went_well(mailbox: Mailbox, *, at: datetime) -> None:
    """Where somebody saved another password meanwhile, this look says nothing of that one."""
    same = Mailbox.objects.filter(pk=mailbox.pk, sealed_secret=mailbox.sealed_secret)
    same.update(last_checked_at=at, last_error="")
    mailbox.last_checked_at = at


def take(mailbox: Mailbox, session: Session) -> None:
    """Take in what is new in an open folder, mail by mail; then ask once for one that is stuck.

    What another look keeps meanwhile is not asked for again; but read first, be the other dead or
    still at work: whoever goes on from the place in the folder where another left it must not
    settle an answer before its question.
    """
    _settle_left(mailbox)
    # Until a look went well, what was there before is still being brought in.
    is_first = mailbox.last_checked_at is None
    if mailbox.uid_validity != session.folder.uid_validity:
        _begin_anew(mailbox, session.folder.uid_validity)
    tries = stuck.tries_of(mailbox)
    passed_over = 0
    for uid in session.uids_after(mailbox.last_uid):
        if _is_kept(mailbox, uid):
            _settle_left(mailbox)
            continue
        came = _bring(mailbox, session, uid, tries=tries.get(uid, 0), is_first=is_first)
        _advance(mailbox, uid)
        passed_over += came is None
        if passed_over > stuck.MOST_A_LOOK:
            raise imap.HandsOverNothing(_("The server hands over none of its mails."))
    _ask_again(mailbox, session)


def _begin_anew(mailbox: Mailbox, validity: int) -> None:
    """The server numbered anew: what we know already is found again by its content. Of two who
    look at once, the second goes on where the first is."""
    others = Mailbox.objects.filter(pk=mailbox.pk).exclude(uid_validity=validity)
    if others.update(uid_validity=validity, last_uid=0):
        StuckMail.objects.filter(mailbox=mailbox).delete()
    mailbox.refresh_from_db(fields=["uid_validity", "last_uid"])


def _settle_left(mailbox: Mailbox) -> None:
    kept = RawMail.objects.filter(mailbox=mailbox, source=RawMail.Source.IMAP)
    intake.settle_left(kept, at=now())


def _is_kept(mailbox: Mailbox, uid: int) -> bool:
    """Whether somebody else who looks has come past this mail by now."""
    place = _PLACE.first(mailbox.pk, mailbox.uid_validity)
    return place is not None and place[0] >= uid


def _bring(
    mailbox: Mailbox, session: Session, uid: int, *, tries: int, is_first: bool
) -> bool | None:
    """Whether a mail is here now: False where it is not wanted or gone, None where the server will
    not give it. Where the connection breaks off over it, the error says so."""
    for attempt in range(tries + 1, stuck.BLOCKS_UNTIL + 1):
        try:
            came = _take_one(mailbox, session, uid, is_first=is_first)
        except imap.TROUBLE as error:
            stuck.note(mailbox, uid, error=_why(error), at=now())
            if not isinstance(error, imap.NotHandedOver):
                raise
        else:
            if tries or attempt > 1:
                stuck.forget(mailbox, uid)
            return came
    return None


def _ask_again(mailbox: Mailbox, session: Session) -> None:
    """Ask for the mail that has been stuck longest, once new ones are in; one a look, since the
    connection may break off over it."""
    due = StuckMail.objects.filter(mailbox=mailbox, uid__lte=mailbox.last_uid).due(now())
    if (one := due.first()) is None:
        return
    try:
        _take_one(mailbox, session, one.uid, is_first=True)
    except imap.TROUBLE as error:
        stuck.note(mailbox, one.uid, error=_why(error), at=now())
    else:
        stuck.forget(mailbox, one.uid)


def _take_one(mailbox: Mailbox, session: Session, uid: int, *, is_first: bool) -> bool:
    connections.let_go()
    if not _is_wanted(mailbox, session, uid) or (fetched := session.mail(uid)) is None:
        return False
    raw = _keep(mailbox, uid, fetched, is_first=is_first)
    intake.settle(raw, at=max(now(), raw.received_at))
    return True


def _why(error: Exception) -> str:
    if isinstance(error, imap.NotHandedOver):
        return str(error)
    return _("The connection broke off over it.")


def _keep(mailbox: Mailbox, uid: int, fetched: Fetched, *, is_first: bool) -> RawMail:
    """The mail and the new place in the folder are one commit."""
    # Servers tell the second in which a mail came, no finer.
    added_at = mailbox.created_at.replace(microsecond=0)
    older = fetched.arrived_at is not None and fetched.arrived_at < added_at
    arrival = intake.Arrival(
        f"{mailbox.pk}/{mailbox.imap_folder}/{mailbox.uid_validity}/{uid}",
        fetched.raw,
        RawMail.Source.IMAP,
        mailbox,
        is_history=is_first and older,
    )
    with transaction.atomic():
        [raw] = intake.store_raw([arrival], workspace=mailbox.workspace, at=now())
        _advance(mailbox, uid)
    return raw


def _advance(mailbox: Mailbox, uid: int) -> None:
    """Forward only, so that two who look at once never set each other back."""
    Mailbox.objects.filter(
        pk=mailbox.pk, uid_validity=mailbox.uid_validity, last_uid__lt=uid
    ).update(last_uid=uid)
    mailbox.last_uid = max(mailbox.last_uid, uid)


def _is_wanted(mailbox: Mailbox, session: Session, uid: int) -> bool:
    """In a mailbox that is not ours alone, only what known clients wrote or answers us is even
    looked at."""
    if not mailbox.known_clients_only:
        return True
    parsed = parser.parse(session.header(uid) + b"\r\n\r\n.").parsed
    if parsed is None or parsed.author is None:
        return False
    author = spelled(parsed.author.email)
    book = look_up(
        (address.email for address in addresses_of(parsed)), domain=author.rpartition("@")[2]
    )
    return (
        author in book.contacts
        or book.domain_client is not None
        or Mention.objects.filter(identifier__in=parsed.parents[:60], is_own=True).exists()
    )


@transaction.atomic
def _failed(mailbox: Mailbox, error: str, at: datetime) -> None:
    """Say it once, when it begins."""
    log.warning("mailbox: %s", error, extra={"mailbox": mailbox.pk})
    began = Mailbox.objects.filter(pk=mailbox.pk, last_error="").update(last_error=error)
    Mailbox.objects.filter(pk=mailbox.pk).update(last_error=error)
    if began:
        publish(events.MAILBOX_FAILED, subject=mailbox, by=SYSTEM, at=at)

"""Hear of new mail at once, where the server tells, and look for it where it does not: one thread
a mailbox, in the worker process, so that a slow server keeps neither jobs nor other mailboxes
waiting.

Mailboxes without such a thread are looked into by the clock, every minute.
"""

import logging
import threading
import time
from datetime import timedelta

from django.db import close_old_connections
from django.utils.timezone import now

from rapport.inbox import imap
from rapport.inbox.models import Mailbox
from rapport.inbox.operations import fetching, secrets
from rapport.lib import connections
from rapport.workspaces.scope import open_workspace

log = logging.getLogger("rapport.inbox")

# How soon a mailbox that was just added is listened to.
REVIEW_SECONDS = 2.0
# Servers end an idle connection after half an hour.
LISTEN_SECONDS = 540.0
# Not every server that tells, tells of everything: so often it is asked all the same.
UNTOLD_SECONDS = 30.0
# Where the server does not tell.
LOOK_SECONDS = 60.0
# A server that cannot be used is asked again so soon, then as often as one that does not tell.
BACK_SECONDS = (5.0, 15.0, 30.0)
MOST = 200
# The mailboxes that have a thread here.
_attended: dict[int, threading.Thread] = {}


def attended() -> list[int]:
    """The mailboxes that somebody in this process looks into."""
    return [pk for pk, thread in list(_attended.items()) if thread.is_alive()]


class Ears:
    """Keeps a thread for each mailbox that is fetched; started by the worker."""

    def __init__(self) -> None:
        self.stopping = threading.Event()

    def start(self) -> None:
        """Begin, in the background."""
        threading.Thread(target=self._review, name="mail-ears", daemon=True).start()

    def stop(self) -> None:
        """Ask all threads to end; they are daemons and keep nobody waiting."""
        self.stopping.set()

    def _review(self) -> None:
        while not self.stopping.is_set():
            try:
                close_old_connections()
                for pk in Mailbox.everywhere.fetching().values_list("pk", flat=True)[:MOST]:
                    if pk not in _attended or not _attended[pk].is_alive():
                        _attended[pk] = threading.Thread(
                            target=self._attend, args=(pk,), name=f"mail-ear-{pk}", daemon=True
                        )
                        _attended[pk].start()
            except Exception:
                log.exception("mailboxes could not be reviewed")
            self.stopping.wait(REVIEW_SECONDS)

    def _attend(self, pk: int) -> None:
        """Until the mailbox is paused or removed: look, then wait until something comes."""
        failures = 0
        while not self.stopping.is_set():
            close_old_connections()
            mailbox = (
                Mailbox.everywhere.fetching().select_related("workspace").filter(pk=pk).first()
            )
            if mailbox is None:
                return
            begun = time.monotonic()
            try:
                with open_workspace(mailbox.workspace_id):
                    pause, failures = look_and_hear(mailbox, failures)
            except Exception:
                log.exception("a mailbox could not be looked into", extra={"mailbox": pk})
                pause = LOOK_SECONDS
            if time.monotonic() - begun > LOOK_SECONDS:
                failures = 0
            self.stopping.wait(pause)


def look_and_hear(mailbox: Mailbox, failures: int = 0) -> tuple[float, int]:
    """Take in what is there, and what comes as long as the server tells of it. The pause before
    the next look, and how many in a row have failed by now."""
    try:
        return 0.0 if hear(mailbox) else LOOK_SECONDS, 0
    except (imap.Failed, secrets.SignInNeeded) as error:
        log.info("mailbox cannot be listened to: %s", error, extra={"mailbox": mailbox.pk})
        # Goes on where this broke off, or says what is wrong.
        fetching.fetch(mailbox)
        back = BACK_SECONDS[failures] if failures < len(BACK_SECONDS) else LOOK_SECONDS
        return back, failures + 1


def hear(mailbox: Mailbox) -> bool:
    """Take in what is there, and what comes as the server tells of it; False if it does not."""
    server = secrets.imap(mailbox, at=now())
    with imap.session(server, mailbox.imap_folder) as session:
        until = now() + timedelta(seconds=LISTEN_SECONDS)
        while now() < until and _is_as_it_was(mailbox):
            fetching.take(mailbox, session)
            fetching.went_well(mailbox, at=now())
            if not session.can_idle:
                return False
            connections.let_go()
            session.wait(UNTOLD_SECONDS)
    return True


def _is_as_it_was(mailbox: Mailbox) -> bool:
    """Still to be fetched, from the same server with the same sign-in."""
    same = {
        name: getattr(mailbox, name)
        for name in ("imap_host", "imap_port", "imap_folder", "username", "sealed_secret")
    }
    return Mailbox.objects.fetching().filter(pk=mailbox.pk, **same).exists()

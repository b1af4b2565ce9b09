"""Hear of new mail at once, where the server tells: one thread a mailbox, in the worker process.

Only a hint: whatever happens here, the minute's look into every mailbox still finds everything.
"""

import logging
import threading
from datetime import timedelta

from django.db import close_old_connections
from django.utils.timezone import now

from rapport.inbox import imap
from rapport.inbox.models import Mailbox
from rapport.inbox.operations import fetching, secrets
from rapport.workspaces.scope import open_workspace

log = logging.getLogger("rapport.inbox")

# How soon a mailbox that was just added is listened to.
REVIEW_SECONDS = 2.0
# Servers end an idle connection after half an hour.
LISTEN_SECONDS = 540.0
PAUSE_SECONDS = 60.0
MOST = 50


class Ears:
    """Keeps a listening thread for each mailbox that is fetched; started by the worker."""

    def __init__(self) -> None:
        self.stopping = threading.Event()
        self.threads: dict[int, threading.Thread] = {}

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
                    if pk not in self.threads or not self.threads[pk].is_alive():
                        self.threads[pk] = threading.Thread(
                            target=self._listen, args=(pk,), name=f"mail-ear-{pk}", daemon=True
                        )
                        self.threads[pk].start()
            except Exception:
                log.exception("mailboxes could not be reviewed")
            self.stopping.wait(REVIEW_SECONDS)

    def _listen(self, pk: int) -> None:
        """Until the mailbox is paused or changed: wait, and look when something came."""
        while not self.stopping.is_set():
            close_old_connections()
            mailbox = (
                Mailbox.everywhere.fetching().select_related("workspace").filter(pk=pk).first()
            )
            if mailbox is None:
                return
            try:
                with open_workspace(mailbox.workspace_id):
                    heard = hear(mailbox)
            except Exception:
                log.exception("listening to a mailbox failed", extra={"mailbox": pk})
                heard = False
            if not heard:
                self.stopping.wait(PAUSE_SECONDS)


def hear(mailbox: Mailbox) -> bool:
    """Look, then wait for the server to tell. False: it does not tell, or cannot be reached."""
    try:
        server = secrets.imap(mailbox, at=now())
        with imap.session(server, mailbox.imap_folder) as session:
            if not session.can_idle:
                return False
            fetching.take(mailbox, session)
            until = now() + timedelta(seconds=LISTEN_SECONDS)
            while now() < until:
                if session.wait(LISTEN_SECONDS):
                    fetching.take(mailbox, session)
    except (imap.Failed, secrets.SignInNeeded) as error:
        log.info("mailbox cannot be listened to: %s", error, extra={"mailbox": mailbox.pk})
        return False
    return True

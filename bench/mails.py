"""Take mails in through the product's own intake, as the worker does.

Speaks with the one who measures by lines: `ready` when warm, then waits for a line; `done` after
the last mail, then waits again, so that all it kept busy is still there to be counted.
"""

import gc
import os
import sys
from email.message import EmailMessage
from pathlib import Path

import django

django.setup()

from django.utils.timezone import now  # noqa: E402 - needs the apps

from bench.corpus import tickets  # noqa: E402
from rapport.inbox.models import Mailbox, RawMail  # noqa: E402
from rapport.inbox.operations import intake  # noqa: E402
from rapport.workspaces.models import Workspace  # noqa: E402
from rapport.workspaces.scope import open_workspace  # noqa: E402

STUDIO = "studio@bench.example"
WARM = 7  # one more than PostgreSQL needs to plan a kept statement for good


def main(kind: str, count: int) -> None:
    """Mails that begin conversations, or replies into those there are."""
    workspace = Workspace.objects.get()
    with open_workspace(workspace.pk):
        mailbox = Mailbox.objects.get(address=STUDIO)
        mails = [_mail(kind, n).as_bytes() for n in range(count + WARM)]
        for n in range(count, count + WARM):
            _take(mails[n], workspace, mailbox, f"{kind}/{n}")
        gc.collect()
        gc.freeze()
        _say(f"ready {' '.join(map(str, [os.getpid(), *_children()]))}")
        for n in range(count):
            _take(mails[n], workspace, mailbox, f"{kind}/{n}")
        _say("done")


def _say(line: str) -> None:
    print(line, flush=True)
    sys.stdin.readline()


def _take(raw: bytes, workspace: Workspace, mailbox: Mailbox, locator: str) -> None:
    arrival = intake.Arrival(locator, raw, RawMail.Source.IMAP, mailbox, False)
    [kept] = intake.store_raw([arrival], workspace=workspace, at=now())
    intake.settle(kept, at=now())


def _mail(kind: str, n: int) -> EmailMessage:
    told = tickets()(n)
    email, name = told["customer"]
    mail = EmailMessage()
    mail["From"], mail["To"] = f"{name} <{email}>", STUDIO
    mail["Subject"], mail["Message-ID"] = told["subject"], f"<{kind}{n}@client.example>"
    if kind == "reply":
        mail["In-Reply-To"] = f"<{n + 1}.1@bench.example>"
    text = "\n\n".join(told["msgs"])
    mail.set_content(text)
    mail.add_alternative(f"<html><body><p>{text}</p></body></html>", subtype="html")
    return mail


def _children() -> list[int]:
    listed = Path(f"/proc/{os.getpid()}/task/{os.getpid()}/children").read_text()
    return [int(pid) for pid in listed.split()]


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))

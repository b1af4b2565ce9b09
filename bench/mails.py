"""Take mails in through the product's own intake, as the worker does; prints CPU seconds used."""

import os
import sys
import time
from email.message import EmailMessage
from pathlib import Path

import django

django.setup()

from django.utils.timezone import now  # noqa: E402 - needs the apps

from bench import cpu  # noqa: E402
from bench.corpus import tickets  # noqa: E402
from rapport.inbox.models import Mailbox, RawMail  # noqa: E402
from rapport.inbox.operations import intake  # noqa: E402
from rapport.workspaces.models import Workspace  # noqa: E402
from rapport.workspaces.scope import open_workspace  # noqa: E402


def main(kind: str, count: int, first: int) -> None:
    """Mails that begin conversations, or replies into those there are."""
    workspace = Workspace.objects.get()
    with open_workspace(workspace.pk):
        mailbox = Mailbox.objects.get()
        _take(b"From: a@b.example\r\nMessage-ID: <warm@b>\r\n\r\nwarm", workspace, mailbox, "warm")
        mails = [_mail(kind, n).as_bytes() for n in range(first, first + count)]
        pids = [os.getpid(), *_children()]
        before = cpu.of(pids)
        started = time.perf_counter()
        for n, raw in enumerate(mails):
            _take(raw, workspace, mailbox, f"{kind}/{first + n}")
        print(cpu.of(pids) - before, time.perf_counter() - started)


def _take(raw: bytes, workspace: Workspace, mailbox: Mailbox, locator: str) -> None:
    arrival = intake.Arrival(locator, raw, RawMail.Source.IMAP, mailbox, False)
    [kept] = intake.store_raw([arrival], workspace=workspace, at=now())
    intake.settle(kept, at=now())


def _mail(kind: str, n: int) -> EmailMessage:
    told = tickets()(n)
    email, name = told["customer"]
    mail = EmailMessage()
    mail["From"], mail["To"] = f"{name} <{email}>", "studio@bench.example"
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
    main(sys.argv[1], int(sys.argv[2]), int(sys.argv[3]))

"""Somebody with a mail program: writes over SMTP, reads over IMAP."""

import imaplib
import smtplib
import time
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import EmailMessage
from email.utils import formatdate, make_msgid

from tests.mailworld.dovecot import PASSWORD


@dataclass(frozen=True)
class Person:
    """A name, an address, and the servers of their provider."""

    name: str
    email: str
    smtp_port: int
    imap_port: int

    def write(self, to: str, subject: str, text: str, **headers: str) -> EmailMessage:
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = f"{self.name} <{self.email}>", to, subject
        mail["Date"], mail["Message-ID"] = formatdate(), make_msgid(domain="northwind.example")
        for name, value in headers.items():
            mail[name.replace("_", "-")] = value
        mail.set_content(text)
        with smtplib.SMTP("127.0.0.1", self.smtp_port) as server:
            server.send_message(mail)
        return mail

    def mails(self) -> list[EmailMessage]:
        """Everything in their inbox, as their provider serves it."""
        with imaplib.IMAP4("127.0.0.1", self.imap_port) as box:
            box.login(self.email.partition("@")[0], PASSWORD)
            box.select("INBOX", readonly=True)
            numbers = box.search(None, "ALL")[1][0].split()
            raws = [box.fetch(number, "(RFC822)")[1][0][1] for number in numbers]
        return [message_from_bytes(raw, policy=policy.default) for raw in raws]

    def waits_for(self, subject: str, seconds: float = 60) -> EmailMessage:
        """The first mail whose subject holds these words."""
        until = time.monotonic() + seconds
        while time.monotonic() < until:
            for mail in self.mails():
                if subject.lower() in str(mail["Subject"]).lower():
                    return mail
            time.sleep(0.2)
        had = [str(mail["Subject"]) for mail in self.mails()]
        raise AssertionError(f"no mail about {subject!r} came; there were {had}")

"""A small SMTP server for tests: keeps what it gets, and can be told to refuse or to break off."""

import socket
from base64 import b64decode, b64encode
from dataclasses import dataclass, field

from tests.inbox.loopback import Loopback


@dataclass
class SmtpServer(Loopback):
    """Runs in a thread. `answers` maps a recipient to what it hears; `drop_after_data` breaks the
    connection after a mail was stored, before it is acknowledged."""

    answers: dict[str, list[str]] = field(default_factory=dict)
    greeting: str = "220 test"
    drop_after_data: int = 0
    offers_starttls: bool = False
    offers_auth: str = ""
    tokens: set[str] = field(default_factory=set)
    stored: list[tuple[str, list[str], bytes]] = field(default_factory=list)

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            connection.sendall(f"{self.greeting}\r\n".encode())
            if not self.greeting.startswith("220"):
                return
            self.envelope = ("", [])
            for line in lines:
                answer = self._answer(line.decode(errors="replace").strip(), lines, connection)
                if answer is None:
                    return
                connection.sendall(answer.encode() + b"\r\n")

    def _answer(self, text: str, lines, connection: socket.socket) -> str | None:
        word, address = text[:4].upper(), text.partition("<")[2].partition(">")[0]
        if word == "EHLO":
            auth = f"250-AUTH {self.offers_auth}\r\n" if self.offers_auth else ""
            tls = "STARTTLS" if self.offers_starttls else "8BITMIME"
            return f"250-test\r\n{auth}250-{tls}\r\n250 SIZE"
        if word == "AUTH":
            return self._token(text, lines, connection)
        if word == "MAIL":
            self.envelope = (address, [])
        if word == "RCPT":
            return self._recipient(address)
        if word == "DATA":
            connection.sendall(b"354 go\r\n")
            return self._data(lines)
        return None if word == "QUIT" else "250 ok"

    def _token(self, text: str, lines, connection: socket.socket) -> str:
        """XOAUTH2: a refusal comes as 334 and waits for an empty line."""
        given = b64decode(text.split()[2]).decode()
        if any(f"auth=Bearer {token}\x01\x01" in given for token in self.tokens):
            return "235 ok"
        connection.sendall(b"334 " + b64encode(b'{"status":"401","schemes":"bearer"}') + b"\r\n")
        assert lines.readline() == b"\r\n", "the client answers the reason with an empty line"
        return "535 5.7.3 Authentication unsuccessful"

    def _recipient(self, address: str) -> str:
        queue = self.answers.get(address, [])
        answer = queue.pop(0) if queue else "250 ok"
        if answer.startswith("250"):
            self.envelope[1].append(address)
        return answer

    def _data(self, lines) -> str | None:
        content = b""
        for part in lines:
            if part == b".\r\n":
                break
            content += part.removeprefix(b".") if part.startswith(b"..") else part
        self.stored.append((*self.envelope, content))
        if self.drop_after_data:
            self.drop_after_data -= 1
            return None
        return "250 queued"

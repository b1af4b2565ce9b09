"""A small IMAP server for tests: mails by UID, and ways to break off."""

import re
import socket
import time
from base64 import b64decode, b64encode
from dataclasses import dataclass, field

from tests.inbox.loopback import Loopback

GOODBYE = b"+ idling\r\n* BYE bye\r\n"


@dataclass
class ImapServer(Loopback):
    """Runs in a thread. `mails` maps UID to bytes; `faults` maps a fetch count to what happens."""

    mails: dict[int, bytes] = field(default_factory=dict)
    validity: int = 7
    password: str = "open sesame"
    arrived: str = "04-Mar-2026 10:00:00 +0000"
    capabilities: str = "IMAP4rev1 IDLE"
    faults: dict[int, str] = field(default_factory=dict)
    # UIDs the server will not give, and UIDs over which the connection dies.
    refused: set[int] = field(default_factory=set)
    deadly: set[int] = field(default_factory=set)
    # Seconds before it begins a mail; every mail in two answers.
    thinks: float = 0.0
    says_twice: bool = False
    # Says goodbye to who idles.
    hangs_up: bool = False
    tokens: set[str] = field(default_factory=set)
    fetched: list[int] = field(default_factory=list)
    commands: list[str] = field(default_factory=list)

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            connection.sendall(f"* OK [CAPABILITY {self.capabilities}] test\r\n".encode())
            for line in lines:
                tag, _, rest = line.decode(errors="replace").strip().partition(" ")
                self.commands.append(rest)
                answer = self._answer(rest.upper(), rest, lines, connection)
                if answer is None:
                    return
                connection.sendall(answer + f"{tag} {self.status}\r\n".encode())

    def _answer(self, upper, rest, lines, connection) -> bytes | None:
        self.status = "OK done"
        if upper.startswith("CAPABILITY"):
            return f"* CAPABILITY {self.capabilities}\r\n".encode()
        if upper.startswith("AUTHENTICATE XOAUTH2"):
            return self._token(lines, connection)
        if upper.startswith("LOGIN"):
            self.status = "OK done" if self.password in rest else "NO wrong"
            return b""
        if upper.startswith(("SELECT", "EXAMINE")):
            return f"* {len(self.mails)} EXISTS\r\n* OK [UIDVALIDITY {self.validity}]\r\n".encode()
        if upper.startswith("UID SEARCH"):
            lowest = int(re.search(r"(\d+):", upper)[1])
            found = [uid for uid in self.mails if uid >= lowest] or [max(self.mails, default=0)]
            return f"* SEARCH {' '.join(map(str, filter(None, found)))}\r\n".encode()
        if upper.startswith("UID FETCH"):
            return self._fetch(int(upper.split()[2]), upper, connection)
        return self._idle(lines, connection) if upper.startswith("IDLE") else b""

    def _idle(self, lines, connection) -> bytes | None:
        connection.sendall(GOODBYE if self.hangs_up else b"+ idling\r\n* 9 EXISTS\r\n")
        return None if self.hangs_up or not lines.readline() else b""

    def _token(self, lines, connection) -> bytes:
        """XOAUTH2 as Google and Microsoft speak it: a refusal waits for an empty line."""
        connection.sendall(b"+ \r\n")
        given = b64decode(lines.readline()).decode()
        if any(f"auth=Bearer {token}\x01\x01" in given for token in self.tokens):
            return b""
        said = b64encode(b'{"status":"401","schemes":"bearer","scope":"https://mail.x/"}')
        connection.sendall(b"+ " + said + b"\r\n")
        assert lines.readline() == b"\r\n", "the client answers the reason with an empty line"
        self.status = "NO [AUTHENTICATIONFAILED] Invalid credentials"
        return b""

    def _fetch(self, uid, upper, connection) -> bytes | None:
        if uid in self.deadly:
            return None
        if uid in self.refused:
            self.status = "NO [SERVERBUG] Internal error occurred"
            return b""
        content = self.mails[uid].replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        if "HEADER.FIELDS" in upper:
            content = content.partition(b"\r\n\r\n")[0] + b"\r\n\r\n"
        else:
            self.fetched.append(uid)
        time.sleep(self.thinks)
        fault = self.faults.pop(len(self.fetched), "")
        length = len(content) + (100 if fault == "short" else 0)
        head = f'* 1 FETCH (UID {uid} INTERNALDATE "{self.arrived}" BODY[] {{{length}}}\r\n'
        answer = head.encode() + content
        if fault:
            connection.sendall(answer[: len(answer) // 2] if fault == "drop" else answer)
            if fault == "short":
                connection.recv(1)  # nothing more is said until the other hangs up
            return None
        return (answer + b")\r\n") * (2 if self.says_twice else 1)

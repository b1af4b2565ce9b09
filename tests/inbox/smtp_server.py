"""A small SMTP server for tests: keeps what it gets, and can be told to refuse or to break off."""

import socket
import threading
from dataclasses import dataclass, field


@dataclass
class SmtpServer:
    """Runs in a thread. `answers` maps a recipient to what it hears; `drop_after_data` breaks the
    connection after a mail was stored, before it is acknowledged."""

    answers: dict[str, list[str]] = field(default_factory=dict)
    drop_after_data: int = 0
    offers_starttls: bool = False
    stored: list[tuple[str, list[str], bytes]] = field(default_factory=list)

    def __enter__(self) -> "SmtpServer":
        self.socket = socket.create_server(("127.0.0.1", 0))
        self.port = self.socket.getsockname()[1]
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.socket.close()

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self.socket.accept()
            except OSError:
                return
            threading.Thread(target=self._serve, args=(connection,), daemon=True).start()

    def _serve(self, connection: socket.socket) -> None:
        with connection, connection.makefile("rb") as lines:
            say = lambda text: connection.sendall(f"{text}\r\n".encode())  # noqa: E731
            say("220 test")
            sender, recipients = "", []
            for line in lines:
                text = line.decode().strip()
                word = text[:4].upper()
                if word == "EHLO":
                    say("250-test")
                    say("250-STARTTLS" if self.offers_starttls else "250-8BITMIME")
                    say("250 SIZE 1000000")
                elif word == "MAIL":
                    sender, recipients = text.partition("<")[2].partition(">")[0], []
                    say("250 ok")
                elif word == "RCPT":
                    address = text.partition("<")[2].partition(">")[0]
                    queue = self.answers.get(address, [])
                    answer = queue.pop(0) if queue else "250 ok"
                    if answer.startswith("250"):
                        recipients.append(address)
                    say(answer)
                elif word == "DATA":
                    say("354 go")
                    content = b""
                    for part in lines:
                        if part == b".\r\n":
                            break
                        content += part.removeprefix(b".") if part.startswith(b"..") else part
                    self.stored.append((sender, recipients, content))
                    if self.drop_after_data:
                        self.drop_after_data -= 1
                        return
                    say("250 queued")
                elif word == "QUIT":
                    say("221 bye")
                    return
                else:
                    say("250 ok")

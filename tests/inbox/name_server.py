"""A name server on loopback, for the check of domains: it says what a test wrote down."""

import socket
import threading
from dataclasses import dataclass, field

import dns.flags
import dns.message
import dns.rcode
import dns.rrset

Zone = dict[tuple[str, str], list[str] | str]


@dataclass
class NameServer:
    """Answers over UDP and TCP from `zone`: (name, kind) to records, or "servfail", "silence".

    A name that is in no entry, and above none, does not exist. What is too long for a datagram is
    asked again over TCP, as resolvers do.
    """

    zone: Zone
    asked: list[tuple[str, str]] = field(default_factory=list)

    def __enter__(self) -> "NameServer":
        self.stream = socket.create_server(("127.0.0.1", 0))
        self.port = self.stream.getsockname()[1]
        self.datagrams = socket.socket(socket.AF_INET, socket.SOCK_DGRAM)
        self.datagrams.bind(("127.0.0.1", self.port))
        threading.Thread(target=self._listen, daemon=True).start()
        threading.Thread(target=self._accept, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.datagrams.close()
        self.stream.close()

    def _listen(self) -> None:
        while True:
            try:
                wire, whence = self.datagrams.recvfrom(4096)
            except OSError:
                return
            answer = self._answer(wire)
            if answer is None:
                continue
            if len(answer.to_wire()) > 512:
                answer.flags |= dns.flags.TC
                answer.answer.clear()
            self.datagrams.sendto(answer.to_wire(), whence)

    def _accept(self) -> None:
        while True:
            try:
                connection, _ = self.stream.accept()
            except OSError:
                return
            with connection:
                length = int.from_bytes(connection.recv(2), "big")
                answer = self._answer(connection.recv(length))
                if answer is not None:
                    wire = answer.to_wire()
                    connection.sendall(len(wire).to_bytes(2, "big") + wire)

    def _answer(self, wire: bytes) -> dns.message.Message | None:
        query = dns.message.from_wire(wire)
        question = query.question[0]
        name = question.name.to_text(omit_final_dot=True)
        kind = dns.rdatatype.to_text(question.rdtype)
        self.asked.append((name, kind))
        reply = dns.message.make_response(query)
        found = self.zone.get((name, kind), [])
        if found == "silence":
            return None
        if found == "servfail":
            reply.set_rcode(dns.rcode.SERVFAIL)
        elif not any(known == name or known.endswith(f".{name}") for known, _ in self.zone):
            reply.set_rcode(dns.rcode.NXDOMAIN)
        elif found:
            reply.answer.append(dns.rrset.from_text_list(question.name, 60, "IN", kind, found))
        return reply

"""The process that listens: both doors in one loop, the database in a few threads."""

import asyncio
import os
import signal
import ssl
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from ipaddress import ip_address
from pathlib import Path
from typing import Any

from django.db import close_old_connections

from rapport.inbox.reception.doors import Admitted, LmtpDoor, SmtpDoor
from rapport.inbox.reception.handler import Handler, LocalHandler
from rapport.inbox.reception.turnstile import Turnstile

# What intake reads at most (docs/mail-outcomes.md).
MOST_BYTES = 50 * 1024 * 1024
SECONDS = 300.0
GRACE_SECONDS = 8.0
# Each may hold a mail in memory.
MOST_OUTSIDE, MOST_OUTSIDE_EACH, MAILS_A_MINUTE = 20, 5, 120
MOST_LOCAL = 20
THREADS = 4
COMMANDS_A_CONNECTION = 5_000


class Unusable(Exception):
    """An address that nothing can listen at; the sentence says why."""


@dataclass(frozen=True, slots=True)
class Place:
    """Where to listen: a socket file, or an address with a port."""

    path: str = ""
    host: str = ""
    port: int = 0


@dataclass(frozen=True, slots=True)
class Plan:
    """What is listened to, as the operator set it."""

    name: str
    lmtp: str = ""
    smtp: str = ""
    certificate: str = ""
    key: str = ""


class Threads(ThreadPoolExecutor):
    """Each asks with a connection that works, however long it was idle."""

    def submit(self, ask: Callable[..., Any], /, *given: Any, **named: Any) -> Future[Any]:
        """As any executor."""

        def freshly() -> Any:
            close_old_connections()
            try:
                return ask(*given, **named)
            finally:
                close_old_connections()

        return super().submit(freshly)


def place(text: str) -> Place:
    """`unix:/path`, or `host:port`."""
    if text.startswith("unix:"):
        return Place(path=text.removeprefix("unix:"))
    host, _, port = text.rpartition(":")
    if not host or not port.isdigit():
        raise Unusable(f"“{text}” is no address to listen at: write unix:/path or host:port.")
    return Place(host=host.strip("[]"), port=int(port))


async def listen(plan: Plan) -> None:
    """Until told to stop; mails that are being brought then are finished first."""
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(sign, stop.set)
    inside: set[Admitted] = set()
    with Threads(THREADS, thread_name_prefix="reception") as threads:
        servers = await _open(plan, threads, inside)
        print("Receiving mail.", flush=True)  # noqa: T201 - for whoever started it
        await stop.wait()
        for server in servers:
            server.close()
        await _finish(inside)


async def _open(
    plan: Plan, threads: ThreadPoolExecutor, inside: set[Admitted]
) -> list[asyncio.Server]:
    servers = []
    if plan.lmtp:
        gate = Turnstile(most=MOST_LOCAL, most_each=MOST_LOCAL, mails_each=0, clock=time.monotonic)
        local = LocalHandler(turnstile=gate, threads=threads)
        where = _local(place(plan.lmtp))
        servers.append(await _serve(LmtpDoor, local, gate, where, plan, inside))
    if plan.smtp:
        gate = Turnstile(
            most=MOST_OUTSIDE, most_each=MOST_OUTSIDE_EACH, mails_each=MAILS_A_MINUTE,
            clock=time.monotonic,
        )  # fmt: skip
        handler = Handler(turnstile=gate, threads=threads)
        servers.append(await _serve(SmtpDoor, handler, gate, place(plan.smtp), plan, inside))
    return servers


async def _serve(
    door: type[Admitted], handler: Handler, gate: Turnstile, where: Place, plan: Plan,
    inside: set[Admitted],
) -> asyncio.Server:  # fmt: skip
    loop = asyncio.get_running_loop()
    context = _encryption(plan) if plan.certificate and not where.path else None

    def enter() -> Admitted:
        one = door(
            handler, turnstile=gate, inside=inside, hostname=plan.name, ident="Rapport",
            data_size_limit=MOST_BYTES, enable_SMTPUTF8=True, timeout=SECONDS,
            tls_context=context, command_call_limit=COMMANDS_A_CONNECTION, loop=loop,
        )  # fmt: skip
        return one

    try:
        if not where.path:
            return await loop.create_server(enter, where.host, where.port, reuse_address=True)
        return await _serve_file(enter, Path(where.path))
    except OSError as error:
        said = where.path or f"{where.host}:{where.port}"
        raise Unusable(f"Nothing can listen at {said}: {error.strerror or error}.") from error


async def _serve_file(enter: Callable[[], Admitted], path: Path) -> asyncio.Server:
    """A socket file for the group of its folder: put your mail server's group there."""
    with suppress(FileNotFoundError):
        path.unlink()
    server = await asyncio.get_running_loop().create_unix_server(enter, str(path))
    with suppress(OSError):
        os.chown(path, -1, path.parent.stat().st_gid)
    path.chmod(0o660)
    return server


def _local(where: Place) -> Place:
    """What is said there about senders is believed, so it is for this machine alone."""
    if where.path or where.host == "localhost":
        return where
    with suppress(ValueError):
        if ip_address(where.host).is_loopback:
            return where
    raise Unusable(f"LMTP is for this machine only: use unix:/path or 127.0.0.1:{where.port}.")


def _encryption(plan: Plan) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.minimum_version = ssl.TLSVersion.TLSv1_2
    try:
        context.load_cert_chain(plan.certificate, plan.key or None)
    except (OSError, ssl.SSLError) as error:
        raise Unusable(f"The certificate {plan.certificate} cannot be used: {error}.") from error
    return context


async def _finish(inside: set[Admitted]) -> None:
    """Those who are bringing a mail may finish; whoever waits is sent away."""
    loop = asyncio.get_running_loop()
    until = loop.time() + GRACE_SECONDS
    while any(one.is_bringing for one in inside) and loop.time() < until:
        await asyncio.sleep(0.05)
    for one in list(inside):
        if one.transport is not None:
            one.transport.close()

"""Why a mail server could not be used, each cause in a sentence that says what to do about it; the
same for reading and for sending."""

import contextlib
import socket
import ssl

from django.utils.translation import gettext as _

from rapport.inbox.servers import Server
from rapport.integrations import addresses

PROBE_SECONDS = 5.0
TLS_PORTS = {"imap": 993, "smtp": 465}


def connection_trouble(error: Exception, server: Server) -> str:
    """The sentence for what can go wrong on the way to a server; empty if it is something else."""
    where = {"host": server.host, "port": server.port}
    if isinstance(error, addresses.Forbidden):
        return (
            _(
                "%(host)s is an address inside the network; whoever runs Rapport must allow it: "
                "name %(host)s in RAPPORT_INTERNAL_HOSTS and start Rapport again."
            )
            % where
        )
    if isinstance(error, socket.gaierror):
        return _("There is no server called %(host)s.") % where
    if isinstance(error, ConnectionRefusedError):
        return _("%(host)s could not be reached on port %(port)s: nothing answers there.") % where
    if isinstance(error, ssl.SSLError):
        return _encryption_trouble(error, server)
    if isinstance(error, TimeoutError):
        return _("%(host)s did not answer on port %(port)s in time.") % where
    return ""


def no_greeting(error: Exception, server: Server) -> str:
    """The same, where the server had not yet said a word: it may wait for TLS."""
    unreached = (addresses.Forbidden, socket.gaierror, ConnectionRefusedError, ssl.SSLError)
    if server.security != "tls" and not isinstance(error, unreached) and _speaks_tls(server):
        return _(
            "%(host)s speaks TLS from the first word on port %(port)s: choose TLS as encryption."
        ) % {"host": server.host, "port": server.port}
    return connection_trouble(error, server)


def no_encryption(server: Server) -> str:
    """STARTTLS was asked for and is not offered: nobody signs in and nothing is sent."""
    return _(
        "%(host)s offers no encryption (STARTTLS) on port %(port)s, so nobody signed in; "
        "try TLS on port %(tls)s."
    ) % {"host": server.host, "port": server.port, "tls": TLS_PORTS[server.protocol]}


def only_encrypted(server: Server) -> str:
    """A password is taken over an encrypted connection only."""
    return _("%(host)s takes a password over an encrypted connection only: choose STARTTLS.") % {
        "host": server.host
    }


def _encryption_trouble(error: ssl.SSLError, server: Server) -> str:
    where = {"host": server.host, "port": server.port, "tls": TLS_PORTS[server.protocol]}
    if isinstance(error, ssl.SSLCertVerificationError):
        said = {"said": error.verify_message or error.reason}
        return (
            _(
                "The certificate of %(host)s is not trusted (%(said)s): check the server's name, "
                "or have its operator renew the certificate."
            )
            % (where | said)
        )  # fmt: skip
    if error.reason in ("WRONG_VERSION_NUMBER", "PACKET_LENGTH_TOO_LONG", "HTTP_REQUEST"):
        return (
            _(
                "%(host)s does not begin with TLS on port %(port)s: choose STARTTLS there, or TLS "
                "on port %(tls)s."
            )
            % where
        )
    return _("The encryption of %(host)s could not be trusted.") % where


def _speaks_tls(server: Server) -> bool:
    """Whether the other side of a silent or broken connection waits for a TLS handshake."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    with contextlib.suppress(OSError):
        plain = addresses.connect(
            server.host, server.port, timeout=PROBE_SECONDS, trusted=server.is_trusted
        )
        with plain, context.wrap_socket(plain, server_hostname=server.host):
            return True
    return False

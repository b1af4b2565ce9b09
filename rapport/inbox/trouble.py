"""Why a mail server could not be reached, in a sentence; the same for reading and for sending."""

import socket
import ssl

from django.utils.translation import gettext as _

from rapport.inbox.servers import Server
from rapport.integrations import addresses


def connection_trouble(error: Exception, server: Server) -> str:
    """The sentence for what can go wrong on the way to a server; empty if it is something else."""
    where = {"host": server.host, "port": server.port}
    if isinstance(error, addresses.Forbidden):
        return (
            _("%(host)s is an address inside the network; whoever runs Rapport must allow it.")
            % where
        )
    if isinstance(error, socket.gaierror):
        return _("There is no server called %(host)s.") % where
    if isinstance(error, TimeoutError):
        return _("%(host)s did not answer on port %(port)s in time.") % where
    if isinstance(error, ssl.SSLError):
        return _("The encryption of %(host)s could not be trusted.") % where
    return ""

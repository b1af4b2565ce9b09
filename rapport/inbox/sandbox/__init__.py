"""Reading mail in a child process that may be killed: the door through which strangers' bytes
come in. The child holds no secrets, knows no database and imports no Django."""

from .pool import ParserPool

__all__ = ["ParserPool"]

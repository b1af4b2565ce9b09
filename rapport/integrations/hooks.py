"""A request that another system sent us, as it came."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit


@dataclass(frozen=True, slots=True)
class Hook:
    """Method, the address it was sent to, and the very bytes. Names of headers in lower case."""

    method: str
    # The public address with its query, as the sender knows it.
    url: str
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    def header(self, name: str) -> str:
        """A header, or an empty string."""
        return self.headers.get(name.lower(), "")

    @property
    def query(self) -> dict[str, str]:
        """What stands behind the question mark; of a name given twice the last."""
        return dict(parse_qsl(urlsplit(self.url).query, keep_blank_values=True))

    @property
    def form(self) -> list[tuple[str, str]]:
        """The body as a form; nothing where it is none."""
        if not self.header("content-type").startswith("application/x-www-form-urlencoded"):
            return []
        return parse_qsl(self.body.decode("utf-8", "replace"), keep_blank_values=True)

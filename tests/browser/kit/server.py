"""A little server under the real content security policy, which answers as the test says."""

import json
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from pathlib import Path

STATIC = Path(__file__).resolve().parents[3] / "rapport" / "ui" / "static"
TYPES = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}


@dataclass
class Site:
    """What is served, and what was sent."""

    policy: str
    pages: dict[str, str] = field(default_factory=dict)
    answers: dict[str, tuple[int, object]] = field(default_factory=dict)
    streams: dict[str, str] = field(default_factory=dict)
    redirects: dict[str, str] = field(default_factory=dict)
    posts: list[tuple[str, str, str]] = field(default_factory=list)


class Handler(BaseHTTPRequestHandler):
    """Serves the class's site."""

    site: Site

    def do_GET(self) -> None:
        path = self.path.split("?")[0]
        file = STATIC / path.removeprefix("/static/")
        if path.startswith("/static/") and file.is_file():
            self._send(200, TYPES.get(file.suffix, "font/woff2"), file.read_bytes())
        elif path in self.site.pages:
            self._send(200, "text/html; charset=utf-8", self.site.pages[path].encode())
        elif path in self.site.redirects:
            self._send(302, "text/plain", b"", location=self.site.redirects[path])
        elif path in self.site.streams:
            self._send(200, "text/event-stream", self.site.streams[path].encode())
        else:
            self._answer(path, missing=404)

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
        self.site.posts.append((self.path, body, self.headers.get("X-CSRFToken", "")))
        if self.path in self.site.pages:
            self._send(200, "text/html", self.site.pages[self.path].encode())
        else:
            self._answer(self.path, missing=200)

    def _answer(self, path: str, missing: int) -> None:
        status, answer = self.site.answers.get(path, (missing, {}))
        self._send(status, "application/json", json.dumps(answer).encode())

    def _send(self, status: int, kind: str, body: bytes, location: str = "") -> None:
        self.send_response(status)
        if location:
            self.send_header("Location", location)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Content-Security-Policy", self.site.policy)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args: object) -> None:
        pass

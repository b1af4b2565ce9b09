"""A sign-in provider on loopback that keeps to the contract: PKCE, one code one time, refresh
tokens that change with each use (RFC 6749, 7636, 9700)."""

import base64
import hashlib
import json
import secrets
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit


@dataclass
class AuthorisationServer:
    """`consent` is the person at the provider's page; tokens it gave are in `access`."""

    client_id: str = "rapport"
    client_secret: str = "s3cret"
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    access: set[str] = field(default_factory=set)
    refresh: str = ""
    asked: list[dict[str, str]] = field(default_factory=list)
    is_down: bool = False
    username: str = "studio@fernhill.example"
    lifetime: int = 3600

    def __enter__(self) -> "AuthorisationServer":
        self.server = HTTPServer(("127.0.0.1", 0), _handler(self))
        self.base = f"http://127.0.0.1:{self.server.server_port}"
        threading.Thread(target=self.server.serve_forever, args=(0.02,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.server.shutdown()
        self.server.server_close()

    def consent(self, address: str) -> str:
        """Where the browser is sent after the person agreed at this address."""
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert asked["response_type"] == "code" and asked["client_id"] == self.client_id
        assert asked["code_challenge_method"] == "S256" and len(asked["state"]) >= 22
        code = secrets.token_urlsafe(16)
        self.codes[code] = asked
        return f"{asked['redirect_uri']}?{urlencode({'code': code, 'state': asked['state']})}"

    def token(self, form: dict[str, str]) -> tuple[int, dict[str, object]]:
        self.asked.append(form)
        if self.is_down:
            return 503, {"error": "temporarily_unavailable"}
        if (form.get("client_id"), form.get("client_secret")) != (
            self.client_id,
            self.client_secret,
        ):
            return 401, {"error": "invalid_client"}
        if form["grant_type"] == "refresh_token":
            return self._give() if form["refresh_token"] == self.refresh else _invalid()
        asked = self.codes.pop(form["code"], None)
        digest = hashlib.sha256(form["code_verifier"].encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        if not asked or asked["redirect_uri"] != form["redirect_uri"]:
            return _invalid()
        return self._give() if challenge == asked["code_challenge"] else _invalid()

    def _give(self) -> tuple[int, dict[str, object]]:
        access, self.refresh = secrets.token_urlsafe(12), secrets.token_urlsafe(12)
        self.access.add(access)
        return 200, {
            "access_token": access, "refresh_token": self.refresh, "token_type": "Bearer",
            "expires_in": self.lifetime,
        }  # fmt: skip


def _invalid() -> tuple[int, dict[str, object]]:
    said = "AADSTS700082: The refresh token has expired due to inactivity.\r\nTrace ID: 1"
    return 400, {"error": "invalid_grant", "error_description": said}


def _handler(peer: AuthorisationServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            assert self.headers["Content-Type"] == "application/x-www-form-urlencoded"
            status, said = peer.token({name: v[0] for name, v in parse_qs(body).items()})
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def do_GET(self) -> None:
            """Introspection, as Dovecot asks for it (RFC 7662 in short)."""
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            said = {"active": token in peer.access, "username": peer.username}
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.end_headers()
            self.wfile.write(json.dumps(said).encode())

        def log_message(self, *_: object) -> None:
            pass

    return Handler

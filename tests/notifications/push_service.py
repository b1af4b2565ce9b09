"""A browser and its push service, on loopback: takes what RFC 8030 asks for, checks the signature
of RFC 8292, and reads the message as RFC 8291 says, without the library that wrote it."""

import base64
import json
import threading
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import jwt
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

CURVE = ec.SECP256R1()


def text(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def raw(content: str) -> bytes:
    return base64.urlsafe_b64decode(content + "=" * (-len(content) % 4))


@dataclass
class UserAgent:
    """Holds the private half of a subscription."""

    key: ec.EllipticCurvePrivateKey = field(default_factory=lambda: ec.generate_private_key(CURVE))
    auth: bytes = b"sixteen bytes ok"

    @property
    def point(self) -> bytes:
        return self.key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)

    def read(self, body: bytes) -> bytes:
        """RFC 8291, 3.4, and RFC 8188, 2.1, for one record."""
        salt, length = body[:16], body[20]
        theirs, sealed = body[21 : 21 + length], body[21 + length :]
        shared = self.key.exchange(
            ec.ECDH(), ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs)
        )
        info = b"WebPush: info\0" + self.point + theirs
        secret = HKDF(SHA256(), 32, salt=self.auth, info=info).derive(shared)
        key = HKDF(SHA256(), 16, salt=salt, info=b"Content-Encoding: aes128gcm\0").derive(secret)
        nonce = HKDF(SHA256(), 12, salt=salt, info=b"Content-Encoding: nonce\0").derive(secret)
        plain = AESGCM(key).decrypt(nonce, sealed, None).rstrip(b"\0")
        assert plain[-1:] == b"\2"
        return plain[:-1]


class PushService:
    """Keeps what it is handed as the browser reads it; `answer` is what it says."""

    def __init__(self) -> None:
        self.agent, self.shown, self.heads, self.answer = UserAgent(), [], [], 201
        service = self

        class Door(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                service.take(self.path, dict(self.headers), body)
                self.send_response(service.answer)
                self.send_header("Content-Length", "0")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                pass

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Door)
        threading.Thread(target=self.server.serve_forever, args=(0.01,), daemon=True).start()

    @property
    def host(self) -> str:
        return f"127.0.0.1:{self.server.server_port}"

    @property
    def subscription(self) -> dict[str, str]:
        return {
            "endpoint": f"http://{self.host}/push/abc", "p256dh": text(self.agent.point),
            "auth": text(self.agent.auth),
        }  # fmt: skip

    def take(self, path: str, heads: dict[str, str], body: bytes) -> None:
        if self.answer < 300:
            scheme, _space, said = heads["Authorization"].partition(" ")
            parts = dict(part.strip().split("=", 1) for part in said.split(","))
            known = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, raw(parts["k"]))
            claims = jwt.decode(
                parts["t"], known, algorithms=["ES256"], audience=f"https://{self.host}"
            )
            assert scheme == "vapid" and claims["sub"].startswith("mailto:")
            assert heads["Content-Encoding"] == "aes128gcm" and int(heads["TTL"]) > 0
            self.shown.append(json.loads(self.agent.read(body)))
        self.heads.append(heads)

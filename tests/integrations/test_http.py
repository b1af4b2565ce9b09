"""The only way out: public addresses, in time, in size, without secrets in errors."""

import socket
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from rapport.integrations import addresses, http

INSIDE = [
    "127.0.0.1", "127.1", "127.0.1", "0", "0.0.0.0", "0x7f000001", "0x7f.0.0.1", "2130706433",
    "017700000001", "0177.0.0.1", "127.0.0.1.", "127.255.255.254", "10.0.0.1", "10.255.255.255",
    "172.16.0.1", "172.31.255.255", "192.168.0.1", "192.168.255.254", "169.254.169.254",
    "169.254.0.1", "100.64.0.1", "100.127.255.255", "192.0.0.1", "192.0.2.1", "198.18.0.1",
    "198.19.255.255", "198.51.100.1", "203.0.113.1", "224.0.0.1", "239.255.255.255", "240.0.0.1",
    "255.255.255.255", "0.1.2.3", "localhost", "LOCALHOST", "localhost.", "::1", "::", "[::1]",
    "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:169.254.169.254", "::ffff:7f00:1",
    "0:0:0:0:0:ffff:7f00:1", "::127.0.0.1", "::10.0.0.1", "64:ff9b::7f00:1",
    "64:ff9b::a9fe:a9fe", "64:ff9b::10.0.0.1", "64:ff9b:1::1", "2002:7f00:1::", "2002:a00:1::1",
    "2002:a9fe:a9fe::", "fc00::1", "fd00::1", "fd12:3456:789a::1", "fe80::1", "febf::1",
    "fec0::1", "ff02::1", "ff0e::1", "2001:db8::1", "2001::1", "100::1", "3fff::1",
    "2001:0:7f00:1::", "::ffff:0:127.0.0.1",
]  # fmt: skip


@pytest.mark.parametrize("host", INSIDE)
def test_d01_d03_no_spelling_of_an_inside_address_is_reached(host, settings):
    settings.INTERNAL_HOSTS = []
    with pytest.raises((addresses.Forbidden, socket.gaierror)):
        addresses.resolve(host, 80)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f::1", "8.8.8.8"])
def test_public_addresses_are_reached(address, settings):
    settings.INTERNAL_HOSTS = []
    assert addresses.resolve(address, 443) == [address]


@pytest.mark.parametrize(
    "url",
    ["ftp://x.example/", "file:///etc/passwd", "http://u:p@x.example/", "http:///x", "gopher://x"],
)
def test_d03_only_plain_web_addresses_are_asked(url):
    with pytest.raises(http.Unreachable):
        http.send(http.Request("GET", url))


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        if self.path == "/away":
            self.send_response(302)
            self.send_header("Location", f"http://169.254.169.254:{self.server.server_port}/secret")
            self.end_headers()
        elif self.path == "/big":
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"x" * 300_000)
        else:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"hello")

    def log_message(self, *_):
        pass


@pytest.fixture
def server(settings):
    settings.INTERNAL_HOSTS = ["127.0.0.1"]
    running = HTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=running.serve_forever, args=(0.02,), daemon=True).start()
    yield f"http://127.0.0.1:{running.server_port}"
    running.shutdown()


def test_what_the_operator_allows_is_asked(server):
    assert http.send(http.Request("GET", f"{server}/")).content == b"hello"


def test_d02_a_redirect_is_checked_like_a_first_address(server):
    assert http.send(http.Request("GET", f"{server}/away")).status == 302
    with pytest.raises(http.Unreachable, match="inside"):
        http.send(http.Request("GET", f"{server}/away"), follow=True)


def test_an_answer_that_is_too_large_is_not_read(server):
    with pytest.raises(http.Unreachable, match="too large"):
        http.send(http.Request("GET", f"{server}/big"), largest=1000)


def test_d04_a_name_that_changes_its_answer_is_never_followed_inside(settings, monkeypatch):
    settings.INTERNAL_HOSTS = []
    answers = ["93.184.215.14", "127.0.0.1"]
    asked, dialled = [], []

    def resolve(host, port, **_):
        address = answers[len(asked) % 2]
        asked.append(address)
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    def dial(address, *_, **__):
        dialled.append(address[0])
        raise OSError("not in a test")

    monkeypatch.setattr(socket, "getaddrinfo", resolve)
    monkeypatch.setattr(socket, "create_connection", dial)
    for _ in range(1000):
        with pytest.raises((OSError, http.Unreachable)):
            addresses.connect("rebind.example", 80, timeout=1)
    assert dialled and set(dialled) == {"93.184.215.14"}


def test_secrets_are_taken_out_of_errors():
    said = http.redacted('Authorization: Bearer-abc&code=xyz, "client_secret": "s3cret"')
    assert "abc" not in said and "xyz" not in said and "s3cret" not in said

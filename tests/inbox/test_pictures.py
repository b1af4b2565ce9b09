"""Remote pictures of a mail: only when wanted, only through us, only pictures."""

import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import urlsplit

import pytest
from django.urls import reverse

from rapport.inbox import pictures, rendering
from rapport.inbox.models import Message, PictureTrust
from rapport.integrations import addresses
from rapport.integrations import http as way_out
from tests.inbox.conftest import written

pytestmark = pytest.mark.django_db
PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40
ANSWERS = {
    "/a.png": (200, {"Content-Type": "text/html"}, PNG),
    "/b.gif": (200, {"Set-Cookie": "track=1"}, b"GIF89a" + b"\0" * 20),
    "/evil.svg": (200, {"Content-Type": "image/svg+xml"}, b"<svg onload='alert(1)'/>"),
    "/page.png": (200, {"Content-Type": "image/png"}, b"<html><script>1</script>"),
    "/big.png": (200, {}, PNG + b"\0" * 900_000),
    "/packed.png": (200, {"Content-Encoding": "gzip"}, b"\x1f\x8b\x08\0"),
    "/again": (302, {"Location": "/a.png"}, b""),
    "/inside": (302, {"Location": "http://10.0.0.7/router.png"}, b""),
    "/meta": (302, {"Location": "http://169.254.169.254/latest"}, b""),
    "/file": (302, {"Location": "file:///etc/passwd"}, b""),
}


class Handler(BaseHTTPRequestHandler):
    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        status, headers, content = ANSWERS.get(self.path, (404, {}, b""))
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_):
        pass


@pytest.fixture
def outside(monkeypatch, settings, tmp_path):
    """A web server of a stranger; only its very address counts as public besides the real ones."""
    settings.PICTURE_CACHE = tmp_path / "pictures"
    real = addresses._is_public_throughout
    monkeypatch.setattr(
        addresses, "_is_public_throughout", lambda where: where == "127.0.0.1" or real(where)
    )
    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.asked = []
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    server.base = f"http://127.0.0.1:{server.server_port}"
    yield server
    server.shutdown()


@pytest.fixture
def message(arrive, contact, outside) -> Message:
    html = "".join(f'<img src="{outside.base}{path}">' for path in ANSWERS)
    return arrive(written(html=html)).message


def url(name, message):
    where = {"slug": "fernhill", "number": message.conversation.number, "pk": message.pk}
    return reverse(name, kwargs=where)


def sources(browser, message, query=""):
    page = browser.get(url("inbox.formatted", message) + query)
    assert "img-src 'self' data:;" in page.headers["Content-Security-Policy"]
    text = page.text.replace("&amp;", "&")
    return text, [part.split('"')[0] for part in text.split('<img src="')[1:]]


def permit(text):
    return "?pictures=" + text.split('href="?pictures=')[1].split('"')[0]


def test_c11_nothing_is_fetched_until_somebody_asks(browse, member, message, outside):
    text, shown = sources(browse(member), message)
    assert shown == [] and "were not loaded" in text and "Show pictures" in text
    assert outside.asked == []


def test_a_picture_comes_through_us_and_tells_nothing_of_the_reader(
    browse, member, message, outside
):
    browser = browse(member)
    text, _ = sources(browser, message)
    text, shown = sources(browser, message, permit(text))
    assert len(shown) == len(ANSWERS) and all(urlsplit(one).netloc == "" for one in shown)
    answer = browser.get(shown[0])
    assert answer.content == PNG and answer.headers["Content-Type"] == "image/png"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    path, headers = outside.asked[0]
    assert path == "/a.png"
    assert not {"cookie", "referer", "authorization"} & {name.lower() for name in headers}


def test_it_is_fetched_once_and_then_kept(browse, member, message, outside):
    for _ in range(3):
        assert pictures.fetch(message, f"{outside.base}/a.png").content == PNG
    assert len(outside.asked) == 1


@pytest.mark.parametrize("path", ["/evil.svg", "/page.png", "/packed.png", "/gone.png"])
def test_what_is_no_picture_is_not_served(message, outside, path):
    with pytest.raises(pictures.NoPicture):
        pictures.fetch(message, outside.base + path)


@pytest.mark.parametrize("path", ["/inside", "/meta", "/file"])
def test_d02_a_redirect_is_checked_anew(message, outside, path, settings):
    settings.INTERNAL_HOSTS = ["10.0.0.0/8"]
    with pytest.raises(pictures.NoPicture):
        pictures.fetch(message, outside.base + path)
    assert pictures.fetch(message, f"{outside.base}/again").content == PNG


def test_size_and_time_are_limited(message, outside, monkeypatch):
    monkeypatch.setattr(pictures, "LARGEST", 100_000)
    with pytest.raises(pictures.NoPicture, match="too large"):
        pictures.fetch(message, f"{outside.base}/big.png")


def test_d01_what_the_operator_allows_for_mail_is_not_reached_by_a_picture(settings):
    settings.INTERNAL_HOSTS = ["127.0.0.1", "localhost", "10.0.0.0/8"]
    for host in ("127.0.0.1", "localhost", "10.1.2.3", "[::1]", "169.254.169.254"):
        with pytest.raises(way_out.Unreachable):
            way_out.send(way_out.Request("GET", f"http://{host}:9/x", public_only=True))


def test_only_addresses_signed_for_this_message_are_fetched(
    browse, member, message, arrive, outside
):
    browser = browse(member)
    text, _ = sources(browser, message)
    _, shown = sources(browser, message, permit(text))
    other = arrive(written()).message
    stolen = url("inbox.picture", other) + "?" + urlsplit(shown[0]).query
    assert browser.get(stolen).status_code == 404
    made_up = url("inbox.picture", message) + f"?of={outside.base}/a.png"
    assert browser.get(made_up).status_code == 404
    assert outside.asked == []


def test_whoever_may_not_see_the_message_gets_no_picture(
    browse, member, guest, stranger, message, outside
):
    browser = browse(member)
    text, _ = sources(browser, message)
    _, shown = sources(browser, message, permit(text))
    for person in (guest, stranger):
        assert browse(person).get(shown[0]).status_code == 404
    assert outside.asked == []


def test_a_permit_is_good_for_its_member_and_message_alone(browse, member, manager, message):
    text, _ = sources(browse(member), message)
    assert sources(browse(manager), message, permit(text))[1] == []
    assert sources(browse(member), message, "?pictures=1")[1] == []


def test_always_from_this_sender_holds_for_me_until_i_take_it_back(
    browse, member, manager, message, arrive
):
    browser = browse(member)
    browser.post(url("inbox.pictures", message), {"always": "1"})
    assert sources(browser, message)[1] != [] and sources(browse(manager), message)[1] == []
    assert "always shown to you" in browser.get(url("inbox.pictures", message)).text
    browser.post(url("inbox.pictures", message), {"never": "1"})
    assert sources(browser, message)[1] == [] and not PictureTrust.objects.exists()


def test_whose_name_is_borrowed_shows_no_pictures_unasked(browse, member, message):
    browser = browse(member)
    browser.post(url("inbox.pictures", message), {"always": "1"})
    Message.objects.update(is_suspicious=True)
    assert sources(browser, message)[1] == []
    assert "not sure who wrote" in browser.get(url("inbox.pictures", message)).text


def test_the_cache_has_a_limit(message, outside, settings):
    for path in ("/a.png", "/b.gif"):
        pictures.fetch(message, outside.base + path)
    pictures.make_room(limit=50)
    kept = [file for file in settings.PICTURE_CACHE.glob("*/*") if file.is_file()]
    assert sum(file.stat().st_size for file in kept) <= 50 and len(kept) == 1


def test_a_mail_of_a_thousand_pictures_shows_the_first_hundred(message):
    html = '<img src="//x.example/a.png">' * 1_000
    cleaned = rendering.clean(html, None, pictures.through_us(message, "/p/"))
    assert cleaned.remote == pictures.MOST_IN_A_MAIL and cleaned.blocked == 900

"""Files in a chat, both ways: each once, for those alone who may read it, and never as a page."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils.timezone import now

from rapport.channels.models import Delivery
from rapport.channels.operations import deliveries
from rapport.channels.tasks import read_left
from rapport.chat.models import Upload, Visitor
from rapport.chat.operations import uploads
from rapport.chat.operations.letters import mail_unread
from rapport.chat.views import files as file_views
from rapport.files.models import StoredFile
from rapport.files.operations import files
from rapport.inbox.models import Attachment, Conversation, Message
from tests.abuse.markup import VECTOR

PNG = b"\x89PNG\r\n\x1a\n" + b"\0" * 40


def bring(visitor, content=PNG, name="photo.png", key="file-0001", kind="image/png"):
    """As the frame does it."""
    if not visitor.token:
        visitor.begin()
    given = SimpleUploadedFile(name, content, content_type=kind)
    return visitor.browser.post(
        visitor.base + "files/", {"id": key, "file": given}, headers={"X-Visitor": visitor.token}
    )


def fetch(visitor, url):
    return visitor.browser.get(url, headers={"X-Visitor": visitor.token})


@pytest.fixture
def send(browse, member):
    """One of us answers with a file: `send("offer.pdf", b"%PDF-1.7")`."""

    def write(name, content, text="Here it is."):
        staff, talk = browse(member), Conversation.objects.latest("pk")
        given = SimpleUploadedFile(name, content)
        token = staff.post("/w/fernhill/files/", {"file": given}).json()["id"]
        answer = {"text": text, "kind": "reply", "files": [token]}
        assert staff.post(f"/w/fernhill/inbox/{talk.number}/answer/", answer).status_code == 302

    return write


def test_a_picture_of_a_visitor_hangs_on_their_message_and_both_sides_fetch_it(
    visitor, other, browse, member
):
    assert bring(visitor).json() == {"id": "file-0001", "name": "photo.png", "size": len(PNG)}
    assert visitor.say("", files=["file-0001"]).status_code == 201
    talk = Conversation.objects.get()
    assert talk.subject == "photo.png"
    token = Attachment.objects.get().file.token
    page = browse(member).get(f"/w/fernhill/inbox/{talk.number}/").content.decode()
    assert token in page and "photo.png" in page
    [line] = visitor.ask().json()["lines"]
    [file] = line["files"]
    assert (file["name"], file["isPicture"]) == ("photo.png", True)
    answer = fetch(visitor, file["url"])
    assert b"".join(answer.streaming_content) == PNG
    assert answer["Content-Type"] == "image/png" and answer["X-Content-Type-Options"] == "nosniff"
    assert answer["Content-Disposition"] == 'attachment; filename="photo.png"'
    # Neither the address alone, nor another session, nor another's address in one's own.
    assert visitor.browser.get(file["url"]).status_code == 401
    other.say()
    assert fetch(other, file["url"]).status_code == 404
    assert fetch(visitor, file["url"][:-2] + "x/").status_code == 404


def test_what_we_attach_reaches_the_visitor_and_nobody_else(visitor, other, send):
    visitor.say("Can I have the offer?")
    send("offer.pdf", b"%PDF-1.7 offer")
    line = visitor.ask().json()["lines"][-1]
    answer = fetch(visitor, line["files"][0]["url"])
    assert b"".join(answer.streaming_content) == b"%PDF-1.7 offer"
    other.say("Mine too")
    assert [line["files"] for line in other.ask().json()["lines"]] == [[]]
    assert "[offer.pdf]" in visitor.ask("transcript/").content.decode()


def test_whoever_has_left_gets_what_we_attached_by_mail(visitor, send, mailoutbox, monkeypatch):
    visitor.say()
    visitor.tell("about/", {"email": "visitor@example.com"})
    monkeypatch.setattr("rapport.chat.operations.letters.MOST_BYTES", 20)
    send("offer.pdf", b"%PDF-1.7 offer")
    send("film.mp4", b"x" * 30, text="And the film.")
    visitor.tell("doing/", {"doing": "left"})
    mail_unread(Visitor.objects.get(), at=now() + timedelta(minutes=3))
    [letter] = mailoutbox
    assert letter.attachments == [("offer.pdf", b"%PDF-1.7 offer", "application/pdf")]
    assert "film.mp4 is too large for a mail" in letter.body


def test_what_is_sent_twice_because_its_process_died_is_there_once(visitor, monkeypatch):
    # The answer to the file got lost; then the process died over the message.
    assert bring(visitor).status_code == bring(visitor).status_code == 201
    assert Upload.objects.count() == StoredFile.objects.count() == 1
    with monkeypatch.context() as dead:
        dead.setattr(deliveries, "settle", _dies)
        with pytest.raises(SystemExit):
            visitor.say("Look", key="the-same-key", files=["file-0001"])
    assert Delivery.objects.get().outcome == "waiting"
    for _try in range(2):
        sent = visitor.say("Look", key="the-same-key", files=["file-0001"])
        assert sent.status_code == 201
    Delivery.objects.update(received_at=now() - timedelta(minutes=1))
    read_left()
    assert Message.objects.count() == Attachment.objects.count() == 1
    # Named in a second message it stays with the first.
    visitor.say("Again", files=["file-0001"])
    assert Attachment.objects.count() == 1


def _dies(*_args, **_more):
    raise SystemExit


def test_c_what_could_run_is_refused_or_comes_as_a_download_of_no_type(visitor, send):
    for name in (
        "page.html",
        "drawing.svg",
        "run.exe",
        "x.js",
        "noending",
        "a.pdf.htm",
        "a.png.svgz",
    ):
        refused = bring(visitor, VECTOR.encode(), name, key=f"key-{len(name):06}")
        assert refused.status_code in (400, 422), name
    # A page that calls itself a picture is none.
    assert bring(visitor, b"<html><script>alert(1)</script>", "me.png").status_code == 201
    visitor.say("Me", files=["file-0001"])
    file = visitor.ask().json()["lines"][0]["files"][0]
    answer = fetch(visitor, file["url"])
    assert answer["Content-Type"] == "application/octet-stream" and not file["isPicture"]
    assert answer["Content-Disposition"].startswith("attachment")
    # Ours may be anything: it is never shown as a page either.
    send("drawing.svg", b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>")
    answer = fetch(visitor, visitor.ask().json()["lines"][-1]["files"][0]["url"] + "?inline")
    assert answer["Content-Type"] == "application/octet-stream"
    assert answer["Content-Disposition"].startswith("attachment")
    assert "sandbox" in answer["Content-Security-Policy"]


def test_c_names_turn_nothing_around_and_lead_nowhere(visitor):
    named = bring(visitor, name="../../etc/\u202egnp.\x00exe.png").json()["name"]
    assert named == "gnp.exe.png"


def test_f_sizes_and_numbers_have_their_limits(visitor, monkeypatch):
    monkeypatch.setattr(uploads, "LARGEST", 100)
    large = bring(visitor, PNG + b"\0" * 100)
    assert large.status_code == 422 and "too large" in large.json()["error"]
    assert bring(visitor, PNG + b"\0" * 20_000).status_code == 413
    monkeypatch.setattr(file_views, "FILES_AN_HOUR", 4)
    statuses = [bring(visitor, key=f"file-000{n}").status_code for n in range(3)]
    assert statuses == [201, 201, 201]
    assert bring(visitor, key="file-0009").status_code == 429
    keys = [f"file-000{n % 3}" for n in range(6)]
    assert visitor.say("", files=keys).status_code == 400
    assert visitor.say("", files=["file-0008"]).status_code == 409
    assert not Message.objects.exists()


def test_nobody_names_a_file_that_another_brought_in(visitor, other):
    bring(visitor)
    other.begin()
    assert other.say("Whose?", files=["file-0001"]).status_code == 409
    for wrong in ("file-0001", [7], [{}], ["../../x"]):
        assert other.say("x", files=wrong).status_code == 400


def test_what_no_message_took_up_is_let_go(visitor, workspace):
    bring(visitor)
    bring(visitor, b"other", "a.txt", key="file-0002")
    visitor.say("One of them", files=["file-0002"])
    at = now() + timedelta(days=3)
    uploads.forget_old(at=at)
    files.forget_orphans(workspace.pk, at=at)
    assert StoredFile.objects.get().name == "a.txt"

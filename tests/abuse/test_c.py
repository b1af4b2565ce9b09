"""C: what is shown."""

import time
from email import message_from_bytes, policy

import pytest
import typst
from allauth.usersessions.models import UserSession
from django.test import Client as Browser
from django.urls import reverse
from django.utils.timezone import now

from rapport.files.operations import files
from rapport.inbox.models import Message
from rapport.integrations import addresses
from rapport.reports import pdf, typesetting
from rapport.reports.operations import writing
from tests.inbox.conftest import arrive as arrive  # noqa: PLC0414 - a fixture
from tests.inbox.conftest import mailbox as mailbox  # noqa: PLC0414 - a fixture
from tests.inbox.conftest import written


def test_c13_words_in_braces_are_words(make, browse, member, contact):
    talk = make.conversation(contact, "{{ 7|add:7 }}{% now 'Y' %}")
    make.message(talk, "{{ request.user }} {% debug %} ${7*7} <%= 7*7 %>", contact=contact)
    page = browse(member).get(reverse("inbox.conversation", args=["fernhill", talk.number])).text
    assert "{{ request.user }} {% debug %} ${7*7}" in page and "{{ 7|add:7 }}" in page


MARKUP = (
    '#read("/etc/passwd")', '#image("http://169.254.169.254/x.png")', '#include "report.typ"',
    "#sys.version", '#eval("7*7")', "<img src=file:///etc/passwd>", "\\u{0}", "$ 7 * 7 $", "@label",
)  # fmt: skip


@pytest.mark.parametrize("words", MARKUP)
def test_c14_markup_in_a_report_is_printed_and_not_obeyed(
    make, project, manager, words, monkeypatch
):
    given = []
    compile_ = typst.compile
    monkeypatch.setattr(typst, "compile", lambda *a, **k: given.append((a, k)) or compile_(*a, **k))
    report = writing.begin(project, today=now().date(), by=manager, at=now())
    report.summary = report.next_steps = words
    page = pdf.Page.of(report, None, [])
    assert pdf.render(page).startswith(b"%PDF")
    [(positional, named)] = given
    assert words not in str(positional[0]), "words become data, never source"
    assert "root" in named


@pytest.fixture
def project(make, client_company):
    return make.project(client_company, "MDR labelling", key="NWL")


def test_c08_c11_a_mail_in_its_frame_may_fetch_nothing_from_elsewhere(
    make, browse, member, contact
):
    talk = make.conversation(contact, "Hello")
    html = '<img src="https://spy.example/p.gif"><img src="/w/fernhill/team/">'
    Message.objects.update(html=html)
    kwargs = {"slug": "fernhill", "number": talk.number, "pk": talk.messages.get().pk}
    frame = browse(member).get(reverse("inbox.formatted", kwargs=kwargs))
    assert "spy.example" not in frame.text and "/w/fernhill/team/" not in frame.text
    assert frame.headers["X-Content-Type-Options"] == "nosniff"
    assert "default-src 'none'" in frame.headers["Content-Security-Policy"]


@pytest.mark.parametrize("source", ['#read("/etc/passwd")', '#read("../../config/settings.py")'])
def test_c14_even_as_markup_nothing_is_read_outside_the_folder(
    project, manager, tmp_path, monkeypatch, source
):
    """Were somebody to get markup into the source all the same."""
    page = pdf.Page.of(writing.begin(project, today=now().date(), by=manager, at=now()), None, [])
    (tmp_path / "report.typ").write_text(source)
    monkeypatch.setattr(typesetting, "FOLDER", tmp_path)
    with pytest.raises(typst.TypstError):
        pdf.render(page)


RUNS = {
    "logo.svg": b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
    "page.html": b"<script>alert(1)</script>",
    "lie.png": b"<script>alert(1)</script>",
}


@pytest.mark.parametrize("name", RUNS)
def test_c07_c08_a_file_that_could_run_is_only_ever_downloaded(
    make, browse, portal, member, contact, name
):
    file = files.store(make.workspace, name=name, content=RUNS[name], by=member, at=now())
    talk = make.conversation(contact)
    make.attachment(talk.messages.get(), file)
    for browser, base in ((browse(member), "/w"), (portal(contact), "/p")):
        for query in ("", "?inline=1"):
            answer = browser.get(f"{base}/fernhill/files/{file.token}/{query}")
            assert answer.status_code == 200
            assert answer.headers["Content-Type"] == "application/octet-stream"
            assert answer.headers["Content-Disposition"].startswith("attachment")
            assert answer.headers["X-Content-Type-Options"] == "nosniff"
            assert "sandbox" in answer.headers["Content-Security-Policy"]


def test_c10_nothing_of_a_requests_headers_is_repeated_in_a_letter_or_as_markup(
    browse, member, mailoutbox, run_jobs
):
    """Whoever asks may call their browser and their address as they like."""
    mark = "<img src=x onerror=alert(10)>"
    names = ("user-agent", "x-forwarded-for", "x-real-ip", "referer", "accept-language", "via")
    headers = dict.fromkeys(names, mark)
    asked = {"email": member.user.email}
    assert Browser(headers=headers).post("/sign-in/forgotten/", asked).status_code == 302
    run_jobs()
    [letter] = mailoutbox
    assert "onerror" not in letter.subject + str(letter.message())
    browser = browse(member)
    browser.get("/w/fernhill/", headers=headers)
    UserSession.objects.filter(user=member.user).update(user_agent=mark)
    page = browser.get("/w/fernhill/profile/").text
    assert mark not in page


CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
ORGANIZER;CN=Olive Owner:mailto:olive@fernhill.example
ATTACH:http://169.254.169.254/latest
RRULE:FREQ=SECONDLY;COUNT=2000000000
DTSTART:19700101T000000Z
SUMMARY:<script>alert(11)</script>
END:VEVENT
END:VCALENDAR
"""


@pytest.mark.parametrize("kind", ["calendar", "vcard"])
def test_f11_an_invitation_or_a_card_is_a_file_that_is_neither_opened_nor_believed(
    kind, arrive, browse, member, contact, monkeypatch
):
    monkeypatch.setattr(addresses, "connect", lambda *_, **__: pytest.fail("something was fetched"))
    text = CALENDAR if kind == "calendar" else CARD
    mail = message_from_bytes(written(), policy=policy.default)
    mail.add_attachment(text.encode(), maintype="text", subtype=kind, filename="a.ics")
    begun = time.monotonic()
    raw = arrive(mail.as_bytes())
    assert time.monotonic() - begun < 2 and raw.outcome == "delivered"
    talk = raw.message.conversation
    assert raw.message.from_email == "ines@northwind.example", "the organiser is nobody here"
    assert talk.participants.count() == 1
    page = browse(member).get(reverse("inbox.conversation", args=["fernhill", talk.number])).text
    assert "<script>alert(11)" not in page and "169.254.169.254" not in page
    assert raw.message.attachments.get().file.name == "a.ics"


CARD = """BEGIN:VCARD
VERSION:3.0
FN:<script>alert(11)</script>
EMAIL:olive@fernhill.example
PHOTO;VALUE=uri:http://169.254.169.254/latest
END:VCARD
"""

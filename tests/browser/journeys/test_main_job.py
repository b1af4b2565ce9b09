"""The main job, end to end: a client writes, staff answers, the client approves.

Two browsers, one real mail server; what Today says is read after every step.
"""

import re
import time
from email.message import EmailMessage
from itertools import pairwise

import pytest
from playwright.sync_api import Page, expect

from tests.browser.chromium import chromium, complaints
from tests.browser.film import Film
from tests.browser.journeys.founding import found
from tests.mailworld.dovecot import PASSWORD
from tests.mailworld.person import Person

pytestmark = pytest.mark.browser

STUDIO, SUBJECT = "studio@fernhill.example", "Label proofs are wrong"

CLIENT_AND_PROJECT = """
from django.utils.timezone import localdate, now
from rapport.accounts.models import Member
from rapport.clients.operations import clients, contacts
from rapport.clients.operations.clients import ClientFacts
from rapport.clients.operations.contacts import ContactFacts
from rapport.projects.operations import projects
from rapport.projects.operations.projects import ProjectDetails
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace
workspace = Workspace.objects.get(is_demo=False)
with open_workspace(workspace.pk):
    owner, at = Member.objects.get(), now()
    client = clients.create(workspace, facts=ClientFacts("Northwind Medical", "NWM"),
                            by=owner, at=at)
    contacts.create(client, facts=ContactFacts("Ines Prado", "ines@northwind.example"),
                    by=owner, at=at)
    projects.create(client, ProjectDetails("LAB", "Label proofs", localdate(), lead=owner),
                    by=owner, at=at)
"""
TEN_MINUTES_PASS = """
from datetime import timedelta
from django.db.models import F
from rapport.events.models import Job
Job.objects.filter(run_at__isnull=False).update(run_at=F("run_at") - timedelta(minutes=11))
"""


class Desk:
    """The staff side in one browser."""

    def __init__(self, page: Page, home: str) -> None:
        self.page, self.home = page, home

    def go(self, rest: str = "") -> Page:
        self.page.goto(self.home + rest)
        return self.page

    def today(self) -> str:
        """What Today says needs us, as a person reads it."""
        self.go()
        return self.page.locator("main").inner_text()

    def add_mailbox(self, imap_port: int, smtp_port: int) -> None:
        page = self.go("settings/mailboxes/new/")
        for name, value in {
            "address": STUDIO, "name": "Fernhill Studio", "username": "studio",
            "password": PASSWORD, "imap_host": "127.0.0.1", "imap_port": str(imap_port),
            "smtp_host": "127.0.0.1", "smtp_port": str(smtp_port),
        }.items():  # fmt: skip
            page.locator(f"[name={name}]").fill(value)
        page.locator("[name=imap_security]").select_option("none")
        page.locator("[name=smtp_security]").select_option("none")
        page.get_by_role("button", name="Save").click()
        expect(page.locator("main")).to_contain_text(STUDIO)

    def answer(self, text: str) -> None:
        page = self.page
        page.locator("mail-composer textarea").fill(text)
        page.locator("mail-composer [data-sends]").click()
        expect(page.locator("main")).to_contain_text(text)

    def hand_over(self, name: str, file: bytes) -> None:
        page = self.go("projects/LAB/deliverables/")
        form = page.locator("form[action$='/deliverables/new/']").first
        if not form.is_visible():
            page.locator("[data-opens]").filter(has_text=re.compile("deliverable", re.I)).click()
        form.locator("[name=name]").fill(name)
        ines = form.locator("[name=contact] option").filter(has_text="Ines")
        form.locator("[name=contact]").select_option(ines.get_attribute("value"))
        form.locator("[type=submit]").click()
        page.wait_for_url(re.compile(r"/deliverables/\d+/"))
        page.locator("#submit-files").set_input_files(
            {"name": "labels.pdf", "mimeType": "application/pdf", "buffer": file}
        )
        page.get_by_role("button", name="Hand over").click()
        expect(page.locator("main")).to_contain_text("with them")


@pytest.fixture
def browsers(recordings):
    """Two people, each with a browser of their own, both filmed and recorded as a trace."""
    with chromium() as browser:
        contexts = [browser.new_context(viewport={"width": 1280, "height": 800}) for _ in range(2)]
        for context in contexts:
            context.set_default_timeout(20_000)
            context.tracing.start(screenshots=True, snapshots=True)
        pages = [context.new_page() for context in contexts]
        films = [Film(page) for page in pages]
        yield pages
        for who, context, film in zip(("staff", "client"), contexts, films, strict=True):
            film.develop(recordings / f"{who}.avi")
            context.tracing.stop(path=recordings / f"{who}-trace.zip")
            context.close()
    print(f"\nrecorded in {recordings}")


def test_a_client_writes_gets_an_answer_and_approves(home, server, mail_world, browsers):
    boxes, postman = mail_world
    ines = Person("Ines Prado", "ines@northwind.example", postman.port, boxes.port)
    staff, client = browsers
    heard = [complaints(staff), complaints(client)]

    desk = Desk(staff, home=server.url + found(staff, server.url))
    home.python(CLIENT_AND_PROJECT)
    desk.add_mailbox(boxes.port, postman.port)
    _until_listening(home)
    said = [desk.today()]

    written = _client_writes(desk, ines)
    said.append(desk.today())
    _staff_answers(desk, ines, written)
    said.append(desk.today())
    desk.hand_over("Corrected labels", b"%PDF-1.4 corrected")
    said.append(desk.today())
    home.python(TEN_MINUTES_PASS)
    _client_approves(client, ines, server.url)
    said.append(desk.today())

    assert SUBJECT not in said[0]
    assert SUBJECT in said[1]
    for before, after in pairwise(said):
        assert before != after, "Today changes at each step"
    assert heard == [[], []]


def _client_writes(desk: Desk, ines: Person) -> EmailMessage:
    """A real mail over SMTP stands in the open inbox; five seconds are promised, and printed."""
    page = desk.go("inbox/")
    started = time.monotonic()
    written = ines.write(STUDIO, SUBJECT, "The leaflet has the old symbol.\n")
    page.get_by_text(SUBJECT).first.wait_for(timeout=30_000)
    took = time.monotonic() - started
    print(f"\nfrom SMTP to the open inbox: {took:.1f} s")
    return written


def _staff_answers(desk: Desk, ines: Person, written: EmailMessage) -> None:
    page = desk.go("inbox/")
    page.get_by_text(SUBJECT).first.click()
    expect(page.locator("main")).to_contain_text("The leaflet has the old symbol.")
    desk.answer("Thank you, we are mending it today.")
    answer = ines.waits_for(SUBJECT)
    assert "mending it today" in text_of(answer)
    assert answer["In-Reply-To"] == written["Message-ID"]
    assert STUDIO in answer["From"]


def _client_approves(page: Page, ines: Person, url: str) -> None:
    """By the link in their mailbox, which acts only after a click."""
    link = re.search(rf"{url}/p/\S+/sign-in/[\w-]+/", _portal_letter(ines))[0]
    page.goto(link)
    page.get_by_role("button", name="Open").click()
    page.wait_for_url(re.compile(r"/p/[\w-]+/(?!sign-in)"))
    if "/approvals/" not in page.url:
        page.get_by_text("Corrected labels").first.click()
    page.get_by_label("Comment", exact=False).fill("These are right.")
    page.get_by_role("button", name="Approve").click()
    expect(page.locator("main")).to_contain_text("approved")


def _until_listening(home) -> None:
    """The mailbox was looked into once: from then on new mail is heard of at once."""
    for _ in range(90):
        listening = home.python("""
        from rapport.inbox.models import Mailbox
        box = Mailbox.everywhere.get()
        print(bool(box.last_checked_at), box.last_error)
        """)
        if listening.startswith("True"):
            return
        time.sleep(0.5)
    raise AssertionError(listening)


def _portal_letter(ines: Person) -> str:
    for _ in range(300):
        for mail in ines.mails():
            if "/sign-in/" in text_of(mail):
                return text_of(mail)
        time.sleep(0.2)
    raise AssertionError([str(mail["Subject"]) for mail in ines.mails()])


def text_of(mail: EmailMessage) -> str:
    return mail.get_body(("plain",)).get_content()

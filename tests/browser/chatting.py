"""Two people in two browsers: a visitor on a company's own site, and staff on the conversation's
page. What each sees is noted with the moment at which it stood on the screen."""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from playwright.sync_api import Browser, FrameLocator, Page, expect

from tests.living import Home, Server

# Milliseconds; a process that was killed takes its time to come back on a busy machine.
PATIENCE = 90_000
PAGE = """<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Fernhill</title></head>
<body><h1>Leaflets and labels</h1><script src="{tag}" async></script></body></html>"""
FOUND = """
from django.utils.timezone import now
from rapport.accounts.models import Member
from rapport.accounts.operations.start import Company, Person, found
from rapport.chat.operations import widgets
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace
found(Company("Fernhill Studio", "fernhill"),
      owner=Person("Olive Owner", "olive@fernhill.example", "a long walk in fog"), at=now())
with open_workspace(Workspace.objects.get(slug="fernhill").pk):
    widget = widgets.blank(Member.objects.get())
    widget.origins = ["{origin}"]
    widgets.save(widget, name="Our site", by=Member.objects.get(), at=now())
    print(widget.channel.token)
"""
FILED = """
import json
from rapport.inbox.models import Message
rows = Message.everywhere.order_by("written_at", "pk")
print(json.dumps(list(rows.values_list("kind", "text"))))
"""
FILES = """
import json
from rapport.inbox.models import Attachment
print(json.dumps(list(Attachment._base_manager.values_list("file__name", flat=True))))
"""
# By its text: when a line first stood in this document.
NOTES = """
window.seen = {};
const note = (root) => {
  for (const line of root.querySelectorAll(".line[data-at] .said, #thread article")) {
    const words = line.textContent.match(/word-[a-z]+-[0-9]+/g) ?? [];
    for (const word of words) seen[word] ??= Date.now();
  }
};
new MutationObserver(() => note(document)).observe(document, {childList: true, subtree: true});
const sends = (event) => event.key === "Enter" && (window.sentAt = Date.now());
document.addEventListener("keydown", sends, true);
"""


class Site(ThreadingHTTPServer):
    """The company's own site: another origin, with a policy as strict as ours."""

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Desk)
        self.origin, self.tag, self.rapport = f"http://127.0.0.1:{self.server_port}", "", ""


class _Desk(BaseHTTPRequestHandler):
    server: Site

    def do_GET(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        rapport = self.server.rapport
        policy = f"default-src 'none'; script-src {rapport}; frame-src {rapport}"
        self.send_header("Content-Security-Policy", policy)
        self.end_headers()
        self.wfile.write(PAGE.format(tag=self.server.tag).encode())

    def log_message(self, *_args: object) -> None:
        pass


@contextmanager
def site() -> Iterator[Site]:
    server = Site()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@dataclass
class Chatting:
    """Both of them, and the server between."""

    server: Server
    visitor: Page
    staff: Page
    talk_url: str = ""

    @classmethod
    def begin(cls, browser: Browser, home: Home, server: Server, site: Site) -> "Chatting":
        """Found the company, put the tag on its site, and open both browsers."""
        token = home.python(FOUND.format(origin=site.origin)).strip()
        site.tag, site.rapport = f"{server.url}/chat/{token}/loader.js", server.url
        visitor, staff = browser.new_context(), browser.new_context()
        for context in (visitor, staff):
            context.add_init_script(NOTES)
        both = cls(server, visitor.new_page(), staff.new_page())
        both.visitor.goto(site.origin)
        both.frame.locator("[data-bubble]").click()
        both._sign_in()
        return both

    @property
    def frame(self) -> FrameLocator:
        """What the visitor sees of us."""
        return self.visitor.frame_locator("iframe")

    def write(self, text: str) -> None:
        """The visitor writes and presses Enter."""
        field = self.frame.locator("textarea")
        field.fill(text)
        field.press("Enter")

    def attach(self, text: str, *, name: str = "leaflet.txt") -> None:
        """The visitor chooses a file and writes, and has not sent it yet."""
        picked = {"name": name, "mimeType": "text/plain", "buffer": text.encode()}
        self.frame.locator("[data-picker]").set_input_files(picked)
        self.frame.locator("textarea").fill(text)

    def send(self) -> None:
        """What stands in the visitor's field."""
        self.frame.locator("textarea").press("Enter")

    def open_talk(self) -> None:
        """Staff opens the conversation that has come."""
        self.staff.goto(f"{self.server.url}/w/fernhill/inbox/")
        self.staff.locator("[data-row]").first.click()
        # Taken over by the chat once the visitor's strip is there.
        expect(self.staff.locator("chat-answer")).to_be_attached()
        self.talk_url = self.staff.url

    def answer(self, text: str) -> None:
        """Staff answers; what the line loses goes out by itself."""
        field = self.staff.locator("mail-composer textarea")
        expect(field).to_be_editable(timeout=PATIENCE)
        field.fill(text)
        field.press("Control+Enter")

    def reaches_staff(self, text: str) -> float:
        """Seconds from the visitor's Enter to the staff's screen."""
        line = self.staff.locator("#thread").get_by_text(text, exact=True)
        expect(line.first).to_be_visible(timeout=PATIENCE)
        sent = self._in_frame("sentAt")
        return float(self.staff.evaluate(f"seen['{text}']") - sent) / 1000

    def reaches_visitor(self, text: str) -> float:
        """Seconds from the staff's keys to the visitor's screen."""
        line = self.frame.locator("[data-log]").get_by_text(text, exact=True)
        expect(line).to_be_visible(timeout=PATIENCE)
        sent = float(self.staff.evaluate("sentAt"))
        return (self._in_frame(f"seen['{text}']") - sent) / 1000

    def _in_frame(self, expression: str) -> float:
        return float(self.visitor.frames[-1].evaluate(expression))

    def shown_to_visitor(self) -> list[str]:
        """Every line of theirs and ours, in order."""
        return self.frame.locator("[data-log] .line[data-at] .said").all_text_contents()

    def _sign_in(self) -> None:
        self.staff.goto(f"{self.server.url}/sign-in/")
        self.staff.locator("[name=login]").fill("olive@fernhill.example")
        self.staff.locator("[name=password]").fill("a long walk in fog")
        self.staff.locator("[name=password]").press("Enter")
        self.staff.wait_for_url("**/w/fernhill/**")


def kill_web(server: Server) -> int:
    """kill -9 to every web process at once; how many there were."""
    web = [pid for pid, command in server.descendants().items() if "rapport.cli.web" in command]
    for pid in web:
        os.kill(pid, signal.SIGKILL)
    return len(web)


def kill_one(server: Server) -> None:
    """kill -9 to the elder of the processes that answer requests."""
    web = [pid for pid, command in server.descendants().items() if "rapport.cli.web" in command]
    # The eldest of all starts them anew.
    os.kill(sorted(web)[1], signal.SIGKILL)

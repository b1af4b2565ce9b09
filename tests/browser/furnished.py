"""A company in which one of everything stands, so that every page can be opened by its address."""

import json

from playwright.sync_api import Page

from tests.browser.faces import Faces
from tests.browser.walk import NOT_PAGES

FURNISH = """
import json
from django.utils.timezone import now
from rapport.accounts.models import Member
from rapport.accounts.operations.start import Company, Person, found
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace
from tests.abuse.crawl import reachable
from tests.abuse.house import furnish
from tests.builders import Make
found(Company("House Ltd", "house"),
      owner=Person("Hanna House", "hanna@house.example", "a long walk in fog"), at=now())
house = Workspace.objects.get(slug="house")
with open_workspace(house.pk):
    values = furnish(Make(house), Member.objects.get(), word="Ours", key="OWN")
    values[""]["slug"] = "house"
    values |= {"mfa_": {"pk": 0}, "portal.report": values["reports"]}
    pages = {
        route.name: url
        for route, url in reachable(values, faces=("staff", "portal", "signed-in"))
        if "GET" in route.access.methods
    }
    # What a contact sees is shown to the owner by the preview.
    portal, preview = pages["portal.home"], pages["portal.preview"]
    print(json.dumps({name: url.replace(portal, preview) for name, url in pages.items()}))
"""
# As long as a name may be, and nowhere to break it.
LENGTHEN = """
from rapport.channels.models import Channel, Handle, MessageTemplate
from rapport.clients.models import Client, Contact
from rapport.delivery.models import Deliverable
from rapport.inbox.models import Conversation, Macro, Message, Template
from rapport.outreach.models import Question
from rapport.planning.models import Baseline, PlanTemplate, Scenario, TaskSeries
from rapport.portfolio.models import Way
from rapport.projects.models import Programme, Project, Task
from rapport.promises.models import Promise
from rapport.resourcing.models import Absence, Booking, Skill, WorkingShare
from rapport.workspaces.models import Workspace
from rapport.workspaces.scope import open_workspace
with open_workspace(Workspace.objects.get(slug="house").pk):
    for model, field, length in (
        (Client, "name", 120), (Contact, "name", 120), (Project, "name", 200),
        (Task, "name", 200), (Conversation, "subject", 200), (Deliverable, "name", 200),
        (Promise, "what", 200), (Question, "text", 200), (Message, "visible_text", 500),
        (Message, "text", 500), (Message, "from_name", 120), (Baseline, "name", 115),
        (PlanTemplate, "name", 115), (Programme, "name", 115),
        (Scenario, "name", 115), (TaskSeries, "name", 115), (Absence, "reason", 200),
        (Booking, "what", 200),
        (Booking, "role", 80), (WorkingShare, "role", 80), (Skill, "name", 80),
        (Way, "what", 115), (Channel, "name", 80), (Handle, "name", 120),
        (MessageTemplate, "name", 500),
        (Template, "name", 80), (Template, "folder", 60), (Macro, "name", 80),
    ):
        model.objects.update(**{field: "Quarterlyreconciliation" * (length // 23)})
"""
# They have no page: files, parts shown in a frame, and what must have been begun before.
SKIPPED = (
    *NOT_PAGES, "inbox.mail_sign_in", "inbox.picture", "inbox.raw", "inbox.original",
    "inbox.formatted", "channels.delivery_raw", "channels.call_recording", "insights.export",
    "notifications.bell", "chat.beside", "channels.beside", "portal.report", "planning.chance",
    "control.limits", "mfa_edit_webauthn",
    "mfa_remove_webauthn", "mfa_deactivate_totp", "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
)  # fmt: skip
# What somebody sees who is not signed in.
STREET = (
    "/sign-in/", "/sign-in/forgotten/", "/sign-in/forgotten/sent/", "/sign-in/forgotten/done/",
    "/sign-in/forgotten/1-x/", "/sign-in/inactive/", "/p/fernhill/sign-in/",
)  # fmt: skip


def every_page(faces: Faces, page: Page) -> dict[str, str]:
    """Furnish the house and sign its owner in; the address of each route they may open, by name."""
    urls = json.loads(faces.home.python(FURNISH))
    faces.sign_in(page, "hanna@house.example", "house")
    return {name: faces.server.url + url for name, url in urls.items() if name not in SKIPPED}


def lengthen_names(faces: Faces) -> None:
    """Give everything in the house a name that cannot be broken."""
    faces.home.python(LENGTHEN)

"""Routes of the inbox and of the mail pages in Settings."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts import bin
from rapport.accounts.checklist import Step, step
from rapport.accounts.context import Place, place
from rapport.accounts.models import Member
from rapport.accounts.readers import reader_for
from rapport.accounts.settings_pages import SettingsPage, register
from rapport.clients import panels as client_panels
from rapport.clients import signals
from rapport.inbox import (
    address_urls,
    list_urls,
    panels,
    reach_urls,
    side_urls,
    task_urls,
    writing_urls,
)
from rapport.inbox import handling_stories as handling_stories
from rapport.inbox import stories as stories
from rapport.inbox.models import Conversation, Mailbox
from rapport.inbox.permissions import HANDLE, SEE_INBOX, SEE_MAIL_SETTINGS, SET_ROTA
from rapport.inbox.queries import awaited, checkers
from rapport.inbox.queries.listing import waiting_count
from rapport.inbox.views import (
    answers,
    around,
    conversation,
    decisions,
    elsewhere,
    giving,
    later,
    listing,
    live,
    mailboxes,
    merge,
    message,
    new_contact,
    new_mail,
    outbox,
    people,
    pictures,
    quarantine,
    rota,
    senders,
    snooze,
    split,
)  # fmt: skip
from rapport.projects import panels as project_panels
from rapport.workspaces.models import Workspace
from rapport.workspaces.prepared import Question

ONE = "inbox/<int:number>/"
BOX = "settings/mailboxes/"

urlpatterns = [
    path("inbox/", listing.inbox, name="inbox"),
    path("inbox/new/", new_mail.new, name="inbox.new"),
    path("inbox/new/draft/", new_mail.draft, name="inbox.new_draft"),
    path("inbox/new/discard/", new_mail.discard, name="inbox.discard"),
    path("inbox/proposals/", listing.proposals, name="inbox.proposals"),
    path("clients/<str:key>/conversations/", elsewhere.of_client, name="inbox.of_client"),
    path(
        "clients/<str:key>/contacts/<int:pk>/conversations/",
        elsewhere.of_contact,
        name="inbox.of_contact",
    ),
    path("projects/<str:key>/conversations/", elsewhere.of_project, name="inbox.of_project"),
    path("live/", live.live, name="inbox.live"),
    path(ONE, conversation.conversation, name="inbox.conversation"),
    path(ONE + "answer/", answers.answer, name="inbox.answer"),
    path(ONE + "draft/", answers.draft, name="inbox.draft"),
    path(ONE + "discard/", answers.discard, name="inbox.answer_discard"),
    path(ONE + "assignee/", decisions.assignee, name="inbox.assignee"),
    path(ONE + "turn/", decisions.turn, name="inbox.turn"),
    path(ONE + "closure/", decisions.closure, name="inbox.closure"),
    path(ONE + "aside/", decisions.aside, name="inbox.aside"),
    path(ONE + "snooze/", snooze.snooze, name="inbox.snooze"),
    path(ONE + "bin/", decisions.binning, name="inbox.bin"),
    path(ONE + "link/", decisions.link, name="inbox.link"),
    path(ONE + "around/", around.panel, name="inbox.around"),
    path(ONE + "follower/", around.follower, name="inbox.follower"),
    path(ONE + "see-also/", around.see_also, name="inbox.see_also"),
    path(ONE + "merge/", merge.page, name="inbox.merge"),
    path(ONE + "merge/<int:pk>/parting/", merge.parting, name="inbox.parting"),
    path(ONE + "people/<int:pk>/confirmation/", people.confirmation, name="inbox.confirmation"),
    path(ONE + "people/<int:pk>/contact/", new_contact.contact, name="inbox.contact"),
    path(ONE + "messages/<int:pk>/undo/", answers.undo, name="inbox.undo"),
    path(ONE + "messages/<int:pk>/leaving/", later.leaving, name="inbox.leaving"),
    path(ONE + "messages/<int:pk>/formatted/", message.formatted, name="inbox.formatted"),
    path(ONE + "messages/<int:pk>/original/", message.original, name="inbox.original"),
    path(ONE + "messages/<int:pk>/picture/", pictures.picture, name="inbox.picture"),
    path(ONE + "messages/<int:pk>/pictures/", pictures.choice, name="inbox.pictures"),
    path(ONE + "messages/<int:pk>/split/", split.page, name="inbox.split"),
    path(ONE + "split/<int:pk>/undo/", split.unsplit, name="inbox.unsplit"),
    path(BOX, mailboxes.index, name="inbox.mailboxes"),
    path(BOX + "new/", mailboxes.new, name="inbox.new_mailbox"),
    path(BOX + "signed-in/", mailboxes.signed_in, name="inbox.mail_sign_in"),
    path(BOX + "dns/", mailboxes.dns, name="inbox.dns"),
    path(BOX + "senders/", senders.senders, name="inbox.senders"),
    path(BOX + "<int:pk>/senders/", senders.confirm, name="inbox.confirm_checker"),
    path(BOX + "<int:pk>/", mailboxes.mailbox, name="inbox.mailbox"),
    path(BOX + "<int:pk>/trial/", mailboxes.trial, name="inbox.trial"),
    path(BOX + "<int:pk>/no-sign-in/", mailboxes.without_sign_in, name="inbox.no_sign_in"),
    path(BOX + "<int:pk>/pause/", mailboxes.pause, name="inbox.pause"),
    path(BOX + "<int:pk>/sign-in/", mailboxes.sign_in, name="inbox.sign_in"),
    path("settings/rota/", rota.rota, name="inbox.rota"),
    path("inbox/handing-over/<int:pk>/", giving.handing_over, name="inbox.handing_over"),
    path("settings/outbox/", outbox.outbox, name="inbox.outbox"),
    path("settings/outbox/hold/", outbox.hold, name="inbox.hold"),
    path("settings/outbox/<int:pk>/retry/", outbox.retry, name="inbox.retry"),
    path("settings/quarantine/", quarantine.quarantine, name="inbox.quarantine"),
    path("settings/quarantine/<int:pk>/run/", quarantine.run, name="inbox.run_again"),
    path("settings/quarantine/stuck/<int:pk>/", quarantine.ask, name="inbox.ask_again"),
    path("settings/quarantine/<int:pk>/raw/", quarantine.raw, name="inbox.raw"),
    *address_urls.urlpatterns,
    *list_urls.urlpatterns,
    *side_urls.urlpatterns,
    *reach_urls.urlpatterns,
    *writing_urls.urlpatterns,
    *task_urls.urlpatterns,
]


def _waiting(member: Member) -> int:
    return waiting_count(reader_for(member))


_MAILBOXES = Question(lambda: Mailbox.objects.live().values_list("pk")[:1])


def _has_mailbox(workspace: Workspace) -> bool:
    return bool(_MAILBOXES())


def _knows_senders(workspace: Workspace) -> bool:
    return _has_mailbox(workspace) and not checkers.unnamed()


client_panels.panel(
    client_panels.Panel(15, _("Conversations"), "inbox.of_client", SEE_INBOX, "main")
)
signals.signal(
    signals.Signal(30, "waiting", _("Waiting for us"), SEE_INBOX, awaited.pressing, awaited.marks)
)
client_panels.contact_panel(
    client_panels.Panel(10, _("Conversations"), "inbox.of_contact", SEE_INBOX, "main")
)
panels.panel(panels.Panel(40, _("What belongs to it"), "inbox.around", SEE_INBOX))
project_panels.register(project_panels.Panel(30, _("Conversations"), "inbox.of_project", SEE_INBOX))
place(Place(20, _("Inbox"), "inbox", "inbox", SEE_INBOX, "g i", _waiting, on_phone=True))
step(
    Step(
        20, _("Connect a mailbox"), _("Your clients' mail comes in, and your answers go out"),
        "inbox.mailboxes", _has_mailbox,
    )
)  # fmt: skip
step(
    Step(
        21, _("Confirm who checks senders"),
        _("So that nobody speaks for a client or a colleague unproved"),
        "inbox.senders", _knows_senders,
    )
)  # fmt: skip
_GROUP = _("Mail")
for _order, _label, _note, _icon, _name in (
    (20, _("Mailboxes"), _("Where mail comes in and goes out"), "mail", "inbox.mailboxes"),
    (21, _("Outbox"), _("What waits, failed or is held back"), "send", "inbox.outbox"),
    (
        22,
        _("Quarantine"),
        _("Mails that could not be read or fetched"),
        "shield",
        "inbox.quarantine",
    ),
    (23, _("Sender checks"), _("Whose word about senders is believed"), "lock", "inbox.senders"),
    (24, _("Domain checks"), _("Whether your mail is believed"), "check", "inbox.dns"),
):
    register(SettingsPage(_order, _label, _note, _icon, _name, SEE_MAIL_SETTINGS, _GROUP))
register(
    SettingsPage(
        25, _("Who gets new conversations"), _("By hand, in turn, by load, or by skill"), "people",
        "inbox.rota", SET_ROTA, _GROUP,
    )
)  # fmt: skip
bin.register(bin.Kind(Conversation, HANDLE))

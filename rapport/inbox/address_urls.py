"""Routes of further addresses and of mail providers."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.inbox import panels
from rapport.inbox.permissions import SEE_INBOX
from rapport.inbox.views import addresses, mail_provider
from rapport.projects import panels as project_panels

BOX = "settings/mailboxes/<int:pk>/"
ALIAS = "mail-addresses/<int:pk>/"
PROJECT = "projects/<str:key>/mail-address/"
TALK = "inbox/<int:number>/mail-address/"

urlpatterns = [
    path(PROJECT, addresses.of_project, name="inbox.address_of_project"),
    path(PROJECT + "given/", addresses.give_to_project, name="inbox.give_project_address"),
    path(TALK, addresses.of_conversation, name="inbox.address_of_conversation"),
    path(
        TALK + "given/", addresses.give_to_conversation, name="inbox.give_conversation_address"
    ),
    path(ALIAS + "switch/", addresses.switch, name="inbox.address_switch"),
    path(ALIAS + "renewal/", addresses.renewal, name="inbox.address_renewal"),
    path(ALIAS + "replies/", addresses.replies, name="inbox.address_replies"),
    path(BOX + "addresses/", addresses.of_mailbox, name="inbox.addresses"),
    path(BOX + "addresses/add/", addresses.add, name="inbox.add_address"),
    path(BOX + "provider/", mail_provider.page, name="inbox.mail_provider"),
    path(BOX + "provider/secret/", mail_provider.secret, name="inbox.hook_secret"),
    path(
        "settings/mailboxes/deliveries/<int:pk>/again/",
        mail_provider.again,
        name="inbox.hook_again",
    ),
]  # fmt: skip

project_panels.register(
    project_panels.Panel(
        25, _("Mail address"), "inbox.address_of_project", SEE_INBOX, side=True
    )
)  # fmt: skip
panels.panel(
    panels.Panel(60, _("An address of its own"), "inbox.address_of_conversation", SEE_INBOX)
)  # fmt: skip

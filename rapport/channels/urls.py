"""Routes of channels under /w/<slug>/."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts.settings_pages import SettingsPage, register
from rapport.channels import stories as stories  # registers its sentences
from rapport.channels.operations import going_along
from rapport.channels.permissions import LOG_CALLS, SEE_CHANNEL_SETTINGS, SEE_HANDLES
from rapport.channels.views import (
    call_records,
    calls,
    channels,
    deliveries,
    handles,
    reaching,
    templates,
)
from rapport.clients import panels as client_panels
from rapport.inbox import companions as inbox_companions
from rapport.inbox import panels as inbox_panels

ALL = "settings/channels/"
ONE = ALL + "<int:pk>/"

urlpatterns = [
    path(ALL, channels.index, name="channels.channels"),
    path(ALL + "new/", channels.new, name="channels.new"),
    path(ALL + "deliveries/", deliveries.deliveries, name="channels.deliveries"),
    path(ALL + "deliveries/<int:pk>/run/", deliveries.run, name="channels.delivery_run"),
    path(ALL + "deliveries/<int:pk>/raw/", deliveries.raw, name="channels.delivery_raw"),
    path(ONE, channels.channel, name="channels.channel"),
    path(ONE + "trial/", channels.trial, name="channels.trial"),
    path(ONE + "look/", channels.look, name="channels.look"),
    path(ONE + "templates/", templates.index, name="channels.templates"),
    path(ONE + "templates/refresh/", templates.refresh, name="channels.templates_refresh"),
    path(ONE + "templates/<int:template>/", templates.fills, name="channels.template_fills"),
    path(ONE + "pause/", channels.pause, name="channels.pause"),
    path(ONE + "secret/", channels.secret, name="channels.secret"),
    path(ONE + "removal/", channels.removal, name="channels.removal"),
    path("inbox/<int:number>/channel/", handles.of_conversation, name="channels.of_conversation"),
    path("inbox/<int:number>/channel/beside/", templates.beside, name="channels.beside"),
    path("inbox/<int:number>/channel/template/", templates.template, name="channels.template"),
    path("inbox/<int:number>/channel/person/", handles.binding, name="channels.binding"),
    path(
        "clients/<str:key>/contacts/<int:pk>/channels/",
        handles.of_contact,
        name="channels.of_contact",
    ),
    path(
        "clients/<str:key>/contacts/<int:pk>/calls/",
        calls.of_contact,
        name="channels.calls_of_contact",
    ),
    path(
        "clients/<str:key>/contacts/<int:pk>/write/<int:channel>/",
        reaching.write,
        name="channels.write",
    ),
    path("inbox/<int:number>/calls/", calls.of_conversation, name="channels.calls_of_conversation"),
    path("calls/<int:pk>/", calls.call, name="channels.call"),
    path("calls/records/<int:pk>/note/", call_records.note, name="channels.call_record_note"),
    path(
        "calls/records/<int:pk>/recording/",
        call_records.recording,
        name="channels.call_recording",
    ),
    path("calls/<int:pk>/discard/", calls.discard, name="channels.call_discard"),
]

register(
    SettingsPage(
        25, _("Channels"), _("Text messages, messengers and other systems"), "chat",
        "channels.channels", SEE_CHANNEL_SETTINGS, _("Mail"),
    )
)  # fmt: skip
inbox_panels.panel(inbox_panels.Panel(5, _("Channel"), "channels.of_conversation", SEE_HANDLES))
client_panels.contact_panel(
    client_panels.Panel(12, _("Channels"), "channels.of_contact", SEE_HANDLES)
)
inbox_panels.panel(inbox_panels.Panel(6, _("Calls"), "channels.calls_of_conversation", LOG_CALLS))
client_panels.contact_panel(
    client_panels.Panel(13, _("Calls"), "channels.calls_of_contact", LOG_CALLS)
)
inbox_companions.register(
    inbox_companions.Companion("calls", going_along.said, going_along.join, going_along.part)
)

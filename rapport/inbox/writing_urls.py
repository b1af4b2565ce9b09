"""Routes of what helps to write an answer."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts import bin
from rapport.accounts.settings_pages import SettingsPage, register
from rapport.inbox import macro_deeds as macro_deeds  # registers what macros can do
from rapport.inbox.models import Macro, Template
from rapport.inbox.permissions import KEEP_TEMPLATES, REPLY
from rapport.inbox.views import (
    going,
    kept_settings,
    macros,
    names,
    presence,
    second_look,
    signatures,
    slash,
)

ONE = "inbox/<int:number>/"
TEMPLATES = "settings/templates/"
MACROS = "settings/macros/"

urlpatterns = [
    path(ONE + "presence/", presence.presence, name="inbox.presence"),
    path(ONE + "second-look/", second_look.of_answer, name="inbox.second_look"),
    path("inbox/new/second-look/", second_look.of_new_mail, name="inbox.second_look_new"),
    path(ONE + "slash/", slash.at_answer, name="inbox.slash"),
    path(ONE + "slash/<int:pk>/", slash.into_answer, name="inbox.put_in"),
    path("inbox/new/slash/", slash.at_new_mail, name="inbox.slash_new"),
    path("inbox/new/slash/<int:pk>/", slash.into_new_mail, name="inbox.put_in_new"),
    path(ONE + "macros/<int:pk>/run/", macros.run, name="inbox.macro_run"),
    path(ONE + "macros/runs/<int:pk>/undo/", macros.undo, name="inbox.macro_undo"),
    path(ONE + "objections/", going.objections, name="inbox.objections"),
    path(ONE + "messages/<int:pk>/again/", going.again, name="inbox.again"),
    path(ONE + "names/", names.names, name="inbox.names"),
    path("settings/signatures/", signatures.index, name="inbox.signatures"),
    path(TEMPLATES, kept_settings.template_list, name="inbox.templates"),
    path(TEMPLATES + "new/", kept_settings.new_template, name="inbox.new_template"),
    path(TEMPLATES + "<int:pk>/", kept_settings.template, name="inbox.template"),
    path(TEMPLATES + "<int:pk>/bin/", kept_settings.bin_template, name="inbox.bin_template"),
    path(MACROS, kept_settings.macro_list, name="inbox.macros"),
    path(MACROS + "runs/", macros.runs, name="inbox.macro_runs"),
    path(MACROS + "new/", kept_settings.new_macro, name="inbox.new_macro"),
    path(MACROS + "<int:pk>/", kept_settings.macro, name="inbox.macro"),
    path(MACROS + "<int:pk>/bin/", kept_settings.bin_macro, name="inbox.bin_macro"),
]

_GROUP = _("Conversations")
register(
    SettingsPage(
        27, _("Templates"), _("Answers kept once, in several languages"), "note",
        "inbox.templates", KEEP_TEMPLATES, _GROUP,
    )
)  # fmt: skip
register(
    SettingsPage(
        28, _("Macros"), _("Several acts under one name"), "list", "inbox.macros",
        KEEP_TEMPLATES, _GROUP,
    )
)  # fmt: skip
register(
    SettingsPage(
        29, _("Signatures"), _("What stands under your letters"), "edit", "inbox.signatures",
        REPLY, _GROUP,
    )
)  # fmt: skip
bin.register(bin.Kind(Template, KEEP_TEMPLATES))
bin.register(bin.Kind(Macro, KEEP_TEMPLATES))

"""Routes of what the list of conversations is sorted and kept by."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts import bin
from rapport.accounts.settings_pages import SettingsPage, register
from rapport.inbox import panels
from rapport.inbox.models import Label
from rapport.inbox.operations import labels
from rapport.inbox.permissions import SEE_INBOX, TIDY_LABELS
from rapport.inbox.views import label_settings, sorting

ONE = "inbox/<int:number>/"
LABELS = "settings/labels/"

urlpatterns = [
    path(ONE + "sorting/", sorting.panel, name="inbox.sorting"),
    path(ONE + "label/", sorting.label, name="inbox.label"),
    path(ONE + "priority/", sorting.priority, name="inbox.priority"),
    path(LABELS, label_settings.index, name="inbox.labels"),
    path(LABELS + "<int:pk>/", label_settings.label, name="inbox.settings_label"),
    path(LABELS + "<int:pk>/merge/", label_settings.merge, name="inbox.merge_label"),
    path(LABELS + "<int:pk>/bin/", label_settings.binning, name="inbox.bin_label"),
]

panels.panel(panels.Panel(5, _("Labels and priority"), "inbox.sorting", SEE_INBOX))
register(
    SettingsPage(
        26, _("Labels"), _("Words on conversations: named, coloured, merged"), "list",
        "inbox.labels", TIDY_LABELS, _("Conversations"),
    )
)  # fmt: skip
bin.register(bin.Kind(Label, TIDY_LABELS, labels.restore))

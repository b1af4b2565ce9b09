"""Routes of what the list of conversations is sorted and kept by."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.accounts import bin
from rapport.accounts.settings_pages import SettingsPage, register
from rapport.inbox import panels
from rapport.inbox import sorting_stories as sorting_stories
from rapport.inbox.models import CustomField, Label, SavedView
from rapport.inbox.operations import labels
from rapport.inbox.operations import saved_views as keeping
from rapport.inbox.permissions import DEFINE_FIELDS, SEE_INBOX, TIDY_LABELS
from rapport.inbox.views import (
    bulk,
    bulk_act,
    field_settings,
    fields,
    label_settings,
    listing,
    reading,
    saved_views,
    sorting,
)

ONE = "inbox/<int:number>/"
FIELDS = "settings/fields/"
LABELS = "settings/labels/"
VIEWS = "inbox/views/"
ACTS = "inbox/acts/"

urlpatterns = [
    path("inbox/filters/", listing.filters, name="inbox.filters"),
    path("inbox/labels/", sorting.names, name="inbox.label_names"),
    path(VIEWS, saved_views.index, name="inbox.views"),
    path(VIEWS + "counts/", saved_views.counts, name="inbox.view_counts"),
    path(VIEWS + "<int:pk>/", saved_views.view, name="inbox.view"),
    path(VIEWS + "<int:pk>/asks/", saved_views.asks, name="inbox.view_asks"),
    path(VIEWS + "<int:pk>/place/", saved_views.place, name="inbox.place_view"),
    path(VIEWS + "<int:pk>/first/", saved_views.first, name="inbox.first_view"),
    path(VIEWS + "<int:pk>/bin/", saved_views.binning, name="inbox.bin_view"),
    path("inbox/matching/", bulk.matching, name="inbox.matching"),
    path("inbox/bulk/members/", bulk.members, name="inbox.bulk_members"),
    path("inbox/bulk/", bulk.choose, name="inbox.bulk"),
    path(ACTS + "<int:pk>/", bulk_act.act, name="inbox.act"),
    path(ACTS + "<int:pk>/stop/", bulk_act.stop, name="inbox.stop_act"),
    path(ACTS + "<int:pk>/undo/", bulk_act.undo, name="inbox.undo_act"),
    path(ONE + "unread/", reading.keep_unread, name="inbox.keep_unread"),
    path(ONE + "sorting/", sorting.panel, name="inbox.sorting"),
    path(ONE + "label/", sorting.label, name="inbox.label"),
    path(ONE + "priority/", sorting.priority, name="inbox.priority"),
    path(ONE + "fields/", fields.fields, name="inbox.fill_in"),
    path(FIELDS, field_settings.index, name="inbox.fields"),
    path(FIELDS + "<int:pk>/", field_settings.field, name="inbox.settings_field"),
    path(FIELDS + "<int:pk>/bin/", field_settings.binning, name="inbox.bin_field"),
    path(LABELS, label_settings.index, name="inbox.labels"),
    path(LABELS + "<int:pk>/", label_settings.label, name="inbox.settings_label"),
    path(LABELS + "<int:pk>/merge/", label_settings.merge, name="inbox.merge_label"),
    path(LABELS + "<int:pk>/bin/", label_settings.binning, name="inbox.bin_label"),
]

panels.panel(panels.Panel(5, _("Labels and priority"), "inbox.sorting", SEE_INBOX))
register(
    SettingsPage(
        26, _("Labels"), _("Words on conversations: named, coloured, merged"), "tag",
        "inbox.labels", TIDY_LABELS, _("Conversations"),
    )
)  # fmt: skip
register(
    SettingsPage(
        27, _("Fields of conversations"), _("What you want to know of each"), "list",
        "inbox.fields", DEFINE_FIELDS, _("Conversations"),
    )
)  # fmt: skip
bin.register(bin.Kind(CustomField, DEFINE_FIELDS))
bin.register(bin.Kind(SavedView, SEE_INBOX, keeping.restore))
bin.register(bin.Kind(Label, TIDY_LABELS, labels.restore))

"""Routes of chat under /w/<slug>/."""

from django.urls import path
from django.utils.translation import gettext_lazy as _

from rapport.channels import own_pages
from rapport.chat import signs as signs  # tells open pages
from rapport.chat.views import beside, hours, identity, widget

ALL = "settings/chats/"

urlpatterns = [
    path(ALL + "new/", widget.new, name="chat.new"),
    path(ALL + "<int:pk>/", widget.widget, name="chat.widget"),
    path(ALL + "<int:pk>/preview/", widget.preview, name="chat.preview"),
    path(ALL + "<int:pk>/hours/", hours.hours, name="chat.hours"),
    path(ALL + "<int:pk>/identity/", identity.identity, name="chat.identity"),
    path("inbox/<int:number>/visitor/", beside.beside, name="chat.beside"),
    path("inbox/<int:number>/visitor/answer/", beside.answer, name="chat.answer"),
    path("inbox/<int:number>/visitor/typing/", beside.typing, name="chat.typing"),
]

own_pages.register(
    own_pages.OwnPage(
        "chat", _("Web chat"), _("A small window on your own site; you answer here"),
        "chat.new", "chat.widget",
    )
)  # fmt: skip

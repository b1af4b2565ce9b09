"""Routes of what helps to write an answer."""

from django.urls import path

from rapport.inbox.views import presence, second_look

ONE = "inbox/<int:number>/"

urlpatterns = [
    path(ONE + "presence/", presence.presence, name="inbox.presence"),
    path(ONE + "second-look/", second_look.of_answer, name="inbox.second_look"),
    path("inbox/new/second-look/", second_look.of_new_mail, name="inbox.second_look_new"),
]

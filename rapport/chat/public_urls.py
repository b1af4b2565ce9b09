"""Routes under /chat/, outside any workspace: a company's site and its visitors ask there."""

from django.urls import path

from rapport.chat.views import files, frame, manners, visits

urlpatterns = [
    path("decline/<str:note>/", manners.decline, name="chat.decline"),
    path("<str:token>/loader.js", frame.loader, name="chat.loader"),
    path("<str:token>/", frame.frame, name="chat.frame"),
    path("<str:token>/visits/", visits.begin, name="chat.begin"),
    path("<str:token>/messages/", visits.messages, name="chat.messages"),
    path("<str:token>/files/", files.files_of, name="chat.files"),
    path("<str:token>/files/<str:note>/", files.file, name="chat.file"),
    path("<str:token>/identity/", manners.proof, name="chat.proof"),
    path("<str:token>/live/", visits.live, name="chat.live"),
    path("<str:token>/doing/", manners.doing, name="chat.doing"),
    path("<str:token>/about/", manners.about, name="chat.about"),
    path("<str:token>/transcript/", manners.transcript, name="chat.transcript"),
]

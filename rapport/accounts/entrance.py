"""Begin a session, in one way, so that each shows in the list of where one is signed in."""

from allauth.usersessions.models import UserSession
from django.contrib.auth import login, update_session_auth_hash
from django.http import HttpRequest

from rapport.accounts.models import User

BACKEND = "rapport.accounts.backends.Backend"


def enter(request: HttpRequest, user: User) -> None:
    """Sign somebody in who has just shown who they are."""
    login(request, user, backend=BACKEND)
    UserSession.objects.create_from_request(request)


def stay(request: HttpRequest, user: User) -> None:
    """Keep this session when all others of the person were ended."""
    update_session_auth_hash(request, user)
    UserSession.objects.create_from_request(request)

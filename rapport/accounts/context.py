"""What the shell around every staff page needs: the rail's places, banners, the person."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cache
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import Promise

from rapport.lib.permissions import REGISTRY, Permission
from rapport.lib.register import Register


@dataclass(frozen=True, slots=True)
class Place:
    """An entry of the left rail: shown to those who hold the permission.

    On a phone the bar has room for four, those `on_phone` first; the rest stands behind «More».
    """

    order: int
    label: str | Promise
    icon: str
    url_name: str
    permission: Permission
    shortcut: str = ""
    count: Callable[[Any], int] | None = None
    on_phone: bool = False


_places = Register[Place]()
place = _places.add


def shell(request: HttpRequest) -> dict[str, Any]:
    """Context of every page; nothing is queried unless a template asks."""
    member = getattr(request, "member", None)
    if member is None:
        return {"is_local": settings.IS_LOCAL}
    return {
        "is_local": settings.IS_LOCAL,
        "public_url": settings.PUBLIC_URL,
        "member": member,
        "workspace": request.workspace,  # type: ignore[attr-defined]
        "held": _held(member.role),
        "places": _open_to(member.role),
    }


@cache
def _held(role: str) -> frozenset[str]:
    """Names of the permissions of a role; both are settled once every app is loaded."""
    return frozenset(name for name, known in REGISTRY.items() if known.held_by(role))


@cache
def _open_to(role: str) -> tuple[Place, ...]:
    return tuple(_places.held_by(role))

"""What the portal's templates need: links that stay inside a preview, and days as one says them."""

from datetime import date
from typing import Any

from django import template
from django.urls import reverse
from django.utils import timezone

from rapport.chat.in_portal import Standing, chat_for
from rapport.portal.queries import days

register = template.Library()


@register.simple_tag(takes_context=True)
def portal_url(context: template.Context, name: str, **kwargs: Any) -> str:
    """The address of a portal page; in a preview, the same page inside the preview."""
    request = context["request"]
    slug = request.workspace.slug
    url = reverse(name, kwargs={"slug": slug, **kwargs})
    home = reverse("portal.home", kwargs={"slug": slug})
    return str(request.portal_root) + url.removeprefix(home)


@register.simple_tag(takes_context=True)
def portal_chat(context: template.Context) -> Standing | None:
    """Where they can chat with us as who they are; not in a preview, which is somebody else's."""
    request = context["request"]
    return None if request.previewer else chat_for(request.contact)


@register.filter
def spoken(day: date | None) -> str:
    """A day in the reader's language: 4 December."""
    return days.spoken(day, timezone.localdate()) if day else ""

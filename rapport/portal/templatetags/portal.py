"""Links inside the portal, which stay inside a preview."""

from typing import Any

from django import template
from django.urls import reverse

register = template.Library()


@register.simple_tag(takes_context=True)
def portal_url(context: template.Context, name: str, **kwargs: Any) -> str:
    """The address of a portal page; in a preview, the same page inside the preview."""
    request = context["request"]
    slug = request.workspace.slug
    url = reverse(name, kwargs={"slug": slug, **kwargs})
    home = reverse("portal.home", kwargs={"slug": slug})
    return str(request.portal_root) + url.removeprefix(home)

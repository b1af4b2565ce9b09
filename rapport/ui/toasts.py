"""Tell a person that something was done, and let them undo it."""

import json

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

TRIGGER = "HX-Trigger"


def toast(
    request: HttpRequest, response: HttpResponse, text: str, *, undo: str = "", tone: str = ""
) -> HttpResponse:
    """Show `text` with the response; `undo` is the URL that takes a POST to undo the act.

    A part swapped by htmx shows it at once; a redirect or refresh shows it on the next page.
    """
    if request.headers.get("HX-Request") and not _leaves_page(response):
        triggers = json.loads(response.headers.get(TRIGGER, "{}"))
        triggers["toast"] = {"text": str(text), "undo": undo, "tone": tone}
        response.headers[TRIGGER] = json.dumps(triggers)
    else:
        messages.info(request, text, extra_tags=f"{tone} undo={undo}" if undo else tone)
    return response


def _leaves_page(response: HttpResponse) -> bool:
    if 300 <= response.status_code < 400:
        return True
    return any(name in response.headers for name in ("HX-Redirect", "HX-Refresh", "HX-Location"))

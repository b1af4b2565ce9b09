"""Brevo names the files of a mail, and hands them over when they are asked for."""

from typing import Any
from urllib.parse import quote

from anymail.exceptions import AnymailAPIError
from anymail.inbound import AnymailInboundMessage
from anymail.webhooks.brevo import BrevoInboundWebhookView

from rapport.integrations import http

LARGEST = 30 * 1024 * 1024
SECONDS = 60.0


class Brevo(BrevoInboundWebhookView):  # type: ignore[misc]
    """As Anymail reads it, with files fetched by our own way out."""

    def _fetch_attachment(self, attachment: dict[str, Any]) -> Any:
        token = quote(str(attachment["DownloadToken"]), safe="")
        request = http.Request(
            "GET", f"{self.api_url}inbound/attachments/{token}", {"api-key": self.api_key},
        )  # fmt: skip
        answer = http.send(request, deadline=SECONDS, largest=LARGEST)
        if answer.status != 200:
            raise AnymailAPIError(f"Brevo did not hand over a file ({answer.status})")
        kind = answer.headers.get("content-type") or attachment["ContentType"]
        return AnymailInboundMessage.construct_attachment(
            content_type=kind, content=answer.content, filename=attachment.get("Name"),
            content_id=attachment.get("ContentID"),
        )  # fmt: skip

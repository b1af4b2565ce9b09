"""Amazon SES speaks through SNS. Anymail's readers for it want Amazon's own library, for what we
leave out: mails kept in S3, and subscriptions that confirm themselves."""

import json
import re
from datetime import datetime
from typing import Any

from anymail.webhooks.amazon_ses import AmazonSESInboundWebhookView, AmazonSESTrackingWebhookView
from anymail.webhooks.base import AnymailBaseWebhookView

from rapport.integrations import sns_signatures

_SNS = re.compile(r"https://sns\.[a-z0-9-]+\.amazonaws\.com(?:\.cn)?/\?[!-~]+")


class Inbound(AmazonSESInboundWebhookView):  # type: ignore[misc]
    """Mails that stand in the notification itself, up to 150 KB."""

    auto_confirm_enabled = False

    def __init__(self, **options: Any) -> None:
        AnymailBaseWebhookView.__init__(self, **options)


class Tracking(AmazonSESTrackingWebhookView):  # type: ignore[misc]
    """Bounces and complaints."""

    auto_confirm_enabled = False

    def __init__(self, **options: Any) -> None:
        AnymailBaseWebhookView.__init__(self, **options)


def check(body: bytes, *, at: datetime) -> None:
    """Raise `Unsigned` for what Amazon did not sign."""
    said = _read(body)
    if said is None:
        raise sns_signatures.Unsigned("it is not in Amazon's format")
    sns_signatures.check(said, at=at)


def confirmation(body: bytes) -> str:
    """Where a new subscription is confirmed: at Amazon's and nowhere else."""
    said = _read(body)
    if said is None or said.get("Type") != "SubscriptionConfirmation":
        return ""
    url = str(said.get("SubscribeURL", ""))
    return url if _SNS.fullmatch(url) else ""


def _read(body: bytes) -> dict[str, Any] | None:
    try:
        said = json.loads(body)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None

"""Every vendor we speak to, by its slug; and what needs no vendor."""

from rapport.integrations.providers.chat import Chat
from rapport.integrations.providers.meta_pages import Instagram, Messenger
from rapport.integrations.providers.meta_whatsapp import WhatsAppCloud
from rapport.integrations.providers.phone import CallWebhook, TwilioVoice
from rapport.integrations.providers.protocols import Provider
from rapport.integrations.providers.telegram import Telegram
from rapport.integrations.providers.twilio import Sms, WhatsApp
from rapport.integrations.providers.webhook import Webhook
from rapport.integrations.providers.x import X

_ALL: tuple[Provider, ...] = (
    Sms(), WhatsAppCloud(), WhatsApp(), Telegram(), Messenger(), Instagram(), X(), Webhook(),
    TwilioVoice(), CallWebhook(),
)  # fmt: skip
PROVIDERS: dict[str, Provider] = {provider.slug: provider for provider in _ALL}
# Ours from end to end: nobody's server stands between.
OWN: dict[str, Provider] = {Chat.slug: Chat()}


def speaker(slug: str) -> Provider:
    """Whoever brings and takes the messages of a channel."""
    return OWN.get(slug) or PROVIDERS[slug]

"""Every vendor we speak to, by its slug."""

from rapport.integrations.providers.protocols import Provider
from rapport.integrations.providers.telegram import Telegram
from rapport.integrations.providers.twilio import Sms, WhatsApp
from rapport.integrations.providers.webhook import Webhook

_ALL: tuple[Provider, ...] = (Sms(), WhatsApp(), Telegram(), Webhook())
PROVIDERS: dict[str, Provider] = {provider.slug: provider for provider in _ALL}

"""Every vendor we speak to, by its slug."""

from rapport.integrations.providers.protocols import Provider
from rapport.integrations.providers.telegram import Telegram
from rapport.integrations.providers.webhook import Webhook

PROVIDERS: dict[str, Provider] = {provider.slug: provider for provider in (Telegram(), Webhook())}

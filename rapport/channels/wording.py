"""What people read about the fields of vendors' accounts."""

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

LABELS: dict[str, str | Promise] = {
    "url": _("Address that takes our answers"),
    "secret": _("Signing secret"),
    "bot_token": _("Bot token"),
    "account_sid": _("Account SID"),
    "auth_token": _("Auth token"),
    "sender": _("Our number"),
    "number_id": _("Phone number ID"),
    "access_token": _("Access token"),
    "app_secret": _("App secret"),
    "verify_word": _("Verify token"),
    "page_id": _("Page ID"),
    "app_id": _("App ID"),
    "business_id": _("WhatsApp Business account ID"),
    "instagram_id": _("Instagram account ID"),
    "account_id": _("Account ID"),
    "consumer_key": _("API key"),
    "consumer_secret": _("API key secret"),
    "user_token": _("Access token"),
    "token_secret": _("Access token secret"),
    "word": _("Word that Telegram sends back"),
}
HINTS: dict[tuple[str, str], str | Promise] = {
    ("x", "account_id"): _("The number of the account, not its name."),
    ("whatsapp", "number_id"): _("Under WhatsApp, API Setup; not the number itself."),
    ("whatsapp", "access_token"): _("Of a system user; those of a person end after a day."),
    ("whatsapp", "business_id"): _("Needed for templates. Under WhatsApp, API Setup."),
    ("whatsapp", "app_id"): _("With it, “Try it out” tells Meta our address by itself."),
    ("messenger", "app_id"): _("With it, “Try it out” tells Meta our address by itself."),
    ("instagram", "app_id"): _("With it, “Try it out” tells Meta our address by itself."),
    ("sms", "sender"): _("With its country, as +4930123456."),
    ("twilio-whatsapp", "sender"): _("With its country, as +4930123456."),
    ("webhook", "url"): _("We send what you answer there, signed. Empty: it only takes in."),
}
# Of vendors that list nothing of what they could not bring.
NO_RECALL: dict[str, str | Promise] = {
    "whatsapp": _("WhatsApp lists nothing; it brings what did not reach us for up to 7 days."),
    "webhook": _("The other system has to send again what did not reach us."),
    "calls": _("The other system has to send again what did not reach us."),
    "twilio-voice": _("Of calls Twilio tells once; look into its call log after an outage."),
}
KEPT = _("Kept encrypted and never shown again. Leave it empty to keep the saved one.")
MADE_UP = _("Leave it empty, and we make one up and show it once.")
WHAT: dict[str, str | Promise] = {
    "sms": _("From and to any phone, by a number that you rent from Twilio"),
    "whatsapp": _("Your own WhatsApp Business number at Meta"),
    "messenger": _("Who writes to your Facebook page"),
    "instagram": _("Who writes to your Instagram account"),
    "x": _("Direct messages to your account; X asks money for this"),
    "twilio-whatsapp": _("Where Twilio already brings you WhatsApp"),
    "telegram": _("A bot that people and groups write to"),
    "webhook": _("Your own system, or any that speaks Standard Webhooks"),
    "twilio-voice": _("Calls of a number at Twilio: missed ones wait for you to call back"),
    "calls": _("Calls of any telephone exchange that can send signed webhooks"),
}

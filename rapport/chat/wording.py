"""What the widget says once it runs; in the language that is active."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """By the name under which the script asks for it."""
    return {
        "you": _("You"),
        "waiting": _("Not sent yet; it goes out by itself."),
        "failed": _("This could not be sent."),
        "again": _("Try again"),
        "tooLong": _("That is too long for one message. Please send it in parts."),
        "tooMany": _("Those were many messages. They go out in a moment."),
        "offline": _("No connection. What you write is kept and goes out later."),
        "typing": _("%(name)s is writing…"),
        "somebody": _("Somebody"),
        "open": _("Open the chat"),
        "close": _("Close the chat"),
        "unread": _("New answer"),
        "kept": _("Thank you. We write to you there if you have to leave."),
        "wrongAddress": _("This is no mail address yet."),
        "gone": _("This chat is closed."),
        "copy": _("chat.txt"),
        "remove": _("Remove"),
        "save": _("Save"),
        "notFetched": _("This file could not be fetched. Try again in a moment."),
        "fileGone": _("This file is not in your browser any more. Please attach it again."),
        "tooManyFiles": _("These are more files than go with one message."),
        "wrongKind": _("%(name)s is of a kind that is not taken here."),
        "tooLarge": _("%(name)s is too large."),
    }

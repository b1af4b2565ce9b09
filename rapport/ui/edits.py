"""What `<inline-edit>` is answered when two people write the same field."""

from django.http import JsonResponse
from django.utils.translation import gettext as _


def changed_meanwhile(text: str, value: str) -> JsonResponse:
    """Nothing was written: somebody else was faster. The person sees both and chooses."""
    answer = {
        "error": _("Somebody has changed this meanwhile, to “%(theirs)s”.") % {"theirs": text},
        "theirs": {"text": text, "value": value},
        "keep": _("Keep mine"),
        "take": _("Take theirs"),
    }
    return JsonResponse(answer, status=409)

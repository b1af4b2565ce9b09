"""What a channel takes of files, in words."""

from django.utils.translation import gettext as _

from rapport.files.types import BY_ENDING
from rapport.integrations.providers.limits import MB
from rapport.integrations.providers.protocols import Provider, Sends


def files_said(speaks: Provider) -> list[tuple[str, str]]:
    """[(which files, up to how large)]; empty where none go this way."""
    if not isinstance(speaks, Sends):
        return []
    return [(_endings(kind.types), _size(kind.largest)) for kind in speaks.files.kinds]


def _endings(types: tuple[str, ...]) -> str:
    """As people know them: .pdf rather than a media type."""
    if not types:
        return _("any file")
    return ", ".join(ending for ending, kind in BY_ENDING.items() if kind in types)


def _size(largest: int) -> str:
    if largest < MB:
        return _("up to %(n)s KB") % {"n": largest // 1024}
    return _("up to %(n)s MB") % {"n": largest // MB}

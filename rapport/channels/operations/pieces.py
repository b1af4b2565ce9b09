"""What a message goes out in: its words and its files, as its vendor takes them. One row each, made
at the first try, so that whatever is tried again is only what has not arrived."""

from collections.abc import Sequence

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.utils.translation import gettext as _

from rapport.channels.models import Handle, Sending, TemplateUse
from rapport.files import disk, types
from rapport.files.models import StoredFile
from rapport.inbox import carriers
from rapport.inbox.models import Attachment, Dispatch, Message
from rapport.integrations.providers.limits import MB, Files
from rapport.integrations.providers.protocols import Sends
from rapport.integrations.providers.records import Enclosed, Filled, NotTaken
from rapport.lib.inserting import insert_unless_there

SALT = "channels.file"
# As long as a vendor may keep a message waiting before it fetches the file.
GOOD_FOR_SECONDS = 4 * 3600


def of(dispatch: Dispatch, message: Message, handle: Handle, speaks: Sends) -> list[Sending]:
    """Its pieces in their order, the same at every try."""
    rows = Sending.objects.filter(dispatch=dispatch).order_by("place")
    if known := list(rows):
        return known
    with transaction.atomic():
        for place, (has_text, ids) in enumerate(_cut(message, speaks)):
            insert_unless_there(
                Sending(
                    workspace_id=dispatch.workspace_id, dispatch=dispatch, handle=handle,
                    place=place, has_text=has_text, attachments=ids,
                )
            )  # fmt: skip
    return list(rows.all())


def label_of(piece: Sending) -> str:
    """What it is called at the message: its files, or its words."""
    names = [attachment.file.name for attachment in _attached(piece)]
    return ", ".join(names) if names else _("the words")


def enclosed(piece: Sending, speaks: Sends) -> tuple[Enclosed, ...]:
    """Its files, with their bytes or with an address at which the vendor fetches them."""
    return tuple(_enclosed(piece, attachment, speaks.files) for attachment in _attached(piece))


def template_of(message: Message) -> Filled | None:
    """The template that it was made of."""
    use = TemplateUse.objects.filter(message=message).first()
    if use is None:
        return None
    values = tuple((part, name, words) for part, name, words in use.values)
    return Filled(use.key, use.name, use.language, values)


def objections(
    files: Sequence[StoredFile], vendor: str, limits: Files, *, can_be_fetched: bool
) -> list[carriers.Objection]:
    """Which of these would not go, and what to do instead."""
    found = []
    for place, file in enumerate(files, 1):
        why = _against(file, vendor, limits)
        if not why and limits.are_fetched and not can_be_fetched:
            why = _(
                "%(vendor)s fetches files from this Rapport, which has no public https address."
            )
        if not why and place > limits.most:
            why = _("%(vendor)s takes %(most)s files with one message. Send it with the next one.")
        if why:
            said = why % {"vendor": vendor, "most": limits.most}
            found.append(carriers.Objection(file.name, said))
    return found


def opened(key: str) -> tuple[int, int] | None:
    """Which piece and which attachment an address means; None where it is made up or too old."""
    try:
        piece, attachment = signing.loads(key, salt=SALT, max_age=GOOD_FOR_SECONDS)
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(piece), int(attachment)


def _cut(message: Message, speaks: Sends) -> list[tuple[bool, list[int]]]:
    """[(whether the words go with it, ids of attachments)]. Words go under the file where that is
    the only one and takes them, else before."""
    attachments = list(_rows(message))
    ids = [one.pk for one in attachments]
    has_text = bool(message.text.strip())
    if not ids:
        return [(True, [])]
    if speaks.files.go_together:
        return [(True, ids)]
    if len(ids) == 1 and has_text and _takes_words(attachments[0], message.text, speaks.files):
        return [(True, ids)]
    return [*([(True, [])] if has_text else []), *((False, [pk]) for pk in ids)]


def _takes_words(attachment: Attachment, text: str, limits: Files) -> bool:
    kind = limits.kind_of(attachment.file.content_type, attachment.file.size)
    return kind is not None and len(text.strip()) <= kind.caption


def _rows(message: Message) -> list[Attachment]:
    rows = Attachment.objects.filter(message=message, is_inline=False)
    return list(rows.select_related("file").order_by("pk"))


def _attached(piece: Sending) -> list[Attachment]:
    if not piece.attachments:
        return []
    rows = Attachment.objects.filter(pk__in=piece.attachments, message=piece.dispatch.message)
    return list(rows.select_related("file").order_by("pk"))


def _enclosed(piece: Sending, attachment: Attachment, limits: Files) -> Enclosed:
    file = attachment.file
    kind = limits.kind_of(file.content_type, file.size)
    if kind is None:
        raise NotTaken(_("it is not a file that goes this way"))
    known = (kind.name, file.name, file.content_type, file.size)
    if limits.are_fetched:
        key = signing.dumps([piece.pk, attachment.pk], salt=SALT)
        return Enclosed(*known, url=f"{settings.PUBLIC_URL}/hooks/files/{key}/")
    try:
        return Enclosed(*known, content=disk.read(file))
    except FileNotFoundError:
        raise NotTaken(_("the file is not there any more")) from None


def _against(file: StoredFile, vendor: str, limits: Files) -> str:
    largest = limits.largest(file.content_type)
    if not limits.kinds:
        return _("%(vendor)s takes no files. Send it by mail, or send a link.")
    if not largest:
        kind = _kind_said(file)
        return _("%(vendor)s takes no %(kind)s. Send it by mail, or send a link.") % {
            "vendor": "%(vendor)s", "kind": kind,
        }  # fmt: skip
    if file.size > largest:
        said = _("%(vendor)s takes such files up to %(n)s MB, and this one has %(size)s MB. ")
        said += _("Make it smaller, or send it by mail or as a link.")
        size = {"n": _megabytes(largest), "size": _megabytes(file.size)}
        return said % {"vendor": "%(vendor)s", **size}
    return ""


def _kind_said(file: StoredFile) -> str:
    ending = file.name.rpartition(".")[2].lower()
    if "." in file.name and ending.isalnum() and len(ending) <= 5:
        return _("files ending in .%(ending)s") % {"ending": ending}
    return _("files of this kind") if file.content_type == types.UNKNOWN else file.content_type


def _megabytes(size: int) -> str:
    return f"{size / MB:.1f}".removesuffix(".0")

"""Fetch the files of a message from its vendor: a few times, and told if it came to nothing. The
message is there without waiting for them."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext as _

from rapport.channels.models import Arrival, Enclosure
from rapport.channels.operations import accounts
from rapport.events.actor import SYSTEM, Acts
from rapport.files.models import StoredFile
from rapport.files.operations import files
from rapport.inbox.models import Attachment, Message
from rapport.inbox.operations import receiving
from rapport.integrations.providers.protocols import Keeps
from rapport.integrations.providers.records import File, NotNow, NotTaken, RemoteFile
from rapport.lib.refusal import Refused

PAUSES = [timedelta(minutes=n) for n in (1, 5, 30, 120)]
LARGEST = 25 * 1024 * 1024
MOST = 20


def note(arrival: Arrival, wanted: Sequence[RemoteFile], *, at: datetime) -> None:
    """Write down what is to be fetched, in the transaction of the message; what is here already
    hangs on it at once."""
    _attach_known(arrival, [one.ref for one in wanted if one.is_here][:MOST])
    rows = [
        Enclosure(
            workspace_id=arrival.workspace_id, arrival=arrival, ref=one.ref, name=one.name[:255],
            content_type=one.content_type[:120], next_try_at=at,
        )
        for one in [one for one in wanted if not one.is_here][:MOST]
    ]  # fmt: skip
    if rows:
        Enclosure.objects.bulk_create(rows)


def _attach_known(arrival: Arrival, tokens: Sequence[str]) -> None:
    """A file hangs on one message alone."""
    if not tokens:
        return
    taken = Attachment.objects.values("file")
    free = StoredFile.objects.filter(token__in=tokens).exclude(pk__in=taken)
    found = {file.token: file for file in free}
    Attachment.objects.bulk_create(
        Attachment(workspace_id=arrival.workspace_id, message=arrival.message, file=found[token])
        for token in tokens
        if token in found
    )


def fetch(enclosure: Enclosure, *, at: datetime) -> None:
    """Ask for one file once; the channel's own dialect knows where."""
    delivery = enclosure.arrival.delivery
    speaks = delivery.channel.speaks
    try:
        if not isinstance(speaks, Keeps):
            raise NotTaken("this channel gives no files")
        wanted = RemoteFile(enclosure.ref, enclosure.name, enclosure.content_type)
        largest = min(settings.MAX_UPLOAD_BYTES, LARGEST)
        file = speaks.fetch(wanted, accounts.opened(delivery.channel), largest)
        _attach(enclosure, file, at)
    except files.DiskFull as error:
        _later(enclosure, str(error), at)
    except NotNow as error:
        _later(enclosure, str(error), at)
    except (NotTaken, Refused) as error:
        _give_up(enclosure, str(error), at)


@transaction.atomic
def _attach(enclosure: Enclosure, file: File, at: datetime) -> None:
    """The row goes and the file comes together: fetched twice, it is attached once."""
    if not Enclosure.objects.filter(pk=enclosure.pk).delete()[0]:
        return
    message = enclosure.arrival.message
    by: Acts = message.contact or SYSTEM
    stored = files.store(
        message.workspace, name=enclosure.name or _unnamed(enclosure, file), content=file.content,
        by=by, at=at, content_type=enclosure.content_type or file.content_type,
    )  # fmt: skip
    Attachment(workspace=message.workspace, message=message, file=stored).save()


def _unnamed(enclosure: Enclosure, file: File) -> str:
    """A name by which a person can tell what it is: messengers give pictures none."""
    kind = (enclosure.content_type or file.content_type).partition(";")[0].strip()
    ending = _ENDINGS.get(kind, "")
    return f"{kind.partition('/')[0] or 'file'}{ending}"


_ENDINGS = {
    "image/jpeg": ".jpg", "image/png": ".png", "image/webp": ".webp", "image/gif": ".gif",
    "audio/ogg": ".ogg", "audio/mpeg": ".mp3", "audio/amr": ".amr", "audio/mp4": ".m4a",
    "video/mp4": ".mp4", "video/3gpp": ".3gp", "application/pdf": ".pdf", "text/vcard": ".vcf",
}  # fmt: skip


def _later(enclosure: Enclosure, said: str, at: datetime) -> None:
    if enclosure.tries >= len(PAUSES):
        _give_up(enclosure, said, at)
        return
    pause = PAUSES[enclosure.tries]
    Enclosure.objects.filter(pk=enclosure.pk, tries=enclosure.tries).update(
        tries=enclosure.tries + 1, next_try_at=at + pause
    )


@transaction.atomic
def _give_up(enclosure: Enclosure, said: str, at: datetime) -> None:
    """Nobody must believe that there was no file: a note in the conversation says so."""
    rows = Enclosure.objects.filter(pk=enclosure.pk, given_up_at=None)
    if not rows.update(given_up_at=at):
        return
    message = enclosure.arrival.message
    name = enclosure.name or enclosure.content_type or _("a file")
    text = _("A file that came with this message could not be fetched: %(name)s (%(said)s).") % {
        "name": name, "said": said[:200],
    }  # fmt: skip
    told = Message(
        workspace=message.workspace, conversation=message.conversation, kind=Message.Kind.NOTE,
        from_name="Rapport", text=text, visible_text=text, written_at=at, created_at=at,
    )  # fmt: skip
    told.save(force_insert=True)
    receiving.live(message.conversation, told, is_new=False, at=at)

"""Who may fetch the files of a deliverable."""

from rapport.delivery.models import Deliverable, DeliverableFile
from rapport.files.models import StoredFile
from rapport.lib.reader import Reader


def sees_file(reader: Reader, file: StoredFile) -> bool:
    """Whoever sees the deliverable sees what was handed over with it."""
    held = DeliverableFile.objects.filter(
        file=file, deliverable__in=Deliverable.objects.visible_to(reader)
    )
    return held.exists()

"""The versions of a deliverable: files and decision of each."""

from dataclasses import dataclass

from rapport.delivery.models import Deliverable, DeliverableFile, SignOff
from rapport.files.models import StoredFile


@dataclass(frozen=True, slots=True)
class Version:
    """One handing over."""

    number: int
    files: list[StoredFile]
    sign_off: SignOff | None


def versions(deliverable: Deliverable) -> list[Version]:
    """Every version that was handed over, the newest first."""
    if deliverable.submitted_at is None:
        return []
    rows = DeliverableFile.objects.filter(deliverable=deliverable).select_related("file")
    files: dict[int, list[StoredFile]] = {}
    for row in rows.order_by("pk"):
        files.setdefault(row.version, []).append(row.file)
    said = SignOff.objects.filter(deliverable=deliverable).select_related("contact")
    decisions = {sign_off.version: sign_off for sign_off in said}
    return [
        Version(number, files.get(number, []), decisions.get(number))
        for number in range(deliverable.version, 0, -1)
    ]

"""A file that a visitor's browser brought in, before the message that it belongs to."""

from django.db import models

from rapport.chat.models.visitor import Visitor
from rapport.files.models import StoredFile
from rapport.workspaces.models import Owned, ScopedManager


class Upload(Owned):
    """Known by the id that the browser made for it: brought in twice, it is here once."""

    visitor = models.ForeignKey(
        Visitor, on_delete=models.CASCADE, related_name="uploads", db_index=False
    )
    key = models.CharField(max_length=40)
    file = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField()

    objects = ScopedManager()
    everywhere = models.Manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["visitor", "key"], name="upload_once")]
        indexes = [models.Index(fields=["created_at"], name="upload_age")]

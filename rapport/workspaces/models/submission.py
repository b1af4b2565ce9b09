"""A form that was taken: who sends it again gets no second one of what it made."""

from django.db import models

from rapport.workspaces.models.owned import Owned, ScopedManager


class Submission(Owned):
    """The fingerprint of a form's key and what was in it; nothing can be read from it."""

    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(db_index=True)

    objects = ScopedManager()

"""Addresses of static files that change when their content does."""

import hashlib
from functools import cache
from pathlib import Path

from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import StaticFilesStorage


class ManifestStorage(StaticFilesStorage):
    """Ends each address with a digest of the file, so that browsers never show an old one.

    Needs no collecting step: an installed wheel serves its files from where they lie.
    """

    def url(self, name: str | None) -> str:
        """The address of a file, with its digest where the file is found."""
        plain = super().url(name)
        digest = _digest(name or "")
        return f"{plain}?v={digest}" if digest else plain


@cache
def _digest(name: str) -> str:
    found = finders.find(name)
    if not isinstance(found, str):
        return ""
    return hashlib.sha256(Path(found).read_bytes()).hexdigest()[:10]

"""Short names that are still free."""

import re
import unicodedata
from itertools import count

from rapport.projects.models import Project
from rapport.workspaces.models import Workspace

LONGEST, ROOM = 8, 4


def free_key(workspace: Workspace, name: str) -> str:
    """A key made of a project's name that no project of the workspace has: «Booking app», BA."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    words = re.findall(r"[A-Z][A-Z0-9]*", plain)
    stem = "".join(word[0] for word in words)[:ROOM] if len(words) > 1 else "".join(words)[:ROOM]
    stem = stem or "P"
    taken = set(
        Project.objects.filter(workspace=workspace, key__startswith=stem).values_list(
            "key", flat=True
        )
    )
    candidates = (stem if n == 1 else f"{stem[: LONGEST - len(str(n))]}{n}" for n in count(1))
    return next(key for key in candidates if key not in taken)

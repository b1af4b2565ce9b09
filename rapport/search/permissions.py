"""Searching finds only what the reader may see anyway."""

from rapport.lib.permissions import permission
from rapport.lib.roles import EVERYONE

SEARCH = permission("search.use", EVERYONE)

"""A database that is ready for this version of Rapport."""

import time

from django.core.management import call_command
from django.db import connection
from django.db.utils import OperationalError

from rapport.lib import statistics


def prepare_database() -> None:
    """Migrate, make the cache table, count what is there. Retried for a moment: a crashed engine
    may be starting."""
    for attempt in range(10):
        try:
            call_command("migrate", verbosity=0, interactive=False)
            call_command("createcachetable", verbosity=0)
            statistics.gather()
        except OperationalError:
            if attempt == 9:
                raise
            time.sleep(1)
        else:
            break
    connection.close()

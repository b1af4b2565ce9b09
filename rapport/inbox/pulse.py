"""Whether anything was written since one last asked: so cheap that it is asked all the time."""

import asyncio
from concurrent.futures import ThreadPoolExecutor

from django.db import close_old_connections, connection

# SQLite tells what others committed, PostgreSQL which transactions are over.
_ASK = {"sqlite": "PRAGMA data_version", "postgresql": "SELECT pg_current_snapshot()::text"}
BEAT_SECONDS = 0.04


class Pulse:
    """Asks in one thread of its own: SQLite's answer compares with that of the same connection."""

    def __init__(self) -> None:
        self.thread = ThreadPoolExecutor(1, thread_name_prefix="pulse")
        self.last = ""

    async def felt(self, patience: float) -> bool:
        """Wait until something was written; False when nothing was for as long."""
        loop = asyncio.get_running_loop()
        until = loop.time() + patience
        while loop.time() < until:
            await asyncio.sleep(BEAT_SECONDS)
            now = await loop.run_in_executor(self.thread, _ask)
            if now != self.last:
                self.last = now
                return True
        return False


def _ask() -> str:
    close_old_connections()
    with connection.cursor() as cursor:
        cursor.execute(_ASK[connection.vendor])
        return str(cursor.fetchone()[0])

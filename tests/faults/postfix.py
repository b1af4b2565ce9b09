"""A real Postfix of its own on loopback, which hands everything over by LMTP."""

import os
import shutil
import subprocess
from pathlib import Path

from tests.living import free_port

MAIN = """
compatibility_level = 3.6
queue_directory = {root}/queue
data_directory = {root}/data
mail_owner = postfix
myhostname = mx.fernhill.example
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
mydestination =
virtual_mailbox_domains = fernhill.example
virtual_transport = lmtp:inet:127.0.0.1:{lmtp}
smtpd_relay_restrictions = permit_mynetworks, reject
maillog_file_prefixes = {root}
maillog_file = {root}/log
minimal_backoff_time = 1s
maximal_backoff_time = 2s
queue_run_delay = 1s
lmtp_connect_timeout = 2s
transport_retry_time = 1s
lmtp_destination_concurrency_failed_cohort_limit = 0
"""
SERVICES = (
    "{port} inet n - n - - smtpd", "cleanup unix n - n - 0 cleanup",
    "qmgr unix n - n 1 1 qmgr", "rewrite unix - - n - - trivial-rewrite",
    "bounce unix - - n - 0 bounce", "defer unix - - n - 0 bounce", "trace unix - - n - 0 bounce",
    "flush unix n - n 1000? 0 flush", "lmtp unix - - n - - lmtp", "error unix - - n - - error",
    "retry unix - - n - - error", "anvil unix - - n - 1 anvil", "scache unix - - n - 1 scache",
    "postlog unix-dgram n - n - 1 postlogd", "proxymap unix - - n - - proxymap",
    "tlsmgr unix - - n 1000? 1 tlsmgr",
)  # fmt: skip


class Postfix:
    """Runs for the time of a test; needs to be root, as Postfix does."""

    def __init__(self, root: Path, lmtp: int) -> None:
        self.root, self.port = root, free_port()
        for name in ("queue", "data", "etc"):
            (root / name).mkdir(parents=True)
        shutil.chown(root / "data", "postfix")
        for path in (root, *root.parents):
            if str(path).startswith("/tmp/"):
                path.chmod(path.stat().st_mode | 0o055)
        (root / "etc" / "main.cf").write_text(MAIN.format(root=root, lmtp=lmtp))
        services = "\n".join(SERVICES).format(port=f"127.0.0.1:{self.port}")
        (root / "etc" / "master.cf").write_text(services + "\n")

    @staticmethod
    def is_here() -> bool:
        return shutil.which("postfix") is not None and os.geteuid() == 0

    def __enter__(self) -> "Postfix":
        self._ask("start")
        return self

    def __exit__(self, *_: object) -> None:
        self._ask("stop")

    def waiting(self) -> int:
        """How many mails it has not handed over yet."""
        queue = self.root / "queue"
        names = ("incoming", "active", "deferred", "maildrop")
        return sum(path.is_file() for name in names for path in (queue / name).rglob("*"))

    def _ask(self, word: str) -> None:
        done = subprocess.run(
            ["postfix", "-c", str(self.root / "etc"), word], capture_output=True, text=True,
            timeout=60,
        )  # fmt: skip
        assert done.returncode == 0 or word == "stop", done.stderr

"""Postfix with a configuration, a queue and a port of its own; it delivers into Dovecot's boxes."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path
from typing import Self

from tests.living import free_port
from tests.mailworld.dovecot import Dovecot

MAIN = """
compatibility_level = 3.6
queue_directory = {folder}/queue
data_directory = {folder}/data
mail_owner = postfix
setgid_group = postdrop
maillog_file = {folder}/log/postfix.log
maillog_file_prefixes = {folder}
myhostname = mx.fernhill.example
mydestination =
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
mynetworks = 127.0.0.0/8
alias_maps =
virtual_mailbox_domains = fernhill.example, client.example
virtual_mailbox_base = {boxes}
virtual_mailbox_maps = texthash:{folder}/boxes
virtual_minimum_uid = 1
virtual_uid_maps = static:{uid}
virtual_gid_maps = static:{gid}
transport_maps = texthash:{folder}/transport
default_process_limit = 10
smtpd_client_connection_rate_limit = 0
"""
# Everybody's mail straight into a Maildir; of whom has a quota, through Dovecot's delivery agent.
MAPS = """studio@fernhill.example studio/
small@fernhill.example small/
ines@client.example ines/
"""
MASTER = """
127.0.0.1:{port} inet n - n - - smtpd
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
flush unix n - n 1000? 0 flush
proxymap unix - - n - - proxymap
showq unix n - n - - showq
error unix - - n - - error
retry unix - - n - - error
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
agent unix - n n - 4 pipe
  flags=DRhu user={owner} argv={folder}/deliver ${{sender}} ${{user}}
"""
# The uid of the boxes has no entry that the agent could look up: it is told where they are.
DELIVER = """#!/bin/sh
exec /usr/lib/dovecot/dovecot-lda -e -c {folder}/agent.conf -f "$1" \
  -o mail_location=maildir:{boxes}/"$2"
"""
AGENT = """
log_path = {folder}/log/agent.log
ssl = no
mail_plugins = quota
lda_mailbox_autocreate = yes
hostname = mx.fernhill.example
postmaster_address = postmaster@fernhill.example
plugin {{
  quota = maildir:User quota
  quota_rule = *:storage={quota_kb}K
}}
"""


class Postfix:
    """One server. Over its quota is only who is called `small`."""

    def __init__(self, dovecot: Dovecot, quota_kb: int) -> None:
        self._dovecot, self._quota_kb, self.port = dovecot, quota_kb, free_port()

    @staticmethod
    def is_here() -> bool:
        """Whether it is installed, and we are who may start it."""
        return Path("/usr/sbin/postfix").exists() and os.getuid() == 0

    def __enter__(self) -> Self:
        self.folder = Path(tempfile.mkdtemp(prefix="rapport-postfix-"))
        self.folder.chmod(0o755)
        fields = {
            "folder": self.folder, "boxes": self._dovecot.boxes, "uid": self._dovecot.uid,
            "gid": self._dovecot.gid, "owner": pwd.getpwuid(self._dovecot.uid).pw_name,
            "port": self.port, "quota_kb": self._quota_kb,
        }  # fmt: skip
        for name in ("queue", "data", "log"):
            (self.folder / name).mkdir()
        shutil.chown(self.folder / "data", "postfix")
        (self.folder / "log").chmod(0o777)
        (self.folder / "boxes").write_text(MAPS)
        (self.folder / "transport").write_text("small@fernhill.example agent:\n")
        texts = {"main.cf": MAIN, "master.cf": MASTER, "agent.conf": AGENT, "deliver": DELIVER}
        for name, text in texts.items():
            (self.folder / name).write_text(text.format(**fields).lstrip())
        (self.folder / "deliver").chmod(0o755)
        self._run("start")
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return self
            time.sleep(0.1)
        raise AssertionError(f"Postfix does not answer: {self.log()}")

    def __exit__(self, *_: object) -> None:
        self._run("stop")
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self) -> str:
        """What it says of itself."""
        path = self.folder / "log" / "postfix.log"
        return path.read_text() if path.exists() else ""

    def waiting(self) -> int:
        """How many mails are on their way."""
        queue = self.folder / "queue"
        parts = ("incoming", "active", "deferred", "maildrop")
        return sum(len([p for p in (queue / x).rglob("*") if p.is_file()]) for x in parts)

    def _run(self, word: str) -> None:
        done = subprocess.run(
            ["/usr/sbin/postfix", "-c", str(self.folder), word], capture_output=True, text=True
        )
        assert done.returncode == 0, done.stderr + self.log()

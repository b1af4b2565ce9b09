"""Dovecot with a configuration of its own: any user, one password, Maildirs in one folder."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from pathlib import Path

from tests.living import free_port

PASSWORD = "a-real-password"
CONFIG = """
protocols = imap
listen = 127.0.0.1
base_dir = {run}
state_dir = {run}/state
log_path = {folder}/dovecot.log
ssl = no
disable_plaintext_auth = no
auth_failure_delay = 0
default_internal_user = {internal}
default_login_user = {login}
default_internal_group = {group}
{unprivileged}
first_valid_uid = 1
mail_location = maildir:{folder}/boxes/%n
mailbox_list_index = no
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
  # Nobody guesses passwords here, who would have to be slowed down.
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={uid} gid={gid} home={folder}/boxes/%n
}}
"""


class Dovecot:
    """One server; `boxes` is where the Maildirs are."""

    def __enter__(self) -> "Dovecot":
        # Not pytest's folder: the mail user must be able to walk into it.
        self.folder = Path(tempfile.mkdtemp(prefix="rapport-mail-"))
        self.folder.chmod(0o755)
        self.boxes = self.folder / "boxes"
        self.boxes.mkdir()
        self.uid, self.gid = self._owner()
        os.chown(self.boxes, self.uid, self.gid)
        self.port = free_port()
        config = self.folder / "dovecot.conf"
        config.write_text(self._config())
        self.process = subprocess.Popen(["/usr/sbin/dovecot", "-F", "-c", str(config)])
        self._wait()
        return self

    def __exit__(self, *_: object) -> None:
        self.process.terminate()
        self.process.wait(10)
        shutil.rmtree(self.folder, ignore_errors=True)

    def log(self) -> str:
        path = self.folder / "dovecot.log"
        return path.read_text() if path.exists() else ""

    @staticmethod
    def is_here() -> bool:
        return Path("/usr/sbin/dovecot").exists()

    @staticmethod
    def _owner() -> tuple[int, int]:
        """Dovecot never reads mail as root."""
        if os.getuid():
            return os.getuid(), os.getgid()
        nobody = pwd.getpwnam("nobody")
        return nobody.pw_uid, nobody.pw_gid

    def _config(self) -> str:
        me = pwd.getpwuid(os.getuid()).pw_name
        is_root = os.getuid() == 0
        run = Path(tempfile.mkdtemp(prefix="dv-", dir=self.folder))
        run.chmod(0o755)
        return CONFIG.format(
            folder=self.folder, run=run, port=self.port, password=PASSWORD, uid=self.uid,
            gid=self.gid, unprivileged="",
            internal="dovecot" if is_root else me,
            login="dovenull" if is_root else me,
            group="dovecot" if is_root else me,
        )  # fmt: skip

    def _wait(self) -> None:
        for _ in range(100):
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", self.port)) == 0:
                    return
            time.sleep(0.1)
        raise AssertionError(f"Dovecot does not answer: {self.log()}")

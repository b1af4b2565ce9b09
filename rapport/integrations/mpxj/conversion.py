"""Turn a Project file into XML, in a child process with limits of time, memory and files."""

import os
import signal
import subprocess
import sys
import tempfile
from pathlib import Path

from rapport.integrations.mpxj.parts import Parts
from rapport.integrations.planfiles.records import PlanFileError
from rapport.integrations.planfiles.wording import gettext_noop as _

SECONDS = 60.0
CONVERTER = "org.mpxj.sample.MpxjConvert"
# One small machine inside this one: half a gigabyte for the plan, one processor, no shared files,
# and a lack of memory ends it at once.
OPTIONS = (
    "-Xmx512m", "-Xss2m", "-XX:MaxMetaspaceSize=128m", "-XX:ReservedCodeCacheSize=64m",
    "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:ActiveProcessorCount=1",
    "-XX:+ExitOnOutOfMemoryError", "-XX:-UsePerfData", "-XX:-CreateCoredumpOnCrash",
    "-Djava.awt.headless=true", "-Duser.timezone=UTC", "-Duser.language=en", "-Duser.country=GB",
)  # fmt: skip
OUT_OF_MEMORY = 3
LONGEST_COMPLAINT = 20_000
TOO_LARGE = _("This Project file takes more time or memory to read than the server allows."
              " Save it as XML in Microsoft Project.")  # fmt: skip
BROKEN = _("This Project file cannot be read; it may be damaged."
           " Save it as XML in Microsoft Project.")  # fmt: skip
LOCKED = _("This Project file is protected by a password. Save it without, or as XML.")


# A plan of one task. Files below half a kilobyte are not looked at: comments fill it up.
TRIAL = "\r\n".join(
    (
        "MPX,Microsoft Project for Windows,4.0,ANSI", *(["0," + "trial " * 16] * 5),
        "60,Name,Unique ID,Duration", "61,1,98,40", "70,Trial,1,1d", "",
    )
).encode()  # fmt: skip


def converted(data: bytes, parts: Parts) -> bytes:
    """The same plan as Microsoft Project XML.

    Raises `PlanFileError` with a sentence; whatever was begun is gone then.
    """
    with tempfile.TemporaryDirectory(prefix="rapport-plan-") as folder:
        source, target = Path(folder, "plan"), Path(folder, "plan.xml")
        source.write_bytes(data)
        _run(_command(parts, source, target), Path(folder))
        if not target.is_file():
            raise PlanFileError(BROKEN)
        return target.read_bytes()


def _command(parts: Parts, source: Path, target: Path) -> list[str]:
    folder = f"-Djava.io.tmpdir={source.parent}"
    jars = ("-cp", os.pathsep.join(parts.jars))
    return [parts.java, *OPTIONS, folder, *jars, CONVERTER, str(source), str(target)]


def _run(command: list[str], folder: Path) -> None:
    said = folder / "said"
    with said.open("wb") as out:
        child = subprocess.Popen(
            [sys.executable, "-P", "-m", "rapport.integrations.mpxj.child", *command],
            stdin=subprocess.DEVNULL,
            stdout=out,
            stderr=out,
            env=_environment(folder),
            cwd=folder,
            start_new_session=True,
        )
        try:
            code = child.wait(timeout=SECONDS)
        except subprocess.TimeoutExpired as late:
            raise PlanFileError(TOO_LARGE) from late
        finally:
            _end(child)
    if code:
        raise PlanFileError(_reason(code, said))


def _environment(folder: Path) -> dict[str, str]:
    """Nothing of the parent's surroundings: they hold keys and passwords."""
    package = str(Path(__file__).resolve().parents[3])
    return {"PYTHONPATH": package, "LANG": "C.UTF-8", "HOME": str(folder)}


def _end(child: subprocess.Popen[bytes]) -> None:
    """Whatever it, and what it may have started, is doing."""
    if child.poll() is None:
        os.killpg(child.pid, signal.SIGKILL)
        child.wait()


def _reason(code: int, said: Path) -> str:
    """Why it ended with this status: by what it says, and by what ended it."""
    with said.open("rb") as words:
        words.seek(max(0, said.stat().st_size - LONGEST_COMPLAINT))
        complaint = words.read().decode("utf-8", "replace")
    if code in (OUT_OF_MEMORY, -signal.SIGXCPU, -signal.SIGKILL) or _has_no_room(complaint):
        return TOO_LARGE
    return LOCKED if "password" in complaint.lower() else BROKEN


def _has_no_room(complaint: str) -> bool:
    return any(word in complaint for word in ("OutOfMemoryError", "File too large"))

"""Project's own files by the real MPXJ: plans in the old text format, and files that are broken."""

import subprocess
import tarfile
import time
from io import BytesIO
from pathlib import Path
from random import Random

import pytest

from rapport.integrations.mpxj import conversion, parts
from rapport.integrations.planfiles import mspdi
from rapport.integrations.planfiles.native import OLE2, is_native
from rapport.integrations.planfiles.records import PlanFileError

from .msproject import FOLDER

PLANS = 12


@pytest.fixture(scope="module")
def found():
    try:
        return parts.find()
    except parts.Missing as lack:
        pytest.skip(f"{lack} is not here")


pytestmark = [
    pytest.mark.quality,
    pytest.mark.skipif(not FOLDER.exists(), reason="the Microsoft Project corpus is not here"),
]


def _plans() -> list[bytes]:
    """So many plans of Microsoft Project as XML, evenly out of all."""
    with tarfile.open(FOLDER / "mspdi.tar.gz") as archive:
        members = sorted((one for one in archive if one.isfile()), key=lambda one: one.name)
        chosen = members[:: max(1, len(members) // PLANS)][:PLANS]
        return [archive.extractfile(one).read() for one in chosen]


def _as_mpx(xml: bytes, found: parts.Parts, folder: Path) -> bytes:
    source, target = folder / "plan.xml", folder / "plan.mpx"
    source.write_bytes(xml)
    jars = ":".join(found.jars)
    command = [found.java, "-cp", jars, conversion.CONVERTER, str(source), str(target)]
    subprocess.run(command, check=True, capture_output=True, timeout=60)
    return target.read_bytes()


def _outline(plan) -> list[tuple[str, bool, int | None]]:
    return [(task.name, task.milestone, task.duration_minutes) for task in plan.tasks]


def test_plans_come_through_the_old_text_format(found, tmp_path, capsys):
    same, tasks, differing, seconds = 0, 0, 0, []
    plans = _plans()
    for xml in plans:
        old = _as_mpx(xml, found, tmp_path)
        assert is_native(old)
        began = time.monotonic()
        now = mspdi.read(BytesIO(conversion.converted(old, found)))
        seconds.append(time.monotonic() - began)
        then = mspdi.read(BytesIO(xml))
        assert [task.name.strip() for task in now.tasks] == [
            task.name.strip() for task in then.tasks
        ]
        pairs = list(zip(_outline(now), _outline(then), strict=True))
        tasks += len(pairs)
        differing += sum(one[1:] != other[1:] for one, other in pairs)
        same += all(one[1:] == other[1:] for one, other in pairs)
    with capsys.disabled():
        print(
            f"\n{same} of {len(plans)} plans the same, {differing} of {tasks} tasks of another "
            f"length; {max(seconds):.1f} s at most"
        )
    assert differing <= tasks * 0.05
    assert max(seconds) < 20


def test_broken_files_end_in_a_sentence(found):
    chance = Random(1)
    for _ in range(6):
        head = OLE2 + b"\0" * 16 + b"\x3e\0\x03\0\xfe\xff\x09\0\x06\0" + b"\0" * 10
        noise = chance.randbytes(chance.randrange(2_000, 60_000))
        with pytest.raises(PlanFileError):
            conversion.converted(head + b"MSProject.MPP14\0" + noise, found)

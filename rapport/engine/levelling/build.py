"""`python -m rapport.engine.levelling.build`: compile the kernel where there is a C compiler.

Without one nothing happens: the same search then runs in Python. The file is named for its
source, so that a kernel of another source is never loaded.
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("kernel.c")
FLAGS = ("-O3", "-std=c11", "-shared", "-fPIC")


def compiled() -> Path:
    """Where the compiled kernel of the present source stands, if it was built."""
    digest = hashlib.sha256(SOURCE.read_bytes()).hexdigest()[:12]
    return SOURCE.with_name(f"kernel-{digest}.so")


def build() -> Path | None:
    """Compile the kernel unless it is there; `None` where that is not possible."""
    target = compiled()
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    if target.exists() or not compiler:
        return target if target.exists() else None
    fresh = target.with_suffix(f".{os.getpid()}")
    command = [compiler, *FLAGS, "-o", str(fresh), str(SOURCE)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=120, check=False)
        if done.returncode:
            return None
        fresh.replace(target)
        for old in set(SOURCE.parent.glob("kernel-*.so")) - {target}:
            old.unlink(missing_ok=True)
    except (OSError, subprocess.TimeoutExpired):
        return None
    finally:
        fresh.unlink(missing_ok=True)
    return target


if __name__ == "__main__":
    build()

"""`python -m rapport.engine.levelling.build`: compile the kernels where there is a C compiler.

Without one nothing happens: the same search then runs in Python, and several modes are left to
the solver. A file is named for its source, so that a kernel of another source is never loaded.
"""

import hashlib
import os
import shutil
import subprocess
from pathlib import Path

SOURCE = Path(__file__).with_name("kernel.c")
MODES = Path(__file__).with_name("modes.c")
FLAGS = ("-O3", "-std=c11", "-shared", "-fPIC")


def compiled(source: Path | None = None) -> Path:
    """Where the compiled kernel of a present source stands, if it was built."""
    source = source or SOURCE
    digest = hashlib.sha256(source.read_bytes()).hexdigest()[:12]
    return source.with_name(f"{source.stem}-{digest}.so")


def build(source: Path | None = None) -> Path | None:
    """Compile a kernel unless it is there; `None` where that is not possible."""
    source = source or SOURCE
    target = compiled(source)
    compiler = next(filter(None, map(shutil.which, ("cc", "gcc", "clang"))), None)
    if target.exists() or not compiler:
        return target if target.exists() else None
    fresh = target.with_suffix(f".{os.getpid()}")
    command = [compiler, *FLAGS, "-o", str(fresh), str(source)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=120, check=False)
        if done.returncode:
            return None
        fresh.replace(target)
        for old in set(source.parent.glob(f"{source.stem}-*.so")) - {target}:
            old.unlink(missing_ok=True)
    except (OSError, subprocess.TimeoutExpired):
        return None
    finally:
        fresh.unlink(missing_ok=True)
    return target


if __name__ == "__main__":
    build(SOURCE)
    build(MODES)

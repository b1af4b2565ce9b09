"""A C source as a library: where it stands once compiled, compiling it, and loading it.

A library is named for its source, so that one of another source is never loaded.
"""

import ctypes
import hashlib
import os
import shutil
import subprocess
from pathlib import Path

FLAGS = ("-O3", "-std=c11", "-shared", "-fPIC")
COMPILERS = ("cc", "gcc", "clang")
PATIENCE = 120  # seconds


def compiled(source: Path) -> Path:
    """Where the library of the present source stands, if it was built."""
    digest = hashlib.sha256(source.read_bytes()).hexdigest()[:12]
    return source.with_name(f"{source.stem}-{digest}.so")


def load(source: Path) -> ctypes.CDLL | None:
    """The library of a source, if it was built and can be loaded."""
    try:
        return ctypes.CDLL(str(compiled(source)))
    except OSError:
        return None


def build(source: Path) -> Path | None:
    """Compile a source unless that was done; `None` where it is not possible."""
    target = compiled(source)
    compiler = next(filter(None, map(shutil.which, COMPILERS)), None)
    if target.exists() or not compiler:
        return target if target.exists() else None
    fresh = target.with_suffix(f".{os.getpid()}")
    command = [compiler, *FLAGS, "-o", str(fresh), str(source)]
    try:
        done = subprocess.run(command, capture_output=True, timeout=PATIENCE, check=False)
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

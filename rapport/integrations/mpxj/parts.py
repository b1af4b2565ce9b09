"""What it takes: a Java, and the jars that the `mpxj` package carries."""

import os
import shutil
from dataclasses import dataclass
from importlib.machinery import PathFinder
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Literal

Lack = Literal["java", "mpxj"]

# Readers of databases, the kit for tests, and windows: nothing that a Project file needs, and one
# of them brings machine code.
UNUSED = ("sqlite-jdbc", "jackcess", "junit-", "opentest4j", "apiguardian", "jgoodies-")


@dataclass(frozen=True, slots=True)
class Parts:
    """The `java` program, the jars, and which MPXJ they are."""

    java: str
    jars: tuple[str, ...]
    version: str


class Missing(Exception):
    """A part is not there; `lack` says which."""

    def __init__(self, lack: Lack) -> None:
        super().__init__(lack)
        self.lack = lack


def find() -> Parts:
    """The parts as they are installed now. Raises `Missing`.

    The package is not imported: it would bring Java into this process.
    """
    jars = _jars()
    if not jars:
        raise Missing("mpxj")
    java = _java()
    if java is None:
        raise Missing("java")
    return Parts(java, jars, _version())


def _java() -> str | None:
    home = os.environ.get("JAVA_HOME")
    own = shutil.which("java", path=str(Path(home) / "bin")) if home else None
    return own or shutil.which("java")


def _jars() -> tuple[str, ...]:
    found = PathFinder.find_spec("mpxj")
    folders = found.submodule_search_locations if found else None
    jars = [jar for folder in folders or () for jar in Path(folder, "lib").glob("*.jar")]
    return tuple(sorted(str(jar) for jar in jars if not jar.name.startswith(UNUSED)))


def _version() -> str:
    try:
        return version("mpxj")
    except PackageNotFoundError:
        return "?"

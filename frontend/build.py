"""Build the front-end into rapport/ui/static/ui/: `make setup` runs this.

Standard library only, apart from fontTools for the fonts of the PDFs.
"""

import shutil
import subprocess
import sys
from pathlib import Path

from fonts import write_pdf_fonts
from node import CannotBuild, find_node
from sprite import write_sprite

ROOT = Path(__file__).resolve().parent.parent
OUT = ROOT / "rapport" / "ui" / "static" / "ui"
PACKAGES = ROOT / "node_modules"


def main() -> int:
    """Fetch the packages, bundle, and say in one line what was done."""
    try:
        packages = find_node(ROOT).install(ROOT)
        bundle(packages)
        shutil.copy(ROOT / "frontend" / "mark.svg", OUT)
        icons = write_sprite(PACKAGES / "heroicons" / "24" / "outline", OUT / "icons.svg")
        fonts = write_pdf_fonts(
            PACKAGES / "@fontsource-variable" / "inter" / "files",
            ROOT / "rapport" / "reports" / "fonts",
        )
    except CannotBuild as error:
        print(f"The front-end could not be built: {error}", file=sys.stderr)
        return 1
    size = sum(file.stat().st_size for file in OUT.rglob("*.js"))
    print(f"Front-end ready: {size // 1024} kB of script, {icons} icons, {fonts} fonts for PDFs.")
    return 0


def bundle(esbuild: list[str]) -> None:
    """Bundle scripts and styles; parts that only some pages need become chunks."""
    shutil.rmtree(OUT, ignore_errors=True)
    command = [
        *esbuild,
        "frontend/app.js",
        "frontend/app.css",
        # Stand on other companies' pages: by themselves, and small.
        "frontend/chat.js",
        "frontend/chat.css",
        "frontend/chat-loader.js",
        # Runs apart from every page.
        "frontend/push-worker.js",
        f"--outdir={OUT.relative_to(ROOT)}",
        "--bundle",
        "--splitting",
        "--format=esm",
        "--target=es2022",
        "--minify",
        "--loader:.woff2=file",
        "--asset-names=fonts/[name]-[hash]",
        "--chunk-names=parts/[name]-[hash]",
        "--log-level=warning",
    ]
    answer = subprocess.run(command, cwd=ROOT, check=False, capture_output=True, text=True)
    if answer.returncode:
        raise CannotBuild(f"esbuild refuses a source.\n{answer.stderr.strip()}")


if __name__ == "__main__":
    sys.exit(main())

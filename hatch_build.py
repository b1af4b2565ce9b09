"""Keeps a wheel from being built without what `make setup` makes: its pages would be bare."""

import runpy
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface


class FrontEndFirst(BuildHookInterface):
    """Refuses. An editable install may be built before the front-end is: it reads the folder."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """End the build with a sentence where something is missing."""
        package = Path(self.root, "rapport")
        built = runpy.run_path(str(package / "ui" / "built.py"))
        missing = built["missing"](package)
        if version != "editable" and missing:
            sys.exit(
                "Build the front-end first: `make wheel` does it, and puts the package into dist/. "
                f"Not built yet: {', '.join(missing)}."
            )

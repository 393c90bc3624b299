"""Hatch build hook: a wheel and an sdist always carry the built web console.

An editable install skips it (`make console` builds in place). A wheel made from an sdist finds
`dist/` already there and needs no Node. Anything else builds the console, or fails loudly.
"""

import shutil
import subprocess
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

DIST = Path("src/bartizan/console/dist")


class ConsoleBuildHook(BuildHookInterface[Any]):
    """Builds `web/` into `src/bartizan/console/dist` where that has not been done."""

    PLUGIN_NAME = "custom"

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Make sure that the console is there, and name it as an artifact: git ignores it.

        Raises:
            RuntimeError: it is not built and there is no npm to build it with.
        """
        if version == "editable":
            return
        root = Path(self.root)
        if not (root / DIST / "index.html").is_file():
            _build(root / "web")
        build_data["artifacts"].append(f"/{DIST.as_posix()}/**")


def _build(web: Path) -> None:
    npm = shutil.which("npm")
    if npm is None:
        raise RuntimeError(
            "The web console is not built and npm was not found. Install Node 20.19 or newer, "
            "or run `make console` first."
        )
    for step in (["ci", "--no-audit", "--no-fund"], ["run", "build"]):
        subprocess.run([npm, *step], cwd=web, check=True)  # noqa: S603 - our own two commands

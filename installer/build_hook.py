"""Compile the Qt Designer forms before a wheel or an editable install is made."""

import subprocess
import sys
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

BUNDLED = {name: f"gridcenter/_bundle/{name}" for name in ("migrations", "resources", "docs/manual", "docs/pictures")}


def compile_forms(root: Path) -> None:
    """Write gridcenter/_forms/<wing>/ui_<name>.py for every forms/<wing>/<name>.ui that changed."""
    tool = Path(sys.executable).parent / "pyside6-uic"
    target_root = root / "gridcenter" / "_forms"
    target_root.mkdir(exist_ok=True)
    words = '"""Compiled forms; made by installer/build_hook.py."""\n'
    (target_root / "__init__.py").write_text(words, encoding="utf-8")
    for form in sorted((root / "forms").glob("*/*.ui")):
        folder = target_root / form.parent.name
        folder.mkdir(exist_ok=True)
        (folder / "__init__.py").write_text('"""Compiled forms."""\n', encoding="utf-8")
        target = folder / f"ui_{form.stem}.py"
        if not target.exists() or target.stat().st_mtime < form.stat().st_mtime:
            subprocess.run([str(tool), "-o", str(target), str(form)], check=True)


class CustomBuildHook(BuildHookInterface[Any]):
    """Called by hatchling, for a wheel and for an editable install alike."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:
        """Compile before anything is collected; a wheel takes the folders beside the package along.

        An editable install does not: it finds them in the checkout, and a copy would weigh 108 MB.
        """
        compile_forms(Path(self.root))
        if version == "standard":
            build_data["force_include"].update(BUNDLED)


if __name__ == "__main__":
    compile_forms(Path(__file__).resolve().parent.parent)

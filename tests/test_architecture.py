"""The house rules that a machine can check."""

import importlib
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
from importlinter.cli import EXIT_STATUS_SUCCESS, lint_imports

from gridcenter.store.records import record_classes

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "gridcenter"
OUTSIDE = ("../" + "shared", "/work/" + "shared")
MOST_LINES = 500
NOT_OURS = {"build", "dist", "_forms", "_bundle", "__pycache__"}
TEXTS = {".py", ".sh", ".toml", ".ui", ".cfg", ".ini", ".nsi", ".mako", ".md", ".lock"}
QT_FLOORS = {"desk", "app", "_forms", "_bundle", "__main__"}


def our_files() -> Iterator[Path]:
    for path in ROOT.rglob("*"):
        steps = path.relative_to(ROOT).parts
        hidden = any(step.startswith(".") and step != ".ci" for step in steps)
        if hidden or NOT_OURS.intersection(steps) or not path.is_file():
            continue
        if path.suffix in TEXTS or path.name == "Makefile" or ".ci" in steps:
            yield path


def modules() -> list[str]:
    """Name the package's modules that must do without Qt."""
    names = []
    for path in PACKAGE.rglob("*.py"):
        steps = path.relative_to(PACKAGE).with_suffix("").parts
        if steps[0] in QT_FLOORS or "pages" in steps:
            continue
        names.append(".".join(("gridcenter", *(step for step in steps if step != "__init__"))))
    return sorted(names)


def test_imports_go_down_the_floors(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(ROOT)
    status = lint_imports(no_cache=True)
    assert status == EXIT_STATUS_SUCCESS, capsys.readouterr().out


def test_every_folder_of_the_package_has_its_floor() -> None:
    settings = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))
    floors = next(c for c in settings["tool"]["importlinter"]["contracts"] if c["type"] == "layers")
    listed = {name.strip("() ") for floor in floors["layers"] for name in floor.split("|")}
    found = {
        path.parent.name
        for path in PACKAGE.glob("*/__init__.py")
        if path.parent.name not in floors["exhaustive_ignores"]
    }
    assert found
    assert found - listed == set()


def test_the_project_stands_alone() -> None:
    readers = [
        str(path.relative_to(ROOT))
        for path in our_files()
        if any(name in path.read_text("utf-8") for name in OUTSIDE)
    ]
    assert readers == []


def test_files_have_one_subject() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for path in our_files()
        if path.is_relative_to(PACKAGE)
        and (lines := len(path.read_text("utf-8").splitlines())) > MOST_LINES
    }
    assert long == {}


def test_all_below_the_screen_runs_without_qt() -> None:
    """The command line and a county node import all but the screen's floor; no Qt comes along."""
    script = (
        "import importlib, sys\n"
        "for name in sys.argv[1:]:\n"
        "    importlib.import_module(name)\n"
        "    if any(loaded.split('.')[0] == 'PySide6' for loaded in sys.modules):\n"
        "        raise SystemExit(f'{name} brings Qt along')\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *modules()],
        capture_output=True, text=True, encoding="utf-8", check=False,
    )
    assert done.returncode == 0, done.stderr


def test_the_command_line_is_among_them() -> None:
    assert "gridcenter.cli" in modules()


def test_every_record_is_in_the_glossary() -> None:
    importlib.import_module("gridcenter.wings")
    glossary = (ROOT / "GLOSSARY.md").read_text("utf-8")
    unnamed = [
        f"{cls.__name__} {cls.__title__}"
        for cls in record_classes().values()
        if cls.__module__.startswith("gridcenter.")
        and not (f"`{cls.__name__}`" in glossary and cls.__title__ in glossary)
    ]
    assert unnamed == []

"""What is installed: the locked versions, and a wheel that carries all it needs."""

import re
import subprocess
import sys
import tomllib
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

ROOT = Path(__file__).resolve().parent.parent
PINNED = re.compile(r"^(?P<name>[A-Za-z0-9._-]+)==(?P<version>[^\s;\\]+)")


@pytest.fixture(scope="module")
def locked() -> str:
    return (ROOT / "requirements.lock").read_text("utf-8")


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    return Path(next(WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder)
    return folder


def asked_for() -> Iterator[Requirement]:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    yield from map(Requirement, project["dependencies"])
    yield from map(Requirement, project["optional-dependencies"]["dev"])


def test_the_lock_holds_what_the_project_asks_for(locked: str) -> None:
    pins = {
        canonicalize_name(found["name"]): found["version"]
        for found in map(PINNED.match, locked.splitlines())
        if found
    }
    wrong = [
        f"{wish} but {pins.get(canonicalize_name(wish.name), 'nothing')} is locked; run `make lock`"
        for wish in asked_for()
        if not wish.specifier.contains(pins.get(canonicalize_name(wish.name), "0"))
    ]
    assert wrong == []


def test_every_pin_has_its_hash_and_no_address(locked: str) -> None:
    pins = re.findall(r"^\S+==.*(?:\n    --hash=sha256:[0-9a-f]{64}.*)*", locked, re.MULTILINE)
    assert pins
    assert [pin for pin in pins if "--hash=" not in pin] == []
    assert re.findall(r"^.*(?:://|--find-links|-index|file:).*$", locked, re.MULTILINE) == []


def relative_files(folder: str, pattern: str = "*") -> set[str]:
    return {
        str(path.relative_to(ROOT))
        for path in (ROOT / folder).rglob(pattern)
        if path.is_file() and path.suffix != ".pyc"
    }


def test_the_wheel_carries_resources_and_migrations(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    wanted = relative_files("resources") | relative_files("migrations")
    assert {f"gridcenter/_bundle/{name}" for name in wanted} - names == set()


def test_the_wheel_carries_compiled_forms(wheel: Path) -> None:
    names = set(zipfile.ZipFile(wheel).namelist())
    forms = [Path(name) for name in relative_files("forms", "*.ui")]
    wanted = {f"gridcenter/_forms/{form.parent.name}/ui_{form.stem}.py" for form in forms}
    assert wanted - names == set()


def test_the_wheel_carries_nothing_private(wheel: Path) -> None:
    tops = {name.split("/")[0] for name in zipfile.ZipFile(wheel).namelist()}
    assert {top for top in tops if not top.startswith("gridcenter")} == set()


def test_an_installed_wheel_finds_what_it_ships(installed: Path, tmp_path: Path) -> None:
    script = (
        "from gridcenter.base.paths import shipped\n"
        "for name in ('migrations', 'resources/fonts', 'resources/villages'):\n"
        "    print(shipped(name), any(shipped(name).iterdir()))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script],
        env={"PYTHONPATH": str(installed), "PATH": "/usr/bin:/bin"},
        cwd=tmp_path, capture_output=True, text=True, encoding="utf-8", check=True,
    )
    bundle = installed / "gridcenter" / "_bundle"
    assert done.stdout.splitlines() == [
        f"{bundle / name} True" for name in ("migrations", "resources/fonts", "resources/villages")
    ]

"""Data folders for journeys: the sample township with all its files, and a hamlet made by hand."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from gridcenter.commands.demo_files import sample_files
from gridcenter.office import found, open_office
from gridcenter.register.imports.grids import GRIDS
from gridcenter.sheets.imports import run_import
from gridcenter.wings import IMPORTS
from tests.journeys.hamlet import Hamlet
from tests.journeys.hands import Hands


@pytest.fixture(scope="session")
def yanwu(tmp_path_factory) -> Path:
    """A data folder (password demo) with every sample file; only to be read."""
    folder = tmp_path_factory.mktemp("yanwu") / "data"
    found(folder, division="371423200", password="demo", admin="demo")
    with open_office(folder, "", "demo", "命令行") as office:
        for file in sample_files():
            kind = next(kind for kind in IMPORTS if kind.name == file.kind)
            run_import(office.database, office.actor, kind, file.path, today=date(2026, 11, 22))
    return folder


@pytest.fixture
def yanwu_copy(yanwu, tmp_path) -> Path:
    """A copy of it to write to."""
    return shutil.copytree(yanwu, tmp_path / "yanwu")


@pytest.fixture(scope="session")
def hamlet_folder(tmp_path_factory) -> Path:
    folder = tmp_path_factory.mktemp("hamlet")
    Hamlet.write_grids(folder / "网格.xlsx")
    found(folder / "data", division="371423200", password="demo", admin="demo")
    with open_office(folder / "data", "", "demo", "命令行") as office:
        today = date(2026, 11, 22)
        run_import(office.database, office.actor, GRIDS, folder / "网格.xlsx", today=today)
    return folder / "data"


@pytest.fixture
def hamlet(hamlet_folder, tmp_path):
    """Four grids in two stations, open; nobody lives there yet."""
    folder = shutil.copytree(hamlet_folder, tmp_path / "hamlet")
    with open_office(folder, "", "demo", "命令行") as office:
        yield Hamlet(office, tmp_path)


@pytest.fixture
def sit_down(qapp, qtbot, hamlet_folder, tmp_path):
    """Opens a window over a copy of the hamlet (or any folder) and logs in."""
    sat = []

    def sit(folder=None):
        folder = folder or shutil.copytree(hamlet_folder, tmp_path / "window")
        sat.append(Hands(qapp, qtbot, folder))
        return sat[-1]

    yield sit
    for hands in sat:
        hands.close()

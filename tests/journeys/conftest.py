"""Data folders for journeys: the sample township with all its files, and a hamlet made by hand."""

import shutil
from datetime import date
from pathlib import Path

import pytest

from gridcenter.disputes.imports import DISPUTES
from gridcenter.matters.imports import HOTLINE
from gridcenter.office import found, open_office
from gridcenter.party.imports import MEMBERS
from gridcenter.register.imports.grids import GRIDS
from gridcenter.register.imports.residents import RESIDENTS
from gridcenter.sheets.imports import run_import
from gridcenter.supervision.imports import INSPECTIONS
from gridcenter.visits.imports import VISITS
from tests.journeys.hamlet import Hamlet

SAMPLES = Path(__file__).parents[2] / "resources" / "samples" / "yanwu"
FILES = (
    (GRIDS, "严务乡网格划分表.xlsx"),
    (RESIDENTS, "严务乡农户花名册.xlsx"),
    (MEMBERS, "严务乡党员花名册.xls"),
    (HOTLINE, "12345热线转办单.csv"),
    (VISITS, "10月走访登记表.xlsx"),
    (INSPECTIONS, "8月督查打分表.xlsx"),
    (INSPECTIONS, "9月督查打分表.xlsx"),
    (INSPECTIONS, "10月督查打分表.xlsx"),
    (DISPUTES, "矛盾纠纷登记表.xlsx"),
)


@pytest.fixture(scope="session")
def yanwu(tmp_path_factory) -> Path:
    """A data folder (password demo) with every sample file; only to be read."""
    folder = tmp_path_factory.mktemp("yanwu") / "data"
    found(folder, division="371423200", password="demo", admin="demo")
    with open_office(folder, "", "demo", "命令行") as office:
        for kind, name in FILES:
            run_import(
                office.database, office.actor, kind, SAMPLES / name, today=date(2026, 11, 22)
            )
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

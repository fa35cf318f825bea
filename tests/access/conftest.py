"""The data folders of the journeys, and the sample township with accounts of a grid and a station."""

import shutil
from types import SimpleNamespace

import pytest

from gridcenter.office import add_account, open_office
from gridcenter.register.services.structure import Tree
from tests.journeys.conftest import hamlet, hamlet_folder, yanwu, yanwu_copy  # noqa: F401

STATION, GRID, PASSWORD = "第一服务管理站", "前庄科村第二网格", "own-part"


@pytest.fixture(scope="session")
def divided(yanwu, tmp_path_factory):  # noqa: F811
    """The sample township; "yu" is the head of a grid, "zhan" of its station, "zhou" a clerk there."""
    folder = shutil.copytree(yanwu, tmp_path_factory.mktemp("divided") / "data")
    with open_office(folder, "demo", "demo", "命令行") as office:
        with office.database.read() as session:
            units = {unit.name: unit.id for unit in Tree.load(session).units}
        for login, role, area in (
            ("yu", "grid", GRID), ("zhan", "station", STATION), ("zhou", "clerk", STATION),
        ):  # fmt: skip
            add_account(
                office, login=login, name=login, role=role, password=PASSWORD, area=units[area]
            )
        add_account(office, login="guan", name="guan", role="admin", password=PASSWORD)
    return folder


@pytest.fixture(scope="session")
def whole(divided):
    """What there is in all, by the head's account: of the grid, of the station, of neither."""
    with (
        open_office(divided, "demo", "demo", "命令行", writing=False) as office,
        office.database.read() as session,
    ):
        tree = Tree.load(session)
        units = {unit.name: unit for unit in tree.units}
        inside = [u.id for u in tree.below(units[GRID].id)]
        station = [u.id for u in tree.below(units[STATION].id)]
        yield SimpleNamespace(
            session=session, tree=tree, units=units, grid=inside, station=station,
            sibling=next(
                u for u in tree.level("grid") if u.id not in station and u.village_id
            ),
        )  # fmt: skip


@pytest.fixture
def as_grid(divided):
    """The township opened by the head of the grid."""
    with open_office(divided, "yu", PASSWORD, "命令行") as office:
        yield office


@pytest.fixture
def as_station(divided):
    """The township opened by the head of the station."""
    with open_office(divided, "zhan", PASSWORD, "命令行", writing=False) as office:
        yield office

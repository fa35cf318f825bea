from datetime import date

import pytest
from sqlalchemy import func, select

from gridcenter.office import found, open_office
from gridcenter.register.divisions import villages
from gridcenter.register.imports.grids import GRIDS
from gridcenter.register.imports.residents import RESIDENTS
from gridcenter.register.records import Household, PostHolding, Residence, Unit
from gridcenter.sheets.imports import run_import
from gridcenter.store.check import check
from tests.journeys.other_township import DIVISION, SUBGRIDS, OtherTownship

TODAY = date(2026, 11, 22)


@pytest.fixture(scope="module")
def township(tmp_path_factory):
    folder = tmp_path_factory.mktemp("liangquan")
    made = OtherTownship([village.name for village in villages(DIVISION)])
    made.write_grids(folder / "网格.xlsx")
    made.write_roster(folder / "人口.xlsx")
    found(folder / "data", division=DIVISION, password="demo")
    with open_office(folder / "data", "", "demo", "命令行") as office:
        yield made, office, folder


def test_files_of_another_township_need_no_mapping(township):
    made, office, folder = township
    grids = run_import(office.database, office.actor, GRIDS, folder / "网格.xlsx", today=TODAY)
    assert (grids.tally.created, grids.tally.rejected, grids.tally.warnings) == (SUBGRIDS, 0, 0)
    roster = run_import(office.database, office.actor, RESIDENTS, folder / "人口.xlsx", today=TODAY)
    assert roster.tally.created == len(made.residents)
    assert (roster.tally.rejected, roster.tally.warnings) == (0, 0)
    assert roster.reading.unmatched == ()
    with office.database.read() as session:
        units = dict(session.execute(select(Unit.level, func.count()).group_by(Unit.level)).all())
        assert units["subgrid"] == SUBGRIDS
        assert units["grid"] == len({grid for _, grid, _ in made.subgrids})
        assert session.scalar(select(func.count(Household.id))) == len(made.households)
        assert session.scalar(select(func.count(Residence.id))) == len(made.residents)
        posts = dict(session.execute(select(PostHolding.post, func.count()).group_by(PostHolding.post)).all())
        assert posts == {"grid_head": units["grid"], "worker": SUBGRIDS}
    again = run_import(office.database, office.actor, RESIDENTS, folder / "人口.xlsx", today=TODAY)
    assert again.tally.unchanged == len(made.residents)
    assert check(office.database, deep=True).ok

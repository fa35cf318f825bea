"""Accounts of an area, and closed ones."""

from datetime import date

import pytest
from sqlalchemy import update

from gridcenter.access.accounts import Account, list_accounts
from gridcenter.base.errors import NotAllowed, RuleBroken
from gridcenter.office import add_account, open_office
from gridcenter.register.codes import MAIN_SET
from gridcenter.register.records import Unit


def test_heads_of_stations_and_grids_have_an_area_and_who_keeps_the_whole_has_none(hamlet):
    grid = hamlet.unit("严务村网格")

    def add(role, area):
        add_account(
            hamlet.office, login=f"{role}-1", name="谭树礼", role=role, password="tan-1", area=area
        )

    for role in ("station", "grid"):
        with pytest.raises(RuleBroken, match="要选负责的站或网格"):
            add(role, None)
    for role in ("head", "admin"):
        with pytest.raises(RuleBroken, match="不分片"):
            add(role, grid)
    with hamlet.write() as session:
        gone = Unit(level="grid", grid_set=MAIN_SET, name="旧网格", position=9, until=date(2026, 6, 30))
        set_apart = Unit(level="grid", grid_set="forest", name="林区网格", position=9)
        session.add_all([gone, set_apart])
    for unit in (bytes(16), gone.id, set_apart.id):
        with pytest.raises(RuleBroken, match="请选一个现有的站或网格"):
            add("grid", unit)
    add("grid", grid)
    with hamlet.database.read() as session:
        areas = {one.login: (one.role.title, one.area) for one in list_accounts(session)}
    assert areas == {"demo": ("中心主任", None), "grid-1": ("网格长", grid)}


def test_a_closed_account_is_refused_in_words(hamlet):
    add_account(hamlet.office, login="zhou", name="周敏", role="clerk", password="zhou-1")
    with hamlet.write() as session:
        session.execute(update(Account).where(Account.login == "zhou").values(closed=True))
    with (
        pytest.raises(NotAllowed, match="账号“zhou”已经停用"),
        open_office(hamlet.office.folder, "zhou", "zhou-1", "命令行", writing=False),
    ):
        pass


def test_no_two_accounts_have_the_same_name_and_none_is_too_long(hamlet):
    def add(login, name):
        add_account(hamlet.office, login=login, name=name, role="clerk", password="zhou-1")

    add("zhou", "周敏")
    with pytest.raises(RuleBroken, match="已经有叫“周敏”的账号") as refused:
        add("zhou2", " 周敏 ")
    assert refused.value.field == "name"
    with pytest.raises(RuleBroken, match="登录名最多 40 个字") as refused:
        add("z" * 41, "赵丽")
    assert refused.value.field == "login"
    add("zhou2", "周敏（后街）")
    with hamlet.database.read() as session:
        assert len(list_accounts(session)) == 3

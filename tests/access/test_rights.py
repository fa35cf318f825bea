"""What one may not do is refused by every service, before it looks at anything, and not offered."""

import inspect
import pkgutil
from importlib import import_module

import pytest

from gridcenter.access.actors import ROLES, Actor, Right, Role
from gridcenter.base.errors import NotAllowed
from gridcenter.office import open_office
from gridcenter.sheets.imports import batches, undo_import
from gridcenter.wings import IMPORTS

NOBODY = Actor("shen", "无权", Role("nobody", "无权", frozenset()))
FLOORS = (
    "access", "register", "visits", "matters", "disputes", "party", "supervision", "sheets", "ledgers",
    "exchange", "care", "staff",
)  # fmt: skip
ELSEWHERE = {
    "gridcenter.access.log.note_access",
    "gridcenter.register.board_ledger.noted",
    "gridcenter.register.services.duplicates.details.title_for",
    "gridcenter.register.services.duplicates.likely.keep_found",
    "gridcenter.register.services.duplicates.parting.empty_old",
}
"""Called by those that ask for the right, or doing nothing without it."""


def services():
    """Return every public function that does something in an actor's name, by its full name."""
    found = {}
    for floor in FLOORS:
        root = import_module(f"gridcenter.{floor}")
        for one in pkgutil.walk_packages(root.__path__, f"{root.__name__}."):
            if ".pages" in one.name:
                continue
            for key, made in inspect.getmembers(import_module(one.name), inspect.isfunction):
                own = made.__module__ == one.name and not key.startswith("_")
                if own and "actor" in inspect.signature(made).parameters:
                    found[f"{one.name}.{key}"] = made
    return {name: made for name, made in found.items() if name not in ELSEWHERE}


SERVICES = services()


@pytest.mark.parametrize("name", SERVICES)
def test_a_service_refuses_who_has_no_right(name):
    service = SERVICES[name]
    asked = inspect.signature(service).parameters.values()
    others = {one.name: None for one in asked if one.default is one.empty}
    with pytest.raises(NotAllowed, match="不能"):
        service(**others | {"actor": NOBODY})


def test_an_import_is_taken_back_only_by_who_might_have_made_it(yanwu_copy):
    with open_office(yanwu_copy, "demo", "demo", "命令行") as office:
        done = {batch.kind: batch.txn for batch in batches(office.database)}
        for key in ("clerk", "party", "supervisor"):
            actor = Actor(key, key, ROLES[key])
            for kind in IMPORTS:
                if kind.name in done and not actor.may(kind.right):
                    with pytest.raises(NotAllowed, match="不能"):
                        undo_import(office.database, actor, IMPORTS, done[kind.name])
        assert not any(batch.undone for batch in batches(office.database))
        inspector = Actor("du", "督查", ROLES["supervisor"])
        assert undo_import(office.database, inspector, IMPORTS, done["inspections"]) > 0


def test_the_walk_finds_the_services():
    wanted = (
        "visits.services.visits.record_visit",
        "register.services.household_life.move_away",
        "sheets.imports.run_import",
    )
    assert {f"gridcenter.{name}" for name in wanted} <= set(SERVICES)


def test_roles_have_the_rights_of_the_reference():
    may = {key: role.rights for key, role in ROLES.items()}
    assert Right.READ not in may["admin"]
    assert Right.EXCHANGE in may["admin"]
    assert [key for key, rights in may.items() if Right.TRUST in rights] == ["head"]
    assert may["auditor"] == {Right.READ, Right.AUDIT}
    field = {Right.READ, Right.ENTER, Right.PRINT, Right.REVEAL}
    assert may["grid"] == field
    assert may["station"] == field | {Right.CONCERN}
    assert {key for key, rights in may.items() if Right.CONCERN in rights} == {"head", "station"}
    assert [kind.name for kind in IMPORTS if kind.right not in may["clerk"]] == [
        "grids", "staff", "members", "inspections",
    ]  # fmt: skip

"""A new wing as small as it gets: Party units, with list page, form, drawer, card on the workbench."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import Month
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef, facts_of
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.page import Act
from gridcenter.desk.picking import PickField
from gridcenter.desk.record_columns import column_of
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled
from gridcenter.desk.sidebar import NavItem
from gridcenter.party.services import branches
from gridcenter.register.codes import PARTY_UNIT_KIND
from gridcenter.register.pages import WingPages
from gridcenter.register.pages.areas import AREA
from gridcenter.register.pages.pickers import code_filter
from gridcenter.register.pages.record_form import record_grid
from gridcenter.register.records import PartyUnit
from gridcenter.register.services.record_lists import record_listing
from gridcenter.store.capture import WriteSession
from gridcenter.store.listing import RecordRow, Wish
from gridcenter.wing import Wing
from gridcenter.wing.tiles import TileDef, TileNow

LISTED = ("name", "kind", "parent_id", "village_id", "since")
FIELDS = ("kind", "name", "parent_id", "village_id", "since")
GROUPS = Wish(filters={"kind": "group"})


class PartyUnitsPage(RecordPage[RecordRow]):
    def __init__(self, desk: Desk, actor: Actor) -> None:
        new = Act("新增党组织", self.enter_new, "plus", "primary", "Ctrl+N", Right.PARTY)
        super().__init__(desk, actor, ListDef(
            key="party_units", title="党组织", unit="个",
            listing=record_listing(desk.lexicon, PartyUnit, *LISTED, order=("position", "name")),
            columns=[column_of(PartyUnit, one) for one in LISTED],
            tables=frozenset({"party_unit", "village"}), hint="名称、类别、所在村",
            filters=(AREA, code_filter(desk, "kind", PARTY_UNIT_KIND, "全部类别")),
            acts=(new,), empty_act=new,
        ))  # fmt: skip

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        unit = session.get_one(PartyUnit, record)
        facts = facts_of(session, self.desk, unit, *FIELDS)
        return DrawerDef(name=unit.name, facts=facts, record=(PartyUnit, record))

    def enter_new(self) -> FormDialog:
        def save(session: WriteSession, filled: Filled) -> str:
            self.actor.require(Right.PARTY)
            unit = PartyUnit(position=1, **filled.of(*FIELDS))
            session.add(unit)
            return unit.name

        with self.desk.database.read() as session:
            above = branches(session)
        grid = record_grid(
            self.desk, makers={"party_unit": lambda one: PickField(self.look, above, one.hint)}
        )
        grid.declare(PartyUnit, *FIELDS)
        form = self.form("新增党组织", save)
        form.add(grid)
        return self.put_up(form, lambda name: f"已登记{name}")


def nav_items(desk: Desk, actor: Actor) -> Sequence[NavItem]:
    return (NavItem("party_units", "党组织", "flag", 3, lambda: PartyUnitsPage(desk, actor)),)


def count_groups(session: Session, _month: Month) -> TileNow:
    query = select(func.count(PartyUnit.id)).where(PartyUnit.kind == "group")
    return TileNow(f"{session.scalar(query)}")


PAGES = WingPages(nav_items)
WING = Wing(
    title="党组织",
    tiles=(TileDef("groups", "flag", "党小组", "party_units", GROUPS, count_groups),),
    watched=frozenset({"party_unit"}),
)

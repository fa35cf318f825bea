"""A new wing as small as it gets: Party units, with list page, form, drawer and history."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef, facts_of
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_page import ListDef
from gridcenter.desk.page import Act
from gridcenter.desk.picking import PickField
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled
from gridcenter.party.codes import UNIT_KIND
from gridcenter.party.records import PartyUnit
from gridcenter.party.services import branches
from gridcenter.register.pages.record_form import record_grid
from gridcenter.store.capture import WriteSession
from gridcenter.store.listing import Listing, Wish, fetch_ids

FIELDS = ("kind", "name", "parent_id", "village_id", "since")


@dataclass(frozen=True, slots=True)
class UnitRow:
    id: bytes
    name: str
    kind: str


def find(session: Session, wish: Wish) -> Sequence[bytes]:
    query = select(PartyUnit.id).where(PartyUnit.name.contains(wish.words, autoescape=True))
    return fetch_ids(session, query.order_by(PartyUnit.position, PartyUnit.name))


def load(session: Session, ids: Sequence[bytes]) -> dict[bytes, UnitRow]:
    units = session.scalars(select(PartyUnit).where(PartyUnit.id.in_(ids)))
    return {one.id: UnitRow(one.id, one.name, UNIT_KIND.words[one.kind]) for one in units}


class PartyUnitsPage(RecordPage[UnitRow]):
    def __init__(self, desk: Desk, actor: Actor) -> None:
        new = Act("新增党组织", self.enter_new, "plus", "primary", "Ctrl+N")
        columns = (Column("name", "名称", lambda r: r.name, 0), Column("kind", "类别", lambda r: r.kind, 120))
        super().__init__(desk, actor, ListDef(
            key="party_units", title="党组织", unit="个", listing=Listing(find, load), columns=columns,
            tables=frozenset({"party_unit"}), ticks=False, acts=(new,), empty_act=new,
        ))  # fmt: skip

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        unit = session.get_one(PartyUnit, record)
        facts = facts_of(session, self.desk, unit, *FIELDS)
        return DrawerDef(name=unit.name, facts=facts, record=(PartyUnit, record))

    def enter_new(self) -> FormDialog:
        def save(session: WriteSession, filled: Filled) -> str:
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

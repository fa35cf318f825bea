"""The page of households in another grid set (体系归户): who has no grid there, who has one too many."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound
from gridcenter.base.periods import today
from gridcenter.desk.chips import Chip
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef
from gridcenter.desk.drawer_parts import Due, Fact
from gridcenter.desk.filters import Filter
from gridcenter.desk.form_grid import Ask
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import Act
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled, change
from gridcenter.desk.tree_field import TreeField
from gridcenter.desk.tree_picker import Node
from gridcenter.register.pages.areas import AREA, area_nodes
from gridcenter.register.pages.record_form import record_grid
from gridcenter.register.pages.set_choice import SetChoice
from gridcenter.register.records import Household, Placement
from gridcenter.register.services.grids import name_with_village, village_names
from gridcenter.register.services.placing import (
    PlaceRow,
    count_unplaced,
    find_places,
    homes_below,
    load_places,
    place_homes,
    place_like_main,
)
from gridcenter.register.services.structure import Tree
from gridcenter.store.capture import WriteSession
from gridcenter.store.listing import Listing, Wish

_PLACE, _BY_AREA, _ALIKE = "划入网格", "按村或网格划入", "按同名网格划入"
_STATES = [(None, "全部户"), ("none", "还没有网格"), ("one", "已有网格"), ("several", "归在几个网格")]


def _own(row: PlaceRow) -> str | Chip:
    if not row.places:
        return Chip("还没有网格", "due")
    several = len(row.places) > 1
    return Chip("、".join(row.places), "over") if several else row.places[0]


COLUMNS: tuple[Column[PlaceRow], ...] = (
    Column("head", "户主", lambda r: r.head, 100, sorts=False),
    Column("number", "户号", lambda r: r.number, 110, sorts=False, spare=True),
    Column("village", "行政村", lambda r: r.village, 110, sorts=False, spare=True),
    Column("main", "日常网格", lambda r: r.main, 180, sorts=False),
    Column("places", "这个体系的网格", _own, 220, sorts=False),
)


class PlacingPage(RecordPage[PlaceRow]):
    """The households as they lie in a set beside the main one."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        self.sets = SetChoice(desk, others=True)
        alike = Act(_ALIKE, self.place_alike, "check", "primary", right=Right.ENTER)
        area = Act(_BY_AREA, self.place_area, "network", right=Right.ENTER)
        super().__init__(
            desk, actor,
            ListDef(
                key="placing", title="体系归户", unit="户", listing=Listing(self._find, self._take),
                columns=COLUMNS, hint="户主姓名、拼音首字母、户号",
                tables=frozenset({"household", "placement", "residence", "person", "unit", "grid_set"}),
                filters=(AREA, Filter("state", "归属", _STATES, 134)), acts=(area, alike),
                row_acts=(RowAct(_PLACE, self.place, "network", right=Right.ENTER),),
                empty="只有一个网格体系时不用归户。别的体系（如 防疫）在“层级与户数”里新增",
            ),
        )  # fmt: skip
        self.tail.insertWidget(0, self.sets)
        self.sets.chosen.connect(lambda _key: self.turn_stale())
        self.shown.connect(lambda _found: self._count())

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show where a household lies in both sets."""
        row = load_places(session, self.sets.key, [record]).get(record)
        if row is None:
            raise NotFound("这一户已经不在册，请刷新后再看")
        several = Due("归在几个网格", "over", "、".join(row.places), "", "一户在一个体系里只能归一个网格，请重新划入。")
        return DrawerDef(
            name=f"{row.head or '（无户主）'}户", place=row.village, tab="概况",
            due=[several] if len(row.places) > 1 else [],
            facts=[
                Fact("户号", row.number), Fact("日常网格", row.main),
                Fact("这个体系", "、".join(row.places) or "还没有网格"),
            ],
            record=(Household, record),
            acts=[Act(_PLACE, lambda: self.place([record]), "network", "primary", right=Right.ENTER)],
        )  # fmt: skip

    def place(self, homes: Sequence[bytes]) -> FormDialog:
        """Ask which grid of the set households belong to."""

        def save(session: WriteSession, filled: Filled) -> str:
            unit, since = filled.record("unit_id"), filled.day_or_none("since")
            return f"{place_homes(session, self.actor, homes, unit, since):,} 户"

        return self._put_up(_PLACE, save, f"{len(homes):,} 户")

    def place_area(self) -> FormDialog:
        """Ask for a village or a grid of daily work, and the grid of the set that takes its households."""

        def save(session: WriteSession, filled: Filled) -> str:
            homes = homes_below(session, filled.record("area"))
            unit, since = filled.record("unit_id"), filled.day_or_none("since")
            return f"{place_homes(session, self.actor, homes, unit, since):,} 户"

        with self.desk.database.read() as session:
            nodes = area_nodes(session)
        return self._put_up(_BY_AREA, save, "", TreeField(self.look, "村或日常网格", nodes))

    def place_alike(self) -> None:
        """Put every household that has no grid in the set into the one called like its grid of daily work."""
        key = self.sets.key

        def work(session: WriteSession) -> str:
            moved = place_like_main(session, self.actor, key, None)
            return f"已划入 {moved:,} 户，还有 {count_unplaced(session, key):,} 户没有网格"

        change(self, self.desk, self.actor, work, _ALIKE)

    def _put_up(self, title: str, save: object, note: str, area: TreeField | None = None) -> FormDialog:
        grid = record_grid(self.desk, columns=1, label=92)
        if area is not None:
            grid.add("area", "村或日常网格", area, required=True)
        grid.declare(Placement, Ask("unit_id", field=self._unit_field(), label="划入"), "since")
        grid.put({"since": today()})
        form = self.form(title, save, note=note, width=540, about=None)  # type: ignore[arg-type]
        form.add(grid)
        return self.put_up(form, lambda said: f"已划入 {said}")

    def _unit_field(self) -> TreeField:
        with self.desk.database.read() as session:
            tree, villages = Tree.load(session, today(), self.sets.key), village_names(session)
            nodes = [
                Node(
                    unit.id, unit.parent_id if unit.parent_id in tree.by_id else None,
                    name_with_village(unit.name, villages.get(unit.village_id, "")),
                    offered=unit.level not in {"township", "station"},
                )
                for unit in tree.below(None)
            ]  # fmt: skip
        return TreeField(self.look, "网格", nodes)

    def _count(self) -> None:
        self.sets.look_again()

    def _find(self, session: Session, wish: Wish) -> Sequence[bytes]:
        return find_places(session, self.sets.key, wish) if self.sets.value else []

    def _take(self, session: Session, ids: Sequence[bytes]) -> dict[bytes, PlaceRow]:
        return load_places(session, self.sets.key, ids)

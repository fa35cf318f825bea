"""The page 某日谁负责: a place, a day, and who answered for it up the whole path."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor
from gridcenter.desk.day_filter import DayFilter
from gridcenter.desk.desk import Desk
from gridcenter.desk.filters import TreeFilter
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_page import ListPage
from gridcenter.desk.rights import allowed_list
from gridcenter.desk.tree_picker import Node
from gridcenter.register.pages.areas import area_nodes
from gridcenter.staff.services.responsible import Charge, ResponsibleListing, places_ever

_GONE = bytes(15) + b"\x01"
COLUMNS: tuple[Column[Charge], ...] = (
    Column("level", "层级", lambda r: r.level, 110, sorts=False, spare=True),
    Column("unit", "地方", lambda r: r.unit, 0, sorts=False),
    Column("post", "岗位", lambda r: r.post, 130, sorts=False),
    Column("name", "姓名", lambda r: r.name, 150, sorts=False),
    Column("since", "任职日期", lambda r: f"{r.since:%Y-%m-%d}" if r.since else "", 110, sorts=False, spare=True),
    Column("phone", "电话", lambda r: r.phone, 124, sorts=False),
)


class ResponsiblePage(ListPage[Charge]):
    """Who answered for a place on a day; a row leads to that person's posts."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        answers = ResponsibleListing()
        spec = ListDef(
            key="responsible", title="某日谁负责", unit="条", listing=answers.listing, columns=COLUMNS,
            tables=frozenset({"post_holding", "person", "unit", "party_cover", "placement"}),
            hint="户主姓名、住址、户号，或网格名称", ticks=False,
            filters=(
                TreeFilter("area", "地方", _nodes, "选一个地方", 220), DayFilter("day", "哪一天", 160),
            ),
            empty="选一个网格、站或村，或打户主姓名、住址，就看到那一天由谁负责",
            summary=lambda _session: "一个地方那一天由谁负责，从近到远",
            keys="Ctrl+F 打字　Ctrl+P 打印　F5 刷新",
        )  # fmt: skip
        super().__init__(desk, allowed_list(actor, spec), actor)
        self.opened.connect(lambda row: self._go(answers, row))

    def _go(self, answers: ResponsibleListing, row: bytes) -> None:
        with self._desk.database.read() as session:
            charge = answers.load(session, [row]).get(row)
        if charge is not None and charge.person_id is not None:
            self.went.emit("staff", charge.person_id)


def _nodes(session: Session) -> Sequence[Node]:
    gone = [Node(unit, _GONE, name) for unit, name in places_ever(session)]
    heading = [Node(_GONE, None, "已经撤销的", offered=False)] if gone else []
    return [*area_nodes(session), *heading, *gone]

"""The page of handovers that were made, and the paper the three sign."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import day_words
from gridcenter.desk.chips import Chip
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef
from gridcenter.desk.drawer_parts import Fact, fact_list
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import Act
from gridcenter.desk.record_page import RecordPage
from gridcenter.staff.handover_paper import handover_paper
from gridcenter.staff.records import Handover
from gridcenter.staff.services.handovers import HANDOVERS, NOBODY, HandoverRow, handover


def _chip(row: HandoverRow) -> Chip | str:
    return Chip(f"{row.waiting} 项", "due", "clock") if row.waiting else ""


COLUMNS: tuple[Column[HandoverRow], ...] = (
    Column("since", "接手日期", lambda r: f"{r.since:%Y-%m-%d}", 110, sorts=False),
    Column("person", "移交人", lambda r: r.person, 100, sorts=False),
    Column("successors", "接交人", lambda r: r.successors, 0, sorts=False),
    Column("lines", "项数", lambda r: f"{len(r.lines)}", 70, number=True, sorts=False),
    Column("waiting", "没有接手人", _chip, 120, sorts=False),
    Column("witness", "监交人", lambda r: r.witness, 100, sorts=False, spare=True),
)


class HandoversPage(RecordPage[HandoverRow]):
    """Who handed what to whom."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        begin = Act(
            "办交接", lambda: self.went.emit("staff", None), "arrow-left-right", "primary",
            right=Right.STRUCTURE,
        )  # fmt: skip
        super().__init__(
            desk,
            actor,
            ListDef(
                key="handovers", title="工作交接", unit="次", listing=HANDOVERS, columns=COLUMNS,
                tables=frozenset({"handover", "handover_line", "person"}), hint="移交人、接交人",
                acts=(begin,), empty_act=begin, ticks=False,
                row_acts=(
                    RowAct("打印交接清单", self._print, "printer", many=False, right=Right.PRINT),
                ),
                empty="还没有办过交接。在“人员”里打开要离任的人，点“交接”",
                keys="Ctrl+F 筛选　Ctrl+P 打印　F5 刷新",
            ),
        )  # fmt: skip

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show what went to whom."""
        known = handover(session, record)
        kinds = dict.fromkeys(line.kind for line in known.lines)
        counted = [
            Fact(kind, f"{sum(line.kind == kind for line in known.lines)} 项") for kind in kinds
        ]
        lines = [
            fact_list(
                self.look,
                [
                    Fact("内容", "　".join(filter(None, (line.kind, line.words, line.place)))),
                    Fact("接交人", line.successor or NOBODY),
                ],
            )
            for line in known.lines
        ]
        see = Act("打印交接清单", lambda: self._print([record]), "printer", "primary", right=Right.PRINT)
        person = Act("看移交人", lambda: self.went.emit("staff", known.person_id), "users")
        return DrawerDef(
            name=f"{known.person}的交接", kind=_chip(known), tab="交接",
            facts=[
                Fact("接手日期", day_words(known.since)), Fact("接交人", known.successors),
                Fact("监交人", known.witness), Fact("没人接的原因", known.reason), *counted,
            ],
            label=120, tabs={f"清单 {len(lines)}": lines},
            record=(Handover, record), acts=[see, person],
        )  # fmt: skip

    def _print(self, ids: Sequence[bytes]) -> None:
        if self.output is not None:
            self.output.show_ledger("工作交接清单", lambda session: handover_paper(session, ids[0]))

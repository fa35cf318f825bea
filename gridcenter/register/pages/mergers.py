"""The page of what was merged, and can be taken apart for ninety days."""

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound
from gridcenter.base.periods import day_words, today
from gridcenter.desk.chips import Chip
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef
from gridcenter.desk.drawer_parts import Fact
from gridcenter.desk.filters import Filter
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.messages import Question, ask
from gridcenter.desk.page import Act
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import change
from gridcenter.register.records import Merger
from gridcenter.register.services.duplicates.likely import KINDS
from gridcenter.register.services.duplicates.lists import MERGERS, MergerRow, load_mergers
from gridcenter.register.services.duplicates.merging import MERGED
from gridcenter.register.services.duplicates.parting import part
from gridcenter.store.capture import WriteSession


def _state(row: MergerRow) -> Chip:
    if row.parted_on is not None:
        return Chip("已拆开", "plain", "undo-2")
    return Chip("可以拆开", "info", "clock") if row.open else Chip("已定", "done", "check")


COLUMNS: tuple[Column[MergerRow], ...] = (
    Column("kept", "留下的", lambda r: r.kept, 120, sorts=False),
    Column("gone", "并进来的", lambda r: r.gone, 120, sorts=False),
    Column("kind", "类别", lambda r: r.kind, 64, sorts=False, spare=True),
    Column("merged_on", "合并日期", lambda r: f"{r.merged_on:%Y-%m-%d}", 116),
    Column("merged_by", "合并人", lambda r: r.merged_by, 92, sorts=False, spare=True),
    Column("state", "情况", _state, 120, sorts=False),
    Column("until", "可拆到", lambda r: f"{r.until:%Y-%m-%d}" if r.open else "", 116, sorts=False, spare=True),
)


class MergersPage(RecordPage[MergerRow]):
    """What was made one; within ninety days it can be taken apart."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        super().__init__(
            desk, actor,
            ListDef(
                key="mergers", title="合并记录", unit="次", listing=MERGERS, columns=COLUMNS,
                tables=frozenset({"merger", "person", "household"}), hint="姓名或户号",
                filters=(
                    Filter("kind", "类别", [(None, "人员和户"), *KINDS.items()], 104),
                    Filter("state", "情况", [(None, "全部"), ("open", "可以拆开"), ("parted", "已拆开")]),
                ),
                ticks=False, empty="还没有合并过", sort_by="merged_on", descending=True,
                keys="Ctrl+F 筛选　Ctrl+P 打印　F5 刷新",
            ),
        )  # fmt: skip

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show what was merged, with the history of both."""
        row, merger = load_mergers(session, [record]).get(record), session.get(Merger, record)
        if row is None or merger is None:
            raise NotFound("这条合并记录已经不在，请刷新后再看")
        cls = MERGED[merger.kind]
        part_it = Act("拆开", lambda: self.ask_part(row), "undo-2", "primary", right=Right.ENTER)
        return DrawerDef(
            name=row.kept, place=row.kind, kind=_state(row),
            facts=[
                Fact("留下的", row.kept), Fact("并进来的", row.gone),
                Fact("合并日期", day_words(row.merged_on)), Fact("合并人", row.merged_by),
                Fact("可拆到", day_words(row.until) if row.open else ""),
                Fact("拆开日期", day_words(row.parted_on)),
            ],
            record=(cls, merger.kept), along=((cls, merger.gone), (Merger, record)),
            acts=[part_it] if row.open else [],
        )  # fmt: skip

    def ask_part(self, row: MergerRow) -> None:
        """Ask whether a merger shall be taken apart."""

        def work(session: WriteSession) -> str:
            parted = part(session, self.actor, row.id, today=today())
            session.act = f"拆开{row.kind}　{row.kept}"
            left = f"。{'；'.join(parted.left)}" if parted.left else ""
            return f"已拆开，{row.gone} 的登记回来了{left}"

        question = Question(
            f"要把 {row.gone} 从 {row.kept} 里拆开吗？", "拆开",
            "合并时移过来的登记都移回去；合并以后改过的、新登记的，留在现在这一条，会告诉您。", "不拆",
            harmless=True,
        )  # fmt: skip
        ask(
            self, self.look, question,
            lambda: change(self, self.desk, self.actor, work, f"拆开{row.kind}"),
        )  # fmt: skip

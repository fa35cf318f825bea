"""The log of who looked at or took out personal data, and whether it is whole."""

from datetime import datetime

from gridcenter.access.actors import Actor, Right
from gridcenter.access.log import LogEntry, broken_log_line, log_actors, log_length, log_listing
from gridcenter.base.progress import Progress
from gridcenter.desk.choices import Option
from gridcenter.desk.desk import Desk
from gridcenter.desk.filters import Filter
from gridcenter.desk.jobs import Newest
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_page import ListPage
from gridcenter.desk.notice import Notice
from gridcenter.desk.page import Act
from gridcenter.desk.period_filter import PeriodFilter

COLUMNS: tuple[Column[LogEntry], ...] = (
    Column("at", "时间", lambda r: f"{datetime.fromisoformat(r.at).astimezone():%Y-%m-%d %H:%M}", 150),
    Column("actor", "谁", lambda r: r.actor, 110),
    Column("what", "看了或拿走了什么", lambda r: r.what, 0, sorts=False),
    Column("count", "条数", lambda r: f"{r.count:,}", 80, number=True),
    Column("reason", "理由", lambda r: r.reason, 150, sorts=False),
    Column("recipient", "给了谁", lambda r: r.recipient, 110, sorts=False, wide_only=True),
)


class LogPage(ListPage[LogEntry]):
    """Newest first; the chain is checked each time somebody comes here."""

    opens = False

    def __init__(self, desk: Desk, actor: Actor) -> None:
        with desk.database.read() as session:
            people: list[Option] = [(name, name) for name in log_actors(session, actor)]
        super().__init__(
            desk,
            ListDef(
                key="access-log", title="查看记录", unit="条", listing=log_listing(actor), columns=COLUMNS,
                tables=frozenset({"access_log"}), ticks=False, hint="内容、理由、姓名",
                filters=(
                    PeriodFilter("period", "时间"),
                    Filter("actor", "谁", [(None, "所有人"), *people], 140),
                ),
                acts=(Act("设置", lambda: self.went.emit("settings", None), "chevron-left", "quiet"),),
                empty="还没有人看过完整的个人信息，也没有导出过", sort_by="at", descending=True,
                right=Right.AUDIT, keys="Ctrl+F 筛选　Ctrl+P 打印　F5 刷新",
            ),
            actor,
        )  # fmt: skip
        self.verdict = Notice(desk.look)
        self.body.insertWidget(1, self.verdict)
        self._checking = Newest(desk.jobs)
        self._checking.answered.connect(self._tell_verdict)

    def enter(self, argument: object) -> None:
        """Show the log as it is now, and whether its lines fit each other."""
        super().enter(argument)
        self.refresh()
        database = self._desk.database

        def check(_progress: Progress) -> tuple[int, int | None]:
            with database.read() as session:
                return log_length(session), broken_log_line(session)

        self._checking.ask(check)

    def _tell_verdict(self, answer: tuple[int, int | None]) -> None:
        length, broken = answer
        if broken is not None:
            words = f"第 {broken} 条起对不上：有人绕过程序改过记录。请保留这台电脑的数据，报告中心主任和县里"
            self.verdict.say(words)
        elif length:
            self.verdict.say(f"记录完整：{length:,} 条一条接一条，没有改动和缺少", "done")
        else:
            self.verdict.say("")

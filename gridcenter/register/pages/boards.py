"""The page of notice boards (公示牌): which are out of date and why, printing them, noting where they hang."""

from collections.abc import Sequence
from io import BytesIO
from pathlib import Path

from PySide6.QtWidgets import QFileDialog
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound
from gridcenter.base.periods import day_words, short_day, today
from gridcenter.base.progress import Progress
from gridcenter.desk.chips import Chip, Tone
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef
from gridcenter.desk.drawer_parts import Due, Fact
from gridcenter.desk.filters import Filter
from gridcenter.desk.form_grid import Ask
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.jobs import Job
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import Act
from gridcenter.desk.printing import choose_printer, print_pdf
from gridcenter.desk.record_page import MonthPage
from gridcenter.desk.saving import Filled, change
from gridcenter.desk.undoing import refuse
from gridcenter.ledgers.delivery import deliver
from gridcenter.ledgers.library import month_scope
from gridcenter.register.board_ledger import BoardLedger, draw, notice_boards, only
from gridcenter.register.pages.record_form import record_grid
from gridcenter.register.records import NoticeBoard, Unit
from gridcenter.register.services.boards import (
    CHANGED,
    NEVER,
    STATES,
    UP,
    BoardRow,
    board_rows,
    matching_boards,
    newest_boards,
    note_made,
    put_up,
)
from gridcenter.store.capture import WriteSession
from gridcenter.store.listing import Listing, Wish

_TONES: dict[str, Tone] = {NEVER: "due", CHANGED: "over", UP: "done"}
_POSTED = "已张贴"


def _state(row: BoardRow) -> Chip:
    return Chip(STATES[row.state], _TONES.get(row.state, "info"))


COLUMNS: tuple[Column[BoardRow], ...] = (
    Column("name", "网格", lambda r: r.name, 170, sorts=False),
    Column("state", "状态", _state, 130, sorts=False),
    Column("said", "变了什么", lambda r: r.said, 0, sorts=False),
    Column("version", "版次", lambda r: f"第 {r.version} 版" if r.version else "", 70, sorts=False, wide_only=True),
    Column("made_on", "打印日期", lambda r: short_day(r.made_on), 90, sorts=False, wide_only=True),
    Column("put_up_on", "张贴日期", lambda r: short_day(r.put_up_on), 90, sorts=False, spare=True),
    Column("place", "张贴地点", lambda r: r.place, 140, sorts=False, wide_only=True),
)


class BoardsPage(MonthPage[BoardRow]):
    """The boards of the grids of the month chosen above."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        self._rows: dict[bytes, BoardRow] = {}
        every = Act("全部重印要换的", self.print_due, "printer", "primary", right=Right.PRINT)
        super().__init__(
            desk, actor,
            ListDef(
                key="boards", title="公示牌", unit="块", listing=Listing(self._find, self._take),
                columns=COLUMNS, hint="网格名称、张贴地点",
                tables=frozenset({
                    "unit", "post_holding", "person", "notice_board", "board_text", "party_cover",
                    "party_unit", "village",
                }),
                filters=(Filter("state", "状态", [(None, "全部状态"), *STATES.items()], 150),),
                acts=(every,),
                row_acts=(
                    RowAct("打印公示牌", self.print_boards, "printer", right=Right.PRINT),
                    RowAct("存为 PDF", self.save_boards, "file-text", right=Right.PRINT),
                    RowAct(_POSTED, self.note_posted, "map-pin", right=Right.PRINT),
                ),
                empty="还没有划分网格。请到“导入”里导入网格划分表",
            ),
        )  # fmt: skip

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show what stands on the board and what has changed since."""
        self._rows = self._rows or board_rows(session, self.month)
        if record not in self._rows:
            raise NotFound(f"这个网格在{self.month.words}没有设立，请换一个月份")
        row, board = self._rows[record], newest_boards(session).get(record)
        due = [
            Due("要换", "over", label, "", f"牌上：{old or '没有'}\n现在：{new or '没有'}")
            for label, old, new in row.changes
        ]
        return DrawerDef(
            name=row.name, kind=_state(row), tab="概况", due=due,
            facts=[
                Fact("版次", f"第 {row.version} 版" if row.version else "还没有打印过"),
                Fact("打印日期", day_words(row.made_on)), Fact("张贴日期", day_words(row.put_up_on)),
                Fact("张贴地点", row.place),
            ],
            record=(NoticeBoard, board.id) if board else (Unit, record),
            acts=[
                Act("打印公示牌", lambda: self.print_boards([record]), "printer", "primary", right=Right.PRINT),
                Act(_POSTED, lambda: self.note_posted([record]), "map-pin", right=Right.PRINT),
                Act("存为 PDF", lambda: self.save_boards([record]), "file-text", right=Right.PRINT),
            ],
        )  # fmt: skip

    def print_due(self) -> None:
        """Print every board that is out of date or was never printed."""
        due = [row.id for row in self._rows.values() if row.state in {NEVER, CHANGED}]
        with self.told():
            if not due:
                raise NotFound("公示牌都是新的，没有要换的")
            self.print_boards(due)

    def print_boards(self, units: Sequence[bytes]) -> None:
        """Print the boards of grids, a sheet each, and note that they were made."""

        def go_on(ledger: BoardLedger, pdf: bytes) -> None:
            with self.told():
                printer = choose_printer(self, ledger.title, len(ledger.sheets))
                if printer is not None:
                    print_pdf(pdf, printer, Progress())
                    self._note(ledger)

        self._draw(units, go_on)

    def save_boards(self, units: Sequence[bytes]) -> None:
        """Write the boards of grids into a PDF file and note that they were made."""

        def go_on(ledger: BoardLedger, pdf: bytes) -> None:
            name = f"{ledger.sheets[0].title if len(ledger.sheets) == 1 else ledger.title}.pdf"
            target, _kind = QFileDialog.getSaveFileName(self, "存到哪里", name, "PDF 文件 (*.pdf)")
            if target:
                with self.told():
                    deliver(pdf, Path(target))
                    self._note(ledger)

        self._draw(units, go_on)

    def note_posted(self, units: Sequence[bytes]) -> FormDialog:
        """Ask when and where boards were put up."""

        def save(session: WriteSession, filled: Filled) -> str:
            count = put_up(session, self.actor, units, day=filled.day("put_up_on"), place=filled.text("place"))
            return f"{count} 块"

        names = "、".join(self._rows[one].name for one in units if one in self._rows)
        grid = record_grid(self.desk, columns=1)
        grid.declare(NoticeBoard, Ask("put_up_on", required=True), "place")
        grid.put({"put_up_on": today()})
        form = self.form(_POSTED, save, note=names, width=520, about=None)
        form.add(grid)
        return self.put_up(form, lambda said: f"已记下张贴 {said}")

    def _draw(self, units: Sequence[bytes], go_on: object) -> None:
        scope, database, wanted = month_scope(self.month, None, today()), self.desk.database, list(units)

        def work(progress: Progress) -> tuple[BoardLedger, bytes]:
            self.actor.require(Right.PRINT)
            with database.read() as session:
                ledger = only(notice_boards(session, scope), wanted)
            content = BytesIO()
            draw(ledger, content, progress)
            return ledger, content.getvalue()

        job = Job(work)
        job.succeeded.connect(lambda made: go_on(*made))  # type: ignore[operator]
        self.desk.jobs.start(job, lambda error: refuse(self, self.desk, error))

    def _note(self, ledger: BoardLedger) -> None:
        made = dict(ledger.facts)
        change(
            self, self.desk, self.actor,
            lambda session: f"{len(made)} 块公示牌已打印，{note_made(session, self.actor, made, today())} 块是新版",
            "打印公示牌",
        )  # fmt: skip

    def _find(self, session: Session, wish: Wish) -> Sequence[bytes]:
        self._rows = board_rows(session, self.month)
        return matching_boards(self._rows, wish)

    def _take(self, _session: Session, ids: Sequence[bytes]) -> dict[bytes, BoardRow]:
        return {i: self._rows[i] for i in ids if i in self._rows}

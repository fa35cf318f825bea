"""The page that compares a list of another office with the register."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtWidgets import QFileDialog
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound
from gridcenter.base.periods import today
from gridcenter.base.progress import Progress
from gridcenter.care.codes import NEED
from gridcenter.care.imports import match_list
from gridcenter.care.services.matching import Hit, Matched, note_matching, screen_hits, tag_hits
from gridcenter.desk.chips import Chip
from gridcenter.desk.day_field import DayField
from gridcenter.desk.declared_fields import code_field
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef
from gridcenter.desk.drawer_parts import Fact
from gridcenter.desk.filters import Filter
from gridcenter.desk.form_grid import FormGrid
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.import_start import FILES
from gridcenter.desk.jobs import Job
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import Act
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled
from gridcenter.desk.undoing import refuse
from gridcenter.desk.words import words
from gridcenter.register.codes import HOUSEHOLD_KIND
from gridcenter.store.capture import WriteSession
from gridcenter.store.listing import Listing, Wish

_SURE = {
    "sure": Chip("确定", "done", "check"), "doubtful": Chip("号码有疑", "due", "circle-alert"),
    "name": Chip("只有姓名相同", "plain"),
}  # fmt: skip
COLUMNS: tuple[Column[Hit], ...] = (
    Column("name", "姓名", lambda r: r.name, 92, sorts=False),
    Column("sureness", "比对结果", lambda r: _SURE[r.sureness], 124, sorts=False),
    Column("unit", "网格", lambda r: r.home.unit, 180, sorts=False, spare=True),
    Column("number", "户号", lambda r: r.home.number, 100, sorts=False, spare=True),
    Column("identity", "证件号码", lambda r: r.identity, 150, sorts=False, wide_only=True),
    Column("words", "说明", lambda r: r.words, 0, sorts=False),
)


class MatchingPage(RecordPage[Hit]):
    """The hits of the last list; they are in memory alone and gone with the window."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        self._matched: Matched | None = None
        choose = Act("选名单", self.choose, "file-input", "primary", "Ctrl+O", Right.IMPORT)
        super().__init__(
            desk,
            actor,
            ListDef(
                key="matching", title="名单比对", unit="人", listing=Listing(self._find_hits, self._load_hits),
                columns=COLUMNS, tables=frozenset(), hint="姓名、户号、网格",
                filters=(
                    Filter("sureness", "结果", [
                        (None, "结果：全部"), *((key, chip.text) for key, chip in _SURE.items()),
                    ], 140),
                ),
                acts=(choose,),
                row_acts=(
                    RowAct("登记为帮扶对象", self.screen_these, "handshake", right=Right.ENTER),
                    RowAct("填户类型", self.tag_these, "house", right=Right.ENTER),
                ),
                empty="选一份名单（姓名和身份证号，或出生日期、电话），看谁在本乡。不在本乡的不显示、不保存",
                empty_act=choose, summary=lambda _session: self._said(),
                keys="Ctrl+O 选名单　Ctrl+F 筛选　Ctrl+P 打印",
            ),
        )  # fmt: skip

    def choose(self) -> None:
        """Let the user choose the list."""
        name, _kind = QFileDialog.getOpenFileName(self, "选名单", "", FILES)
        if name:
            self.compare(Path(name))

    def compare(self, path: Path) -> Job[Matched]:
        """Compare a list in the worker; its hits are shown when they are there."""
        desk, actor = self.desk, self.actor

        def work(progress: Progress) -> Matched:
            with desk.database.read() as session:
                found = match_list(session, actor, path, today=today(), progress=progress)
            with desk.database.write(actor) as writing:
                note_matching(writing, actor, found)
            return found

        self.note.setText("正在比对…")
        job = Job(work)
        job.succeeded.connect(self._take)
        return desk.jobs.start(job, self._failed)

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show what speaks for the hit, and lead to the resident."""
        hit = next((one for one in self._hits() if one.id == record), None)
        if hit is None:
            raise NotFound("这份名单已经换了，请在列表里另选一行")
        facts = [
            Fact("比对结果", hit.words), Fact("证件号码", hit.identity or "没有登记"),
            Fact("户", hit.home.words),
        ]  # fmt: skip
        return DrawerDef(
            name=hit.name, beside=hit.home.number, place=hit.home.unit, kind=_SURE[hit.sureness], facts=facts,
            acts=[
                Act("看这个人", lambda: self.went.emit("residents", hit.person_id), "users"),
                Act("登记为帮扶对象", lambda: self.screen_these([hit.id]), "handshake", "primary", right=Right.ENTER),
            ],
        )  # fmt: skip

    def screen_these(self, ids: Sequence[bytes]) -> FormDialog:
        """Put up the form that enters hits as in need."""
        hits = self._chosen(ids)

        def save(session: WriteSession, filled: Filled) -> str:
            made, left = screen_hits(
                session, self.actor, hits, need=filled.text("need"),
                screened_on=filled.day("screened_on"), today=today(),
            )  # fmt: skip
            return f"{made:,} 户" + (f"，{left:,} 户早已登记" if left else "")

        grid = FormGrid(self.look)
        grid.add("need", "困难原因", code_field(self.desk, NEED), required=True)
        grid.add("screened_on", "摸排日期", DayField(self.look, today, past=True), required=True).field.put(today())
        form = self.form("登记为帮扶对象", save, note=f"{len(hits):,} 人", width=520, word="登记", about=None)
        form.add(grid)
        form.saved.connect(lambda _said: self.model.clear_ticks())
        return self.put_up(form, lambda said: f"已登记 {said}")

    def tag_these(self, ids: Sequence[bytes]) -> FormDialog:
        """Put up the form that gives the households of hits a kind."""
        hits = self._chosen(ids)

        def save(session: WriteSession, filled: Filled) -> str:
            return f"{tag_hits(session, self.actor, hits, kind=filled.text('kind')):,} 户"

        grid = FormGrid(self.look)
        grid.add("kind", "户类型", code_field(self.desk, HOUSEHOLD_KIND), required=True)
        grid.add_row(words("选中的人所在的户，户类型改成这一种；可以撤销。", "note", wrap=True))
        form = self.form("填户类型", save, note=f"{len(hits):,} 人", width=520, about=None)
        form.add(grid)
        form.saved.connect(lambda _said: self.model.clear_ticks())
        return self.put_up(form, lambda said: f"已改 {said} 的户类型")

    def _hits(self) -> Sequence[Hit]:
        return self._matched.hits if self._matched else ()

    def _chosen(self, ids: Sequence[bytes]) -> list[Hit]:
        wanted = set(ids)
        return [hit for hit in self._hits() if hit.id in wanted]

    def _find_hits(self, _session: Session, wish: Wish) -> Sequence[bytes]:
        wanted, typed = wish.filters.get("sureness"), wish.words
        return [
            hit.id
            for hit in self._hits()
            if wanted in {None, hit.sureness} and (not typed or typed in f"{hit.name} {hit.home.words}")
        ]

    def _load_hits(self, _session: Session, ids: Sequence[bytes]) -> dict[bytes, Hit]:
        wanted = set(ids)
        return {hit.id: hit for hit in self._hits() if hit.id in wanted}

    def _said(self) -> str:
        one = self._matched
        if one is None:
            return "名单只在内存里比对，不在本乡的人不留下任何内容"
        unread = f"，没有姓名 {one.unread:,}" if one.unread else ""
        return (
            f"{one.rows:,} 行：确定 {one.count('sure'):,}，号码有疑 {one.count('doubtful'):,}，"
            f"同名 {one.count('name'):,}，不在本乡 {one.gone:,}{unread}"
        )

    def _take(self, matched: Matched) -> None:
        self._matched = matched
        self.drawer_wanted.emit(None)
        self.turn_stale()

    def _failed(self, error: Exception) -> None:
        self.note.setText(self._said())
        refuse(self, self.desk, error)

"""The code tables of the office: words added, renamed, ordered, put out of use."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.access.code_words import (
    WordEntry,
    WordLine,
    add_word,
    change_word,
    holders_of,
    move_word,
    put_together,
    reinstate_word,
    retire_word,
    uses,
    word_lines,
)
from gridcenter.base.errors import NotFound
from gridcenter.base.periods import day_words, today
from gridcenter.base.pinyin import says
from gridcenter.codes.tables import CodeEntry, CodeTable
from gridcenter.desk.chips import Chip
from gridcenter.desk.day_field import DayField
from gridcenter.desk.declared_fields import FieldMaker
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef
from gridcenter.desk.drawer_parts import Fact
from gridcenter.desk.filters import Filter
from gridcenter.desk.form_grid import Ask, FormGrid
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.page import Act
from gridcenter.desk.picking import PickField
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled, change
from gridcenter.store.capture import WriteSession
from gridcenter.store.listing import Listing, Wish

_OFFERED, _RETIRED = Chip("在用", "done", "check"), Chip("停用")
_HEAD = "全部代码表"


@dataclass(frozen=True, slots=True)
class CodeRow:
    """A word and the table it stands in."""

    table: CodeTable
    line: WordLine


COLUMNS: tuple[Column[CodeRow], ...] = (
    Column("table", "代码表", lambda r: r.table.title, 130, sorts=False),
    Column("word", "名称", lambda r: r.line.word, 170, sorts=False),
    Column("state", "状态", lambda r: _OFFERED if r.line.offered else _RETIRED, 84, sorts=False),
    Column("national", "国标代码", lambda r: r.line.national, 96, sorts=False),
    Column("spellings", "表格里的其他写法", lambda r: r.line.spellings, 0, sorts=False),
    Column("since", "启用日期", lambda r: day_words(r.line.since), 130, sorts=False, wide_only=True),
    Column("until", "停用日期", lambda r: day_words(r.line.until), 130, sorts=False, wide_only=True),
)


class CodesPage(RecordPage[CodeRow]):
    """Every word of every table; one table when it is chosen."""

    def __init__(self, desk: Desk, actor: Actor, tables: Sequence[CodeTable]) -> None:
        self._tables = sorted(tables, key=lambda one: (not one.extensible, one.title))
        self._rows: dict[bytes, CodeRow] = {}
        new = Act("新增词", self.enter_new, "plus", "primary", "Ctrl+N", Right.STRUCTURE)
        named = [(table.name, table.title) for table in self._tables]
        super().__init__(
            desk,
            actor,
            ListDef(
                key="codes", title="代码表", unit="个词", listing=Listing(self._find, self._take),
                columns=COLUMNS, tables=frozenset({"code_entry"}), ticks=False,
                hint="名称、代码表、国标代码",
                filters=(
                    Filter("table", "代码表", [(None, _HEAD), *named], 190),
                    Filter("state", "状态", [(None, "状态：不限"), (True, "只看在用"), (False, "只看停用")], 130),
                ),
                acts=(new,), empty="没有这样的词", empty_act=new,
                keys="Ctrl+N 新增　Alt+↑ Alt+↓ 排前排后　Ctrl+F 筛选　Ctrl+P 打印",
            ),
        )  # fmt: skip
        self.bind("Alt+Up", partial(self._move_current, -1), "把词排前一位")
        self.bind("Alt+Down", partial(self._move_current, 1), "把词排后一位")

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show a word, how it is mapped, how many records hold it."""
        row = self._row(session, record)
        line, table = row.line, row.table
        used = uses(session, table).get(line.code, 0)
        facts = [
            Fact("代码表", table.title),
            Fact("用在", "、".join(dict.fromkeys(cls.__title__ for cls, _name in holders_of(table))) or "—"),
            Fact("已登记", f"{used:,} 条"),
            Fact("国标代码", _national(table, line)),
            Fact("其他写法", line.spellings),
            Fact("原来叫", line.shipped if line.shipped != line.word else ""),
            Fact("启用", day_words(line.since)), Fact("停用", day_words(line.until)),
        ]  # fmt: skip
        fixed = "这张表由程序的办理步骤决定，不能改" if not table.extensible else ""
        return DrawerDef(
            name=line.word, kind="在用" if line.offered else "停用", place=fixed or table.title,
            facts=facts, record=(CodeEntry, record), acts=self._acts(row),
        )  # fmt: skip

    def enter_new(self) -> FormDialog:
        """Put up the empty form of a word."""

        def save(session: WriteSession, filled: Filled) -> str:
            table = self._table(filled.text("table"))
            made = add_word(session, self.actor, table, _entry(filled))
            session.made = made.id
            return f"{table.title}　{made.word}"

        grid = self._grid()
        open_tables = [(table.name, table.title) for table in self._tables if table.extensible]
        grid.add("table", "代码表", PickField(self.look, open_tables, "打拼音首字母也能找到"), required=True)
        self._declare(grid)
        chosen = self.wish.filters.get("table")
        grid.put({"table": chosen if isinstance(chosen, str) else None})
        form = self.form("新增词", save)
        form.add(grid)
        form.offer_again("table")
        return self.put_up(form, lambda said: f"已新增 {said}")

    def edit(self, record: bytes) -> FormDialog:
        """Put up the form of a word."""
        with self.desk.database.read() as session:
            row = self._row(session, record)

        def save(session: WriteSession, filled: Filled) -> str:
            change_word(session, self.actor, row.table, row.line.code, _entry(filled))
            return filled.text("word")

        grid, line = self._grid(), row.line
        self._declare(grid)
        grid.put({
            "word": line.word, "national": line.national, "spellings": line.spellings,
            "since": line.since, "until": line.until,
        })  # fmt: skip
        form = self.form("修改词", save, note=row.table.title, about=record.hex())
        form.add(grid)
        return self.put_up(form, lambda word: f"已改好 {word}，以前登记的也显示新名称")

    def retire(self, record: bytes) -> FormDialog:
        """Ask until which day a word is offered."""
        with self.desk.database.read() as session:
            row = self._row(session, record)

        def save(session: WriteSession, filled: Filled) -> str:
            retire_word(session, self.actor, row.table, row.line.code, filled.day("until"))
            return row.line.word

        grid = self._grid()
        grid.add("until", "停用日期", DayField(self.look, today), required=True)
        grid.put({"until": today()})
        form = self.form("停用词", save, note=row.line.word, width=520, word="停用", about=record.hex())
        form.add(grid)
        return self.put_up(form, lambda word: f"{word} 以后不再可选，以前登记的照旧显示")

    def put_together(self, record: bytes) -> FormDialog:
        """Ask with which word this one is put together."""
        with self.desk.database.read() as session:
            row = self._row(session, record)
            lines = word_lines(session, row.table, today())
            used = uses(session, row.table).get(row.line.code, 0)
        others = [(one.code, one.word) for one in lines if one.offered and one.code != row.line.code]

        def save(session: WriteSession, filled: Filled) -> str:
            code, into = row.line.code, filled.text("into")
            moved = put_together(session, self.actor, row.table, code, into, today())
            return f"{row.line.word}，{moved:,} 条登记改成了新词"

        grid = self._grid()
        grid.add("into", "并入", PickField(self.look, others, "意思相同的那个词"), required=True)
        note = f"{row.line.word}　已登记 {used:,} 条"
        form = self.form("并入另一个词", save, note=note, width=520, word="并入", about=record.hex())
        form.add(grid)
        return self.put_up(form, lambda said: f"已并入 {said}")

    def reopen(self, title: str, about: str) -> FormDialog | None:
        """Put up the form of a draft once more."""
        again: Mapping[str, Callable[[bytes], FormDialog]] = {
            "修改词": self.edit, "停用词": self.retire, "并入另一个词": self.put_together,
        }  # fmt: skip
        begin = again.get(title)
        return begin(bytes.fromhex(about)) if begin and about else super().reopen(title, about)

    def _acts(self, row: CodeRow) -> list[Act]:
        if not row.table.extensible:
            return []
        record, right = row.line.id, Right.STRUCTURE
        change_ = Act("修改", lambda: self.edit(record), "pencil", "primary", right=right)
        if not row.line.offered:
            back = Act("恢复使用", lambda: self._reinstate(row), "undo-2", right=right)
            return [change_, back]
        return [
            change_,
            Act("停用", lambda: self.retire(record), "minus", right=right),
            Act("并入…", lambda: self.put_together(record), "arrow-right", right=right),
        ]

    def _reinstate(self, row: CodeRow) -> None:
        def work(session: WriteSession) -> str:
            reinstate_word(session, self.actor, row.table, row.line.code)
            return f"{row.line.word} 又可以选了"

        change(self, self.desk, self.actor, work, f"恢复使用　{row.line.word}")

    def _move_current(self, step: int) -> None:
        row = self._rows.get(self.table.current or b"")
        if row is None or not row.table.extensible or not self.actor.may(Right.STRUCTURE):
            return

        def work(session: WriteSession) -> str:
            move_word(session, self.actor, row.table, row.line.code, step)
            return f"{row.line.word} 已排{'前' if step < 0 else '后'}一位"

        change(self, self.desk, self.actor, work, f"代码表排序　{row.line.word}")

    def _grid(self) -> FormGrid:
        return FormGrid(self.look, columns=1, label=120, maker=FieldMaker(self.desk, today, {}))

    def _declare(self, grid: FormGrid) -> None:
        grid.declare(CodeEntry, Ask("word", required=True), "national", "spellings", "since", "until")

    def _table(self, name: str) -> CodeTable:
        return next(table for table in self._tables if table.name == name)

    def _row(self, session: Session, record: bytes) -> CodeRow:
        self._rows = dict(self._read(session))
        if record not in self._rows:
            raise NotFound("这个词已经不在代码表里，请刷新后再看")
        return self._rows[record]

    def _read(self, session: Session) -> list[tuple[bytes, CodeRow]]:
        return [
            (line.id, CodeRow(table, line))
            for table in self._tables
            for line in word_lines(session, table, today())
        ]

    def _find(self, session: Session, wish: Wish) -> Sequence[bytes]:
        rows = self._read(session)
        self._rows = dict(rows)
        table, state = wish.filters.get("table"), wish.filters.get("state")
        return [
            record
            for record, row in rows
            if (table is None or row.table.name == table)
            and (state is None or row.line.offered == state)
            and says(wish.words, row.line.word, row.table.title, row.line.national, row.line.spellings)
        ]

    def _take(self, _session: Session, ids: Sequence[bytes]) -> dict[bytes, CodeRow]:
        return {i: self._rows[i] for i in ids if i in self._rows}


def _entry(filled: Filled) -> WordEntry:
    return WordEntry(
        filled.text("word"), filled.text("national"), filled.text("spellings"),
        filled.day_or_none("since"), filled.day_or_none("until"),
    )  # fmt: skip


def _national(table: CodeTable, line: WordLine) -> str:
    if not line.national or not table.standard:
        return line.national
    return f"{line.national}（按 {table.standard} 常用值预填，请对照原文核对）"

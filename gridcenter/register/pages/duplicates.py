"""The page of what may have been entered twice: side by side, merged, or said to be two."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.errors import NotFound
from gridcenter.base.progress import Progress
from gridcenter.desk.chips import Chip
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef, Related
from gridcenter.desk.drawer_parts import Event, Fact
from gridcenter.desk.filters import Filter, FilterControl, OptionControl
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.jobs import Job
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.list_parts import RowAct
from gridcenter.desk.page import Act
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled, change
from gridcenter.desk.theme import Look
from gridcenter.desk.undoing import refuse
from gridcenter.register.pages.areas import AREA
from gridcenter.register.pages.merging import HOME, MergeForm, side_by_side
from gridcenter.register.pages.pair_search import PairSearch
from gridcenter.register.services.duplicates.alike import REASONS
from gridcenter.register.services.duplicates.compare import (
    Comparison,
    chosen_values,
    compare,
    reveal_pair,
)
from gridcenter.register.services.duplicates.likely import (
    KINDS,
    Pair,
    pair,
    set_aside,
    take_up_again,
)
from gridcenter.register.services.duplicates.lists import LIKELY, PAIRS, SURE, PairRow
from gridcenter.register.services.duplicates.merging import merge
from gridcenter.store.capture import WriteSession

_GONE = "这一对已经处理过了，请刷新后再看"
_DOORS = {"person": "residents", "household": "households"}


class _BatchControl(OptionControl):
    """All, or one import that a door has led here for; never remembered."""

    def choose(self, value: object) -> None:
        """Choose a batch, which a door may name that was not offered before."""
        if value is not None and self.findData(value) < 0:
            self.addItem("刚导入的这一批", value)
        super().choose(value)

    def kept(self) -> str:
        """Remember nothing."""
        return ""


@dataclass(frozen=True, slots=True)
class _BatchFilter:
    """The import that the pairs have to do with."""

    key: str = "batch"
    name: str = "导入批次"

    def make(self, look: Look) -> FilterControl:
        """Make its control."""
        return _BatchControl(self.name, [(None, "不论哪一批")], width=132)


COLUMNS: tuple[Column[PairRow], ...] = (
    Column("first", "一条", lambda r: r.first, 92, sorts=False),
    Column("first_place", "在哪里", lambda r: r.first_place, 156, sorts=False, wide_only=True),
    Column("second", "另一条", lambda r: r.second, 92, sorts=False),
    Column("second_place", "在哪里", lambda r: r.second_place, 156, sorts=False, wide_only=True),
    Column("strength", "把握", lambda r: _sureness(r.strength), 108),
    Column("reasons", "为什么", lambda r: r.reasons, 0, sorts=False),
    Column("kind", "类别", lambda r: r.kind, 60, sorts=False, spare=True),
)


class DuplicatesPage(RecordPage[PairRow]):
    """Pairs that wait to be looked at."""

    def __init__(self, desk: Desk, actor: Actor) -> None:
        super().__init__(
            desk, actor,
            ListDef(
                key="duplicates", title="疑似重复", unit="对", listing=PAIRS, columns=COLUMNS,
                tables=frozenset({"likely_pair", "distinct_pair", "person", "residence", "household"}),
                hint="姓名、拼音首字母、电话、证件尾号、户号",
                filters=(
                    Filter("kind", "类别", [(None, "人员和户"), *KINDS.items()], 104),
                    Filter("reason", "为什么", [(None, "不论为什么"), *REASONS.items()], 176),
                    AREA,
                    Filter("said", "核对", [(None, "待核对"), (True, "已说明不是同一个")], 150),
                    _BatchFilter(),
                ),
                row_acts=(
                    RowAct("不是同一个", self.set_aside, "x", right=Right.ENTER),
                    RowAct("合并…", self.merge_first, "users", many=False, right=Right.ENTER),
                    RowAct("重新核对", self.take_up, "undo-2", right=Right.ENTER),
                ),
                empty="没有发现可能重复的登记", sort_by="strength", keys="Ctrl+F 筛选　Ctrl+P 打印　F5 刷新",
            ),
        )  # fmt: skip
        self.search = PairSearch(desk, actor)

    def enter(self, argument: object) -> None:
        """Show the list, and look anew if the register has changed."""
        super().enter(argument)
        self.search.start()

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Show both side by side, why they may be one, and the way to each."""
        known = _known(session, record)
        found = self._whole_words(record, compare(session, self.desk.lexicon, known))
        page = _DOORS[known.kind]
        doors = [
            Event("users", side, "　".join(filter(None, (name, place))), page, one)
            for side, name, place, one in zip(
                ("左边", "右边"), found.names, found.places, (known.first, known.second), strict=True
            )
        ]
        see = Act("显示", lambda: self._reveal(record, known), "eye", right=Right.REVEAL)
        return DrawerDef(
            name=" · ".join(dict.fromkeys(found.names)), place=KINDS[known.kind], tab="对照",
            story="，".join(REASONS[reason] for reason in known.reasons),
            facts=[] if self.whole(record) else [Fact("完整号码", "默认不显示", see)],
            parts=(side_by_side(found),), related=(Related("两条登记", doors),),
            acts=[
                Act("合并…", lambda: self.merge(record), "users", "primary", right=Right.ENTER),
                Act("不是同一个", lambda: self.set_aside([record]), "x", right=Right.ENTER),
            ],
        )  # fmt: skip

    def merge_first(self, ids: Sequence[bytes]) -> FormDialog | None:
        """Put up the form for the pair chosen."""
        return self.merge(ids[0])

    def merge(self, record: bytes) -> FormDialog | None:
        """Put up the form that makes a pair one; None when that cannot be, which is told."""
        found: Comparison | None = None
        with self.told(), self.desk.database.read() as session:
            found = compare(session, self.desk.lexicon, _known(session, record))
        return self._merge(found) if found else None

    def set_aside(self, ids: Sequence[bytes]) -> Job[str]:
        """Note that pairs are two."""

        def work(session: WriteSession) -> str:
            count = set_aside(session, self.actor, ids)
            session.act = f"说明不是同一个　{count} 对"
            return f"{count} 对已说明不是同一个，不再列出"

        self.drawer_wanted.emit(None)
        return change(self, self.desk, self.actor, work)

    def take_up(self, ids: Sequence[bytes]) -> Job[str]:
        """Take back that pairs are two."""

        def work(session: WriteSession) -> str:
            count = take_up_again(session, self.actor, ids)
            session.act = f"重新核对　{count} 对"
            return f"{count} 对重新列入待核对" if count else "这几对本来就在待核对里"

        return change(self, self.desk, self.actor, work)

    def _merge(self, found: Comparison) -> FormDialog:
        known = found.pair
        fields = MergeForm(self.look, found, lambda: self._show_in(form, fields, known))

        def save(session: WriteSession, filled: Filled) -> str:
            values = chosen_values(session, known, fields.sides(filled), known.first)
            merge(
                session, self.actor, known.kind, kept=known.first, gone=known.second, values=values,
                home=filled.record_or_none(HOME),
            )  # fmt: skip
            session.act = f"合并{KINDS[known.kind]}　{found.names[0]}"
            return found.names[0]

        form = self.form(
            "合并", save, note=" · ".join(found.names), width=760, word="合并", about=None
        )
        form.add(fields.grid)
        form.saved.connect(lambda _name: self.drawer_wanted.emit(None))
        return self.put_up(form, lambda name: f"{name} 的两条登记已并成一条，90 天内可在“合并记录”里拆开")

    def _show_in(self, form: FormDialog, fields: MergeForm, known: Pair) -> None:
        """Show the whole numbers in the form; the worker logs it."""

        def read(_progress: Progress) -> Comparison:
            with self.desk.database.write(self.actor) as session:
                lexicon = self.desk.lexicon
                return reveal_pair(session, self.actor, lexicon, known, reason="合并重复登记")

        job = Job(read)
        job.succeeded.connect(fields.show_whole)
        self.desk.jobs.start(job, lambda error: refuse(form, self.desk, error))

    def _reveal(self, record: bytes, known: Pair) -> FormDialog:
        def read(session: WriteSession, reason: str) -> Sequence[str]:
            found = reveal_pair(session, self.actor, self.desk.lexicon, known, reason=reason)
            return [side for line in found.lines for side in (line.first, line.second)]

        return self.reveal(record, read)

    def _whole_words(self, record: bytes, found: Comparison) -> Comparison:
        whole = self.whole(record)
        if len(whole) != 2 * len(found.lines):
            return found
        lines = [
            replace(line, first=whole[2 * n], second=whole[2 * n + 1])
            for n, line in enumerate(found.lines)
        ]
        return replace(found, lines=lines)


def _known(session: Session, record: bytes) -> Pair:
    known = pair(session, record)
    if known is None:
        raise NotFound(_GONE)
    return known


def _sureness(strength: int) -> Chip:
    if strength >= SURE:
        return Chip("几乎肯定", "over", "circle-alert")
    return Chip("很可能", "due", "triangle-alert") if strength >= LIKELY else Chip("可能", "plain")

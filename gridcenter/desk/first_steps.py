"""First run, steps two and three: villages and names of the levels; the first account."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QWidget

from gridcenter.base.errors import RuleBroken
from gridcenter.desk.cards import Card
from gridcenter.desk.fields import LineField, Unclear
from gridcenter.desk.first_place import Place
from gridcenter.desk.form_grid import FormGrid
from gridcenter.desk.jobs import Jobs, Newest
from gridcenter.desk.layouts import block, column, row
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.new_password import add_new_password, new_password
from gridcenter.desk.short_list import ShortList
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, words

_HIGH = 34
_LATER = "站和网格先不用建：到“导入”里导入网格划分表，一次就建好，名称、网格长、网格员都在里面。"


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """The bundled list: divisions below a code, villages of a township, the day it is of."""

    children: Callable[[str], Sequence[Place]]
    villages: Callable[[str], Sequence[Place]]
    dated: str


class VillageStep(QWidget):
    """Villages to tick, and what the levels are called here."""

    def __init__(self, look: Look, jobs: Jobs, gazetteer: Gazetteer, levels: Mapping[str, str]) -> None:
        super().__init__()
        self._gazetteer, self._ids = gazetteer, dict[bytes, str]()
        self._newest = Newest(jobs)
        self._newest.answered.connect(self._show)
        self.list: ShortList[Place] = ShortList(
            look, "村和社区",
            [Column("name", "村名", lambda p: p.name, 0), Column("code", "区划代码", lambda p: p.code, 150)],
            ticks=True, height=_HIGH, scrolls=True,
        )  # fmt: skip
        self.names = {key: LineField() for key in levels}
        for field in self.names.values():
            field.setMaxLength(20)
        for key, name in levels.items():
            self.names[key].put(name)
        self._card = self._lay_out(look)
        self.list.model_.ticks_changed.connect(self._count)

    @property
    def villages(self) -> frozenset[str]:
        """Codes of the villages ticked."""
        return frozenset(self._ids[i] for i in self.list.model_.ticked if i in self._ids)

    @property
    def levels(self) -> dict[str, str]:
        """What the levels are called."""
        return {key: field.text().strip() for key, field in self.names.items()}

    def load(self, township: str) -> None:
        """Read the villages of a township from the list, in the worker: it takes a second."""
        villages = self._gazetteer.villages
        self._show([])
        self._card.note.setText("正在从名单里找…")
        self._newest.ask(lambda _progress: villages(township) if township else [])

    def check(self) -> None:
        """Refuse levels without a name; raises RuleBroken."""
        if not all(self.levels.values()):
            raise RuleBroken("levels", "每一级都要有个叫法")
        if self._newest.waiting:
            raise RuleBroken("villages", "村名单还在找，请等一下")

    def _lay_out(self, look: Look) -> Card:
        dated = f"名单是{self._gazetteer.dated}的，只作参考；撤并了的去掉勾，新设的以后再添。"
        note = row(8, (words(dated, "note", wrap=True), 1), 8, gap=0)
        left = Card(look, "村和社区", (self.list, 1), note, pad=(8, 10, 8, 12), inset=8)
        grid = FormGrid(look, label=56)
        for (key, field), what in zip(self.names.items(), ("一级", "二级", "三级"), strict=False):
            grid.add(key, what, field, required=True)
        warn = row(
            column(IconLabel(look, "circle-alert", "info"), None),
            (words(_LATER, "second", wrap=True), 1),
            pad=12,
        )
        right = Card(look, "分几级、怎么叫", grid, None, block(warn, "sunken"), pad=(16, 10, 16, 16), gap=12)
        self.setLayout(row((left, 11), (right, 10), gap=16))
        self.list.setMinimumHeight(240)
        return left

    def _show(self, places: Sequence[Place]) -> None:
        self._ids = {n.to_bytes(4, "big"): one.code for n, one in enumerate(places)}
        self.list.model_.clear_ticks()
        self.list.show_rows(dict(zip(self._ids, places, strict=True)))
        self.list.model_.tick(list(self._ids), on=True)
        self._count()

    def _count(self) -> None:
        ticked, total = len(self.villages), len(self._ids)
        everything = "已全部勾上" if ticked == total else f"勾了 {ticked} 个"
        self._card.note.setText(f"{total} 个，{everything}" if total else "")


class AccountStep(QWidget):
    """The first account: name, password twice."""

    def __init__(self, look: Look) -> None:
        super().__init__()
        self.login = LineField("如 周敏", longest=40)
        self.grid = FormGrid(look, label=84)
        self.grid.add("login", "姓名", self.login, required=True, missing="请填写姓名，登录时用")
        hint = "至少 4 个字符，越长越好"
        self.password, self.again = add_new_password(look, self.grid, hint=hint)
        notes = (
            "第一个账号是中心主任，什么都能做；以后给别人再开账号。",
            "口令就是打开数据的钥匙，程序不保存它，谁也查不到。",
            "忘了口令，要用下一步的恢复码。",
        )
        lines = [
            row(column(IconLabel(look, "key-round", "text3", 16), None), (words(n, "second", wrap=True), 1))
            for n in notes
        ]
        left = Card(look, "第一个账号", self.grid, pad=(20, 12, 24, 20), gap=12)
        right = Card(look, "要知道的", *lines, None, pad=(20, 12, 24, 16), gap=10)
        self.setLayout(column(row((left, 11), (right, 10), gap=16), None, gap=0))

    def check(self) -> None:
        """Say at the field what is missing; raises RuleBroken."""
        values: dict[str, object] = {}
        for key, slot in self.grid.slots.items():
            slot.clear_error()
            try:
                values[key] = slot.read()
            except Unclear as missing:
                raise self._refuse(RuleBroken(key, str(missing))) from None
        try:
            new_password(values)
        except RuleBroken as broken:
            raise self._refuse(broken) from None

    def _refuse(self, broken: RuleBroken) -> RuleBroken:
        slot = self.grid.slots[broken.field]
        slot.show_error(broken.words)
        slot.field.widget.setFocus()
        return broken

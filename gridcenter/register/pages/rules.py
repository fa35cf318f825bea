"""The page of what holds for the tree (层级与户数): levels, bands, grid sets, required posts, words on the boards."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtWidgets import QWidget
from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import day_words, today
from gridcenter.codes.tables import Codes
from gridcenter.desk.buttons import Button
from gridcenter.desk.cards import Card
from gridcenter.desk.day_field import DayField
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_parts import Fact, fact_list
from gridcenter.desk.fields import LineField, NumberField, TickField
from gridcenter.desk.form_grid import FormGrid
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.layouts import block, column, empty, row
from gridcenter.desk.page import Page
from gridcenter.desk.picking import PickField
from gridcenter.desk.saving import Filled, Save, Saving, done
from gridcenter.desk.words import words
from gridcenter.register.codes import MAIN_SET, POST, UNIT_KIND
from gridcenter.register.services.boards import BoardWords, board_words, save_words
from gridcenter.register.services.levels import (
    Band,
    LevelLine,
    level_lines,
    save_bands,
    save_levels,
)
from gridcenter.register.services.placing import count_unplaced
from gridcenter.register.services.required import Required, require_posts
from gridcenter.register.services.sets import SetLine, add_set, change_set, grid_sets
from gridcenter.register.services.structure import Tree
from gridcenter.store.capture import WriteSession

_TABLES = frozenset({"grid_level", "grid_set", "required_post", "unit", "placement"})
_LABEL = 104
_TOP = "township"
_BAND = "户数超出范围只作提醒，不影响登记和台账。不填就是不限。"


class RulesPage(Page):
    """Cards in two columns; each is changed on a form of its own."""

    keys = "F1 帮助　Ctrl+K 查找"

    def __init__(self, desk: Desk, actor: Actor) -> None:
        super().__init__(desk.look, "层级与户数", "网格分几级、一格多少户、哪些岗位必须有人")
        self.desk, self.actor = desk, actor
        self._may = actor.may(Right.STRUCTURE)
        self._left, self._right = column(gap=12), column(gap=12)
        self._columns = row((block(self._left), 1), (block(self._right), 1), gap=12)
        self.add(self._columns, None)
        desk.changes.touched.connect(self._touched)
        self._read()

    def enter(self, argument: object) -> None:
        """Show what is settled now."""
        self._read()

    def set_slim(self, slim: bool) -> None:
        """Put the cards one under another in a narrow window."""
        way = self._columns.Direction
        self._columns.setDirection(way.TopToBottom if slim else way.LeftToRight)

    def edit_levels(self) -> FormDialog:
        """Put up the table of levels: which there are, their names, their bands."""
        with self.desk.database.read() as session:
            lines = level_lines(session, "")
        grid = FormGrid(self.look, label=64)
        for line in lines:
            fixed = line.key == _TOP
            if not fixed:
                grid.add(f"used_{line.key}", line.name, TickField("设这一级"))
            grid.add(f"name_{line.key}", "叫法", LineField(longest=20))
            if not fixed:
                grid.add(f"low_{line.key}", "至少", NumberField(), unit="户")
                grid.add(f"high_{line.key}", "至多", NumberField(), unit="户")
            values = {} if fixed else _band_values(line.key, line.band) | {f"used_{line.key}": line.used}
            grid.put(values | {f"name_{line.key}": line.name})

        def save(session: WriteSession, filled: Filled) -> str:
            save_levels(session, self.actor, [
                LevelLine(
                    one.key, filled.text(f"name_{one.key}"), _band(filled, one.key),
                    one.key == _TOP or filled.ticked(f"used_{one.key}"),
                )
                for one in lines
            ])  # fmt: skip
            return "已改好层级"

        return self._put_up("层级和户数", save, grid, words(_BAND, "note", wrap=True))

    def edit_bands(self, one: SetLine) -> FormDialog:
        """Put up the bands of one set."""
        with self.desk.database.read() as session:
            lines = [line for line in level_lines(session, one.key) if line.used and line.key != _TOP]
        grid = FormGrid(self.look, label=96)
        for line in lines:
            grid.add(f"low_{line.key}", f"{line.name}　至少", NumberField(), unit="户")
            grid.add(f"high_{line.key}", "至多", NumberField(), unit="户")
            grid.put(_band_values(line.key, line.band))

        def save(session: WriteSession, filled: Filled) -> str:
            save_bands(session, self.actor, one.key, {line.key: _band(filled, line.key) for line in lines})
            return f"已改好{one.name}网格的户数"

        return self._put_up(f"{one.name}网格的户数", save, grid, words(_BAND, "note", wrap=True))

    def add_set(self) -> FormDialog:
        """Ask for the name of a new set, and which tree it begins with."""
        with self.desk.database.read() as session:
            sets, lines = grid_sets(session), level_lines(session)
        copies = [("", "空的，以后再画或导入"), *((one.key, f"照抄{one.name}网格") for one in sets)]
        below = [line for line in lines if line.used and line.key != _TOP]
        depths = [("", "全部"), *((line.key, f"只到{line.name}") for line in below)]
        grid = FormGrid(self.look, columns=1, label=_LABEL)
        grid.add("name", "名称", LineField("如 防疫", longest=20), required=True)
        grid.add("since", "启用日期", DayField(self.look, today))
        grid.add("copy_of", "网格从哪里来", PickField(self.look, copies))
        grid.add("deepest", "抄到哪一级", PickField(self.look, depths))
        grid.put({"since": today(), "copy_of": MAIN_SET, "deepest": ""})

        def save(session: WriteSession, filled: Filled) -> str:
            made = add_set(
                session, self.actor, name=filled.text("name"), since=filled.day_or_none("since"),
                copy_of=filled.text("copy_of"), deepest=filled.text("deepest"),
            )  # fmt: skip
            return f"已新增{made.name}网格，接着到“体系归户”里把户划进去"

        return self._put_up("新增网格体系", save, grid)

    def edit_set(self, one: SetLine) -> FormDialog:
        """Rename a set, or end it."""
        grid = FormGrid(self.look, columns=1, label=_LABEL)
        grid.add("name", "名称", LineField(longest=20), required=True)
        if one.key != MAIN_SET:
            grid.add("until", "停用日期", DayField(self.look, today))
        grid.put({"name": one.name})

        def save(session: WriteSession, filled: Filled) -> str:
            name = filled.text("name")
            change_set(session, self.actor, one.key, name=name, until=filled.day_or_none("until"))
            return f"已改好{name}网格"

        return self._put_up(f"{one.name}网格", save, grid)

    def edit_posts(self, level: str, name: str, kind: str | None = None) -> FormDialog:
        """Put up which posts units of a level (of a kind) must have."""
        with self.desk.database.read() as session:
            titles, now = Codes.load(session, POST).words, Required.load(session).rules
        have = {rule.post for rule in now if (rule.level, rule.kind) == (level, kind)}
        grid = FormGrid(self.look, label=12)
        for post, title in titles.items():
            grid.add(post, "", TickField(title))
        grid.put({post: post in have for post in titles})

        def save(session: WriteSession, filled: Filled) -> str:
            require_posts(session, self.actor, level, kind, [post for post in titles if filled.ticked(post)])
            return f"已改好{name}的必设岗位"

        return self._put_up(f"{name}必须有人的岗位", save, grid)

    def edit_words(self) -> FormDialog:
        """Put up what stands on every notice board."""
        with self.desk.database.read() as session:
            now = board_words(session)
        grid = FormGrid(self.look, columns=1, label=_LABEL)
        grid.add("hotline", "监督电话", LineField("如 0534-6600112", longest=30))
        grid.add("centre_phone", "网格化中心电话", LineField("如 0534-6600110", longest=30))
        grid.add("motto", "标语", LineField("可以不填", longest=30))
        grid.put({name: getattr(now, name) for name in ("hotline", "centre_phone", "motto")})

        def save(session: WriteSession, filled: Filled) -> str:
            found = BoardWords(filled.text("hotline"), filled.text("centre_phone"), filled.text("motto"))
            save_words(session, self.actor, found)
            return "已改好公示牌上的文字，原来的公示牌要换的会列出来"

        return self._put_up("公示牌上的电话和标语", save, grid)

    def _read(self) -> None:
        empty(self._left)
        empty(self._right)
        with self.desk.database.read() as session:
            left = [self._levels_card(session), self._boards_card(session)]
            right = [self._sets_card(session), self._posts_card(session)]
        for place, cards in ((self._left, left), (self._right, right)):
            for card in cards:
                place.addWidget(card)
            place.addStretch(1)

    def _levels_card(self, session: Session) -> QWidget:
        lines, tree = level_lines(session, ""), Tree.load(session, today())
        facts = [
            Fact(line.name, f"{line.band.words or '户数不限'}　现有 {len(tree.level(line.key)):,} 个")
            for line in lines if line.used and line.key != _TOP
        ]  # fmt: skip
        return self._card("层级和户数", "network", facts, [("修改", self.edit_levels)], _BAND)

    def _sets_card(self, session: Session) -> QWidget:
        body: list[QWidget] = []
        for one in grid_sets(session):
            grids = len(Tree.load(session, today(), one.key).level("grid"))
            said = f"{grids:,} 个网格"
            if one.key != MAIN_SET:
                said += f"　{count_unplaced(session, one.key):,} 户没有归入"
            note = f"{day_words(one.since)}起" if one.since else "日常工作用"
            acts = [self._act("户数", partial(self.edit_bands, one))] if one.key != MAIN_SET else []
            acts.append(self._act("修改", partial(self.edit_set, one)))
            line = row(words(f"{one.name}网格", width=_LABEL), words(said, "second"), words(note, "note"), None, *acts)
            body.append(block(line))
        card = Card(self.look, "网格体系", *body, icon="columns-3", pad=(18, 10, 18, 16))
        note = "几套网格可以并列，一户在每个体系里只归一个网格。"
        to_homes = self._act("体系归户", lambda: self.went.emit("placing", None))
        doors = row(None, to_homes, self._act("新增网格体系", self.add_set))
        card.add(words(note, "note", wrap=True), doors)
        return card

    def _posts_card(self, session: Session) -> QWidget:
        titles, required = Codes.load(session, POST).words, Required.load(session)
        card = Card(self.look, "必须有人的岗位", icon="users", pad=(18, 10, 18, 16))
        special = UNIT_KIND.words["special"]
        lines = [(one.key, None, one.name) for one in level_lines(session) if one.used and one.key != _TOP]
        for level, kind, name in [*lines, ("grid", "special", special)]:
            posts = [titles.get(r.post, r.post) for r in required.rules if (r.level, r.kind) == (level, kind)]
            said = "、".join(posts) or ("同基本网格" if kind else "没有规定")
            act = self._act("修改", partial(self.edit_posts, level, name, kind))
            card.add(row(words(name, width=_LABEL), (words(said, "second", wrap=True), 1), act))
        card.add(words("空着的会写在网格页、工作台和公示牌上。兼职网格员也算网格员。", "note", wrap=True))
        return card

    def _boards_card(self, session: Session) -> QWidget:
        now = board_words(session)
        facts = [
            Fact("监督电话", now.hotline or "没有填，公示牌上会缺"), Fact("中心电话", now.centre_phone or "没有填"),
            Fact("标语", now.motto or "没有"),
        ]  # fmt: skip
        doors = [("看公示牌", lambda: self.went.emit("boards", None)), ("修改", self.edit_words)]
        return self._card("公示牌上的电话和标语", "map-pin", facts, doors, "")

    def _card(
        self, title: str, icon: str, facts: Sequence[Fact], acts: Sequence[tuple[str, Callable[[], object]]], note: str
    ) -> QWidget:
        card = Card(self.look, title, fact_list(self.look, facts, _LABEL), icon=icon, pad=(18, 10, 18, 16))
        if note:
            card.add(words(note, "note", wrap=True))
        card.add(row(None, *(self._act(text, run) for text, run in acts)))
        return card

    def _act(self, text: str, run: Callable[[], object]) -> Button:
        made = Button(self.look, text)
        made.clicked.connect(lambda _checked: run())
        made.setVisible(self._may or text in {"看公示牌", "体系归户"})
        return made

    def _put_up(self, title: str, save: Save[str], *parts: QWidget) -> FormDialog:
        saving = Saving(self.desk, self.actor, save, title)
        form = FormDialog(self.window(), self.look, self.desk.jobs, title, saving, width=640)
        form.setProperty("help", "rules")
        form.add(*parts)
        form.saved.connect(lambda said: done(self, self.desk, self.actor, str(said), saving.txn))
        form.open()
        return form

    def _touched(self, tables: frozenset[str]) -> None:
        if self.isVisible() and _TABLES & tables:
            self._read()


def _band(filled: Filled, key: str) -> Band:
    low, high = filled.number(f"low_{key}"), filled.number(f"high_{key}")
    return Band(None if low is None else int(low), None if high is None else int(high))


def _band_values(key: str, band: Band) -> dict[str, object]:
    return {f"low_{key}": band.low, f"high_{key}": band.high}

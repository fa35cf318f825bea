"""Which delicate personal data the township keeps, and what its records are for."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from gridcenter.access.actors import Actor, Right
from gridcenter.base.periods import day_words, today
from gridcenter.desk.buttons import Button
from gridcenter.desk.cards import Card
from gridcenter.desk.chips import chip
from gridcenter.desk.desk import Desk
from gridcenter.desk.fields import LineField, LinesField
from gridcenter.desk.form_grid import FormGrid
from gridcenter.desk.forms import FormDialog, Submit
from gridcenter.desk.layouts import Item, block, column, empty, row
from gridcenter.desk.page import Page
from gridcenter.desk.saving import Filled, Saving, done
from gridcenter.desk.words import words
from gridcenter.register.services.privacy import (
    PURPOSES,
    Settled,
    erase,
    purposes,
    set_purpose,
    settle,
    stored,
    switches,
)
from gridcenter.store.capture import WriteSession

_LABEL, _STATE = 120, 64
_SHOWN = frozenset({"data_switch", "data_purpose", "person"})
_NEVER = (
    "宗教信仰、健康和病史、指纹人脸、行踪轨迹、收入和银行账户：程序里没有这些栏，也请不要写进备注。"
    "需要上门服务的，只记“需要”和服务内容。"
)


class PrivacyPage(Page):
    """Two cards: what is kept and who settled it, what records are for."""

    keys = "F1 帮助　Ctrl+K 查找"

    def __init__(self, desk: Desk, actor: Actor) -> None:
        super().__init__(desk.look, "个人信息", "登记哪些、为了什么；全乡的电脑都照这里办")
        self._desk, self._actor = desk, actor
        self._switches, self._purposes = column(gap=10), column(gap=6)
        self.add(
            self._card("登记哪些", "shield-check", self._switches, words(_NEVER, "note", wrap=True)),
            self._card(
                "用途和依据", "file-text", self._purposes,
                words("印在含个人信息的台账下面，可以照本地文件改。", "note", wrap=True),
            ),
            None,
        )  # fmt: skip
        desk.changes.touched.connect(self._turn)
        self._read()

    def enter(self, argument: object) -> None:
        """Show what is settled now."""
        self._read()

    def switch(self, one: Settled) -> FormDialog:
        """Ask for the reason to begin or stop keeping something."""
        word = f"{'停止' if one.enabled else '开始'}登记{one.title}"

        def save(session: WriteSession, filled: Filled) -> str:
            session.act = word
            return settle(
                session, self._actor, one.key, enabled=not one.enabled, reason=filled.text("reason"),
                on=today(),
            )  # fmt: skip

        note = (
            "停止以后，表单、列表、查找、台账都不再出现，导入时整列不读；已登记的可以另外清除。"
            if one.enabled
            else "只有确实需要才登记；理由和决定人会一直留着。"
        )
        return self._ask(word, Saving(self._desk, self._actor, save, word), word, note)

    def wipe(self, one: Settled) -> FormDialog:
        """Ask for the reason to erase what is still on record."""
        with self._desk.database.read() as session:
            count = stored(session, one.key)

        def submit(values: dict[str, object]) -> str:
            with self._desk.database.write(self._actor) as session:
                reason = Filled(values).text("reason")
                erased = erase(session, self._actor, one.key, reason=reason)
            return f"已清除 {erased:,} 人的{one.title}"

        note = f"现在还有 {count:,} 人登记着{one.title}。清除以后不能撤销，历史里也看不到。"
        return self._ask(f"清除已登记的{one.title}", submit, "清除", note)

    def say_purpose(self, kind: str) -> FormDialog:
        """Put up purpose and ground of a class of records."""
        with self._desk.database.read() as session:
            purpose, basis = purposes(session)[kind]
        title = PURPOSES[kind][0]

        def save(session: WriteSession, filled: Filled) -> str:
            set_purpose(session, self._actor, kind, filled.text("purpose"), filled.text("basis"))
            session.act = f"改{title}的用途和依据"
            return f"已改好{title}的用途和依据"

        grid = FormGrid(self.look)
        grid.add("purpose", "用途", LineField(longest=200), required=True)
        grid.add("basis", "依据", LinesField("法律、条例、文件的名称和条款", longest=200), required=True)
        grid.put({"purpose": purpose, "basis": basis})
        saving = Saving(self._desk, self._actor, save, "改用途和依据")
        return self._put_up("用途和依据", saving, "保存", grid, title)

    def _ask(self, title: str, submit: Submit, word: str, note: str) -> FormDialog:
        grid = FormGrid(self.look)
        grid.add("reason", "理由", LineField("如 县里通知、网格长会议决定", longest=200), required=True)
        grid.add_row(words(note, "note", wrap=True))
        return self._put_up(title, submit, word, grid, "")

    def _put_up(
        self, title: str, submit: Submit, word: str, grid: FormGrid, note: str
    ) -> FormDialog:
        form = FormDialog(
            self.window(), self.look, self._desk.jobs, title, submit, note=note, save=word, width=560
        )
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.setProperty("help", "privacy")
        form.add(grid)
        form.saved.connect(lambda said: self._tell(str(said), submit))
        form.open()
        return form

    def _tell(self, said: str, submit: Submit) -> None:
        txn = submit.txn if isinstance(submit, Saving) else None
        done(self, self._desk, self._actor, said, txn)

    def _turn(self, tables: object) -> None:
        if self.isVisible() and isinstance(tables, frozenset) and _SHOWN & tables:
            self._read()

    def _read(self) -> None:
        with self._desk.database.read() as session:
            found, said = switches(session), purposes(session)
            left = {key: stored(session, key) for key, one in found.items() if not one.enabled}
        empty(self._switches)
        for key, one in found.items():
            self._switches.addWidget(self._line(one, left.get(key, 0)))
        empty(self._purposes)
        for kind, (purpose, basis) in said.items():
            self._purposes.addWidget(self._purpose_line(kind, purpose, basis))

    def _line(self, one: Settled, left: int) -> QWidget:
        state = chip("登记", "done") if one.enabled else chip("不登记", "plain")
        kept = block(row(state, None), width=_STATE)
        why = f"{day_words(one.on)}　{one.by}：{one.reason}" if one.on else "程序的规定，还没有人改过"
        buttons: list[Item] = []
        if self._actor.may(Right.ACCOUNTS):
            if left:
                buttons.append(self._button_for(f"清除已登记的 {left:,} 条", one.title, partial(self.wipe, one)))
            word = "停止登记" if one.enabled else "开始登记"
            buttons.append(self._button_for(word, one.title, partial(self.switch, one)))
        title, reason = words(one.title, "strong", width=_LABEL), words(why, "second", wrap=True)
        return block(row(title, kept, (reason, 1), *buttons, gap=12))

    def _purpose_line(self, kind: str, purpose: str, basis: str) -> QWidget:
        said = column(words(purpose, wrap=True), words(basis, "note", wrap=True), gap=2)
        may, title = self._actor.may(Right.ACCOUNTS), PURPOSES[kind][0]
        buttons = [self._button_for("改", title, partial(self.say_purpose, kind))] if may else []
        return block(row(words(title, "strong", width=_LABEL), (said, 1), *buttons, gap=12))

    def _button_for(self, text: str, of: str, run: Callable[[], object]) -> Button:
        made = Button(self.look, text)
        made.setAccessibleName(f"{text}：{of}")
        made.clicked.connect(lambda _checked: run())
        return made

    def _card(self, title: str, icon: str, *body: Item) -> Card:
        return Card(self.look, title, *body, icon=icon, pad=(18, 10, 18, 16), gap=10)

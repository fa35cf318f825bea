"""The accounts of this PC: who may log in, as what, of which part of the tree."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Protocol

from PySide6.QtCore import Qt
from sqlalchemy.orm import Session

from gridcenter.access.account_list import AccountRow, account_listing, role_words
from gridcenter.access.actors import ROLES, Actor
from gridcenter.base.errors import NotFound
from gridcenter.base.periods import moment_words
from gridcenter.desk.chips import Chip
from gridcenter.desk.choices import Choice, Option
from gridcenter.desk.desk import Desk
from gridcenter.desk.drawer_def import DrawerDef
from gridcenter.desk.drawer_parts import Fact
from gridcenter.desk.fields import ChoiceField, LineField
from gridcenter.desk.filters import Filter
from gridcenter.desk.form_grid import FormGrid
from gridcenter.desk.forms import FormDialog, Submit
from gridcenter.desk.jobs import Job
from gridcenter.desk.layouts import block, row
from gridcenter.desk.lazy_table import Column
from gridcenter.desk.list_def import ListDef
from gridcenter.desk.messages import Box, Question, Toast, ask
from gridcenter.desk.new_password import add_new_password, new_password
from gridcenter.desk.page import Act
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled
from gridcenter.desk.tree_field import TreeField
from gridcenter.desk.tree_picker import Node
from gridcenter.desk.undoing import refuse
from gridcenter.desk.words import words

EVERYTHING = "全部"
_LABEL, _WIDE = 84, 600


class Doings(Protocol):
    """What can be done with accounts; every verb checks the right and refuses in words."""

    def add(self, login: str, name: str, role: str, area: bytes | None, password: str) -> None:
        """Add an account."""

    def change(self, account: bytes, role: str, area: bytes | None) -> None:
        """Give an account another role and area."""

    def reset(self, account: bytes, password: str) -> None:
        """Give an account another password."""

    def close(self, account: bytes) -> None:
        """Close an account."""

    def reopen(self, account: bytes, password: str) -> None:
        """Open a closed account again."""


@dataclass(frozen=True, slots=True)
class AccountRoom:
    """What the page is handed: the verbs, and the units that can be an account's area."""

    doings: Doings
    areas: Callable[[], Sequence[Node]]


class AccountsPage(RecordPage[AccountRow]):
    """Everybody who may log in; the drawer shows what they may do."""

    def __init__(self, desk: Desk, actor: Actor, room: AccountRoom) -> None:
        self._room = room
        self._areas = room.areas()
        roles: list[Option] = [(role.key, role.title) for role in ROLES.values()]
        super().__init__(
            desk,
            actor,
            ListDef(
                key="accounts", title="账号", unit="个", listing=account_listing(actor),
                columns=self._columns(actor), tables=frozenset({"account"}), ticks=False,
                hint="姓名、拼音首字母、登录名",
                filters=(
                    Filter("role", "角色", [(None, "全部角色"), *roles], 132),
                    Filter("closed", "状态", [(None, "状态：不限"), (False, "在用"), (True, "停用")], 124),
                ),
                acts=(
                    Act("设置", lambda: self.went.emit("settings", None), "chevron-left", "quiet"),
                    Act("新增账号", self.enter_new, "plus", "primary", "Ctrl+N"),
                ),
                empty="还没有账号", keys="Ctrl+N 新增　Ctrl+F 筛选　F5 刷新",
            ),
        )  # fmt: skip

    def enter(self, argument: object) -> None:
        """Show the list as it is now: commits tell of records only."""
        self._areas = self._room.areas()
        super().enter(argument)
        self.refresh()

    def describe(self, session: Session, record: bytes) -> DrawerDef:
        """Say what an account may do."""
        row = account_listing(self.actor).load(session, [record]).get(record)
        if row is None:
            raise NotFound("这个账号已经不在了，请刷新后再看")
        facts = (
            Fact("登录名", row.login), Fact("角色", row.role.title),
            Fact("管辖范围", self._area_words(row)), Fact("最近登录", _seen(row)),
            Fact("状态", "停用，不能登录" if row.closed else "在用"),
        )  # fmt: skip
        mine = row.login == self.actor.login
        own = "这是您自己的账号。口令在“设置”里换；角色和范围请另一位能管账号的人改。"
        can = [words("可以做什么", "strong"), words(role_words(row.role), "second", wrap=True)]
        return DrawerDef(
            name=row.name, place=row.role.title, kind="停用" if row.closed else "", facts=facts,
            parts=[*can, *([words(own, "note", wrap=True)] if mine else [])],
            acts=() if mine else self._acts(row),
        )  # fmt: skip

    def enter_new(self) -> FormDialog:
        """Open the form of a new account."""
        form, grid = self._form("新增账号", self._add), FormGrid(self.look, label=_LABEL)
        grid.add("name", "姓名", LineField("如 李晓敏", longest=40), required=True)
        grid.add("login", "登录名", LineField("不填就用姓名", longest=40))
        self._add_role(grid)
        add_new_password(self.look, grid)
        form.add(grid)
        return self._up(form, lambda v: f"已新增账号 {v}，请把口令当面告诉本人")

    def change(self, row: AccountRow) -> FormDialog:
        """Open the form of another role and area."""

        def submit(values: dict[str, object]) -> None:
            filled = Filled(values)
            self._room.doings.change(row.id, filled.text("role"), filled.record_or_none("area"))

        form, grid = self._form("改角色和范围", submit, row.name), FormGrid(self.look, label=_LABEL)
        self._add_role(grid)
        grid.put({"role": row.role.key, "area": row.area})
        form.add(grid)
        return self._up(form, lambda _none: f"{row.name} 下次登录起按新的角色和范围", row.id)

    def reset(self, row: AccountRow) -> FormDialog:
        """Open the form of a new password for somebody else."""
        note = "本人忘了口令时用。重设会记入查看记录；新口令请当面告诉本人，让本人登录后再换。"
        submit = _with_password(lambda password: self._room.doings.reset(row.id, password))
        return self._password_form("重设口令", row, note, submit, f"{row.name} 的口令已重设")

    def let_in(self, row: AccountRow) -> FormDialog:
        """Open the form that lets somebody in again."""
        note = "停用时原来的口令已经作废，恢复要给一个新口令。"
        submit = _with_password(lambda password: self._room.doings.reopen(row.id, password))
        return self._password_form("恢复账号", row, note, submit, f"{row.name} 可以用新口令登录了")

    def close_account(self, row: AccountRow) -> Box:
        """Ask, then close an account."""
        question = Question(
            f"停用“{row.name}”的账号吗？", "停用",
            "停用后这个口令打不开数据；登记过的内容都还在。以后可以恢复。", "不停用",
        )  # fmt: skip
        return ask(self.window(), self.look, question, partial(self._close, row))

    def _close(self, row: AccountRow) -> None:
        job = Job(lambda _progress: self._room.doings.close(row.id))
        job.succeeded.connect(lambda _none: self._done(f"已停用 {row.name} 的账号", row.id))
        self.desk.jobs.start(job, lambda error: refuse(self, self.desk, error))

    def _add(self, values: dict[str, object]) -> str:
        filled, password = Filled(values), new_password(values)
        name = filled.text("name")
        self._room.doings.add(
            filled.text("login") or name, name, filled.text("role"),
            filled.record_or_none("area"), password,
        )  # fmt: skip
        return name

    def _acts(self, row: AccountRow) -> Sequence[Act]:
        if row.closed:
            return (Act("恢复账号", lambda: self.let_in(row), "undo-2"),)
        return (
            Act("改角色", lambda: self.change(row), "pencil"),
            Act("重设口令", lambda: self.reset(row), "key-round"),
            Act("停用", lambda: self.close_account(row), "x", "quiet"),
        )

    def _columns(self, actor: Actor) -> tuple[Column[AccountRow], ...]:
        return (
            Column("name", "姓名", lambda r: f"{r.name}（我）" if r.login == actor.login else r.name, 130),
            Column("role", "角色", lambda r: r.role.title, 110, sorts=False),
            Column("area", "管辖范围", self._area_words, 180, sorts=False),
            Column("closed", "状态", _state, 84, sorts=False),
            Column("last_login", "最近登录", _seen, 140, spare=True),
            Column("login", "登录名", lambda r: r.login, 130, spare=True),
        )

    def _area_words(self, row: AccountRow) -> str:
        if row.area is None:
            return EVERYTHING
        return next((node.name for node in self._areas if node.id == row.area), "已经撤销的网格")

    def _add_role(self, grid: FormGrid) -> None:
        options: list[Option] = [
            (role.key, role.title) for role in ROLES.values() if self._may_give(role.key)
        ]
        choice, said = Choice("角色", options), words("", "note", wrap=True)
        choice.choose("clerk")
        grid.add("role", "角色", ChoiceField(choice), required=True)
        grid.add_row(block(row(said, pad=(_LABEL + 12, 0, 0, 2))))
        area = TreeField(self.look, "管辖范围", self._areas, EVERYTHING)
        grid.add("area", "管辖范围", area)

        def say(_value: object = None) -> None:
            role = ROLES[str(choice.value)]
            said.setText(role_words(role))
            area.widget.setEnabled(not role.wide)
            if role.wide:
                area.put(None)

        choice.chosen.connect(say)
        say()

    def _may_give(self, role: str) -> bool:
        return role != "head" or self.actor.role.key == "head"

    def _form(self, title: str, submit: Submit, note: str = "") -> FormDialog:
        return FormDialog(
            self.window(), self.look, self.desk.jobs, title, submit, note=note, width=_WIDE
        )

    def _password_form(
        self, title: str, row: AccountRow, note: str, submit: Submit, done: str
    ) -> FormDialog:
        form, grid = self._form(title, submit, row.name), FormGrid(self.look, label=_LABEL)
        add_new_password(self.look, grid)
        grid.add_row(words(note, "note", wrap=True))
        form.add(grid)
        return self._up(form, lambda _none: done, row.id)

    def _up(self, form: FormDialog, said: Callable[[object], str], record: bytes | None = None) -> FormDialog:
        form.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        form.saved.connect(lambda result: self._done(said(result), record))
        form.open()
        return form

    def _done(self, said: str, record: bytes | None) -> None:
        Toast(self.window(), self.look, said)
        self.refresh()
        if record is not None:
            self.open_record(record)


def _seen(row: AccountRow) -> str:
    return moment_words(row.last_login) if row.last_login else "还没有登录过"


def _state(row: AccountRow) -> Chip:
    return Chip("停用") if row.closed else Chip("在用", "done")


def _with_password(act: Callable[[str], None]) -> Submit:
    return lambda values: act(new_password(values))

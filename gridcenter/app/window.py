"""The shell over an open office: pages, search, account menu, word of the exchange."""

import platform
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QFileDialog

from gridcenter import __version__
from gridcenter.access.actors import Right
from gridcenter.access.patience import Patience
from gridcenter.app.finding import Finding
from gridcenter.app.machine import Machine
from gridcenter.app.opening import password_dialog
from gridcenter.app.rooms import nav_items
from gridcenter.app.waiting import WaitingThings
from gridcenter.base.periods import Month, moment_words, today
from gridcenter.base.progress import Progress
from gridcenter.desk.desk import Desk
from gridcenter.desk.drafts import Spot
from gridcenter.desk.drawer_parts import Fact
from gridcenter.desk.hints import Hint, Hints
from gridcenter.desk.jobs import Job
from gridcenter.desk.key_sheet import FORMS, LISTS, KeySheet
from gridcenter.desk.left_forms import LeftForms
from gridcenter.desk.list_page import ListPage
from gridcenter.desk.messages import Toast
from gridcenter.desk.page import Act, Key
from gridcenter.desk.progress_dialog import ProgressDialog
from gridcenter.desk.settings_page import SettingsRoom
from gridcenter.desk.shell import Shell
from gridcenter.desk.topbar import Account
from gridcenter.desk.undoing import Undoing
from gridcenter.office import Office, keep_backup
from gridcenter.store.backup import Kept
from gridcenter.store.lock import Holder
from gridcenter.store.meta import get_text

_LONG = 15_000
"""Milliseconds that word of the last end stays."""


@dataclass(frozen=True)
class Ways:
    """What the program does for the window."""

    machine: Machine
    lock: Callable[[], object]
    lock_after: Callable[[int], object]
    log_out: Callable[[], object]
    show_help: Callable[[str], object]


class Window(QObject):
    """Makes the shell and answers what it asks for."""

    def __init__(self, desk: Desk, office: Office, ways: Ways) -> None:
        super().__init__()
        self._desk, self._office, self._show_help = desk, office, ways.show_help
        with office.database.read() as session:
            self.township = get_text(session.connection(), "name")
        self._items = nav_items(desk, office, self._settings(ways))
        acts = [
            Act("锁屏", ways.lock, "lock", keys="Ctrl+L"),
            Act("撤销上一步", self._undo, keys="Ctrl+Z"),
            Act("恢复刚撤销的", self._redo, keys="Ctrl+Y"),
            Act("换口令", self._change_password, "key-round"),
            *([Act("备份…", self._ask_backup)] if office.actor.may(Right.ACCOUNTS) else []),
            Act("亮色或暗色", ways.machine.turn),
            Act("退出登录", ways.log_out),
        ]
        pages = [Act(i.title, partial(self._go, i.key)) for i in self._items if i.group < 0]
        menu = [*acts[:-2], *pages, *acts[-2:]]
        account = Account(office.actor.name, office.actor.role.title)
        self.shell = Shell(
            desk.look, self.township, account, Month.of(today()), self._items, menu
        )
        self.setParent(self.shell)
        self.undoing = Undoing(self.shell, desk, office.actor)
        self.finding = Finding(desk, office, self.shell, self._items, acts)
        self.waiting = WaitingThings(desk, office, self.shell)
        self._hints, self._hinted = Hints(desk.memory), set[str]()
        self._wire()
        self.shell.bind("Ctrl+L", ways.lock, "锁屏")

    def begin(self) -> None:
        """Go to the first page; count what waits."""
        self.shell.go(self._items[0].key)
        self.waiting.count()

    def tell_left(self, broken: Holder | None) -> None:
        """Offer the forms left half-filled; say once that the program did not end as it should."""
        drafts, keys = self._desk.drafts, {item.key for item in self._items}
        left = [one for one in drafts.all if Spot.of(one.key).page in keys] if drafts else []
        note = ""
        if broken is not None:
            since = moment_words(broken.since)
            note = f"上次（{since} 打开）程序没有正常结束，保存过的登记都在"
        if drafts is not None and left:
            offer = LeftForms(self.shell, self._desk.look, left, note)
            offer.dropped.connect(drafts.drop)
            offer.chosen.connect(lambda spot: self.shell.go(spot.page, spot))
            offer.open()
        elif note:
            Toast(self.shell, self._desk.look, note, stay=_LONG)

    def _wire(self) -> None:
        shell = self.shell
        shell.search_requested.connect(self.finding.open)
        shell.page_shown.connect(self._hint)
        shell.bind("?", self.show_keys, "按键一览")
        shell.bind("？", self.show_keys)
        shell.bind("Ctrl+Z", self.undoing.undo, "撤销刚才做的")
        shell.bind("Ctrl+Y", self.undoing.redo, "恢复刚才撤销的")

    def _settings(self, ways: Ways) -> SettingsRoom:
        machine = ways.machine
        facts = (
            Fact("电脑名称", platform.node() or "本机"), Fact("数据文件夹", str(self._office.folder)),
            Fact("数据", "在这台电脑上，全部加密"), Fact("程序版本", __version__),
        )  # fmt: skip
        return SettingsRoom(
            theme=lambda: machine.theme, wear=machine.wear, scale=lambda: machine.scale,
            scales=machine.scales(), set_scale=machine.choose_scale,
            locking_changed=ways.lock_after, lock=ways.lock, back_up=self._ask_backup,
            change_password=self._change_password, show_hints=self._show_hints, machine=facts,
        )  # fmt: skip

    def _show_hints(self) -> None:
        self._desk.memory.forget("hint")
        self._hinted.clear()

    def _go(self, key: str) -> None:
        if any(item.key == key for item in self._items):
            self.shell.go(key)

    def _undo(self) -> None:
        self.undoing.undo()

    def _redo(self) -> None:
        self.undoing.redo()

    def show_keys(self) -> KeySheet:
        """Show what the keys do here and everywhere."""
        page = self.shell.page(self.shell.here)
        groups: list[tuple[str, Sequence[Key]]] = [("到处都能用", (Key("F1", "操作手册"), *self.shell.bound))]
        groups += [(f"{page.title.text()}页", page.bound)] if page.bound else []
        groups += [("列表", LISTS)] if isinstance(page, ListPage) else []
        sheet = KeySheet(self.shell, self._desk.look, [*groups, ("填表", FORMS)])
        sheet.open()
        return sheet

    def _hint(self, key: str) -> None:
        sentence = next(item.hint for item in self._items if item.key == key)
        if not sentence or key in self._hinted or not self._hints.wants(key):
            return
        self._hinted.add(key)
        hint = Hint(self._desk.look, sentence)
        hint.help_wanted.connect(lambda: self._show_help(key))
        hint.settled.connect(lambda: self._settle(key, hint))
        self.shell.page(key).show_hint(hint)

    def _settle(self, key: str, hint: Hint) -> None:
        self._hints.settle(key)
        hint.hide()
        hint.deleteLater()

    def _change_password(self) -> None:
        form = password_dialog(
            self.shell, self._desk.look, self._desk.jobs, self._office.folder,
            self._office.actor.login, Patience(self._desk.memory.of),
        )  # fmt: skip
        form.saved.connect(lambda _none: Toast(self.shell, self._desk.look, "口令已经换好，下次登录用新的"))
        form.open()

    def _ask_backup(self) -> None:
        proposal = f"{self.township}网格中心备份{today():%Y%m%d}.gcbackup"
        name, _kind = QFileDialog.getSaveFileName(self.shell, "备份到哪里", proposal)
        if name:
            self.backup(Path(name))

    def backup(self, target: Path) -> ProgressDialog:
        """Write a backup in the worker, under a bar that can stop it; returns the open dialog."""
        office = self._office

        def work(progress: Progress) -> Kept:
            return keep_backup(office, target, progress)

        job: Job[Kept] = Job(work)
        dialog = ProgressDialog(self.shell, self._desk.look, "备份", job, f"存到 {target}")
        told = f"已备份并核对：{target.name}"
        job.succeeded.connect(lambda _kept: Toast(self.shell, self._desk.look, told))
        self._desk.jobs.start(job)
        dialog.open()
        return dialog


"""Before the log-in: setting a folder up, a forgotten password, a backup brought back."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QWidget

from gridcenter.access.patience import Patience
from gridcenter.base.errors import NotAllowed, RuleBroken
from gridcenter.desk.buttons import Button
from gridcenter.desk.choices import Choice
from gridcenter.desk.fields import ChoiceField, LineField, SecretField
from gridcenter.desk.first_run import Beginning, FirstRun, Founded
from gridcenter.desk.first_steps import Gazetteer
from gridcenter.desk.form_grid import FormGrid
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.jobs import Jobs
from gridcenter.desk.layouts import row
from gridcenter.desk.new_password import add_new_password, new_password
from gridcenter.desk.page import Act
from gridcenter.desk.theme import Look
from gridcenter.office import SLOTS, found, logins
from gridcenter.register import divisions
from gridcenter.register.codes import LEVELS
from gridcenter.store.backup import Restored, logins_of, restore
from gridcenter.store.keys import KeySlots

_NAMED = ("station", "grid", "subgrid")
_KINDS = "备份文件 (*);;所有文件 (*)"


def first_run(look: Look, jobs: Jobs, folder: Path, restore_: Callable[[], object]) -> FirstRun:
    """Return the guide that sets a folder up."""
    gazetteer = Gazetteer(divisions.children, divisions.villages, divisions.LIST_DATE)

    def begin(wish: Beginning) -> Founded:
        return found(
            folder, division=wish.division, password=wish.password, name=wish.name,
            admin=wish.login, villages=wish.villages, levels=wish.levels, program="窗口",
        )  # fmt: skip

    levels = {key: LEVELS[key] for key in _NAMED}
    other = Act("从备份恢复", restore_, "undo-2")
    return FirstRun(look, jobs, gazetteer, levels, begin, other)


def reset_dialog(parent: QWidget, look: Look, jobs: Jobs, folder: Path) -> FormDialog:
    """Return the form that sets a new password by the recovery code."""

    def reset(values: dict[str, object]) -> None:
        password = new_password(values)
        slots = KeySlots.load(folder / SLOTS)
        key = slots.open_with_recovery(str(values["code"]))
        slots.reset_password(str(values["login"]), password, key)

    form = FormDialog(
        parent, look, jobs, "用恢复码重设口令", reset,
        note="恢复码在第一次使用时打印过，六组，每组五个字符", save="重设口令",
    )  # fmt: skip
    grid = FormGrid(look, label=84)
    names = [(name, name) for name in logins(folder)]
    grid.add("login", "姓名", ChoiceField(Choice("姓名", names)), required=True)
    grid.add("code", "恢复码", LineField("如 7K3QW-…"), required=True)
    add_new_password(look, grid, "新口令")
    form.add(grid)
    return form


def restore_dialog(parent: QWidget, look: Look, jobs: Jobs, folder: Path) -> FormDialog:
    """Return the form that makes the folder anew from a backup file."""

    def bring_back(values: dict[str, object]) -> Restored:
        source = Path(str(values["file"]))
        login = str(values["login"] or "") or logins_of(source)[0]
        return restore(source, folder, login, str(values["password"]))

    form = FormDialog(
        parent, look, jobs, "从备份恢复", bring_back,
        note="恢复后请核对最近的登记；备份以后登记的内容要补登", save="恢复",
    )  # fmt: skip
    grid, field = FormGrid(look, label=84), LineField("备份文件在哪里")
    grid.add("file", "备份文件", field, required=True)
    choose = Button(look, "选文件", "file-input")
    choose.clicked.connect(lambda _checked: _choose(form, field))
    grid.add_row(_right(choose))
    grid.add("login", "姓名", LineField("只有一个账号时不用填"))
    grid.add("password", "口令", SecretField(look), required=True)
    form.add(grid)
    return form


def password_dialog(
    parent: QWidget, look: Look, jobs: Jobs, folder: Path, login: str, patience: Patience
) -> FormDialog:
    """Return the form by which somebody changes their own password; guessing the old one makes wait."""

    def change(values: dict[str, object]) -> None:
        password = new_password(values)
        if refusal := patience.refusal(login):
            raise RuleBroken("old", refusal)
        try:
            KeySlots.load(folder / SLOTS).change_password(login, str(values["old"]), password)
        except NotAllowed:
            patience.wrong(login)
            raise RuleBroken("old", patience.refusal(login) or "现在的口令不对，请再输一遍") from None
        patience.right(login)

    form = FormDialog(parent, look, jobs, "换口令", change, note=login, save="换口令", width=520)
    grid = FormGrid(look, label=84)
    grid.add("old", "现在的口令", SecretField(look), required=True)
    add_new_password(look, grid, "新口令")
    form.add(grid)
    return form


def _choose(form: FormDialog, field: LineField) -> None:
    name, _kind = QFileDialog.getOpenFileName(form, "选备份文件", "", _KINDS)
    if name:
        field.put(name)


def _right(button: Button) -> QWidget:
    frame = QWidget()
    frame.setLayout(row(None, button))
    return frame

"""Undo and redo of an account's acts: asked for, done in the worker, told in words."""

from dataclasses import dataclass
from datetime import datetime

from PySide6.QtWidgets import QWidget

from gridcenter.access.actors import ROLES, Actor
from gridcenter.base.errors import GridCenterError, NotAllowed, RuleBroken
from gridcenter.base.periods import moment_words
from gridcenter.base.progress import Progress
from gridcenter.desk.desk import Desk
from gridcenter.desk.jobs import Job
from gridcenter.desk.messages import Question, Toast, ask, tell
from gridcenter.desk.page import Act
from gridcenter.sheets.imports import is_batch, undo_batch
from gridcenter.store.acts import Act as Done
from gridcenter.store.acts import find_act, last_act, last_undone
from gridcenter.store.undo import bring_back, take_back


@dataclass(frozen=True, slots=True)
class _Deed:
    """An act as it is spoken of; `final` when it cannot be redone once undone."""

    txn: bytes
    words: str
    when: str
    final: bool


class Undoing:
    """Ctrl+Z and Ctrl+Y of one account in one window."""

    def __init__(self, window: QWidget, desk: Desk, actor: Actor) -> None:
        self._window, self._desk, self._actor = window, desk, actor

    def undo(self) -> None:
        """Ask whether the last act shall be undone, naming it."""

        def find(_progress: Progress) -> _Deed | None:
            with self._desk.database.read() as session:
                act = last_act(session, self._actor.login)
                return _deed(act, final=is_batch(session, act.txn)) if act else None

        job = Job(find)
        job.succeeded.connect(self._ask)
        self._desk.jobs.look_up(job)

    def redo(self) -> None:
        """Do again what was undone last."""
        redo_now(self._window, self._desk, self._actor)

    def _ask(self, deed: _Deed | None) -> None:
        if deed is None:
            Toast(self._window, self._desk.look, "没有可以撤销的了")
            return
        detail = (
            "导入的整批都会撤回，要恢复就再导入一次。"
            if deed.final
            else "撤销以后按 Ctrl+Y 可以恢复。"
        )
        sentence = f"撤销“{deed.words}”（{deed.when}）？"
        question = Question(sentence, "撤销", detail, "不撤销", harmless=not deed.final)
        ask(
            self._window, self._desk.look, question,
            lambda: undo_now(self._window, self._desk, self._actor, deed.txn),
        )  # fmt: skip


def undo_now(parent: QWidget, desk: Desk, actor: Actor, txn: bytes) -> Job[_Deed]:
    """Undo an act without asking; a toast offers to redo it."""

    def run(_progress: Progress) -> _Deed:
        with desk.database.write(actor) as session:
            act = find_act(session, txn)
            if act is None or act.undone_by is not None:
                raise RuleBroken("", "这一步已经撤销过了")
            _require(actor, act)
            deed = _deed(act, final=is_batch(session, txn))
            if deed.final:
                undo_batch(session, txn)
            else:
                take_back(session, txn)
            return deed

    def told(deed: _Deed) -> None:
        back = Act("恢复", lambda: redo_now(parent, desk, actor))
        said = f"已撤销“{deed.words}”"
        Toast(parent.window(), desk.look, said, *([] if deed.final else [back]))

    job = Job(run)
    job.succeeded.connect(told)
    return desk.jobs.start(job, lambda error: refuse(parent, desk, error))


def redo_now(parent: QWidget, desk: Desk, actor: Actor) -> Job[_Deed | None]:
    """Do again what the account undid last; a toast offers to undo it once more."""

    def run(_progress: Progress) -> _Deed | None:
        with desk.database.write(actor) as session:
            act = last_undone(session, actor.login)
            if act is None:
                return None
            _require(actor, act)
            deed = _deed(act, final=False)
            bring_back(session, act)
            return _Deed(session.unit.txn, deed.words, deed.when, final=False)

    def told(deed: _Deed | None) -> None:
        if deed is None:
            Toast(parent.window(), desk.look, "没有可以恢复的了")
            return
        undo = Act("撤销", lambda: undo_now(parent, desk, actor, deed.txn), "undo-2")
        Toast(parent.window(), desk.look, f"已恢复“{deed.words}”", undo)

    job = Job(run)
    job.succeeded.connect(told)
    return desk.jobs.start(job, lambda error: refuse(parent, desk, error))


def refuse(parent: QWidget, desk: Desk, error: Exception) -> None:
    """Tell a refusal in a box; a fault of the program goes where all faults go."""
    if isinstance(error, GridCenterError):
        tell(parent, desk.look, error.words)
    else:
        desk.jobs.failed.emit(error)


def _deed(act: Done, *, final: bool) -> _Deed:
    return _Deed(act.txn, act.words, moment_words(datetime.fromisoformat(act.at)), final)


def _require(actor: Actor, act: Done) -> None:
    """Refuse an account that may less by now than when it acted."""
    role = ROLES.get(act.role)
    if role is None or not role.rights <= actor.role.rights:
        title = role.title if role else "别的角色"
        raise NotAllowed(
            f"“{act.words}”是以{title}的身份做的，现在的账号不能撤销。需要时请联系中心主任"
        )

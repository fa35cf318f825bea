"""Printing everything that is held about one person (本人信息一览), with a reason that is logged."""

from typing import Any

from gridcenter.access.actors import Actor
from gridcenter.base.periods import today
from gridcenter.desk.desk import Desk
from gridcenter.desk.fields import LineField
from gridcenter.desk.form_grid import FormGrid
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled
from gridcenter.desk.words import words
from gridcenter.ledgers.model import Ledger
from gridcenter.register.person_paper import person_paper
from gridcenter.store.capture import WriteSession

OWN_PAPER = "本人信息一览"
_HINT = "这个人在程序里登记了什么，全部打在一张纸上，号码是完整的；谁来要、谁打印的，都记入查看记录。"


def ask_own_paper(page: RecordPage[Any], person_id: bytes, name: str) -> FormDialog:
    """Ask who wants it and why; then put the sheets up."""
    desk: Desk = page.desk
    actor: Actor = page.actor

    def save(session: WriteSession, filled: Filled) -> Ledger:
        return person_paper(
            session, actor, desk.lexicon, person_id, reason=filled.text("reason"), on=today()
        )

    form = page.form(OWN_PAPER, save, note=name, width=520, word="看一看", about=None)
    grid = FormGrid(page.look)
    grid.add("reason", "谁来要", LineField("如 本人来查，已看过身份证", longest=200), required=True)
    grid.add_row(words(_HINT, "note", wrap=True))
    form.add(grid)
    form.saved.connect(lambda ledger: _put_up(page, ledger))
    return page.put_up(form, lambda _ledger: "已记入查看记录")


def _put_up(page: RecordPage[Any], ledger: Ledger) -> None:
    if page.output:
        page.output.show_ledger(OWN_PAPER, lambda _session: ledger)

"""The form of a visit, put up by whatever page a visit is begun from."""

from typing import Any

from gridcenter.base.periods import day_words, today
from gridcenter.desk.attach_field import attach_filled, attach_grid
from gridcenter.desk.desk import Desk
from gridcenter.desk.form_grid import Ask, FormGrid
from gridcenter.desk.forms import FormDialog
from gridcenter.desk.record_page import RecordPage
from gridcenter.desk.saving import Filled
from gridcenter.register.pages.record_form import record_grid
from gridcenter.store.capture import WriteSession
from gridcenter.visits.pages.answer_lines import AnswerLines, OpenList
from gridcenter.visits.records import Visit
from gridcenter.visits.services.checklists import items, keep_answers, offered
from gridcenter.visits.services.details import visit_details
from gridcenter.visits.services.visits import VisitEntry, record_visit

ENTER_VISIT = "登记走访"


def begin_visit(page: RecordPage[Any], household_id: bytes | None = None, about: str = "") -> FormDialog:
    """Put up the form of a visit; `about` names the draft where the page has other visits to begin."""

    def save(session: WriteSession, filled: Filled) -> str:
        made = record_visit(session, page.actor, visit_entry(filled), today=today())
        keep_answers(session, page.actor, made.id, answers.answers(filled))
        attach_filled(session, page.desk, page.actor, made, filled)
        head = visit_details(session, made.id).home.head
        session.act, session.made = f"登记走访　{head}户" if head else "", made.id
        return f"{day_words(made.visited_on)}{f'走访{head}户' if head else '的走访'}"

    with page.desk.database.read() as session:
        lists = [OpenList(i, title, items(session, i)) for i, title in offered(session, today())]
    answers = AnswerLines(page.desk, lists)
    grid = visit_grid(page.desk)
    grid.put({
        "household_id": household_id, "visited_on": today(), "visitor": page.actor.name,
        "kind": "daily", "result": "met",
    })  # fmt: skip
    form = page.form(ENTER_VISIT, save, width=760, about=about)
    form.add(grid)
    answers.lay_into(form)
    form.add(attach_grid(page.desk))
    form.offer_again("visited_on", "visitor", "kind")
    return page.put_up(form, lambda visit: f"已登记{visit}")


def visit_grid(desk: Desk) -> FormGrid:
    """Return the fields of a visit."""
    grid = record_grid(desk)
    grid.declare(
        Visit, Ask("household_id", label="走访的户", wide=True), "visited_on", "visitor", "kind",
        "result", "need", "note",
    )  # fmt: skip
    return grid


def visit_entry(filled: Filled) -> VisitEntry:
    """Return what the form says."""
    return VisitEntry(
        filled.day("visited_on"), filled.record("household_id"), filled.text("visitor"),
        filled.text("kind"), filled.text("result"), filled.text("need"), filled.text("note"),
        visitor_id=filled.known("visitor"),
    )  # fmt: skip

"""Printing the cards of chosen households."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from io import BytesIO

from gridcenter.access.actors import Right
from gridcenter.base.periods import Month, today
from gridcenter.base.progress import Progress
from gridcenter.desk.desk import Desk
from gridcenter.desk.jobs import Job
from gridcenter.desk.list_output import PDF, Drawn
from gridcenter.desk.list_print import ListOutput
from gridcenter.desk.undoing import refuse
from gridcenter.ledgers.library import month_scope
from gridcenter.register.household_card import household_cards
from gridcenter.register.household_card_paper import draw_cards
from gridcenter.register.services.privacy import purpose_words
from gridcenter.wing.home_card import CardPart


def print_cards(
    desk: Desk, output: ListOutput, homes: Sequence[bytes], month: Month, parts: Sequence[CardPart]
) -> Job[Drawn]:
    """Let the worker draw the cards of these households as of a month, then put them up."""
    job = Job(_drawing(desk, homes, month, parts))
    job.succeeded.connect(output.put_up)
    return desk.jobs.look_up(job, partial(refuse, output.page, desk))


def _drawing(
    desk: Desk, homes: Sequence[bytes], month: Month, parts: Sequence[CardPart]
) -> Callable[[Progress], Drawn]:
    def work(progress: Progress) -> Drawn:
        scope, out = month_scope(month, None, today()), BytesIO()
        with desk.database.read() as session:
            ledger = household_cards(session, scope, parts, homes)
            ledger = replace(ledger, notes=(purpose_words(session, "household"),))
        draw_cards(ledger, out, progress)
        return Drawn(ledger, out.getvalue(), PDF, Right.PRINT)

    return work

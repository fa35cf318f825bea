"""A second grid set, Party units over the grids, notice boards, for the pictures."""

from datetime import date

from sqlalchemy import select

from gridcenter.base.periods import Month
from gridcenter.office import Office
from gridcenter.register.records import Person, PostHolding, Unit
from gridcenter.register.services.boards import (
    BoardWords,
    boards_now,
    note_made,
    put_up,
    save_words,
)
from gridcenter.register.services.party_cover import cover, proposals
from gridcenter.register.services.placing import place_like_main
from gridcenter.register.services.sets import add_set

OCTOBER = Month(2026, 10)
_EXTENT = "东至灌溉干渠，西至乡道，南至柴林河，北至邻村地界"


def frame(office: Office) -> None:
    """Draw the second set, lay Party units, print and put up boards; then two facts change."""
    with office.database.write(office.actor) as session:
        made = add_set(session, office.actor, name="防疫", since=date(2026, 10, 1), copy_of="main", deepest="grid")
        place_like_main(session, office.actor, made.key, None)
        save_words(session, office.actor, BoardWords("0534-6600112", "0534-6600110"))
        for unit in session.scalars(select(Unit).where(Unit.level == "grid", Unit.grid_set == "main")):
            unit.extent = _EXTENT
    with office.database.write(office.actor) as session:
        for grid, party in list(proposals(session, OCTOBER).items())[:-3]:
            cover(session, office.actor, [grid], party.id, date(2026, 10, 1))
    with office.database.write(office.actor) as session:
        boards = dict(list(boards_now(session, OCTOBER).items())[:18])
        note_made(session, office.actor, boards, date(2026, 10, 9))
        put_up(session, office.actor, list(boards)[:12], day=date(2026, 10, 12), place="村委会门口")
    with office.database.write(office.actor) as session:
        heads = select(Person).join(PostHolding).where(
            PostHolding.unit_id.in_(list(boards)[1:4:2]), PostHolding.post == "grid_head"
        )
        for number, person in enumerate(session.scalars(heads)):
            person.phone = f"1001380009{number}"

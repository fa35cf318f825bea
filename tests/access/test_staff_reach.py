"""An account of a grid sees those in posts of its grid and those above by name."""

import shutil
from datetime import timedelta

from sqlalchemy import select

from gridcenter.base.periods import Month, today
from gridcenter.disputes.services import DisputeEntry, register_dispute
from gridcenter.office import open_office
from gridcenter.register.records import Person, PostHolding
from gridcenter.register.services.people import appoint, relieve
from gridcenter.staff.services.dossier import dossier
from gridcenter.staff.services.staff_list import StaffListing
from gridcenter.store.listing import Wish
from gridcenter.wings import STAFF
from tests.access.conftest import PASSWORD


def test_the_staff_of_a_grid_are_those_of_its_units_and_those_in_charge_above(as_grid, whole):
    posts = whole.session.execute(select(PostHolding.person_id, PostHolding.unit_id)).all()
    above = {unit.id for unit in whole.tree.path(whole.tree.by_id[whole.grid[0]])}
    own = {person for person, unit in posts if unit in {*whole.grid, *above}}
    with as_grid.database.read() as session:
        found = StaffListing().listing.find(session, Wish())
        assert set(found) == own
        assert len(own) < len({person for person, _unit in posts})
        assert all(dossier(session, person).posts for person in found)


def left(folder, login, password, day):
    with (
        open_office(folder, login, password, "命令行", writing=False) as office,
        office.database.read() as session,
    ):
        return " ".join(
            one.what for todos in STAFF.todos for one in todos.find(session, Month.of(day), day)
        )


def test_whoever_goes_to_a_post_in_another_area_has_not_left(divided, whole, tmp_path):
    folder, day = shutil.copytree(divided, tmp_path / "data"), today()
    held = select(PostHolding).where(PostHolding.unit_id == whole.grid[0], PostHolding.until.is_(None))
    post = whole.session.scalars(held).first()
    name = whole.session.get_one(Person, post.person_id).name
    said = f"{name}离任后"
    with open_office(folder, "demo", "demo", "命令行") as office:
        with office.database.write(office.actor) as session:
            quarrel = DisputeEntry(day, whole.grid[0], "neighbour", "滴水纠纷", ("周大壮", "吴小满"), name)
            register_dispute(session, office.actor, quarrel)
            relieve(session, office.actor, post.id, last_day=day)
        tomorrow = day + timedelta(days=1)
        years = day + timedelta(days=800)
        assert said in left(folder, "yu", PASSWORD, tomorrow)
        assert said in left(folder, "yu", PASSWORD, years)
        with office.database.write(office.actor) as session:
            appoint(
                session, office.actor, person_id=post.person_id, unit_id=whole.sibling.id,
                post="worker", since=tomorrow,
            )  # fmt: skip
    for login, password in (("yu", PASSWORD), ("demo", "demo")):
        assert said not in left(folder, login, password, tomorrow)

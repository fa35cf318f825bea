"""An account of a grid sees those in posts of its grid and those above by name."""

from sqlalchemy import select

from gridcenter.register.records import PostHolding
from gridcenter.staff.services.dossier import dossier
from gridcenter.staff.services.staff_list import StaffListing
from gridcenter.store.listing import Wish


def test_the_staff_of_a_grid_are_those_of_its_units_and_those_in_charge_above(as_grid, whole):
    posts = whole.session.execute(select(PostHolding.person_id, PostHolding.unit_id)).all()
    above = {unit.id for unit in whole.tree.path(whole.tree.by_id[whole.grid[0]])}
    own = {person for person, unit in posts if unit in {*whole.grid, *above}}
    with as_grid.database.read() as session:
        found = StaffListing().listing.find(session, Wish())
        assert set(found) == own
        assert len(own) < len({person for person, _unit in posts})
        assert all(dossier(session, person).posts for person in found)

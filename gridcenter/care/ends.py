"""What ends with a household here: whoever looks after it, and the help that is still open."""

from sqlalchemy import select

from gridcenter.care.records import HelpCase, HouseholdLink
from gridcenter.store.capture import WriteSession
from gridcenter.wing.home_ends import Ended, HomeEnd


def end_links_of(session: WriteSession, ended: Ended) -> int:
    """End the links of a household on its last day, one that began later on the day it began."""
    query = select(HouseholdLink).where(
        HouseholdLink.household_id == ended.household_id, HouseholdLink.until.is_(None)
    )
    links = session.scalars(query.order_by(HouseholdLink.id)).all()
    for link in links:
        link.until = max(ended.last_day, link.since or ended.last_day)
    session.flush()
    return len(links)


def close_help_of(session: WriteSession, ended: Ended) -> int:
    """Close the help for a household on its last day."""
    query = select(HelpCase).where(
        HelpCase.household_id == ended.household_id, HelpCase.closed_on.is_(None)
    )
    cases = session.scalars(query.order_by(HelpCase.id)).all()
    for case in cases:
        case.closed_on = max(ended.last_day, case.screened_on)
        case.result, case.review_on = "moved" if ended.left else "other", None
    session.flush()
    return len(cases)


ENDS = (HomeEnd("联系户", end_links_of), HomeEnd("帮扶", close_help_of))

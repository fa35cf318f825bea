"""duplicates: how many people and households may have been entered twice, and how long it took to see."""

import argparse
import time
from collections import Counter

from gridcenter.access.actors import Right
from gridcenter.commands.frame import Answer, opened
from gridcenter.register.services.duplicates.alike import REASONS
from gridcenter.register.services.duplicates.finding import (
    distinct_pairs,
    find_homes_twice,
    find_people_twice,
)


def run_duplicates(arguments: argparse.Namespace) -> Answer:
    """Look for pairs and count them by their strongest reason; nobody is named."""
    with opened(arguments, writing=False) as office, office.database.read() as session:
        office.actor.require(Right.READ)
        start = time.perf_counter()
        people, homes = find_people_twice(session), find_homes_twice(session)
        seconds = round(time.perf_counter() - start, 2)
        said = distinct_pairs(session)
    waiting = [one for one in (*people, *homes) if one.id not in said]
    reasons = Counter(one.reasons[0] for one in waiting)
    data = {
        "pairs": len(waiting), "people": sum(one.kind == "person" for one in waiting),
        "households": sum(one.kind == "household" for one in waiting),
        "dismissed": len(people) + len(homes) - len(waiting), "reasons": dict(reasons), "seconds": seconds,
    }  # fmt: skip
    lines = [f"可能重复 {len(waiting):,} 对，查找用了 {seconds} 秒"]
    lines += [f"{REASONS[reason]}　{count:,} 对" for reason, count in reasons.most_common()]
    return Answer(data, lines)

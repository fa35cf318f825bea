"""Looking for people entered twice beside plainly reading everybody, on the sample township with planted pairs.

Goals: 26,000 people in ≤ 5 s, ≤ 12 × the plain reading.
"""

import os
import shutil
import statistics
import sys
import tempfile
import time
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from sqlalchemy import select

from gridcenter.office import open_office
from gridcenter.register.records import Person, Residence
from gridcenter.register.services.duplicates.finding import find_people_twice
from tests.planted import plant_in
from tests.scenes.township import FOLDER, LOGIN, PASSWORD, township

ROUNDS = 3
GOAL, RATIO = 5.0, 12.0


def plainly(session):
    session.execute(select(Residence.person_id, Residence.household_id)).all()
    return len(session.execute(select(
        Person.id, Person.name, Person.id_number, Person.birth, Person.phone, Person.sex
    )).all())  # fmt: skip


def timed(database, work):
    seconds = []
    for _ in range(ROUNDS):
        with database.read() as session:
            start = time.perf_counter()
            found = work(session)
            seconds.append(time.perf_counter() - start)
    return found, statistics.median(seconds)


def main() -> int:
    township()
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "data"
        shutil.copytree(FOLDER, folder)
        with open_office(folder, LOGIN, PASSWORD, "命令行") as office:
            plant_in(office)
            count, reading = timed(office.database, plainly)
            pairs, finding = timed(office.database, find_people_twice)
    print(f"{count:,} people, {len(pairs):,} pairs in {finding:.2f} s, plain reading {reading:.2f} s, "
          f"ratio {finding / reading:.1f} (goals {GOAL} s, {RATIO})")
    return 0 if finding <= GOAL and finding / reading <= RATIO else 1


if __name__ == "__main__":
    raise SystemExit(main())

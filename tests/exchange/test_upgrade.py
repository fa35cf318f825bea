"""A program that knows a kind more than this one, before and after the other side's upgrade."""

import subprocess
import sys

LATER = """
import sys
from pathlib import Path
import gridcenter.wings
from sqlalchemy import String
from sqlalchemy.orm import Mapped
from gridcenter.access.actors import ROLES, Actor
from gridcenter.exchange.outbox import export_delta
from gridcenter.register.records import Person
from gridcenter.store.check import check
from gridcenter.store.database import Database
from gridcenter.store.fields import field
from gridcenter.store.foreign import catch_up
from gridcenter.store.records import Record

class Drone(Record):
    __tablename__ = "drone"
    __title__ = "无人机"
    pilot_id: Mapped[bytes] = field("操作人", ref="person.id")
    name: Mapped[str] = field("名称", String(20))

deed, folder, key, usb = sys.argv[1:]
actor = Actor("head", "主任", ROLES["head"])
database = Database(Path(folder) / "gridcenter.db", bytes.fromhex(key))
with database.engine.begin() as connection:
    connection.info["unguarded"] = True
    Drone.__table__.create(connection, checkfirst=True)
    connection.info["unguarded"] = False
if deed == "enter":
    with database.write(actor) as session:
        [pilot] = session.insert_many(Person, [{"name": "庚测试"}])
        drones = session.insert_many(Drone, [{"pilot_id": pilot, "name": n} for n in "ab"])
        session.update_many(Drone, [(drones[0], {"name": "c"})])
    export_delta(database, actor, Path(folder), Path(usb))
else:
    print(catch_up(database, actor), catch_up(database, actor))
print(*check(database, deep=True).problems)
with database.read() as session:
    print(*sorted(name for (name,) in session.query(Drone.name)))
"""


def later(deed, seat, usb):
    seat.database.close()
    done = subprocess.run(
        [sys.executable, "-c", LATER, deed, seat.folder, seat.key.hex(), usb],
        check=False,
        capture_output=True,
        text=True,
    )
    assert done.stderr == ""
    return done.stdout.splitlines()


def test_what_an_old_program_could_only_keep_is_there_after_its_upgrade(here, there, usb):
    later("enter", here, usb)

    assert there.take(*usb.glob("*.gcpkg")) == ["applied"]
    there.digest()

    assert later("upgrade", there, usb) == ["2 0", "", "b c"]

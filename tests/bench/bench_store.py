"""What the journal costs: `python tests/bench/bench_store.py` prints ratios to the bare statements."""

import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median

from sqlalchemy import insert, update

import gridcenter.wings  # noqa: F401  (maps every table)
from gridcenter.access.actors import ROLES, Actor
from gridcenter.base.ids import new_id
from gridcenter.register.records import Person
from gridcenter.store import schema
from gridcenter.store.backup import backup
from gridcenter.store.database import Database
from gridcenter.store.keys import KeySlots
from gridcenter.store.meta import set_meta
from gridcenter.store.records import field_names, table_of

ROWS, SAVES, ROUNDS = 25_000, 300, 3
ACTOR = Actor("bench", "测", ROLES["head"])
KEY = bytes(32)


def made(folder: Path) -> Database:
    """Return an empty migrated database."""
    database = Database(folder / "gridcenter.db", KEY)
    schema.upgrade(database, folder / "backups")
    with database.engine.begin() as connection:
        set_meta(connection, "node", new_id())
        set_meta(connection, "epoch", b"1")
    KeySlots.create(folder / "keyslots.json", KEY)
    return database


def people(count: int) -> list[dict[str, object]]:
    """Return values of fictional people."""
    return [
        {
            "id": new_id(), "name": f"试{number}", "sex": "male", "birth": date(1980, 1, 1),
            "id_number": f"34990119800101{number % 10000:04d}", "phone": f"100{number:08d}",
        }
        for number in range(count)
    ]  # fmt: skip


def seconds(work: Callable[[], object]) -> float:
    """Return how long the work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def raw_insert(database: Database, rows: list[dict[str, object]]) -> None:
    """Insert without a journal: executemany of the driver in one transaction."""
    names = ("id", "made", "edits", *field_names(Person))
    full = [
        (row["id"], bytes(16), None, *(
            value.isoformat() if isinstance(value := row[name], date) else value
            for name in names[3:]
        ))
        for row in rows
    ]  # fmt: skip
    marks = ",".join("?" * len(names))
    with database.engine.begin() as connection:
        connection.info["unguarded"] = True
        connection.exec_driver_sql(f"INSERT INTO person ({','.join(names)}) VALUES ({marks})", full)
        connection.info["unguarded"] = False


def core_insert(database: Database, rows: list[dict[str, object]]) -> None:
    """Insert without a journal through SQLAlchemy Core."""
    with database.engine.begin() as connection:
        connection.info["unguarded"] = True
        connection.execute(insert(table_of(Person)), [row | {"made": bytes(16)} for row in rows])
        connection.info["unguarded"] = False


def journaled_insert(database: Database, rows: list[dict[str, object]]) -> None:
    """Insert with the journal."""
    with database.write(ACTOR) as session:
        session.insert_many(Person, rows)


def save(database: Database, record: bytes, phone: str) -> None:
    """Save one person as a form does."""
    with database.write(ACTOR) as session:
        person = session.get_one(Person, record)
        person.phone = phone


def save_bare(database: Database, record: bytes, phone: str) -> None:
    """Save one person without a journal: read it, change it, commit."""
    with database._reads() as session:
        session.connection(execution_options={"writing": True}).info["unguarded"] = True
        session.get_one(Person, record).phone = phone
        session.flush()
        session.connection().info["unguarded"] = False
        session.commit()


def update_bare(database: Database, record: bytes, phone: str) -> None:
    """Run the bare UPDATE and commit."""
    table = table_of(Person)
    with database.writer.begin() as connection:
        connection.info["unguarded"] = True
        connection.execute(update(table).where(table.c.id == record).values(phone=phone))
        connection.info["unguarded"] = False


def bench_inserts() -> None:
    """Print the cost of a bulk insert."""
    times: dict[str, list[float]] = {"raw": [], "core": [], "journal": []}
    for _ in range(ROUNDS):
        for name, work in (("raw", raw_insert), ("core", core_insert), ("journal", journaled_insert)):
            with tempfile.TemporaryDirectory() as room:
                database, rows = made(Path(room)), people(ROWS)
                times[name].append(seconds(lambda w=work, d=database, r=rows: w(d, r)))
                database.close()
    best = {name: min(found) for name, found in times.items()}
    show(f"insert {ROWS}", best, "raw")


def bench_saves() -> None:
    """Print the cost of saving one record, in turns so that the disk treats all alike."""
    with tempfile.TemporaryDirectory() as room:
        database, rows = made(Path(room)), people(5000)
        journaled_insert(database, rows)
        times: dict[str, list[float]] = {"update": [], "bare": [], "journal": []}
        for number in range(SAVES):
            record = rows[number]["id"]
            assert isinstance(record, bytes)
            for name, work in (("update", update_bare), ("bare", save_bare), ("journal", save)):
                phone = f"100{number:07d}{name[0]}"
                times[name].append(seconds(lambda w=work, r=record, p=phone: w(database, r, p)))
        show("one save", {name: median(found) for name, found in times.items()}, "bare")
        database.close()


def bench_backup() -> None:
    """Print the cost of a proven backup against copying the file."""
    with tempfile.TemporaryDirectory() as room:
        folder = Path(room)
        database = made(folder)
        for _ in range(4):
            journaled_insert(database, people(ROWS))
        spent = seconds(lambda: backup(database, folder, folder / "b.gcbak"))
        size = (folder / "b.gcbak").stat().st_size
        print(f"backup of {size / 1e6:.0f} MB: {spent:.2f} s")
        database.close()


def show(title: str, times: dict[str, float], bare: str) -> None:
    """Print times and their ratios."""
    parts = (f"{name} {value * 1000:.2f} ms ({value / times[bare]:.2f}×)" for name, value in times.items())
    print(f"{title}: {', '.join(parts)}")


if __name__ == "__main__":
    bench_inserts()
    bench_saves()
    bench_backup()
    sys.exit(0)

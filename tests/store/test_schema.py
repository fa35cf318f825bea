"""Schema: models and migrations say the same; upgrades keep the old file."""

import importlib
import pkgutil
from datetime import date

import pytest
from alembic.autogenerate import compare_metadata
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Boolean, Date, Integer, LargeBinary, Numeric, inspect

import gridcenter
from gridcenter.base.errors import Busy, Damaged
from gridcenter.base.paths import shipped
from gridcenter.register.records import Person
from gridcenter.store import schema
from gridcenter.store.check import check
from gridcenter.store.database import Database
from gridcenter.store.records import Base
from tests.store.conftest import KEY

for module in pkgutil.walk_packages(gridcenter.__path__, "gridcenter."):
    if module.name.endswith(".records"):
        importlib.import_module(module.name)


def ours(_object, name, kind, _reflected, _compared):
    return not (kind == "table" and name is not None and name.startswith("search_index"))


def test_models_and_migrations_say_the_same(database):
    with database.engine.connect() as connection:
        context = MigrationContext.configure(
            connection, opts={"compare_type": True, "include_object": ours}
        )
        assert compare_metadata(context, Base.metadata) == []


def test_every_record_has_the_frame_of_the_journal(database):
    for table in Base.metadata.tables.values():
        if "made" in table.columns:
            assert [column.name for column in table.primary_key] == ["id"]


def test_the_revisions_are_told_from_the_names_of_the_files():
    scripts = ScriptDirectory(str(shipped("migrations")))
    assert schema.head_revision() == scripts.get_current_head()
    assert [r for r in scripts.walk_revisions() if not schema.knows(r.revision)] == []
    assert not schema.knows("9999")


def test_a_file_of_today_is_left_alone(database, folder):
    schema.upgrade(database, folder / "backups")
    assert not (folder / "backups").exists()


def test_an_upgrade_copies_the_old_file_first(database, folder, actor, monkeypatch):
    with database.write(actor) as session:
        session.add(Person(name="张三"))
    before = check(database, deep=True)
    monkeypatch.setattr(schema, "head_revision", lambda: "later")
    schema.upgrade(database, folder / "backups")
    [copy] = (folder / "backups").iterdir()
    assert copy.name.startswith("before-upgrade-")
    old = Database(copy, KEY)
    assert check(old, deep=True) == before
    old.close()
    with database.write(actor) as session:
        session.add(Person(name="李四"))
    assert check(database, deep=True).ok


def test_a_file_from_the_future_is_refused_in_words(database, folder):
    with database.engine.begin() as connection:
        connection.exec_driver_sql("UPDATE alembic_version SET version_num='9999'")
    with pytest.raises(Damaged, match="更新版本的程序"):
        schema.upgrade(database, folder / "backups")
    assert not (folder / "backups").exists()


def test_a_wrong_key_is_told_in_words(folder):
    database = Database(folder / "gridcenter.db", bytes(32))
    with pytest.raises(Damaged, match="数据文件打不开"):
        schema.upgrade(database, folder / "backups")
    with pytest.raises(Damaged, match="数据文件打不开"), database.read() as session:
        session.connection()
    assert check(database).problems[0].startswith("数据文件打不开")
    database.close()


def test_an_upgrade_waits_for_nobody_for_ever(open_database, folder, monkeypatch, actor):
    database, other = open_database(), open_database()
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=1")
    monkeypatch.setattr(schema, "head_revision", lambda: "later")
    with other.read() as session:
        session.get(Person, b"")
        with database.write(actor) as writer:
            writer.add(Person(name="张三"))
        with pytest.raises(Busy, match="不能升级"):
            schema.upgrade(database, folder / "backups")


def test_foreign_keys_hold_again_after_an_upgrade(tmp_path):
    database = Database(tmp_path / "new.db", KEY)
    schema.upgrade(database, tmp_path / "backups")
    with database.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA foreign_keys").scalar() == 1
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
    database.close()


FILLED = 16
"""Length of the ids, in bytes."""


def value_for(column, row):
    """Return a value a column may hold, another one for each row."""
    kind = column["type"]
    if isinstance(kind, LargeBinary):
        return bytes([row]) * FILLED
    if isinstance(kind, Date):
        return date(2026, 10, row).isoformat()
    if isinstance(kind, Integer | Boolean | Numeric):
        return row % 2
    return f"{row}"


def fill(connection, tables):
    """Put two rows into every table; what points elsewhere points to the row of the same number."""
    for table, columns in tables.items():
        names = ", ".join(f'"{column["name"]}"' for column in columns)
        marks = ", ".join("?" for _ in columns)
        for row in (1, 2):
            values = tuple(value_for(column, row) for column in columns)
            connection.exec_driver_sql(f'INSERT INTO "{table}" ({names}) VALUES ({marks})', values)


def rows_of(connection, tables):
    found = {}
    for table, columns in tables.items():
        names = ", ".join(f'"{column["name"]}"' for column in columns)
        found[table] = sorted(connection.exec_driver_sql(f'SELECT {names} FROM "{table}"').all(), key=repr)
    return found


OLD = [one.stem[:4] for one in sorted(shipped("migrations").glob("versions/0*.py"))][:-1]


@pytest.mark.parametrize("revision", OLD)
def test_every_step_up_keeps_every_row(tmp_path, revision):
    database = Database(tmp_path / "old.db", KEY)
    schema.upgrade(database, None, revision)
    with database.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA defer_foreign_keys=ON")
        shape = inspect(connection)
        known = {name: shape.get_columns(name) for name in shape.get_table_names()}
        tables = {
            name: columns
            for name, columns in known.items()
            if {"id", "made"} <= {column["name"] for column in columns}
        }
        connection.info["unguarded"] = True
        fill(connection, tables)
        connection.commit()
        before = rows_of(connection, tables)
        connection.info.clear()
    assert len(tables) > 10
    schema.upgrade(database, None)
    with database.engine.connect() as connection:
        assert rows_of(connection, tables) == before
    database.close()

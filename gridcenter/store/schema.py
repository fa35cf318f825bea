"""Bring a file to the newest schema: copied before, keys checked after.

A migration is named number_subject.py and its number is its revision, so that a file of today is
recognised without Alembic, which takes a third of a second to import.
"""

from datetime import datetime
from pathlib import Path

from sqlalchemy import Connection, inspect

from gridcenter.base.errors import Busy, Damaged
from gridcenter.base.paths import shipped
from gridcenter.store.database import Database
from gridcenter.store.durable import disk_words
from gridcenter.store.faults import in_words


def upgrade(database: Database, copies: Path | None, revision: str = "head") -> None:
    """Run the migrations that the file has not seen; the old file is kept in `copies` (None: nowhere).

    Foreign keys are off meanwhile: SQLite changes a table by dropping it, and a drop deletes
    every child row that a key would delete with it. Raises Damaged for a file from a newer
    program or one whose rows lost their parents.
    """
    with in_words(), database.engine.connect() as connection:
        now = revision_of(connection)
        connection.rollback()
        if now == head_revision() and revision == "head":
            return
        if now is not None and not knows(now):
            raise Damaged("这份数据由更新版本的程序写成，本程序打不开。请安装新版本后再用")
        if now is not None and copies is not None:
            _keep_copy(database, connection, copies, now)
        _run(connection, revision)


def head_revision() -> str:
    """Return the newest schema revision this program knows."""
    return max(_revisions())


def revision_of(connection: Connection) -> str | None:
    """Return the schema revision of a file, None when it has no tables yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found: str | None = connection.exec_driver_sql("SELECT version_num FROM alembic_version").scalar()
    return found


def knows(revision: str) -> bool:
    """Tell whether this program can read a file of that revision."""
    return revision in _revisions()


def _revisions() -> set[str]:
    folder = shipped("migrations/versions")
    return {path.name.partition("_")[0] for path in folder.glob("[0-9]*_*.py")}


def _keep_copy(database: Database, connection: Connection, copies: Path, now: str) -> None:
    busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    connection.rollback()
    if busy:
        raise Busy("数据正在别处使用，不能升级。请关掉其他正在看这份数据的程序再试")
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    with disk_words(copies):
        copies.mkdir(exist_ok=True)
        database.copy_file(copies / f"before-upgrade-{now}-{stamp}.db")


def _run(connection: Connection, revision: str) -> None:
    raw = connection.connection.dbapi_connection
    assert raw is not None
    connection.rollback()
    raw.execute("PRAGMA foreign_keys=OFF")
    connection.info["unguarded"] = True
    try:
        _migrate(connection, revision)
        connection.commit()
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        connection.rollback()
    finally:
        connection.info["unguarded"] = False
        raw.execute("PRAGMA foreign_keys=ON")
    if orphans:
        raise Damaged(f"升级后有 {len(orphans)} 行找不到上级记录。升级前的文件已另存，请联系维护人员")


def _migrate(connection: Connection, revision: str) -> None:
    from alembic import command  # noqa: PLC0415  (start-up: only an upgrade needs it)
    from alembic.config import Config  # noqa: PLC0415  (likewise)

    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    command.upgrade(config, revision)

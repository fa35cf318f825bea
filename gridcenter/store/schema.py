"""Bring a file to the newest schema: copied before, keys checked after."""

from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from gridcenter.base.errors import Busy, Damaged
from gridcenter.base.paths import shipped
from gridcenter.store.database import Database
from gridcenter.store.durable import disk_words
from gridcenter.store.faults import in_words


def upgrade(database: Database, copies: Path, revision: str = "head") -> None:
    """Run the migrations that the file has not seen; the old file is kept in `copies`.

    Foreign keys are off meanwhile: SQLite changes a table by dropping it, and a drop deletes
    every child row that a key would delete with it. Raises Damaged for a file from a newer
    program or one whose rows lost their parents.
    """
    config = _config()
    with in_words(), database.engine.connect() as connection:
        now = revision_of(connection)
        connection.rollback()
        if now == head_revision() and revision == "head":
            return
        if now is not None and not knows(now):
            raise Damaged("这份数据由更新版本的程序写成，本程序打不开。请安装新版本后再用")
        if now is not None:
            _keep_copy(database, connection, copies, now)
        _run(connection, config, revision)


def head_revision() -> str:
    """Return the newest schema revision this program knows."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def revision_of(connection: Connection) -> str | None:
    """Return the schema revision of a file, None when it has no tables yet."""
    return MigrationContext.configure(connection).get_current_revision()


def knows(revision: str) -> bool:
    """Tell whether this program can read a file of that revision."""
    scripts = ScriptDirectory.from_config(_config())
    return revision in {script.revision for script in scripts.walk_revisions()}


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _keep_copy(database: Database, connection: Connection, copies: Path, now: str) -> None:
    busy = connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)").one()[0]
    connection.rollback()
    if busy:
        raise Busy("数据正在别处使用，不能升级。请关掉其他正在看这份数据的程序再试")
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    with disk_words(copies):
        copies.mkdir(exist_ok=True)
        database.copy_file(copies / f"before-upgrade-{now}-{stamp}.db")


def _run(connection: Connection, config: Config, revision: str) -> None:
    raw = connection.connection.dbapi_connection
    assert raw is not None
    connection.rollback()
    raw.execute("PRAGMA foreign_keys=OFF")
    connection.info["unguarded"] = True
    try:
        config.attributes["connection"] = connection
        command.upgrade(config, revision)
        connection.commit()
        orphans = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
        connection.rollback()
    finally:
        connection.info["unguarded"] = False
        raw.execute("PRAGMA foreign_keys=ON")
    if orphans:
        raise Damaged(f"升级后有 {len(orphans)} 行找不到上级记录。升级前的文件已另存，请联系维护人员")

"""Bring a file to the newest schema: copied before, keys checked after."""

import shutil
from datetime import datetime
from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection

from gridcenter.base.errors import Damaged
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
        now = MigrationContext.configure(connection).get_current_revision()
        connection.rollback()
        scripts = ScriptDirectory.from_config(config)
        if now == scripts.get_current_head() and revision == "head":
            return
        _refuse_future(scripts, now)
        if now is not None:
            _keep_copy(connection, database.path, copies, now)
        _run(connection, config, revision)


def head_revision() -> str:
    """Return the newest schema revision this program knows."""
    return str(ScriptDirectory.from_config(_config()).get_current_head())


def _config() -> Config:
    config = Config()
    config.set_main_option("script_location", str(shipped("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    return config


def _refuse_future(scripts: ScriptDirectory, now: str | None) -> None:
    known = {script.revision for script in scripts.walk_revisions()}
    if now is not None and now not in known:
        raise Damaged("这份数据由更新版本的程序写成，本程序打不开。请安装新版本后再用")


def _keep_copy(connection: Connection, path: Path, copies: Path, now: str) -> None:
    connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    connection.rollback()
    stamp = datetime.now().astimezone().strftime("%Y%m%d-%H%M%S")
    with disk_words(copies):
        copies.mkdir(exist_ok=True)
        shutil.copy2(path, copies / f"before-upgrade-{now}-{stamp}.db")


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

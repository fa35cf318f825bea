"""backup -o FILE, restore FILE."""

import argparse
from pathlib import Path

from gridcenter.base.errors import RuleBroken
from gridcenter.commands.frame import Answer, opened, password
from gridcenter.office import keep_backup
from gridcenter.store.backup import logins_of, restore


def run_backup(arguments: argparse.Namespace) -> Answer:
    """Keep an encrypted, verified copy."""
    with opened(arguments) as office:
        kept = keep_backup(office, Path(arguments.output))
    line = f"已备份并核对：{arguments.output}，{kept.bytes:,} 字节"
    return Answer({"bytes": kept.bytes, "sha256": kept.sha256}, [line])


def run_restore(arguments: argparse.Namespace) -> Answer:
    """Restore a copy into an empty data folder; it goes on in a new epoch."""
    source = Path(arguments.file)
    login = arguments.account or _only(logins_of(source))
    restored = restore(source, arguments.data, login, password(arguments))
    data = {"node": restored.node, "epoch": restored.epoch, "bytes": source.stat().st_size}
    return Answer(data, [f"已恢复到 {arguments.data}，请核对最近的登记"])


def _only(logins: tuple[str, ...]) -> str:
    if len(logins) != 1:
        raise RuleBroken("login", f"备份里有 {len(logins)} 个账号，请用 --account 指明")
    return logins[0]

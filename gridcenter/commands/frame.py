"""What every command is: a function from its arguments to an answer."""

import argparse
import getpass
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from gridcenter.base.errors import NotAllowed
from gridcenter.office import Office, open_office
from gridcenter.store.durable import disk_words


@dataclass(slots=True)
class Answer:
    """What a command says: an object for programs, lines for people.

    `ok` False ends with status 1; `errors` go to stderr.
    """

    data: dict[str, Any]
    lines: list[str] = field(default_factory=list)
    ok: bool = True
    errors: list[str] = field(default_factory=list)


Command = Callable[[argparse.Namespace], Answer]


def password(arguments: argparse.Namespace) -> str:
    """Return the password: from --password-file, GRIDCENTER_PASSWORD, or asked on the terminal."""
    if arguments.password_file is not None:
        path = Path(arguments.password_file)
        with disk_words(path):
            return path.read_text(encoding="utf-8").rstrip("\r\n")
    if "GRIDCENTER_PASSWORD" in os.environ:
        return os.environ["GRIDCENTER_PASSWORD"]
    if not sys.stdin.isatty():
        raise NotAllowed("没有口令。请用 --password-file 或环境变量 GRIDCENTER_PASSWORD 给出")
    return getpass.getpass("口令：")


@contextmanager
def opened(arguments: argparse.Namespace, *, writing: bool = True) -> Iterator[Office]:
    """Open the data folder that the arguments name."""
    login = arguments.account or os.environ.get("GRIDCENTER_ACCOUNT", "")
    with open_office(
        arguments.data, login, password(arguments), "命令行", writing=writing
    ) as office:
        yield office

"""account list, add, password, recover."""

import argparse
import getpass
import os
import sys

from gridcenter import office as offices
from gridcenter.access.accounts import list_accounts
from gridcenter.base.errors import NotAllowed
from gridcenter.base.ids import show_id
from gridcenter.base.periods import Month, today
from gridcenter.commands.frame import Answer, opened, password
from gridcenter.register.services.structure import find_area


def _new_password() -> str:
    if "GRIDCENTER_NEW_PASSWORD" in os.environ:
        return os.environ["GRIDCENTER_NEW_PASSWORD"]
    if not sys.stdin.isatty():
        raise NotAllowed("没有新口令。请用环境变量 GRIDCENTER_NEW_PASSWORD 给出")
    first = getpass.getpass("新口令：")
    if first != getpass.getpass("再输一遍："):
        raise NotAllowed("两遍不一样，没有改")
    return first


def run_list(arguments: argparse.Namespace) -> Answer:
    """List the accounts."""
    with opened(arguments, writing=False) as office, office.database.read() as session:
        accounts = list_accounts(session)
    lines = [f"{one.login}　{one.name}　{one.role.title}" for one in accounts]
    data = [
        {
            "login": one.login, "name": one.name, "role": one.role.key,
            "area": show_id(one.area) if one.area else None,
        }
        for one in accounts
    ]  # fmt: skip
    return Answer({"accounts": data}, lines)


def run_add(arguments: argparse.Namespace) -> Answer:
    """Add an account."""
    with opened(arguments) as office:
        area = None
        if arguments.area:
            with office.database.read() as session:
                area = find_area(session, arguments.area, Month.of(today()))
        offices.add_account(
            office,
            login=arguments.login,
            name=arguments.name or arguments.login,
            role=arguments.role,
            password=_new_password(),
            area=area,
        )
    return Answer({"login": arguments.login}, [f"已添加账号 {arguments.login}"])


def run_password(arguments: argparse.Namespace) -> Answer:
    """Change the password of an account."""
    offices.change_password(arguments.data, arguments.login, password(arguments), _new_password())
    return Answer({"login": arguments.login}, ["口令已改"])


def run_recover(arguments: argparse.Namespace) -> Answer:
    """Give an account a new password by the recovery code."""
    offices.recover(
        arguments.data,
        login=arguments.login,
        recovery_code=arguments.code,
        password=_new_password(),
    )
    return Answer({"login": arguments.login}, ["口令已重设，请用新口令登录"])

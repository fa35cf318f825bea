"""A new password, typed twice."""

from collections.abc import Mapping

from gridcenter.access.accounts import check_password
from gridcenter.base.errors import RuleBroken
from gridcenter.desk.fields import SecretField
from gridcenter.desk.form_grid import FormGrid
from gridcenter.desk.theme import Look


def add_new_password(
    look: Look, grid: FormGrid, label: str = "口令", hint: str = "至少 4 个字符"
) -> tuple[SecretField, SecretField]:
    """Add the fields "password" and "again" and return them."""
    first, again = SecretField(look, hint), SecretField(look)
    grid.add("password", label, first, required=True)
    grid.add("again", "再输一遍", again, required=True, missing=f"请把{label}再输一遍")
    return first, again


def new_password(values: Mapping[str, object]) -> str:
    """Return the password typed twice; raises RuleBroken."""
    password = str(values["password"])
    check_password(password)
    if password != values["again"]:
        raise RuleBroken("again", "两遍口令不一样，请重新输入")
    return password

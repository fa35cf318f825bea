"""Identity numbers of a sheet against those of the register: a sound one is never lost to a damaged one."""

from gridcenter.base.identity import Identity, check
from gridcenter.register.services.books import People, Values
from gridcenter.sheets.columns import Remark

ROUNDED = "rounded_id"
KEPT = frozenset({"number_repaired", "number_kept"})
"""Why a number of a sheet was not taken: told even where nothing changed."""
_TITLE = "身份证号"
_LEFT = 15


def known_by_rounded(people: People, name: str, identity: Identity) -> Values | None:
    """Return the one person of this name whose number begins as a number rounded to …000 does."""
    return people.by_rounded(identity.text, name) if identity.reason == ROUNDED else None


def numbers_differ(one: str | None, other: str | None) -> bool:
    """Tell whether two numbers are of two people: both there, unequal, and neither the other rounded."""
    if not one or not other or one == other:
        return False
    rounded = ROUNDED in {check(one).reason, check(other).reason}
    return not (rounded and one[:_LEFT] == other[:_LEFT])


def number_kept(person: Values, identity: Identity, remarks: list[Remark]) -> str | None:
    """Return the number to write for somebody known; None leaves the one in the register.

    What was kept or mended is told in `remarks`, in place of what the reading said of the number.
    """
    known = person["id_number"]
    if not identity.text or not known or known == identity.text:
        return identity.text or None
    before = check(known)
    if identity.problem and not before.problem:
        rounded = identity.reason == ROUNDED
        said = "末三位被表格软件改成了000" if rounded else identity.problem.split("，")[0]
        remarks[:] = [one for one in remarks if one.reason != identity.reason]
        words = f"{said}，已认出是谁，保留登记里的号码"
        remarks.append(Remark(_TITLE, words, "number_repaired" if rounded else "number_kept"))
        return None
    if before.problem and not identity.problem:
        remarks.append(Remark(_TITLE, "登记里的号码不完整，已按这张表补正", "number_mended"))
    return identity.text

"""One data folder opened: keys, database, search index. What the window and the command line share."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.orm import Session

from gridcenter.access import accounts
from gridcenter.access.accounts import check_password, create_account, log_in, note_reset
from gridcenter.access.actors import ROLES, Actor, Right
from gridcenter.access.reach import all_but, hidden_from, no_sight, sight_in
from gridcenter.access.settings import note_backup
from gridcenter.base.errors import Busy, NotFound, RuleBroken
from gridcenter.base.ids import new_id
from gridcenter.base.periods import today
from gridcenter.base.progress import Progress
from gridcenter.exchange.conflicts import keep_conflicts
from gridcenter.register import divisions
from gridcenter.register.codes import MAIN_SET
from gridcenter.register.reach import reach_of
from gridcenter.register.records import Unit
from gridcenter.register.services.duplicates.likely import mark_stale
from gridcenter.register.services.structure import draw_up, existing
from gridcenter.store import schema
from gridcenter.store.backup import Kept, backup
from gridcenter.store.database import Database
from gridcenter.store.durable import disk_words
from gridcenter.store.foreign import catch_up
from gridcenter.store.keys import KeySlots, new_data_key
from gridcenter.store.lock import Holder, Program, hold
from gridcenter.store.meta import set_meta
from gridcenter.store.recovery import new_recovery_code
from gridcenter.store.search import SearchIndex
from gridcenter.store.sight import Sight
from gridcenter.store.stamps import wall_clock
from gridcenter.wings import FENCES, OPEN, SEARCH_SOURCES

DATABASE, SLOTS, COPIES = "gridcenter.db", "keyslots.json", "backups"


@dataclass(frozen=True, slots=True)
class Office:
    """An open data folder and who works in it."""

    folder: Path
    database: Database
    index: SearchIndex
    actor: Actor


@dataclass(frozen=True, slots=True)
class Founding:
    """What came of setting a data folder up; the recovery code is shown this once."""

    township: str
    villages: int
    recovery_code: str


def exists(folder: Path) -> bool:
    """Tell whether a data folder has been set up."""
    return (folder / DATABASE).exists() and (folder / SLOTS).exists()


def logins(folder: Path) -> Sequence[str]:
    """Return the login names of a data folder."""
    return KeySlots.load(folder / SLOTS).logins()


def found(
    folder: Path,
    *,
    division: str,
    password: str,
    name: str = "",
    admin: str = "",
    county: bool = False,
    villages: Collection[str] | None = None,
    levels: Mapping[str, str] | None = None,
    program: Program = "命令行",
) -> Founding:
    """Set a data folder up: keys, first account, township with its villages (or a county node).

    `villages` are the codes to take of the bundled list (None: all); `levels` gives the levels of
    the tree other names ({"grid": "基本网格"}). Raises RuleBroken when the folder is in use or the
    division code or password will not do.
    """
    if exists(folder):
        raise RuleBroken("folder", f"{folder} 里已经有数据，不能再初始化。请换一个空文件夹")
    check_password(password)
    place = divisions.county(division) if county else divisions.township(division)
    place = divisions.Division(place.code, name.strip() or place.name)
    with disk_words(folder):
        folder.mkdir(parents=True, exist_ok=True)
    login = admin.strip() or "admin"
    key, code = new_data_key(), new_recovery_code()
    with hold(folder, Holder.here(program, login)), ExitStack() as undo:
        undo.callback(_clear, folder)
        slots = KeySlots.create(folder / SLOTS, key)
        slots.add_password(login, password, key)
        slots.set_recovery(code, key)
        chosen = [] if county else _chosen(place.code, villages)
        count = _fill(folder, key, login, place, chosen, levels or {}, county=county)
        undo.pop_all()
    return Founding(place.name, count, code)


@contextmanager
def open_office(
    folder: Path, login: str, password: str, program: Program, *, writing: bool = True
) -> Iterator[Office]:
    """Open a data folder for an account: upgrade the schema, hold the lock when writing.

    `login` "" means the only account there is. Raises NotFound, NotAllowed, Busy, Damaged.
    """
    if not exists(folder):
        raise NotFound(f"{folder} 里还没有数据。请先初始化（init），或用 --data 指到数据文件夹")
    slots = KeySlots.load(folder / SLOTS)
    login = login or _only_login(slots)
    key = slots.open_with_password(login, password)
    index = SearchIndex(SEARCH_SOURCES)
    with ExitStack() as stack:
        if writing:
            stack.enter_context(hold(folder, Holder.here(program, login)))
        database = Database(folder / DATABASE, key, derivers=(index.keep, keep_conflicts, mark_stale))
        stack.callback(database.close)
        schema.upgrade(database, folder / COPIES)
        actor = _log_in(database, login, writing=writing)
        if writing:
            catch_up(database, actor)
            _build(database, index, actor)
        elif _unbuilt(database, index):  # after an upgrade: whoever holds the lock is building it
            with suppress(Busy), hold(folder, Holder.here(program, login)):
                catch_up(database, actor)
                _build(database, index, actor)
        database.sight = _sight(database, actor)
        yield Office(folder, database, index, actor)


def _log_in(database: Database, login: str, *, writing: bool) -> Actor:
    with database.read() as session:
        actor = log_in(session, login)
        if writing:
            session.commit()
        return actor


def _unbuilt(database: Database, index: SearchIndex) -> bool:
    with database.read() as session:
        return index.unbuilt(session)


def _build(database: Database, index: SearchIndex, actor: Actor) -> None:
    if _unbuilt(database, index):
        with database.write(actor) as writing:
            index.build(writing)


def _sight(database: Database, actor: Actor) -> Sight | None:
    if not actor.may(Right.READ):
        return no_sight(OPEN)
    hidden = hidden_from(actor.role)
    if actor.area is None:
        return all_but(hidden) if hidden else None
    with database.read() as session:
        return sight_in(reach_of(session, actor.area), FENCES, hidden)


def _only_login(slots: KeySlots) -> str:
    names = slots.logins()
    if len(names) != 1:
        raise RuleBroken("login", f"有 {len(names)} 个账号，请指明用户名：{'、'.join(names)}")
    return names[0]


def _chosen(township: str, wanted: Collection[str] | None) -> list[divisions.Division]:
    listed = divisions.villages(township)
    return [one for one in listed if wanted is None or one.code in wanted]


def _fill(
    folder: Path,
    key: bytes,
    login: str,
    place: divisions.Division,
    villages: Sequence[divisions.Division],
    levels: Mapping[str, str],
    *,
    county: bool,
) -> int:
    database = Database(folder / DATABASE, key)
    try:
        schema.upgrade(database, folder / COPIES)
        with database.engine.begin() as connection:
            set_meta(connection, "node", new_id())
            set_meta(connection, "epoch", str(wall_clock()).encode())
            set_meta(connection, "kind", b"county" if county else b"township")
            set_meta(connection, "name", place.name.encode())
            set_meta(connection, "division", place.code.encode())
        actor = Actor(login, login, ROLES["head"])
        with database.write(actor) as session:
            create_account(session, None, login=login, name=login, role="head")
            if county:
                return 0
            return draw_up(session, actor, township=place, villages=villages, levels=levels)
    finally:
        database.close()


def _clear(folder: Path) -> None:
    for path in folder.glob(f"{DATABASE}*"):
        path.unlink()
    for path in folder.glob(f"{SLOTS}*"):
        path.unlink()


def keep_backup(office: Office, target: Path, progress: Progress | None = None) -> Kept:
    """Write a backup of the open folder and note when; raises what `store.backup.backup` raises."""
    office.actor.require(Right.ACCOUNTS)
    kept = backup(office.database, office.folder, target, progress)
    with office.database.write(office.actor) as session:
        note_backup(session, target.name)
    return kept


def add_account(
    office: Office, *, login: str, name: str, role: str, password: str, area: bytes | None = None
) -> None:
    """Add an account with its own password, of the area of a unit or the whole; raises RuleBroken, NotAllowed."""
    check_password(password)
    with office.database.write(office.actor) as session:
        _require_unit(session, area)
        account = create_account(session, office.actor, login=login, name=name, role=role, area=area)
        _give_password(office, account.login, password)


def change_account(office: Office, account_id: bytes, *, role: str, area: bytes | None) -> None:
    """Give somebody else's account another role and area; raises RuleBroken, NotAllowed, NotFound."""
    with office.database.write(office.actor) as session:
        _require_unit(session, area)
        accounts.change_account(session, office.actor, account_id, role=role, area=area)


def _require_unit(session: Session, area: bytes | None) -> None:
    unit = session.get(Unit, area) if area is not None else None
    now = unit is not None and unit.grid_set == MAIN_SET and existing(today(), unit.since, unit.until)
    if area is not None and not now:
        raise RuleBroken("area", "账号按站或网格分片，请选一个现有的站或网格")


def reset_password(office: Office, account_id: bytes, password: str) -> None:
    """Give somebody else's account a new password; raises RuleBroken, NotAllowed, NotFound."""
    check_password(password)
    with office.database.write(office.actor) as session:
        _give_password(office, note_reset(session, office.actor, account_id), password)


def close_account(office: Office, account_id: bytes) -> None:
    """Close an account and take its key slot away, so that its password opens nothing any more."""
    with office.database.write(office.actor) as session:
        login = accounts.close_account(session, office.actor, account_id)
        slots = KeySlots.load(office.folder / SLOTS)
        if login in slots.logins():
            slots.remove(login)


def reopen_account(office: Office, account_id: bytes, password: str) -> None:
    """Open a closed account again with a new password."""
    check_password(password)
    with office.database.write(office.actor) as session:
        login = accounts.reopen_account(session, office.actor, account_id)
        _give_password(office, login, password)


def _give_password(office: Office, login: str, password: str) -> None:
    """Make the key slot of an account, or replace what an unfinished change left of it."""
    slots = KeySlots.load(office.folder / SLOTS)
    give = slots.reset_password if login in slots.logins() else slots.add_password
    give(login, password, office.database.key)


def change_password(folder: Path, login: str, old: str, new: str) -> None:
    """Change an account's password; raises NotAllowed when the old one is wrong."""
    check_password(new)
    KeySlots.load(folder / SLOTS).change_password(login, old, new)


def recover(folder: Path, *, login: str, recovery_code: str, password: str) -> None:
    """Give an account a new password by the printed recovery code."""
    check_password(password)
    slots = KeySlots.load(folder / SLOTS)
    login = login or _only_login(slots)
    slots.reset_password(login, password, slots.open_with_recovery(recovery_code))

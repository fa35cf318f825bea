"""Every page of the program, in the order of the sidebar."""

from collections.abc import Sequence
from functools import partial

from sqlalchemy.orm import Session

from gridcenter.access.actors import Actor, Right
from gridcenter.app.account_doings import AccountDoings, account_areas
from gridcenter.base.periods import today
from gridcenter.care.pages import PAGES as CARE_PAGES
from gridcenter.desk.accounts_page import AccountRoom, AccountsPage
from gridcenter.desk.codes_page import CodesPage
from gridcenter.desk.desk import Desk
from gridcenter.desk.import_page import ImportPage
from gridcenter.desk.ledger_checks import Finding
from gridcenter.desk.ledger_list import Shelf
from gridcenter.desk.ledger_page import LedgerPage, LedgerRoom
from gridcenter.desk.log_page import LogPage
from gridcenter.desk.settings_page import SettingsPage, SettingsRoom
from gridcenter.desk.sidebar import Errand, NavItem
from gridcenter.disputes.pages import PAGES as DISPUTE_PAGES
from gridcenter.exchange.pages import ExchangePage
from gridcenter.ledgers.model import LedgerDef, Scope
from gridcenter.matters.pages import PAGES as MATTER_PAGES
from gridcenter.office import Office
from gridcenter.party.pages import PAGES as PARTY_PAGES
from gridcenter.register.pages import nav_items as register_items
from gridcenter.register.pages.areas import area_nodes
from gridcenter.register.pages.pair_search import AfterImport
from gridcenter.register.pages.privacy import PrivacyPage
from gridcenter.register.territory import Territory
from gridcenter.sheets.imports import ImportKind
from gridcenter.staff.pages import staff_pages
from gridcenter.supervision.ledgers import LEDGERS as SUPERVISION_LEDGERS
from gridcenter.supervision.pages import PAGES as SUPERVISION_PAGES
from gridcenter.supervision.services import inspections_of
from gridcenter.visits.pages import PAGES as VISIT_PAGES
from gridcenter.wings import (
    CARD_PARTS,
    ENDS,
    HOLDINGS,
    IMPORTS,
    INDICATORS,
    LEDGERS,
    MOVES,
    SHELVES,
    TABLES,
    WINGS,
)
from gridcenter.workbench.pages import nav_items as workbench_items

PAGES = (
    VISIT_PAGES, staff_pages(HOLDINGS), CARE_PAGES, MATTER_PAGES, DISPUTE_PAGES, PARTY_PAGES, SUPERVISION_PAGES,
)  # fmt: skip
"""The pages of the wings above the register: a new wing is one line here."""
PASTS = tuple(past for wing in PAGES for past in wing.pasts)
SENDING = (Errand("封一个新包", "package"), Errand("取入", "inbox"))
_FEW = 5
_LEDGERS = "选台账、月份和范围，右边就是要印的那张纸；看到的是什么，印出来就是什么。"
_EXCHANGE = "两台电脑先互换名片，再用 U 盘换包；对方写了回执，这一包才算送到。"
_CODES = "表单里可选的词都在这里：可以新增、改名、排顺序、停用；停用的词，以前的登记照旧显示。"
_IMPORT = "办公室原来的表格直接拖进来：先逐行核对，点“写入”之前什么都没有写，写错了可以整批撤回。"


def nav_items(desk: Desk, office: Office, settings: SettingsRoom) -> Sequence[NavItem]:
    """Return the pages this account may open."""
    actor, database = office.actor, office.database
    room = LedgerRoom([Shelf(*shelf) for shelf in SHELVES.items()], area_nodes, checks)
    items: list[NavItem] = []
    if actor.may(Right.READ):
        items += workbench_items(desk, actor, WINGS, LEDGERS)
        items += register_items(desk, actor, PASTS, INDICATORS, MOVES, CARD_PARTS, ENDS)
        for wing in PAGES:
            items += wing.items(desk, actor)
    if actor.may(Right.PRINT):
        make = partial(LedgerPage, desk, database, actor, room, today)
        items.append(NavItem("ledgers", "台账打印", "printer", 4, make, _LEDGERS))
    if actor.may(Right.EXCHANGE):
        make_exchange = partial(ExchangePage, desk, database, actor, office.folder)
        items.append(NavItem("exchange", "数据交换", "arrow-left-right", 4, make_exchange, _EXCHANGE, SENDING))
    if actor.may(Right.IMPORT):
        after = AfterImport(desk, actor) if actor.may(Right.READ) else None
        make_import = partial(ImportPage, desk, database, actor, import_kinds(actor), today, after)
        items.append(NavItem("import", "导入", "file-input", 4, make_import, _IMPORT))
    return items + settings_items(desk, office, settings)


def settings_items(desk: Desk, office: Office, room: SettingsRoom) -> list[NavItem]:
    """Return the settings and the pages reached from there."""
    actor = office.actor
    make = partial(SettingsPage, desk, actor, room)
    items = [NavItem("settings", "设置", "settings", -1, make)]
    if actor.may(Right.READ):
        make_codes = partial(CodesPage, desk, actor, TABLES)
        items.append(NavItem("codes", "代码表", "list-filter", -1, make_codes, _CODES, under="settings"))
        make_privacy = partial(PrivacyPage, desk, actor)
        items.append(NavItem("privacy", "个人信息", "shield-check", -1, make_privacy, under="settings"))
    if actor.may(Right.ACCOUNTS):
        people = AccountRoom(AccountDoings(office), partial(account_areas, office))
        make_accounts = partial(AccountsPage, desk, actor, people)
        items.append(NavItem("accounts", "账号", "users", -1, make_accounts, under="settings"))
    if actor.may(Right.AUDIT):
        make_log = partial(LogPage, desk, actor)
        items.append(NavItem("access-log", "查看记录", "eye", -1, make_log, under="settings"))
    return items


def import_kinds(actor: Actor) -> Sequence[ImportKind]:
    """Return the kinds of spreadsheets that the account may take in."""
    return [kind for kind in IMPORTS if actor.may(kind.right)]


def checks(session: Session, definition: LedgerDef, scope: Scope) -> Sequence[Finding]:
    """Look at what concerns one ledger: grids without an inspection in the month."""
    if definition not in SUPERVISION_LEDGERS:
        return ()
    grids = Territory.load(session, scope).grids
    done = inspections_of(session, scope.month)
    without = [grid.name for grid in grids if grid.id not in done]
    if not without:
        return (Finding(True, f"{len(grids)} 个网格都已打分"),) if grids else ()
    names = "、".join(without[:_FEW]) + ("等" if len(without) > _FEW else "")
    return (Finding(False, f"{len(without)} 个网格还没打分", f"{names}，会印成空行"),)

"""Ctrl+K: what words mean among records, pages, ledgers and things to do, and the way there."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject

from gridcenter.access.actors import Actor
from gridcenter.app.rooms import import_kinds
from gridcenter.base.periods import Month
from gridcenter.base.pinyin import heard
from gridcenter.base.progress import Progress
from gridcenter.desk.desk import Desk
from gridcenter.desk.jobs import Newest
from gridcenter.desk.page import Act
from gridcenter.desk.search_popup import Hit, HitGroup, SearchPopup
from gridcenter.desk.shell import Shell
from gridcenter.desk.sidebar import NavItem
from gridcenter.office import Office
from gridcenter.store.finding import INSIDE, Found, find, rank, understood
from gridcenter.store.finding import Hit as RecordHit
from gridcenter.store.listing import Wish
from gridcenter.store.search import Source, runs
from gridcenter.wings import SHELVES

_REMEMBERED = 6
_FEW = 6


@dataclass(frozen=True, slots=True)
class Door:
    """A line of the search and where it leads: to a page with an argument or an act, or to `run`."""

    title: str
    icon: str
    note: str = ""
    page: str = ""
    argument: object = None
    act: str = ""
    keys: str = ""
    month: Month | None = None
    run: Callable[[], object] | None = None


@dataclass(frozen=True, slots=True)
class _Answer:
    """What was found for words, so that an answer to older words is known as such."""

    words: str
    found: Sequence[Found]


class Finding(QObject):
    """The search over one open window; what was opened is remembered until it closes."""

    def __init__(
        self,
        desk: Desk,
        office: Office,
        shell: Shell,
        items: Sequence[NavItem],
        menu: Sequence[Act],
    ) -> None:
        super().__init__(shell)
        self._desk, self._office, self._shell = desk, office, shell
        pages = {item.key for item in items}
        self._sources = [one for one in office.index.sources if one.page in pages]
        self._errands = list(_errands(items))
        self._commands = [*self._errands, *_menu_doors(menu), *_page_doors(items, office.actor)]
        self._ledgers = list(_ledger_doors()) if "ledgers" in pages else []
        self._recent: list[Door] = []
        self._asked = Newest(desk.jobs)
        self._asked.answered.connect(self._show)
        self.popup: SearchPopup | None = None

    def open(self, typed: str) -> None:
        """Put up the search with what was typed already."""
        popup = self.popup = SearchPopup(self._shell, self._desk.look, typed)
        popup.asked.connect(self._find)
        popup.chosen.connect(self._go)
        popup.finished.connect(self._forget)
        popup.open()
        self._find(typed.strip())

    def _find(self, words: str) -> None:
        if self.popup is not None and not words:
            self.popup.show_groups(self._start())
            return
        database, sources = self._office.database, self._sources

        def work(_progress: Progress) -> _Answer:
            with database.read() as session:
                return _Answer(words, find(session, sources, words))

        self._asked.ask(work)

    def _show(self, answer: _Answer) -> None:
        popup = self.popup
        if popup is None or answer.words != popup.words.text().strip():
            return
        ranked = [(kind.rank, _record_group(kind, answer.words)) for kind in answer.found]
        doors = (("页面和命令", self._commands), ("台账", self._ledgers))
        ranked[1:1] = [one for title, some in doors for one in _door_group(title, some, answer.words)]
        ranked.sort(key=lambda pair: pair[0])
        popup.show_groups([group for _rank, group in ranked], understood(answer.found))

    def _start(self) -> list[HitGroup]:
        groups = (("最近打开", self._recent), ("常用", self._errands))
        return [HitGroup(title, 0, [_line(door) for door in doors]) for title, doors in groups if doors]

    def _go(self, door: Door) -> None:
        if isinstance(door.argument, bytes):
            self._recent = [door, *(one for one in self._recent if one != door)][:_REMEMBERED]
        if door.run is not None:
            door.run()
            return
        if door.month is not None:
            self._shell.topbar.month.set_month(door.month)
        self._shell.go(door.page, door.argument)
        if door.act:
            self._shell.page(door.page).do(door.act)

    def _forget(self) -> None:
        self.popup = None


def _errands(items: Sequence[NavItem]) -> Iterator[Door]:
    for item in items:
        for errand in item.errands:
            note = f"{item.title}页"
            yield Door(errand.text, errand.icon, note, item.key, act=errand.text, keys=errand.keys)


def _menu_doors(menu: Sequence[Act]) -> Iterator[Door]:
    for act in menu:
        text = act.text.rstrip("…")
        yield Door(text, act.icon or "settings", "账号菜单", run=act.run, keys=act.keys)


def _page_doors(items: Sequence[NavItem], actor: Actor) -> Iterator[Door]:
    for item in items:
        yield Door(item.title, item.icon, "打开页面", item.key)
        if item.key == "import":
            for kind in import_kinds(actor):
                yield Door(f"导入{kind.title}", item.icon, "导入页", item.key, kind.name)


def _ledger_doors() -> Iterator[Door]:
    for shelf, ledgers in SHELVES.items():
        for definition in ledgers:
            yield Door(definition.title, "printer", shelf, "ledgers", definition.name)


def _record_group(kind: Found, words: str) -> HitGroup:
    source = kind.source
    hits = [_record_line(source, hit) for hit in kind.hits]
    if kind.total > len(hits) and source.listed:
        title = f"全部 {kind.total:,} 条"
        door = Door(title, "list-filter", page=source.page, argument=Wish(words))
        hits.append(Hit(door.icon, title, f"在{source.title}的列表里看", door))
    return HitGroup(source.title, kind.total, hits)


def _record_line(source: Source, hit: RecordHit) -> Hit:
    argument: object = Wish(hit.title) if hit.opens is None else hit.opens
    door = Door(hit.title, source.icon, hit.note, hit.page, argument, month=hit.month)
    return Hit(source.icon, hit.title, hit.note, door, hit.marked)


def _door_group(title: str, doors: Sequence[Door], words: str) -> list[tuple[int, HitGroup]]:
    """Return the group of those that the words name, with its rank; none where there are none."""
    typed = runs(words)
    ranked = [(rank(door.title, words), door) for door in doors if typed and _names(door, typed)]
    if not ranked:
        return []
    ranked.sort(key=lambda pair: pair[0])
    lines = [replace(_line(door), marked=_mark(door.title, typed)) for _rank, door in ranked[:_FEW]]
    return [(min(max(ranked[0][0], 1), INSIDE), HitGroup(title, len(ranked), lines))]


def _names(door: Door, typed: Sequence[str]) -> bool:
    return all(run in door.title.lower() or heard(door.title, run) for run in typed)


def _mark(title: str, typed: Sequence[str]) -> str:
    run = typed[0]
    span = heard(title, run)
    return run if run in title else title[slice(*span)] if span else ""


def _line(door: Door) -> Hit:
    return Hit(door.icon, door.title, door.note, door, keys=door.keys)

"""What to do first in a township where nothing has been entered yet."""

from PySide6.QtCore import Signal

from gridcenter.desk.buttons import Button
from gridcenter.desk.cards import Card
from gridcenter.desk.layouts import Item, block, column, row, rule
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, words
from gridcenter.workbench.services import Overview

_STEPS = (
    (
        "import",
        "grids",
        "导入网格划分表",
        "有了管理站、网格和网格长，事项和台账才知道归谁",
        "导入网格",
    ),
    (
        "import",
        "residents",
        "导入农户花名册",
        "每户落到网格里，走访、查找和覆盖率都靠它",
        "导入户籍",
    ),
    ("visits", "new", "登记第一次走访", "以后每次走访登记一次，台账自己生成", "登记走访"),
)


class BeginningCard(Card):
    """The first steps in their order, each with its door; what is done carries a tick."""

    went = Signal(str, object)

    def __init__(self, look: Look, *, imports: bool, enters: bool) -> None:
        self._marks = [IconLabel(look, "arrow-right", "accent_text") for _ in _STEPS]
        self._doors = []
        items: list[Item] = []
        for mark, (page, argument, title, why, verb) in zip(self._marks, _STEPS, strict=True):
            door = Button(look, verb, "file-input" if page == "import" else "footprints")
            if not (imports if page == "import" else enters):
                door.hide()
            door.clicked.connect(
                lambda _checked, page=page, argument=argument: self.went.emit(page, argument)
            )
            self._doors.append(door)
            said = column(words(title, "strong"), words(why, "note"), gap=2)
            items += [rule(), block(row(mark, (said, 1), door, gap=12, pad=(0, 6, 0, 6)))]
        super().__init__(
            look,
            "先做这几步",
            *items[1:],
            None,
            note="按顺序做，做完一步这里会打勾",
            pad=(16, 10, 16, 12),
        )

    def show_now(self, now: Overview) -> None:
        """Tick what is done; the next step has the filled button."""
        done = (bool(now.land.grids), now.peopled, any(one.visits for one in now.trend))
        following = done.index(False) if False in done else -1
        for n, (mark, door) in enumerate(zip(self._marks, self._doors, strict=True)):
            token = "done" if done[n] else "accent_text" if n == following else "text3"
            mark.show_icon("circle-check" if done[n] else "arrow-right", token)
            door.setEnabled(n <= following or done[n])

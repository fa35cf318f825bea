"""What a screen reader is told of a window: make spoken [PAGE …] writes it for a few pages.

Every line is one element: role, name, and what else is said of it.
"""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QWidget

from gridcenter.app import dress
from gridcenter.desk.tokens import LIGHT
from tests.scenes.camera import Camera
from tests.scenes.township import township

ROLES = {
    "Button": "按钮", "ButtonMenu": "菜单按钮", "CheckBox": "勾选", "RadioButton": "单选", "EditableText": "输入框",
    "ComboBox": "选择框", "StaticText": "文字", "Table": "表格", "Tree": "树", "List": "列表", "ListItem": "列表项",
    "Cell": "单元格", "ColumnHeader": "列标题", "Dialog": "对话框", "Window": "窗口", "Grouping": "分组",
    "ScrollBar": "滚动条", "PageTab": "标签", "ProgressBar": "进度", "TreeItem": "树项", "Chart": "图", "Graphic": "图",
    "MenuItem": "菜单项", "Link": "链接",
}  # fmt: skip
SILENT = {"Client", "Pane", "Filler", "LayeredPane", "Border", "Separator"}
FEW = 12
"""So many children of a table, list or tree are read."""
PAGES = ("workbench", "residents", "grids")


def spoken(widget: QWidget) -> list[str]:
    """Return the lines of a widget and all that is visible in it."""
    root = QAccessible.queryAccessibleInterface(widget)
    return _lines(root, 0) if root is not None else []


def _lines(element, depth):
    if element is None or not element.isValid() or element.state().invisible:
        return []
    role, name = element.role().name, element.text(QAccessible.Text.Name).strip()
    lines = []
    if (role not in SILENT or name) and (role != "StaticText" or name):
        lines.append("  " * depth + " ".join(filter(None, (ROLES.get(role, role), _said(element, name)))))
        depth += 1
    many = FEW if role in {"Table", "Tree", "List"} else element.childCount()
    for number in range(min(many, element.childCount())):
        lines += _lines(element.child(number), depth)
    return lines


def _said(element, name):
    state, said = element.state(), [f"“{name}”" if name else "（没有名字）"]
    value = element.text(QAccessible.Text.Value).strip()
    if value and value != name:
        said.append(f"值“{value}”")
    said += [word for word, on in (
        ("已选", state.selected or state.checked), ("不可用", state.disabled), ("有焦点", state.focused),
        ("只读", state.readOnly and element.role() == QAccessible.Role.EditableText),
    ) if on]  # fmt: skip
    about = element.text(QAccessible.Text.Description).strip()
    return "　".join([*said, f"（{about}）"] if about and about != name else said)


def main() -> int:
    """Print what is said of some pages of the sample township."""
    township()
    app = QApplication([])
    dress(app)
    camera = Camera(app, LIGHT)
    camera.open()
    for key in sys.argv[1:] or PAGES:
        print(f"== {key}", *spoken(camera.go(key)), sep="\n")  # noqa: T201
    camera.end()
    return 0


if __name__ == "__main__":
    sys.exit(main())

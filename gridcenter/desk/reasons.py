"""Why somebody looks at what is masked: asked before it is shown, logged with it."""

from gridcenter.desk.fields import LineField
from gridcenter.desk.form_grid import FormGrid
from gridcenter.desk.theme import Look
from gridcenter.desk.words import words

REVEAL = "显示完整号码"


def reason_grid(look: Look, where: str) -> FormGrid:
    """Return the fields of a form that asks for the "reason"; `where` says where it will be shown."""
    grid = FormGrid(look)
    hint = f"完整号码只在{where}显示这一次；谁看的、为什么看，都记入查看记录。"
    grid.add("reason", "查看理由", LineField("如 回访核实", longest=200), required=True)
    grid.add_row(words(hint, "note", wrap=True))
    return grid

"""The field that words to look for are typed into."""

from PySide6.QtWidgets import QLineEdit

from gridcenter.desk.theme import Look


class SearchField(QLineEdit):
    """A magnifying glass in front, and a cross behind as soon as there is something to clear."""

    def __init__(self, look: Look, hint: str, icon: str = "search") -> None:
        super().__init__()
        self.setPlaceholderText(hint)
        self.setAccessibleName(f"查找：{hint}")
        glass = look.icon(icon, "text3")
        self.addAction(glass, QLineEdit.ActionPosition.LeadingPosition).setToolTip(hint)
        cross = self.addAction(look.icon("x", "text3"), QLineEdit.ActionPosition.TrailingPosition)
        cross.setToolTip("清空")
        cross.setVisible(False)
        cross.triggered.connect(self.clear)
        self.textChanged.connect(lambda text: cross.setVisible(bool(text)))

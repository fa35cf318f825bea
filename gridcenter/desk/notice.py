"""A sentence in the page itself: why something did not go, or what came of it."""

from gridcenter.desk.layouts import Ground, row
from gridcenter.desk.theme import Look
from gridcenter.desk.words import IconLabel, words

_ICONS = {"error": "circle-alert", "due": "triangle-alert", "done": "circle-check", "info": "circle-alert"}


class Notice(Ground):
    """Hidden until it has something to say."""

    def __init__(self, look: Look) -> None:
        super().__init__("sunken")
        self._icon, self._said = IconLabel(look, "circle-alert", "error"), words("", wrap=True)
        self.setLayout(row(self._icon, (self._said, 1), gap=10, pad=(12, 8, 12, 8)))
        self.hide()

    @property
    def text(self) -> str:
        """The sentence shown."""
        return self._said.text()

    def say(self, sentence: str, tone: str = "error") -> None:
        """Show a sentence (tone: error, due, done, info); empty words hide it."""
        self._said.setText(sentence)
        self._icon.show_icon(_ICONS[tone], tone)
        self.setAccessibleName(sentence)
        self.setVisible(bool(sentence))
